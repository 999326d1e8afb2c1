import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerns.likeness import similar
from concerns.models import Concern


class Command(BaseCommand):
    help: Any = gettext_lazy("Lists the concerns most like a text or another concern. It merges nothing.")

    def add_arguments(self, parser: CommandParser) -> None:
        asked = parser.add_mutually_exclusive_group(required=True)
        asked.add_argument("text", nargs="?", metavar="TEXT")
        asked.add_argument("--concern", metavar="CODE")
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--json", action="store_true", dest="as_json", help=_("print one JSON list"))

    def handle(self, *args: Any, limit: int, as_json: bool, **options: Any) -> None:
        """Prints code, source_number, score (0 to 1) and why for each. Exits with 1 for an unknown code."""
        if not 1 <= limit <= 100:
            raise CommandError(_("The limit is between 1 and 100."))
        subject, text, leave_out = "", options["text"], None
        if options["concern"]:
            concern = Concern.objects.filter(code=options["concern"].strip().upper()).first()
            if concern is None:
                raise CommandError(_("There is no concern with this code."))
            subject, text, leave_out = concern.subject, concern.text, concern.pk
        found: list[dict[str, Any]] = [
            {
                "code": item.concern.code,
                "source_number": item.concern.source_number,
                "score": item.score,
                "why": item.why,
            }
            for item in similar(subject, text or "", limit, leave_out)
        ]
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for row in found:
            self.stdout.write(f"{row['score']:.3f}  {row['code']}  {row['source_number']}  {'、'.join(row['why'])}")
        if not found:
            self.stdout.write(_("None is like it."))
