"""The house format of our style sheets: a rule a line, no needless space. `python deploy/styles.py` writes it.

Every reader loads the public one, so it has a limit (tests/browser/test_look.py); the format is the cheapest part of it.
"""

import re
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "site" / "static"
TOKEN = re.compile(r'/\*.*?\*/|"[^"]*"|[{}]|[^{}"/]+|/', re.DOTALL)


def own() -> list[Path]:
    """The sheets that we wrote."""
    return [path for path in sorted(STATIC.rglob("*.css")) if "vendor" not in path.parts]


def formatted(text: str) -> str:
    """The same sheet in the house format. Comments keep a line of their own."""
    lines: list[str] = []
    pending, depth = "", 0
    for piece in TOKEN.findall(text):
        if piece.startswith("/*"):
            lines.append(" " * depth + " ".join(piece.split()))
        elif piece == "{":
            head = pending.strip()
            pending = ""
            if head.startswith(("@media", "@supports")):
                lines.append(" " * depth + re.sub(r"\s*([:,])\s*", r"\1", " ".join(head.split())) + "{")
                depth += 1
            else:
                pending = selector(head) + "{"
        elif piece == "}":
            if "{" in pending:
                head, _brace, body = pending.partition("{")
                rule = head + "{" + declarations(body) + "}"
                # The tokens are the one rule that people look things up in.
                lines.append(" " * depth + (re.sub(r"(?<=[;{])(?=--)", "\n ", rule) if head == ":root" else rule))
            else:
                depth -= 1
                lines.append(" " * depth + "}")
            pending = ""
        else:
            pending += piece
    return "\n".join(lines) + "\n"


def selector(text: str) -> str:
    return re.sub(r"\s*([>+~,])\s*", r"\1", " ".join(text.split()))


def declarations(text: str) -> str:
    """Texts in quotes are left alone."""
    parts = re.split(r'("[^"]*")', text)
    parts[::2] = [re.sub(r"\s*([;,:])\s*", r"\1", re.sub(r"\s+", " ", part)) for part in parts[::2]]
    return "".join(parts).strip().rstrip(";").replace(" !important", "!important")


def main() -> int:
    """Writes the sheets; with `--check` says which are not in the format."""
    strange = [path for path in own() if formatted(path.read_text()) != path.read_text()]
    for path in strange:
        if "--check" in sys.argv:
            print(f"{path.relative_to(STATIC)} is not in the house format: python deploy/styles.py")
        else:
            path.write_text(formatted(path.read_text()))
    return int("--check" in sys.argv and bool(strange))


if __name__ == "__main__":
    sys.exit(main())
