"""No rule without a use: each class that our style sheets name stands in a template, in Python or in a script."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHEETS = [*(ROOT / "site" / "static" / "css").glob("*.css"), *(ROOT / "site" / "static" / "people").glob("*.css")]
FOLDERS = ("templates", "site/reform", "site/static/js", "publicity", "typicals", "training", "concerns", "search")
# Wagtail's, which our sheets set anew.
THEIRS = {"handsontable", "in_progress", "sidebar", "sidebar--slim", "sidebar-wagtail-branding", "w-field", "w-slim-header"} | {
    "w-sticky", "w-theme-dark", "w-theme-system", "wrapper",
}  # fmt: skip


def sources() -> str:
    files = [
        path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in {".html", ".py", ".js"}
    ]
    return "\n".join(path.read_text() for path in files if "migrations" not in path.parts)


def test_every_class_of_a_style_sheet_is_used() -> None:
    text = sources()
    words = set(re.findall(r"[A-Za-z][\w-]*", text))
    begun = tuple(re.findall(r"([a-z-]+-)(?=\{)", text))  # class="inbox-{{ column.key }}"
    unused = []
    for sheet in SHEETS:
        selectors = re.sub(r"\{[^{}]*\}|/\*.*?\*/", " ", sheet.read_text(), flags=re.S)
        for name in sorted(set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))):
            if name not in words | THEIRS and not name.startswith(begun):
                unused.append(f"{sheet.name}: .{name}")
    assert not unused, "\n".join(unused)
