import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerns.redaction import apply, propose
from reform.editorial.extract import UnreadableFile, text_of_file


class Command(BaseCommand):
    help: Any = gettext_lazy(
        "Proposes what to leave out of a text before it is published: numbers, addresses and names of persons."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", dest="as_json", help=_("print one JSON object"))

    def handle(self, *args: Any, file: Path, as_json: bool, **options: Any) -> None:
        """Prints the spans (in code points of `text`) and the redacted text. Exits with 2 when the file cannot be read."""
        try:
            text = text_of_file(file)
        except UnreadableFile as error:
            self.stderr.write(f"{file}: {error}")
            sys.exit(2)
        spans = propose(text)
        redacted = apply(text, spans)
        if as_json:
            data = {"spans": [span.to_json() for span in spans], "redacted": redacted, "text": text}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            return
        for span in spans:
            self.stdout.write(
                f"{span.start}–{span.end}  {span.kind}  {text[span.start : span.end]} → {span.replacement}"
            )
        self.stdout.write(redacted)
