from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy

from publicity.tasks import prune


class Command(BaseCommand):
    help = gettext_lazy("Deletes uploaded Word files that nobody confirmed for a week.")  # type: ignore[assignment]

    def handle(self, *args: Any, **options: Any) -> None:
        prune()
