import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reform.editorial.extract import UnreadableFile, text_of_file
from reform.editorial.gate import check_text


class Command(BaseCommand):
    help: Any = gettext_lazy(
        "Checks the wording and the personal data of a file (txt, md, docx, xlsx, pdf). "
        "Exits with 1 when something blocks, with 2 when the file cannot be read. See docs/checks.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", dest="as_json", help=_("print one JSON object"))

    def handle(self, *args: Any, file: Path, as_json: bool, **options: Any) -> None:
        try:
            text = text_of_file(file)
        except UnreadableFile as error:
            self.stderr.write(f"{file}: {error}")
            sys.exit(2)
        findings = check_text(text)
        blocking = sum(finding.blocks for finding in findings)
        if as_json:
            data = {"findings": [finding.to_json() for finding in findings], "text": text}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            for finding in findings:
                words = {"line": text.count("\n", 0, finding.start) + 1, "message": finding.message()}
                mark = "✗" if finding.blocks else "·"
                self.stdout.write(f"{mark} " + _("Line %(line)d: %(message)s") % words)
            total = ngettext("%(count)d finding.", "%(count)d findings.", len(findings)) % {"count": len(findings)}
            self.stdout.write(total + " " + _("%(count)d of them block.") % {"count": blocking})
        if blocking:
            sys.exit(1)
