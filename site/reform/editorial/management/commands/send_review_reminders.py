"""Reminds reviewers of steps that are due soon or late. A scheduled job; run it every half hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reform.editorial import notices


class Command(BaseCommand):
    help = "Write reminders for reviews that are due or overdue (within office hours); `send_notices` mails them."

    def handle(self, *args: Any, **options: Any) -> None:
        written = notices.remind(timezone.now(), self.stdout.write)
        self.stdout.write(f"{written} reminders written")
