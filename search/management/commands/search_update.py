from typing import Any

from django.core.management import BaseCommand

from search import indexing


class Command(BaseCommand):
    help = "Write every change that waits into the search indices, then end. `search_worker` goes on."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        while written := indexing.update():
            done += written
        self.stdout.write(f"{done} changes written")
