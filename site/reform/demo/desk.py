"""What each role finds on the admin's front page: drafts, pages at every step of the review, one sent back, one scheduled."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from publicity.models import StoryPage
from reform.editorial import actions
from reform.editorial.models import WordingEntry
from reform.pages.models import ColumnPage, HomePage
from reform.people.models import Unit, User

from .content_files import content

STEPS = {"first": 0, "second": 1, "final": 2, "scheduled": 3}
REVIEWERS = ("chushen", "fushen", "zhongshen")


def build_wording() -> None:
    for wrong, right, kind, level, source, *unless in content("wording"):
        WordingEntry.objects.get_or_create(
            wrong=wrong,
            defaults={
                "right": right, "kind": kind, "level": level, "source": source, "unless": unless[0] if unless else "",
            },
        )  # fmt: skip


def build_desk(home: HomePage) -> None:
    """Drafts as their writers left them, moved on by the same actions that people use."""
    column = ColumnPage.objects.get(slug="gushi", locale=home.locale)
    for row in content("desk"):
        if not Page.objects.child_of(column).filter(slug=row["slug"]).exists():
            _put(column, row)


def _put(column: ColumnPage, row: dict[str, Any]) -> None:
    owner = User.objects.get(username=row["owner"])
    unit = Unit.objects.get(code=row["unit"])
    page = StoryPage(
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        live=False,
        owner=owner,
        unit=unit,
        source=unit.short_name or unit.name,
        responsible_editor=owner.name,
        body=[("paragraph", "".join(f"<p>{text}</p>" for text in row["text"]))],
    )
    if row["state"] == "scheduled":
        page.go_live_at = timezone.now() + timedelta(days=row["in_days"])
    column.refresh_from_db()
    column.add_child(instance=page)
    page.save_revision(user=owner, log_action=True)
    if row["state"] == "draft":
        return
    actions.submit(page, owner)
    if row["state"] == "sent_back":
        actions.send_back(_step(page), User.objects.get(username=REVIEWERS[0]), row["reason"])
        return
    for username in REVIEWERS[: STEPS[row["state"]]]:
        actions.approve(_step(page), User.objects.get(username=username))


def _step(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific.current_workflow_task_state
