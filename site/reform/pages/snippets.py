"""What Wagtail's views of snippets do not catch, mended for every registered snippet, whoever registers it."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetCreateView
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet


class ChooserCreateView(SnippetCreateView):
    """Wagtail's chooser of a snippet has an address to create one even when it has no form for it, and fails there."""

    def can_create(self) -> bool:
        return self.get_creation_form_class() is not None and super().can_create()


class GuardedDeleteView(DeleteView):
    """Wagtail asks its index of references, which a job brings up to date; until then the database itself refuses."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, _("It is still in use and cannot be deleted."))
            return redirect(self.get_success_url())


def mend_views() -> None:
    """Called before Wagtail makes the views."""
    SnippetChooserViewSet.create_view_class = ChooserCreateView
    SnippetViewSet.delete_view_class = GuardedDeleteView
