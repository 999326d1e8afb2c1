"""Forms of the office around an exemplar's page."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from reform.pages.filetypes import check_document

from .models import Consent, ExemplarHonour, HonourRevocation


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
