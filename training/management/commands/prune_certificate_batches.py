from typing import Any

from django.core.management.base import BaseCommand

from training.actions.certificate import prune_batches


class Command(BaseCommand):
    help = "Deletes zips of certificates that were made some days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        prune_batches()
