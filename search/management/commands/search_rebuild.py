from argparse import ArgumentParser
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.management import BaseCommand, CommandError

from search import indexing
from search.engines.base import EngineError
from search.models import EngineName


class Command(BaseCommand):
    help = "Fill a new index and move readers to it. They keep the old one until then; run again it goes on where it stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", choices=EngineName.values, help="default: every engine of this installation")

    def handle(self, *args: Any, engine: str | None, **options: Any) -> None:
        for name in [engine] if engine else indexing.engines():
            try:
                index = indexing.rebuild(name, self._progress(name) if options["verbosity"] else lambda done, of: None)
            except KeyError as error:
                raise CommandError(f"This installation has no {name}.") from error
            except (EngineError, indexing.BuildError) as error:
                raise CommandError(f"{name}: {error}") from error
            self.stdout.write(f"{name}: readers now use {index}")

    def _progress(self, name: str) -> Callable[[int, int], None]:
        """Says each twentieth part of the way, and how long it took so far."""
        started, told = monotonic(), 0

        def say(done: int, of: int) -> None:
            nonlocal told
            if done * 20 // of > told:
                told = done * 20 // of
                self.stdout.write(f"{name}: {done} of {of} pages, {monotonic() - started:.0f} s")
                self.stdout.flush()

        return say
