import json
import signal
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from search.engines.base import EngineError
from search.evaluation import UnreadableInput, evaluate
from search.scratch import scratch_engine
from search.segment import segmenter


class Command(BaseCommand):
    help = (
        "Measure how well an engine finds what judged queries ask for. Corpus: one JSON object a line with id and text, "
        "perhaps title and parent (or law). Queries: one with qid and text. Judgments: lines of `qid 0 id grade`. "
        "Files ending in .xz are read as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", choices=["elasticsearch", "sqlite", "postgresql"], default="sqlite")
        parser.add_argument("--corpus", type=Path, required=True)
        parser.add_argument("--queries", type=Path, required=True)
        parser.add_argument("--qrels", type=Path, required=True)
        parser.add_argument("--database-url", default="", help="a PostgreSQL other than the site's own")
        parser.add_argument(
            "--text-alone", action="store_true", help="without what parents gain by being named in others' texts"
        )
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        def warn(text: str) -> None:
            self.stderr.write(text)

        # Stopped from outside it drops its index, as it does when stopped by the keyboard.
        before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
        try:
            with scratch_engine(options["engine"], options["database_url"]) as engine:
                files = (options["corpus"], options["queries"], options["qrels"])
                figures = evaluate(engine, *files, segmenter(), text_alone=options["text_alone"], warn=warn)
        except (EngineError, UnreadableInput, OSError) as error:
            raise CommandError(str(error)) from error
        finally:
            signal.signal(signal.SIGTERM, before)
        if options["json"]:
            self.stdout.write(json.dumps({"engine": options["engine"], **asdict(figures)}))
            return
        for name, value in asdict(figures).items():
            self.stdout.write(f"{name:14} {value}")
