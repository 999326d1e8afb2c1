"""What a browser may post as an answer, in shown places, and how an answer reads.

| type | answer |
| --- | --- |
| multichoice | list of shown places |
| truefalse | [0] true, [1] false |
| shortanswer, numerical, essay | [text] |
| multianswer | a text for each gap, null where nothing was written |
| match | for each shown row the shown place of its right side, or null |
| ordering | the shown places in the order that was given |
"""

from collections.abc import Mapping, Sequence
from typing import Any

from .marking import is_empty, left_sides, right_sides

LONGEST_TEXT = 200
LONGEST_ESSAY = 20_000
MOST_QUESTIONS = 1_000


class BadResponse(ValueError):
    """What was posted is no answer to this question."""


def plain(answers: Mapping[int, Any]) -> dict[int, Any]:
    """What was posted, as the database can keep it whatever it is: signs that no table takes are gone. Raises `BadResponse`."""
    if any(not 1 <= place <= MOST_QUESTIONS for place in answers):
        raise BadResponse
    return {
        place: None if answer is None else [_storable(part) for part in _flat(answer)]
        for place, answer in answers.items()
    }


def _flat(answer: Any) -> list[Any]:
    if not isinstance(answer, list) or any(isinstance(part, (list, dict, float)) for part in answer):
        raise BadResponse
    return answer


def _storable(part: Any) -> Any:
    return part.replace("\x00", "").encode("utf-8", "ignore").decode() if isinstance(part, str) else part


def clean(type: str, content: Mapping[str, Any], order: Any, posted: Any) -> list[Any] | None:
    """The answer as it is stored; None for an empty one. Raises `BadResponse`."""
    if posted is None:
        return None
    if not isinstance(posted, list):
        raise BadResponse
    if type == "multichoice":
        found: list[Any] = sorted(_places(posted, len(order)))
        if content.get("single") is not False and len(found) > 1:
            raise BadResponse
    elif type == "truefalse":
        found = _places(posted, 2)
        if len(found) > 1:
            raise BadResponse
    elif type == "ordering":
        found = _places(posted, len(order))
        if found and len(found) != len(order):
            raise BadResponse
    elif type == "match":
        found = _rows(posted, order)
    else:
        found = _texts(posted, gaps_of(type, content), LONGEST_ESSAY if type == "essay" else LONGEST_TEXT)
    return None if is_empty(found) else found


def gaps_of(type: str, content: Mapping[str, Any]) -> int:
    """How many fields a question with written answers has."""
    return len(content["answers"]) if type == "multianswer" else 1


def _places(posted: Sequence[Any], number: int) -> list[int]:
    if any(isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < number for place in posted):
        raise BadResponse
    if len(set(posted)) != len(posted):
        raise BadResponse
    return list(posted)


def _rows(posted: Sequence[Any], order: Mapping[str, Sequence[int]]) -> list[int | None]:
    if len(posted) != len(order["left"]):
        raise BadResponse
    for place in posted:
        if place is not None:
            _places([place], len(order["right"]))
    return list(posted)


def _texts(posted: Sequence[Any], gaps: int, longest: int) -> list[str | None]:
    if len(posted) != gaps or any(text is not None and not isinstance(text, str) for text in posted):
        raise BadResponse
    return [text[:longest] if text and text.strip() else None for text in posted]


def words(type: str, content: Mapping[str, Any], order: Any, response: Any) -> str:
    """An answer in the words of the question, for markers, results and exports."""
    if is_empty(response):
        return ""
    if type == "multichoice":
        return "；".join(content["options"][order[place]]["text"] for place in response)
    if type == "truefalse":
        return "对" if response[0] == 0 else "错"
    if type == "match":
        pairs, sides = content["pairs"], right_sides(content["pairs"])
        return "；".join(
            f"{pairs[order['left'][row]]['question']} → {sides[order['right'][chosen]]}"
            for row, chosen in enumerate(response)
            if chosen is not None
        )
    if type == "ordering":
        return " → ".join(content["answers"][order[shown]] for shown in response)
    return "；".join(text or "—" for text in response)


def key_words(type: str, content: Mapping[str, Any]) -> str:
    """The right answer in words."""
    if type == "multichoice":
        return "；".join(option["text"] for option in content["options"] if (option.get("fraction") or 0) > 0)
    if type == "truefalse":
        return "对" if content["answers"][0] else "错"
    if type == "match":
        pairs = content["pairs"]
        return "；".join(f"{pairs[place]['question']} → {pairs[place]['answer']}" for place in left_sides(pairs))
    if type == "ordering":
        return " → ".join(content["answers"])
    if type == "multianswer":
        return "；".join(" / ".join(gap) for gap in content["answers"])
    if type in ("shortanswer", "numerical"):
        return " / ".join(str(option["text"]) for option in content["options"] if (option.get("fraction") or 0) >= 100)
    return "；".join(str(answer) for answer in content.get("answers", []))
