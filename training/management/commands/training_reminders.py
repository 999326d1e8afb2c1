from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from training import notices
from training.actions import assignment as actions
from training.models import Assignment


class Command(BaseCommand):
    help = "Give open assignments to new members of their units and write the reminders that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        for assignment in Assignment.objects.filter(closed_at=None):
            actions.sync_members(assignment)
        written = notices.remind(timezone.now())
        if written:
            self.stdout.write(f"{written} written")
