"""Choosing snippets in the admin."""

from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetCreateView


class ChooserCreateView(SnippetCreateView):
    """Wagtail's chooser of a snippet has an address to create one even when it has no form for it, and fails there."""

    def can_create(self) -> bool:
        return self.get_creation_form_class() is not None and super().can_create()


def refuse_creation_without_form() -> None:
    """For every registered snippet, whoever registers it. Called before Wagtail makes the choosers."""
    SnippetChooserViewSet.create_view_class = ChooserCreateView
