"""The weekly digest: makes the issue when its hour has come and sends what waits. A scheduled job."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from publicity.digest import actions


class Command(BaseCommand):
    help = "Make this week's digest once Monday morning has come, and mail it to each reader once."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        actions.forget_unconfirmed(now)
        for issue in actions.make_issues(now):
            self.stdout.write(f"issue {issue}")
        actions.send(self.stdout.write)
