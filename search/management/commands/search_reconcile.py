from typing import Any

from django.core.management import BaseCommand, CommandError

from search import indexing
from search.engines.base import EngineError


class Command(BaseCommand):
    help = "Compare every index with the database and note the pages that differ, so that the worker writes them."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for name in indexing.engines():
            try:
                wrong = indexing.reconcile(name)
            except (EngineError, indexing.BuildError) as error:
                failed.append(f"{name}: {error}")
                continue
            self.stdout.write(f"{name}: {len(wrong)} pages differed")
        if failed:
            raise CommandError("; ".join(failed))
