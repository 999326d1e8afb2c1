"""The form behind every page editor."""

from wagtail import hooks
from wagtail.admin.forms import WagtailAdminPageForm

SUBMISSIONS = ("action-submit", "action-restart-workflow")


class PageForm(WagtailAdminPageForm):
    """Lets higher layers refuse a submission to review with messages beside the fields.

    A function registered as the hook `check_page_for_review` gets the page as it would be saved and yields
    (field name or None, message). Saving a draft is never refused: nothing typed is lost.
    """

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if any(self.data.get(name) for name in SUBMISSIONS):
            candidate = self.save(commit=False)
            for check in hooks.get_hooks("check_page_for_review"):
                for field, message in check(candidate):
                    self.add_error(field if field in self.fields else None, message)
        return not self.errors
