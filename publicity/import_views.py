"""From a Word file to a draft in the admin: upload → report with the recognised fields → confirmed draft."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from reform.pages.models import ColumnPage
from reform.people.roles import has_role

from . import tasks
from .importing import default_column
from .models import WordImport
from .word.package import MAX_BYTES, UnreadableWordFile, check

LEFT_OUT = {
    "comment": _("comment"),
    "contents": _("table of contents"),
    "header": _("page header"),
    "footer": _("page footer"),
    "document_head": _("head of the document"),
    "imprint": _("imprint of the document"),
    "secrecy": _("secrecy mark"),
    "picture": _("picture"),
    "crop": _("cropped picture: the site shows all of it"),
    "linked_picture": _("picture outside of the file"),
    "chart": _("chart"),
    "diagram": _("diagram"),
    "embedded_object": _("embedded object"),
    "drawing": _("drawing"),
    "equation": _("equation, kept as plain text"),
    "nested_table": _("table inside a table, kept as lines"),
    "link": _("link that was not kept"),
    "footnote": _("note without a mark in the text"),
    "hidden": _("hidden text"),
    "strikethrough": _("text struck through, kept as plain text"),
    "placeholder": _("empty content control"),
    "symbol": _("sign that only its font can show"),
    "ruby": _("reading above a character"),
    "unreadable_part": _("part that could not be read"),
    "unknown": _("part of an unknown kind"),
}


class ColumnField(forms.ModelChoiceField):
    def to_python(self, value: Any) -> Any:
        """A number that no database holds is no column."""
        try:
            return super().to_python(value)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is it?"), choices=WordImport.Kind.choices, widget=forms.RadioSelect)
    column = ColumnField(
        label=_("column"),
        queryset=ColumnPage.objects.none(),
        required=False,
        empty_label=_("the usual one"),
        help_text=_("Empty: where such pages stand"),
    )
    file = forms.FileField(
        label=_("Word file (.docx)"),
        help_text=_("Up to %(limit)d MB. Tracked changes are taken as accepted; comments are left out and listed.")
        % {"limit": MAX_BYTES // 1024 // 1024},
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = ColumnPage.objects.order_by("path")  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuses at once what cannot be read, with the reason."""
        file = self.cleaned_data["file"]
        try:
            check(file.read(MAX_BYTES + 1))
        except UnreadableWordFile as error:
            raise ValidationError(str(error), code=error.code) from error
        file.seek(0)
        return file


class ConfirmForm(forms.Form):
    """What was recognised, to be corrected. For a story or explainer only the title is asked."""

    title = forms.CharField(label=_("title"), max_length=255)
    document_number = forms.CharField(label=_("document number"), max_length=60, required=False)
    addressees = forms.CharField(
        label=_("addressees"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    attachments = forms.CharField(
        label=_("attachments"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in each line"),
    )
    signature = forms.CharField(label=_("signed by"), max_length=200, required=False)
    date_made = forms.DateField(
        label=_("date made"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("note to the document"), max_length=200, required=False)

    def __init__(self, row: WordImport, *args: Any, **kwargs: Any) -> None:
        found = row.draft.get("fields", {})
        kwargs["initial"] = {
            **found,
            "title": row.draft.get("title", "")[:255],
            "attachments": "\n".join(found.get("attachments", [])),
        }
        super().__init__(*args, **kwargs)
        if row.kind != "policy":
            for name in list(self.fields)[1:]:
                del self.fields[name]

    def fields_found(self) -> dict[str, Any]:
        """As `Draft.fields`."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "title" and value}
        if "date_made" in data:
            data["date_made"] = data["date_made"].isoformat()
        if "attachments" in data:
            data["attachments"] = [line.strip() for line in data["attachments"].splitlines() if line.strip()]
        return data


def may_import(user: Any) -> bool:
    return user.is_superuser or has_role(user, "editor", "site_admin")


def upload(request: HttpRequest) -> HttpResponse:
    """Step one. A file that cannot be read is refused with its reason and the form comes back filled."""
    if not may_import(request.user):
        raise PermissionDenied
    user: Any = request.user
    form = UploadForm(request.POST or None, request.FILES or None, initial={"kind": "policy"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        column = data["column"] or default_column(data["kind"])
        if column is None or not column.permissions_for_user(request.user).can_add_subpage():
            form.add_error("column", _now("You may not add pages in this column."))
        else:
            row = WordImport.objects.create(
                by=user, column=column, kind=data["kind"], file=data["file"], name=data["file"].name[:200]
            )
            tasks.start(row, tasks.read_word)
            return redirect("publicity_admin:import_confirm", row.pk)
    return render(request, "publicity/admin/import.html", {"form": form, "title": _now("Import from Word")})


def confirm(request: HttpRequest, pk: Any) -> HttpResponse:
    """Step two: the report, and the recognised fields to confirm; while a job is under way, how far it is."""
    row = get_object_or_404(WordImport.objects.select_related("column"), pk=pk)
    if row.by_id != request.user.pk or not may_import(request.user):
        raise PermissionDenied
    if row.state == WordImport.State.DONE and row.page_id:
        return redirect("wagtailadmin_pages:edit", row.page_id)
    form = ConfirmForm(row, request.POST or None)
    if request.method == "POST" and row.state == WordImport.State.READ and form.is_valid():
        row.draft["title"], row.draft["fields"] = form.cleaned_data["title"], form.fields_found()
        row.state = WordImport.State.MAKING
        row.save()
        tasks.start(row, tasks.make_draft_page)
        return redirect("publicity_admin:import_confirm", row.pk)
    blocks = row.draft.get("blocks", [])
    context = {
        "row": row,
        "form": form if row.state == WordImport.State.READ else None,
        "title": row.name,
        "waiting": row.state in {WordImport.State.WAITING, WordImport.State.MAKING},
        "counts": _counts(blocks),
        "headings": [block["value"]["text"] for block in blocks if block["type"] == "heading"],
        "left_out": [
            {"kind": LEFT_OUT.get(item["kind"], item["kind"]), "text": item["text"]}
            for item in row.draft.get("left_out", [])
        ],
        "secret": "secrecy" in row.draft.get("warnings", []),
        "again": reverse("publicity_admin:import"),
    }
    response = render(request, "publicity/admin/import_confirm.html", context)
    if context["waiting"]:
        response["Refresh"] = "3"  # the page asks again by itself, without a script
    return response


def _counts(blocks: list[dict[str, Any]]) -> list[tuple[Any, int]]:
    """How many blocks of each kind, by their name in the editor."""
    from reform.pages.blocks import BodyBlock

    names = {name: child.label for name, child in BodyBlock().child_blocks.items()}
    kinds = [block["type"] for block in blocks]
    return [(names.get(kind, kind), kinds.count(kind)) for kind in dict.fromkeys(kinds)]
