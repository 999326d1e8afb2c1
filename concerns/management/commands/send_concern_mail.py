"""Mails what waits about concerns. A scheduled job."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from concerns import mailing


class Command(BaseCommand):
    help = "Mail what waits about concerns; what fails is tried again at the next run, five times in all."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = mailing.send(timezone.now())
        self.stdout.write(f"{sent} sent, {failed} failed")
