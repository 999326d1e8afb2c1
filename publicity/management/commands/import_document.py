import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publicity.import_views import LEFT_OUT
from publicity.importing import default_column, make_page
from publicity.word.draft import KINDS, Draft, make_draft
from publicity.word.package import MAX_BYTES, UnreadableWordFile, open_word
from reform.pages.models import ColumnPage


class Command(BaseCommand):
    help = gettext_lazy("Makes a draft of a Word file (.docx).")  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--kind", choices=KINDS, required=True)
        parser.add_argument("--dry-run", action="store_true", help=_("only show what the file holds"))
        parser.add_argument("--json", action="store_true", dest="as_json", help=_("print one JSON object"))
        parser.add_argument(
            "--column", default="", help=_("slug of the column; without it the first that takes such pages")
        )

    def handle(
        self, *args: Any, file: Path, kind: Any, dry_run: bool, as_json: bool, column: str, **options: Any
    ) -> None:
        """Prints title, blocks, pictures and what was left out.

        A file that cannot be read: exit code 1 and the reason on stderr, with `--json` also {"error", "message"} on stdout.
        """
        try:
            draft = make_draft(open_word(self._read(file)), kind, file.stem)
        except UnreadableWordFile as error:
            if as_json:
                self.stdout.write(
                    json.dumps({"error": error.code, "message": str(error)}, ensure_ascii=False, indent=2)
                )
            raise CommandError(str(error)) from error
        data = draft.to_json()
        if not dry_run:
            page = make_page(draft, self._column(column, kind))
            data = {**draft.to_json(), "page": page.pk}
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) if as_json else self._words(draft))

    @staticmethod
    def _read(file: Path) -> bytes:
        try:
            with file.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(_("The file cannot be opened: %(reason)s") % {"reason": error.strerror}) from error

    @staticmethod
    def _column(slug: str, kind: str) -> ColumnPage:
        columns = ColumnPage.objects.order_by("path")
        found = columns.filter(slug=slug).first() if slug else default_column(kind)
        if found is None:
            raise CommandError(_("There is no such column."))
        return found

    @staticmethod
    def _words(draft: Draft) -> str:
        lines = [_("Title: %(title)s") % {"title": draft.title}]
        lines += [f"  {name}: {value}" for name, value in draft.fields.items()]
        lines += [f"· {block['type']}: {_plain(block['value'])}" for block in draft.blocks]
        lines += [f"▣ {picture.name} {picture.caption or picture.alt}" for picture in draft.pictures]
        lines += [f"− {LEFT_OUT.get(item.kind, item.kind)}: {item.text}" for item in draft.left_out]
        lines += [f"! {warning}" for warning in draft.warnings]
        return "\n".join(lines)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
