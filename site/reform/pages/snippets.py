"""What Wagtail's views of snippets and models do not catch, mended for every viewset, whoever registers it."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetCreateView
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet


class ChooserCreateView(SnippetCreateView):
    """Wagtail's chooser of a snippet has an address to create one even when it has no form for it, and fails there."""

    def can_create(self) -> bool:
        return self.get_creation_form_class() is not None and super().can_create()


class Guard:
    """Wagtail asks its index of references, which a job brings up to date; until then the database itself refuses."""

    def form_valid(self, form: Any) -> HttpResponse:
        view: Any = self
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc, no-any-return]
        except ProtectedError:
            messages.error(view.request, _("It is still in use and cannot be deleted."))
            return redirect(view.get_success_url())


class GuardedDeleteView(Guard, DeleteView):
    """For snippets."""


class GuardedModelDeleteView(Guard, generic.DeleteView):
    """For what has a viewset without being a snippet."""


def mend_choosers() -> None:
    """A chooser that is sent something else than an id shows its form again; Wagtail's fails on the way."""
    get_instance = BaseChooser.get_instance

    def get_one(self: BaseChooser, value: Any) -> Any:
        try:
            return get_instance(self, value)
        except (ValueError, OverflowError):
            return None

    BaseChooser.get_instance = get_one


def mend_views() -> None:
    """Called before Wagtail makes the views."""
    mend_choosers()
    SnippetChooserViewSet.create_view_class = ChooserCreateView
    ModelViewSet.delete_view_class = GuardedModelDeleteView
    SnippetViewSet.delete_view_class = GuardedDeleteView
