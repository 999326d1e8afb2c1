"""Forms of the translation views."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Locale

from reform.pages.models import ColumnPage
from reform.people.models import User

from . import progress, work


class AssignForm(forms.Form):
    translator = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("translator"),
        required=False,
        empty_label=_("nobody: translators may take it"),
    )
    due = forms.DateField(label=_("wanted by"), required=False, widget=AdminDateInput)
    note = forms.CharField(label=_("note for the translator"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["translator"].queryset = work.translators()


class ReportForm(forms.Form):
    """The filters of the report. Bad values are passed over."""

    locale = forms.ModelChoiceField(
        queryset=Locale.objects.none(), label=_("language"), required=False, empty_label=_("all")
    )
    column = forms.ModelChoiceField(
        queryset=ColumnPage.objects.none(), label=_("column"), required=False, empty_label=_("all")
    )
    state = forms.ChoiceField(label=_("state"), required=False)
    words = forms.CharField(label=_("title contains"), required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        default, fields = Locale.get_default(), cast(Any, self.fields)
        fields["locale"].queryset = Locale.objects.exclude(pk=default.pk)
        fields["column"].queryset = ColumnPage.objects.filter(locale=default, live=True).order_by("path")
        fields["state"].choices = [("", _("all")), *progress.STATES.items()]
