from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext_lazy

from publicity.votes import forget


class Command(BaseCommand):
    help = gettext_lazy("Deletes what tells who voted on explainers on earlier days.")  # type: ignore[assignment]

    def handle(self, *args: Any, **options: Any) -> None:
        forget(timezone.localdate())
