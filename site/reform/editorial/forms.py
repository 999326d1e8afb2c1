"""Forms of the review and of the actions beside it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm


class SendBackForm(TaskStateCommentForm):
    """Sending back needs a reason that the editor can work with."""

    comment = forms.CharField(label=_("Reason"), required=True, min_length=2, widget=forms.Textarea({"rows": 3}))


class ApproveForm(TaskStateCommentForm):
    comment = forms.CharField(label=_("Note (may stay empty)"), required=False, widget=forms.Textarea({"rows": 3}))


class CommentForm(forms.Form):
    """A note that may be empty when approving; the action asks for it when sending back."""

    comment = forms.CharField(
        label=_("Note or reason"),
        help_text=_("Needed to send back, may stay empty to approve."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )


class ReasonForm(forms.Form):
    """One field that must be filled; its words come from the view."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, label: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text
