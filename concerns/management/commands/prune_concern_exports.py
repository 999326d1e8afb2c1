from typing import Any

from django.core.management.base import BaseCommand

from concerns.seeing import exporting


class Command(BaseCommand):
    help = "Deletes the files of exported lists of concerns after a week; who took what stays on record."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"files: {exporting.prune()}")
