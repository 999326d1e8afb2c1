from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reform.editorial import actions, queries
from reform.editorial.installation import review_rules
from reform.editorial.models import Notice
from reform.editorial.signals import tell_administrators


class Command(BaseCommand):
    help = _(
        "Reminds reviewers of steps that are nearly due or overdue. Run it every quarter of an hour; once a step each."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Only in office hours (`rules/review.yaml`); a notice has a key, so running it again changes nothing."""
        rules = review_rules()
        now = timezone.localtime()
        opens, closes = rules["office_hours"]
        if not opens <= now.hour < closes:
            return
        for step in queries.open_steps():
            due = queries.due(step)
            page = step.workflow_state.content_object
            people = queries.eligible(step)
            if not people:
                tell_administrators(page, f"nobody:{step.pk}")
            kind = None
            if due < now:
                kind = Notice.Kind.OVERDUE
            elif due - timedelta(hours=rules["reminder_hours_before"]) < now:
                kind = Notice.Kind.REMINDER
            for person in people if kind else ():
                actions.notify(kind, person, page, f"{kind}:{step.pk}")
