"""Documents of wide concern are published with their explainer, or with a plan of who explains them by when."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from django.utils.translation import gettext as _

from reform.people.calendar import UnknownYear, working_days_after

from . import queries
from .models import PolicyPage

RULES = Path(__file__).parent / "rules" / "explainers.yaml"


@cache
def rules() -> dict[str, Any]:
    """The pack as it was shipped."""
    return yaml.safe_load(RULES.read_text(encoding="utf-8"))


def due(policy: PolicyPage) -> date | None:
    """By when the document is to be explained: the plan's own date, else so many working days after publication.

    None for a document without a plan that is of no wide concern. Raises `UnknownYear` when the working days of that
    year are not in the calendar.
    """
    if policy.plan_date:
        return policy.plan_date
    if not (policy.plan_person or policy.wide_concern):
        return None
    begun = timezone.localtime(policy.first_published_at).date() if policy.first_published_at else timezone.localdate()
    return working_days_after(begun, rules()["plan_working_days"])


def obstacles(policy: PolicyPage, *, with_review: bool) -> list[tuple[str, str]]:
    """What is missing: (name of the field, sentence). `with_review`: an explainer that is on its way counts."""
    if not policy.wide_concern or policy.out_of_force or queries.has_explainer(policy, in_review=with_review):
        return []
    if not policy.plan_person.strip():
        return [
            (
                "plan_person",
                _(
                    "This document is of wide concern. Publish its explainer with it, or say who explains it: "
                    "without a date of yours, within %(count)d working days."
                )
                % {"count": rules()["plan_working_days"]},
            )
        ]
    if policy.plan_date and policy.plan_date < timezone.localdate() and not policy.live:
        return [("plan_date", _("The day by which the document was to be explained is past."))]
    try:
        due(policy)
    except UnknownYear as error:
        return [("plan_date", str(error))]
    return []
