"""What a check finds in a text. No Django here: scripts may use the checks by themselves."""

from dataclasses import asdict, dataclass

MUST = "must"  # 必改: blocks submission and publication
ADVICE = "advice"  # 建议


@dataclass(frozen=True)
class Finding:
    """One place in a text. `start` and `end` count code points of the text that was checked, `end` exclusive."""

    check: str
    kind: str
    level: str
    start: int
    end: int
    text: str
    suggestion: str = ""
    source: str = ""

    @property
    def blocks(self) -> bool:
        return self.level == MUST

    def to_json(self) -> dict[str, object]:
        """The form that `check_text --json` prints."""
        return asdict(self)

    def message(self) -> str:
        """One sentence for the person who wrote the text. Needs Django for its language."""
        from . import words

        return words.message(self)
