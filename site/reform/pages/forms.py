"""The form behind every page editor."""

from itertools import count
from typing import Any

from wagtail import hooks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

SUBMISSIONS = ("action-submit", "action-restart-workflow")


class PageForm(WagtailAdminPageForm):
    """Lets higher layers refuse a submission to review with messages beside the fields.

    A function registered as the hook `check_page_for_review` gets the page as it would be saved and yields
    (field name or None, message). Saving a draft is never refused: nothing typed is lost.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            # The browser makes no slug from a Chinese title; `clean` does, so an editor never has to.
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Names the page in pinyin, with a number when its neighbour has that name already."""
        from .models.base import pinyin_slug  # models use this form

        title = self.cleaned_data.get("title")
        if "slug" in self.cleaned_data and not self.cleaned_data["slug"] and title:
            base = pinyin_slug(title)
            names = (base if number == 1 else f"{base}-{number}" for number in count(1))
            self.cleaned_data["slug"] = next(
                name for name in names if Page._slug_is_available(name, self.parent_page, self.instance)
            )
        return super().clean()

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if any(self.data.get(name) for name in SUBMISSIONS):
            candidate = self.save(commit=False)
            for check in hooks.get_hooks("check_page_for_review"):
                for field, message in check(candidate):
                    self.add_error(field if field in self.fields else None, message)
        return not self.errors
