from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.actions.sealing import seal_closed


class Command(BaseCommand):
    help = gettext_lazy("Seals the papers of quizzes that have closed. Called by run_jobs.")  # type: ignore[assignment]

    def handle(self, *args: Any, **options: Any) -> None:
        sealed = seal_closed()
        if sealed:
            self.stdout.write(_("The papers of %(number)d quizzes were sealed.") % {"number": sealed})
