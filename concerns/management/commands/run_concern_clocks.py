"""Warnings and reminders of the inbox. A scheduled job; each is written once, and only in office hours."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from concerns import mailing
from concerns.actions import clocks
from concerns.models import LogDraft

# What somebody left on the logging screen is dropped after a day.
KEEP_DRAFTS = timedelta(days=1)


class Command(BaseCommand):
    help = "Count clocks whose calendar was missing, write warnings and reminders, drop forgotten drafts."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        known = clocks.recount_unknown()
        LogDraft.objects.filter(saved_at__lt=now - KEEP_DRAFTS).delete()
        self.stdout.write(f"{known} counted again, {mailing.remind(now)} reminders")
