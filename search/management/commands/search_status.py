from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from search.queries import engine_states


class Command(BaseCommand):
    help = (
        "Show for each engine whether it is well, the index that readers use, its documents, what waits since when, and "
        "what was given up."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when something is wrong, for monitoring")
        parser.add_argument("--lag", type=int, default=300, help="with --check: seconds that a change may wait")

    def handle(self, *args: Any, check: bool, lag: int, **options: Any) -> None:
        wrong = []
        for state in engine_states():
            index = f"{state.index}, {state.documents} documents" if state.index else "no index yet"
            words = [f"does not answer ({state.problem})" if state.problem else index]
            if state.health:
                words.append(state.health)
            if state.resting:
                words.append("readers are answered by the database")
            if state.filling:
                words.append("being built afresh: {} of {} pages".format(*state.filling))
            since = f" since {state.since:%Y-%m-%d %H:%M:%S}" if state.since else ""
            self.stdout.write(
                f"{state.name}: {', '.join(words)}; waiting: {state.waiting}{since}; given up: {state.dead}"
            )
            late = state.since is not None and (timezone.now() - state.since).total_seconds() > lag
            if late or not state.well:
                wrong.append(state.name)
        if check and wrong:
            raise CommandError(f"The search needs attention: {', '.join(wrong)}")
