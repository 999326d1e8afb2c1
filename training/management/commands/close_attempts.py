from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.actions.attempt import close_forgotten


class Command(BaseCommand):
    help = gettext_lazy("Hands in attempts whose time is over. Called by run_jobs.")  # type: ignore[assignment]

    def handle(self, *args: Any, **options: Any) -> None:
        closed = close_forgotten()
        if closed:
            self.stdout.write(_("%(number)d attempts closed.") % {"number": closed})
