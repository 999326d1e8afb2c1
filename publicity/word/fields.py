"""Field codes: the links that Word writes as instructions, and signs that it only computes (EQ)."""

import re
from dataclasses import dataclass

WEB_SCHEMES = ("http://", "https://", "mailto:", "tel:")
HYPERLINK = re.compile(
    r'^\s*HYPERLINK\s+(?:(?!\\l)\\[a-z]\s+)*(?:"([^"]*)"|(\\l)\s+"?([^"\s]*)|([^\s"\\]+))', re.IGNORECASE
)
INSIDE = re.compile(r'\\\*\s*(?:jc\d+|hps\d+|"[^"]*")|\\[a-z]+(?:\d+)?|[(),;，]|\bEQ\b', re.IGNORECASE)
ENCLOSED = re.compile(r"\\o\s*\\a[cdlr]\s*\(\s*○\s*[,，;]\s*(\d{1,2})\s*\)", re.IGNORECASE)


@dataclass
class Field:
    """A field that began and has not ended."""

    instruction: str = ""
    shows: bool = False  # past its separator: what follows is the result

    @property
    def link(self) -> str:
        """What its result links to, `#name` for a place in the file; empty for other fields."""
        match = HYPERLINK.match(self.instruction) if self.shows else None
        if match is None:
            return ""
        return f"#{match[3]}" if match[2] else (match[1] or match[4] or "")

    @property
    def sign(self) -> str:
        """The text of an EQ field that has no result of its own: ① and the like, else the words in it."""
        if self.shows or not self.instruction.strip().upper().startswith("EQ"):
            return ""
        if (match := ENCLOSED.search(self.instruction)) and 1 <= int(match[1]) <= 20:
            return chr(0x2460 + int(match[1]) - 1)
        return " ".join(INSIDE.sub(" ", self.instruction).split())


def is_web(target: str) -> bool:
    """Whether a page may link to it; paths of the writer's own disk may not."""
    return target.lower().startswith(WEB_SCHEMES)
