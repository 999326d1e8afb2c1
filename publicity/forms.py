from django import forms
from django.utils.translation import gettext_lazy as _


class VoteForm(forms.Form):
    answered = forms.ChoiceField(
        label=_("Did this answer your question?"),
        choices=[("yes", _("Yes, it did")), ("no", _("No, not yet"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose one of the two."),
            "invalid_choice": _("Please choose one of the two."),
        },
    )
    remark = forms.CharField(
        label=_("What else would you like to know?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At most 300 characters. Please write no names, numbers or addresses."),
        error_messages={"max_length": _("Please keep to 300 characters.")},
    )
