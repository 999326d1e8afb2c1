"""The questions of the public form, one a step, in plain words. They come back filled when something is missing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..contacts import Details
from ..models import Concern

# A reader's word for an error on this site; not a kind of its own in the inbox.
SITE_ERROR = "site_error"
KINDS = (
    (Concern.Kind.QUESTION, _("I want to know something"), _("What a rule says, how something is done")),
    (Concern.Kind.HELP, _("I need something done"), _("A light that is out, a paper that does not come")),
    (Concern.Kind.SUGGESTION, _("I have a suggestion"), _("How something could be done better")),
    (Concern.Kind.COMPLAINT, _("I want to complain"), _("Something was done badly, or not at all")),
    (Concern.Kind.ACCUSATION, _("I want to report wrongdoing"), _("Read by named staff alone, never by who is named")),
    (SITE_ERROR, _("Something on this site is wrong"), _("A wrong word, a link that leads nowhere")),
)


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(value, label) for value, label, _help in KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes closest; the office puts it right if need be.")},
    )


class WordsForm(forms.Form):
    subject = forms.CharField(
        label=_("In one sentence"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Say in one sentence what it is about.")},
    )
    text = forms.CharField(
        label=_("What happened, where and when?"),
        max_length=5000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Write as you would tell it. Leave out identity and bank card numbers: nobody needs them here."),
        error_messages={"required": _("A few words are enough; without them nobody can help.")},
    )


class ContactForm(forms.Form):
    """All optional."""

    name = forms.CharField(
        label=_("What may we call you?"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = forms.RegexField(
        r"^[0-9+() 转-]{5,30}$",
        label=_("Telephone"),
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"invalid": _("Write the telephone number in figures, such as 0571-12345678.")},
    )
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )
    address = forms.CharField(
        label=_("Address for a letter"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    by_mail = forms.BooleanField(
        label=_("Send the receipt code, and word of the answer, to this e-mail address"), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("by_mail") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the e-mail address to which we may write."))
        return data

    @property
    def details(self) -> Details:
        """What was given. Only of a valid form."""
        return Details(**{part: self.cleaned_data[part] for part in ("name", "phone", "email", "address")})


class CheckForm(forms.Form):
    """The last step. `website` is for machines, which fill in everything."""

    agreed = forms.BooleanField(
        label=_("I have read the privacy notice"),
        error_messages={"required": _("Please read the privacy notice and tick the box.")},
    )
    may_publish = forms.BooleanField(
        label=_("The question and its answer may be published without anything that tells who I am, to help others"),
        required=False,
    )
    website = forms.CharField(required=False, max_length=200)
    proof = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Receipt code"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Write the receipt code you were given.")},
    )


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("What would you like to add?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Write what you would like to add.")},
    )


class CorrectForm(WordsForm):
    """The words again."""
