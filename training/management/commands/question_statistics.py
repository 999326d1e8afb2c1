import csv
import json
import math
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.statistics import report

MAX_CELLS = 5_000_000


class Command(BaseCommand):
    help = gettext_lazy("Prints the statistics of a quiz from a table of marks.")  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE.csv", help=_("first row: maximum marks; then one row an attempt")
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help=_("print one JSON object"))

    def handle(self, *args: Any, file: Path, as_json: bool, **options: Any) -> None:
        """Prints the quiz's figures and one entry a question. Exits with 1 and the row's number for a bad file."""
        try:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                rows = [row for row in enumerate(csv.reader(stream), start=1) if any(cell.strip() for cell in row[1])]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(_("The file cannot be opened: %(reason)s") % {"reason": error}) from error
        if not rows:
            raise CommandError(_("The file is empty."))
        width = len(rows[0][1])
        if width * len(rows) > MAX_CELLS:
            raise CommandError(_("The table is too large."))
        maximum = _numbers(*rows[0], width)
        if any(most is None or most <= 0 for most in maximum):
            raise CommandError(_("Row %(row)d: each maximum mark must be above zero.") % {"row": rows[0][0]})
        marks = [_numbers(number, cells, width) for number, cells in rows[1:]]
        found = report(marks, [most for most in maximum if most is not None])
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) if as_json else _words(found))


def _numbers(number: int, cells: list[str], width: int) -> list[float | None]:
    """A row as numbers, short rows filled with None. Raises `CommandError` that names the row."""
    if any(cell.strip() for cell in cells[width:]):
        raise CommandError(_("Row %(row)d has more cells than the first row.") % {"row": number})
    found: list[float | None] = []
    for cell in cells[:width] + [""] * (width - len(cells)):
        try:
            value = float(cell) if cell.strip() else None
        except ValueError as error:
            raise CommandError(
                _("Row %(row)d: “%(cell)s” is no number.") % {"row": number, "cell": cell[:40]}
            ) from error
        if value is not None and not math.isfinite(value):
            raise CommandError(_("Row %(row)d: “%(cell)s” is no number.") % {"row": number, "cell": cell[:40]})
        found.append(value)
    return found


def _words(found: dict[str, Any]) -> str:
    def shown(value: Any) -> str:
        return "—" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)

    names = [name for name in found if name != "questions"]
    lines = [f"{name.replace('_', ' ')}: {shown(found[name])}" for name in names]
    keys = list(found["questions"][0]) if found["questions"] else []
    lines.append("\t".join(["#", *(key.replace("_", " ") for key in keys)]))
    for number, question in enumerate(found["questions"], start=1):
        lines.append("\t".join([str(number), *(shown(question[key]) for key in keys)]))
    return "\n".join(lines)
