"""Forms of the office around an exemplar's page, and the one in which readers object."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from reform.pages.filetypes import check_document

from .models import Consent, ExemplarHonour, HonourRevocation

SALT = "typicals.objection"
FASTEST = 2  # seconds in which nobody reads and writes


class ConsentForm(forms.ModelForm):
    """The consent of a person. The file is judged by its content."""

    class Meta:
        model = Consent
        fields = ["given_on", "how", "scope", "file"]
        widgets = {"given_on": AdminDateInput()}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            check_document(file, file.name or "", file.size or 0)
        return file


class RevocationForm(forms.Form):
    """Which honour of the page is taken back, why, and by which document."""

    award = forms.ModelChoiceField(queryset=ExemplarHonour.objects.none(), label=_("honour"))
    kind = forms.ChoiceField(choices=HonourRevocation.Kind.choices, label=_("kind"))
    reason = forms.CharField(max_length=300, label=_("reason"), help_text=_("Readers see it."), widget=forms.Textarea)
    document_number = forms.CharField(max_length=60, label=_("document number"), required=False)

    def __init__(self, *args: Any, awards: QuerySet[ExemplarHonour], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["award"]
        field.queryset = awards
        field.label_from_instance = lambda award: f"{award.honour}（{award.awarded_on:%Y-%m-%d}）"


class ObjectionForm(forms.Form):
    """What a reader sends. A field that nobody sees is a trap for robots; a form filled in two seconds was not read."""

    text = forms.CharField(
        label=_("What do you object to?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Say what is not true and how it can be looked up. Verifiers read it, and nobody else."),
    )
    name = forms.CharField(
        label=_("Your name (if you like)"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("How to reach you (if you like)"),
        max_length=100,
        required=False,
        help_text=_("Kept sealed and apart, for questions of the verifiers alone, and erased after the procedure."),
    )
    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["opened"] = TimestampSigner(salt=SALT).sign("opened")

    @property
    def is_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        signer = TimestampSigner(salt=SALT)
        try:
            signer.unsign(data.get("opened", ""), max_age=timedelta(days=1))
        except BadSignature:
            self._begin_again(_("The form was open for too long. Send it again."))
        else:
            try:
                signer.unsign(data["opened"], max_age=timedelta(seconds=FASTEST))
            except SignatureExpired:
                return data
            self._begin_again(_("That was very quick. Read it once more, then send it."), renew=False)
        return data

    def _begin_again(self, sentence: Any, renew: bool = True) -> None:
        self.add_error(None, sentence)
        if renew:
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data["opened"] = TimestampSigner(salt=SALT).sign("opened")
            self.data = data
