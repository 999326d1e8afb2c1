"""The month's report: a draft page with figures that may be public, for the three steps of the review."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from reform.pages.models import ColumnPage, StandardPage

from .. import access, events, monthly
from ..models import ConcernEvent
from .writing import NotPossible

MADE = "month_report"


def columns_for(user: Any) -> list[ColumnPage]:
    """Where somebody may add the report: only who sees the whole inbox makes one."""
    if not any(user.has_perm(access.PERMISSIONS[role]) for role in ("concern_desk", "approver")):
        return []
    columns = ColumnPage.objects.filter(locale=Locale.get_default()).exact_type(ColumnPage).order_by("path")
    return [column for column in columns if column.permissions_for_user(user).can_add_subpage()]


def made() -> dict[date, Page]:
    """Month → its page, for the reports that are still there."""
    told = {
        event.data["page"]: date.fromisoformat(event.data["month"]) for event in ConcernEvent.objects.filter(kind=MADE)
    }
    return {told[page.pk]: page for page in StandardPage.objects.filter(pk__in=told)}


@transaction.atomic
def make_report(month: date, column: ColumnPage, user: Any) -> StandardPage:
    """A draft with the figures of a month, below `column`. `month` is the first day of a whole month.

    Raises `PermissionDenied`, `NotPossible` (not a month that is over, or it has its report).
    """
    if column not in columns_for(user):
        raise PermissionDenied
    if month not in monthly.months(timezone.localdate()):
        raise NotPossible(_("Choose a month that is over."))
    if month in made():
        raise NotPossible(_("There is a report of this month already."))
    found = monthly.month_of(month)
    page = StandardPage(
        title=monthly.title(month), summary=monthly.summary(found), live=False, owner=user, unit=user.unit,
        body=monthly.blocks(found),
    )  # fmt: skip
    column.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    events.append(None, MADE, user, {"month": month.isoformat(), "page": page.pk})
    return page
