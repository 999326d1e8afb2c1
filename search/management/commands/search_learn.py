from typing import Any

from django.core.management import BaseCommand

from search import asked, spelling


class Command(BaseCommand):
    help = "Learn words from the index (“did you mean”) and suggestions from frequent queries; forget old queries."

    def handle(self, *args: Any, **options: Any) -> None:
        pruned = asked.prune()
        self.stdout.write(f"{spelling.learn()} words, {asked.learn()} frequent queries, {pruned} old queries deleted")
