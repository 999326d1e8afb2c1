"""Who may do what with a page in Wagtail's admin: nobody publishes, unpublishes or deletes live pages past review."""

from wagtail.models import PagePermissionTester

from reform.people.roles import has_role


class ReviewedPagePermissionTester(PagePermissionTester):
    """Wagtail's tester with its direct doors to readers closed, superusers included.

    Publication is what 终审 approves (`reform.editorial.actions`); taking down is `withdraw`. Site administrators still
    order and move pages, and set who may see them.
    """

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if not super().can_delete(ignore_bulk=ignore_bulk):
            return False
        return not self.page.get_descendants(inclusive=True).live().exists()

    def can_set_view_restrictions(self) -> bool:
        return self._administers()

    def can_unschedule(self) -> bool:
        return self._administers()

    def can_reorder_children(self) -> bool:
        return self._administers()

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
