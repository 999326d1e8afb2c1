from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from concerns.states import MOVES, PERSON, State
from reform.people.roles import BY_KEY


class Command(BaseCommand):
    help = "Prints the table of states and moves in the form that docs/concerns.md holds."

    def handle(self, *args: Any, **options: Any) -> None:
        heads = [_("Step"), _("From"), _("To"), _("Who"), _("Reason")]
        self.stdout.write(f"| {' | '.join(heads)} |\n| {' | '.join('---' for _head in heads)} |")
        for move in MOVES.values():
            sources, targets = (
                "、".join(str(state.label) for state in State if state in side) for side in (move.sources, move.targets)
            )
            who = "、".join(str(_("the person")) if key == PERSON else BY_KEY[key].name for key in move.roles)
            reason = _("needed") if move.needs_reason else ""
            self.stdout.write(f"| {move.label} | {sources} | {targets} | {who} | {reason} |")
