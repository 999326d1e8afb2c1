"""Reading in a wording list: upload, look, confirm."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from . import wording_import

KEY = "wording-import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Excel file (.xlsx)"), widget=forms.FileInput({"accept": ".xlsx"}))


def _allow(user: Any) -> None:
    if not user.has_perm("editorial.add_wordingentry"):
        raise PermissionDenied


def upload(request: HttpRequest) -> HttpResponse:
    """The form, and after an upload the preview: nothing is written."""
    _allow(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            rows = wording_import.read(form.cleaned_data["file"].read())
        except wording_import.UnreadableList as error:
            form.add_error("file", str(error))
        else:
            good = [row.values for row in rows if row.state in {"new", "changed"}]
            request.session[KEY] = {"rows": good, "file": form.cleaned_data["file"].name[:100]}
            bad = [row for row in rows if row.errors]
            context |= {
                "previewed": True,
                "bad": bad[:SHOWN],
                "bad_count": len(bad),
                "good": [row for row in rows if row.state in {"new", "changed"}][:SHOWN],
                "good_count": len(good),
                "same_count": sum(row.state == "same" for row in rows),
            }
    return render(request, "editorial/wording_import.html", context)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Writes what was shown."""
    _allow(request.user)
    waiting = request.session.pop(KEY, None)
    if waiting is None:
        messages.error(request, _("Nothing waits for confirmation. Upload the file again."))
        return redirect("editorial:wording_import")
    new, changed = wording_import.write(waiting["rows"], request.user, waiting["file"])
    messages.success(request, _("%(new)d new, %(changed)d changed.") % {"new": new, "changed": changed})
    return redirect("wagtailsnippets_editorial_wordingentry:list")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty list to fill in."""
    _allow(request.user)
    name = {"Content-Disposition": 'attachment; filename="wording.xlsx"'}
    return HttpResponse(wording_import.template(), content_type=XLSX, headers=name)
