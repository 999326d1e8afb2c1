"""Mails the notices that wait. A scheduled job; run it every minute or five."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reform.editorial import notices


class Command(BaseCommand):
    help = "Mail waiting notices; what fails is tried again at the next run, five times in all."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = notices.send(timezone.now())
        self.stdout.write(f"{sent} sent, {failed} failed")
