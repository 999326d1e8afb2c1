from typing import Any

from django.core.management import BaseCommand

from search import indexing
from search.engines.base import EngineError
from search.models import Outbox


class Command(BaseCommand):
    help = (
        "Show for each engine the index that readers use, its documents, what waits since when, and what was given up."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for name, engine in indexing.engines().items():
            rows = Outbox.objects.filter(engine=name)
            oldest = rows.filter(dead=False).order_by("pk").first()
            try:
                index = engine.resolve(indexing.ALIAS)
                state = f"{index}, {engine.count(index)} documents" if index else "no index yet"
            except EngineError as error:
                state = f"does not answer ({error})"
            self.stdout.write(
                f"{name}: {state}; waiting: {rows.filter(dead=False).count()}"
                + (f" since {oldest.at:%Y-%m-%d %H:%M:%S}" if oldest else "")
                + f"; given up: {rows.filter(dead=True).count()}"
            )
