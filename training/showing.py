"""What of a question is shown to whom, and when: the one place that turns versions into what a browser gets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from .bank.cleaning import cleaned_html
from .marking import is_empty, left_sides, right_sides
from .models import Attempt, AttemptItem, Quiz
from .responses import gaps_of, key_words, words

# [[which|what it shows]]
PICTURE = re.compile(r"\[\[([0-9a-f-]{36})\|([^\]]*)\]\]")


@dataclass
class Shown:
    """One question as its page shows it. The key, the explanation and the mark are None until they are due."""

    position: int
    kind: str
    stem: SafeString
    response: list[Any]
    flagged: bool
    locked: bool
    options: list[SafeString] = field(default_factory=list)
    rows: list[SafeString] = field(default_factory=list)
    gaps: int = 0
    answer: str = ""
    key: str | None = None
    explanation: SafeString | None = None
    mark: Any = None
    maximum: Any = None
    verdict: str = ""
    comments: list[str] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        return not is_empty(self.response)

    @property
    def name(self) -> str:
        """The name of its fields in the form."""
        return f"q{self.position}"

    @property
    def choices(self) -> list[tuple[int, str, SafeString, bool]]:
        """(place, letter, text, whether it is chosen) of a choice."""
        return [(place, chr(65 + place), text, place in self.response) for place, text in enumerate(self.options)]

    @property
    def matches(self) -> list[tuple[int, SafeString, Any]]:
        """(row, left side, chosen place or None) of a matching question."""
        held = self.response or [None] * len(self.rows)
        return [(row, text, held[row]) for row, text in enumerate(self.rows)]

    @property
    def sequence(self) -> list[tuple[int, SafeString, int | None]]:
        """(shown place, text, number given from 1 or None) of an ordering question."""
        numbers = {place: number for number, place in enumerate(self.response, start=1)}
        return [(place, text, numbers.get(place)) for place, text in enumerate(self.options)]

    @property
    def texts(self) -> list[str]:
        """What stands in the fields of a written answer."""
        return [text or "" for text in self.response] or [""] * self.gaps


def is_due(attempt: Attempt, what: str, quiz_closes: datetime | None, now: datetime, *, checked: bool = False) -> bool:
    """Whether `what` ("marks", "answers", "explanations") may be shown of a question now."""
    when = attempt.settings[f"show_{what}"]
    if when == Quiz.When.NEVER:
        return False
    if attempt.state == Attempt.State.OPEN:
        return when == Quiz.When.DURING and checked
    if when == Quiz.When.CLOSED:
        return quiz_closes is not None and now >= quiz_closes
    return True


def shown(
    item: AttemptItem,
    *,
    marks: bool = False,
    answers: bool = False,
    explanations: bool = False,
    comments: Sequence[str] = (),
) -> Shown:
    """The question for its page; each of the last three only when it is due."""
    version = item.version
    type, content = version.type, version.content
    text = content.get("format", "plain")
    found = Shown(
        item.position,
        type if type != "multichoice" or content.get("single") is not False else "multiple",
        html_of(version.stem, text),
        item.response or [],
        item.flagged,
        item.mark is not None,
        maximum=item.maximum,
        comments=list(comments),
    )
    if type == "multichoice":
        found.options = [html_of(content["options"][place]["text"], text, inline=True) for place in item.order]
    elif type == "truefalse":
        found.options = [conditional_escape(_("True")), conditional_escape(_("False"))]
    elif type == "ordering":
        found.options = [html_of(content["answers"][place], text, inline=True) for place in item.order]
    elif type == "match":
        sides, left = right_sides(content["pairs"]), left_sides(content["pairs"])
        assert sorted(item.order["left"]) == left  # noqa: S101 — both come from the same version
        found.options = [html_of(sides[place], "plain", inline=True) for place in item.order["right"]]
        found.rows = [html_of(content["pairs"][place]["question"], text, inline=True) for place in item.order["left"]]
    else:
        found.gaps = gaps_of(type, content)
    if marks:
        found.mark, found.verdict = item.mark, item.get_verdict_display() if item.verdict else ""
    if answers:
        key = item.key_version or version
        found.answer = words(type, content, item.order, item.response)
        found.key = key_words(type, key.content)
    if explanations and content.get("feedback"):
        found.explanation = html_of((item.key_version or version).content["feedback"], text)
    return found


def html_of(text: str, format: str, *, inline: bool = False) -> SafeString:
    """A text of a question as safe HTML, with its pictures."""
    if format == "html":
        made = cleaned_html(text)
    elif format == "markdown":
        markdown = MarkdownIt("js-default")
        made = cleaned_html(markdown.renderInline(text) if inline else markdown.render(text))
    else:
        made = conditional_escape(text) if inline else linebreaks(conditional_escape(text))
    return mark_safe(PICTURE.sub(_picture, made))  # noqa: S308 — escaped or cleaned above


def _picture(found: re.Match[str]) -> str:
    address = reverse("training:picture", args=[found[1]])
    return format_html('<img src="{}" alt="{}" class="question-picture">', address, unescape(found[2]))
