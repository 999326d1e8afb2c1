"""A hotline's list comes in: upload, columns with a preview and the errors by row, confirmation, progress."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from reform.editorial.extract import MAX_BYTES

from .. import access, tasks
from ..actions import known_numbers
from ..importing import FIELDS, Heads, Listing, UnreadableList, first_row, read
from ..models import SourceMapping
from .concern import breadcrumbs

PREVIEW, MOST_ERRORS = 8, 50
LABELS = {
    "source_number": gettext_lazy("number at its source"),
    "received_at": gettext_lazy("received at"),
    "subject": gettext_lazy("subject"),
    "text": gettext_lazy("text"),
    "answer": gettext_lazy("answer"),
    "answered_at": gettext_lazy("answered"),
}


class UploadForm(forms.Form):
    source = forms.CharField(
        label=gettext_lazy("source"), max_length=60, help_text=gettext_lazy("Whose list it is, such as 12345. Its columns are remembered.")
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("list (.xlsx, or .csv in UTF-8 or GB 18030)"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024}
            )
        return file


class ColumnsForm(forms.Form):
    """Which heads of the list hold each of our fields; several are joined."""

    def __init__(self, heads: list[str], chosen: dict[str, list[str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            self.fields[name] = forms.MultipleChoiceField(
                label=LABELS[name],
                choices=[(head, head) for head in heads],
                required=name == "text",
                initial=chosen.get(name, []),
                widget=forms.CheckboxSelectMultiple,
            )


def _allowed(request: HttpRequest) -> None:
    user: Any = request.user
    if not user.has_perm(access.PERMISSIONS["concern_desk"]):
        raise PermissionDenied


@never_cache
def upload(request: HttpRequest) -> HttpResponse:
    """The first step: a file and its source."""
    _allowed(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            first_row(data)
        except UnreadableList as error:
            form.add_error("file", str(error))
        else:
            tasks.keep(request.user, data, form.cleaned_data["source"].strip())  # type: ignore[arg-type]
            return redirect("concerns_admin:import_columns")
    context = {"form": form, "sources": SourceMapping.objects.values_list("source", flat=True)} | _head()
    return render(request, "concerns/admin/import.html", context, status=422 if form.errors else 200)


def _head() -> dict[str, Any]:
    title = _("Import a list")
    return {"breadcrumbs_items": breadcrumbs(None, title), "header_title": title, "header_icon": "upload"}


@never_cache
def columns(request: HttpRequest) -> HttpResponse:
    """The second step: columns, preview, errors. Nothing is taken in while a row has an error."""
    _allowed(request)
    user: Any = request.user
    kept = tasks.kept(user.pk)
    if kept is None:
        messages.error(request, _("The list is no longer here. Upload it again."))
        return redirect("concerns_admin:import")
    source, data = kept
    heads = first_row(data)
    remembered = SourceMapping.objects.filter(source=source).first()
    mapping: Heads | None = None
    form = ColumnsForm(heads, {}, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            mapping = {name: value for name, value in form.cleaned_data.items() if value}
    else:
        mapping = _fitting(remembered.columns if remembered else {}, heads)
    listing, problem = _tried(data, mapping)
    if request.method == "POST" and "confirm" in request.POST and listing and not listing.errors:
        tasks.say(user.pk, done=0, all=len(listing.entries))
        tasks.take_in.enqueue(user.pk, {name: list(heads) for name, heads in listing.columns.items()})
        return redirect("concerns_admin:import_progress")
    if request.method != "POST" and listing:
        form = ColumnsForm(heads, _as_written(listing.columns, heads))
    known = known_numbers(source, listing.entries) if listing else set()
    context = {
        "form": form,
        "source": source,
        "problem": problem,
        "listing": listing,
        "preview": listing.entries[:PREVIEW] if listing else (),
        "errors": listing.errors[:MOST_ERRORS] if listing else (),
        "existing": sum(entry.source_number in known for entry in listing.entries) if listing else 0,
    } | _head()
    return render(request, "concerns/admin/import_columns.html", context)


def _fitting(remembered: dict[str, list[str]], heads: list[str]) -> Heads:
    """What is remembered of the source, as far as this list has these heads."""
    plain = {_plain(head) for head in heads}
    return {name: names for name, names in remembered.items() if all(_plain(head) in plain for head in names)}


def _as_written(columns: dict[str, list[str]], heads: list[str]) -> dict[str, list[str]]:
    written = {_plain(head): head for head in heads}
    return {
        name: [written[_plain(head)] for head in names if _plain(head) in written] for name, names in columns.items()
    }


def _plain(head: str) -> str:
    return "".join(head.split()).rstrip(":：*＊").casefold()


def _tried(data: bytes, mapping: Heads | None) -> tuple[Listing | None, str]:
    if mapping is None:
        return None, ""
    try:
        return read(data, mapping), ""
    except UnreadableList as error:
        return None, str(error)


@never_cache
def progress(request: HttpRequest) -> HttpResponse:
    """How far it is; the page asks again by itself until it is done."""
    _allowed(request)
    told = tasks.progress(request.user.pk)  # type: ignore[arg-type]
    if told is None:
        return redirect("concerns_admin:import")
    context = {"told": told, "finished": "new" in told or "error" in told} | _head()
    return render(request, "concerns/admin/import_progress.html", context)
