import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reform.editorial.extract import MAX_BYTES
from training.actions import import_questions
from training.bank.files import FORMATS, read
from training.bank.item import TYPES, Reading, UnreadableQuestions


class Command(BaseCommand):
    help = gettext_lazy("Brings questions of a file into the question bank, as drafts.")  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--dry-run", action="store_true", help=_("only show what the file holds"))
        parser.add_argument("--json", action="store_true", dest="as_json", help=_("print one JSON object"))

    def handle(self, *args: Any, file: Path, format: str, dry_run: bool, as_json: bool, **options: Any) -> None:
        """Prints questions and errors. With errors nothing is written and the exit code is 1."""
        try:
            with file.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
            reading = read(data, format)
        except OSError as error:
            raise CommandError(_("The file cannot be opened: %(reason)s") % {"reason": error.strerror}) from error
        except UnreadableQuestions as error:
            if not as_json:
                raise CommandError(str(error)) from error
            reading = Reading()
            reading.refuse(1, str(error))
        shown: dict[str, Any] = {
            "questions": [item.to_json() for item in reading.items],
            "errors": [{"line": problem.line, "message": problem.message} for problem in reading.problems],
        }
        if not dry_run and not reading.problems:
            done = import_questions(reading.items)
            shown |= {"new": len(done.new), "existing": len(done.known)}
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2) if as_json else _words(reading, shown))
        if reading.problems:
            raise SystemExit(1)


def _words(reading: Reading, shown: dict[str, Any]) -> str:
    lines = [f"{item.line}  {TYPES[item.type]}  {' '.join(item.stem.split())[:60]}" for item in reading.items]
    lines += [f"    {note}" for item in reading.items for note in item.notes]
    lines += [_("Line %(line)d: %(message)s") % {"line": p.line, "message": p.message} for p in reading.problems]
    lines.append(
        _("%(good)d questions understood, %(bad)d errors.") % {"good": len(reading.items), "bad": len(reading.problems)}
    )
    if "new" in shown:
        lines.append(_("%(new)d added, %(existing)d were there already.") % shown)
    elif reading.problems:
        lines.append(_("Nothing was written."))
    return "\n".join(lines)
