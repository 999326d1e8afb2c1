"""Who may do what with a page in Wagtail's admin: nobody publishes, unpublishes or deletes live pages past review."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField
from django.db.models.functions import Cast
from wagtail.models import Page, PagePermissionTester, WorkflowState

from reform.people.roles import has_role

# Rules of higher layers that let a person edit one page beyond the tree of permissions: `rule(user, page) -> bool`.
also_edits: list[Callable[[Any, Any], bool]] = []


class ReviewedPagePermissionTester(PagePermissionTester):
    """Wagtail's tester with its direct doors to readers closed, superusers included.

    Publication is what 终审 approves (`reform.editorial.actions`); taking down is `withdraw`. Site administrators still
    order and move pages, and set who may see them.
    """

    def can_edit(self) -> bool:
        return super().can_edit() or (not self.page_is_root and any(rule(self.user, self.page) for rule in also_edits))

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Drafts. What readers have once seen is withdrawn, and only administrators clear it away later."""
        if not super().can_delete(ignore_bulk=ignore_bulk):
            return False
        pages = self.page.get_descendants(inclusive=True)
        if pages.live().exists() or _in_review(pages):
            return False
        return self._administers() or not pages.filter(first_published_at__isnull=False).exists()

    def can_set_view_restrictions(self) -> bool:
        return self._administers()

    def can_unschedule(self) -> bool:
        """Taking an approved page off its hour makes it a draft: for its owner, 终审 and administrators."""
        if not self.user.is_active:
            return False
        if not self.page.approved_schedule:
            return False
        return self._administers() or has_role(self.user, "final_review") or self.page.owner_id == self.user.pk

    def can_reorder_children(self) -> bool:
        return self._administers()

    def can_lock(self) -> bool:
        return super().can_lock() and not self.page.workflow_in_progress

    def can_move(self) -> bool:
        return not self.page_is_root and (self._administers() or super().can_move())

    def can_move_to(self, destination: object) -> bool:
        if self._administers() and not self.user.is_superuser:
            if self.page == destination or destination.is_descendant_of(self.page):  # type: ignore[attr-defined]
                return False
            return self.page.is_child_of(destination) or self.page.specific.can_move_to(destination)
        return super().can_move_to(destination)

    def _administers(self) -> bool:
        return self.user.is_active and (self.user.is_superuser or has_role(self.user, "site_admin"))


def _in_review(pages: Any) -> bool:
    """Whether one of the pages is being reviewed."""
    rounds = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, base_content_type=ContentType.objects.get_for_model(Page)
    )
    reviewed = rounds.annotate(number=Cast("object_id", IntegerField())).values("number")
    return pages.filter(pk__in=reviewed).exists()
