import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerns.actions import import_list, known_numbers
from concerns.importing import FIELDS, Listing, UnreadableList, read
from concerns.models import SourceMapping
from reform.editorial.extract import MAX_BYTES


class Command(BaseCommand):
    help: Any = gettext_lazy("Takes in a list of a hotline (xlsx, or CSV in UTF-8 or GB 18030).")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--source", required=True, metavar="NAME", help=_("whose list it is"))
        parser.add_argument(
            "--mapping",
            metavar="JSON",
            help=_("our fields (%(fields)s) to a column's head, or a list of heads to join")
            % {"fields": ", ".join(FIELDS)},
        )
        parser.add_argument("--dry-run", action="store_true", help=_("only show what the file holds"))
        parser.add_argument("--json", action="store_true", dest="as_json", help=_("print one JSON object"))

    def handle(self, *args: Any, file: Path, source: str, dry_run: bool, as_json: bool, **options: Any) -> None:
        """Prints read, new, existing and errors by row. With errors nothing is written and the exit code is 1."""
        source = source.strip()
        if not source or len(source) > 60:
            raise CommandError(_("The name of the source has 1 to 60 characters."))
        try:
            with file.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
            listing = self._read(data, options["mapping"], source)
        except OSError as error:
            raise CommandError(_("The file cannot be opened: %(reason)s") % {"reason": error.strerror}) from error
        except UnreadableList as error:
            raise CommandError(str(error)) from error
        if dry_run or listing.errors:
            known = known_numbers(source, listing.entries)
            existing = sum(entry.source_number in known for entry in listing.entries)
            new, written = len(listing.entries) - existing, False
        else:
            done = import_list(source, listing.entries, listing.columns, None if as_json else self._progress)
            new, existing, written = done.new, done.existing, True
        shown = {
            "read": listing.read,
            "new": new,
            "existing": existing,
            "errors": [{"row": row, "message": message} for row, message in listing.errors],
            "written": written,
            "mapping": listing.columns,
        }
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2) if as_json else self._words(listing, shown))
        if listing.errors:
            raise SystemExit(1)

    @classmethod
    def _read(cls, data: bytes, given: str | None, source: str) -> Listing:
        """By the mapping of the command line, else by the one remembered for this source as long as it fits."""
        if given is not None:
            return read(data, cls._mapping(given))
        remembered = SourceMapping.objects.filter(source=source).first()
        try:
            return read(data, remembered.columns if remembered else {})
        except UnreadableList:
            if remembered is None:
                raise
            return read(data)

    @staticmethod
    def _mapping(given: str) -> dict[str, Any]:
        try:
            mapping = json.loads(given)
        except ValueError as error:
            raise CommandError(_("The mapping is no JSON object.")) from error
        good = isinstance(mapping, dict) and all(
            isinstance(heads, str) or (isinstance(heads, list) and all(isinstance(head, str) for head in heads))
            for heads in mapping.values()
        )
        if not good:
            raise CommandError(_("The mapping is no JSON object."))
        return mapping

    def _progress(self, done: int) -> None:
        self.stderr.write(_("%(count)d rows taken in …") % {"count": done})

    @staticmethod
    def _words(listing: Listing, shown: dict[str, Any]) -> str:
        lines = [_("Row %(row)d: %(message)s") % {"row": row, "message": message} for row, message in listing.errors]
        lines.append(_("%(read)d rows read: %(new)d new, %(existing)d already there.") % shown)
        if not shown["written"]:
            lines.append(_("Nothing was written."))
        return "\n".join(lines)
