from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from reform.people.imports.apply import forget_old
from reform.people.models import SignIn


class Command(BaseCommand):
    help = "Removes sign-ins older than SIGN_IN_LOG_DAYS, counted failures that no longer count, and old imports."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        sign_ins = SignIn.objects.filter(at__lt=now - timedelta(days=settings.SIGN_IN_LOG_DAYS)).delete()[0]
        attempts = AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME).delete()[0]
        self.stdout.write(f"sign-ins: {sign_ins}, failures: {attempts}, imports: {forget_old()}")
