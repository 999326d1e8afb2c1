"""Importing units and people: template, upload, preview, confirmation, first passwords."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import actions
from ..forms import UploadForm
from ..imports.apply import Outdated, confirm, keep, rows_of
from ..imports.plan import make_plan
from ..imports.template import build_template
from ..imports.workbook import WorkbookError, read_workbook
from ..models import ImportBatch
from .accounts import slips
from .pages import AdminPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportPage(AdminPage):
    permission = "people.import_people"
    header_icon = "upload"

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("people_import"), UploadView.page_title)] if not isinstance(self, UploadView) else []


class UploadView(ImportPage):
    """Step one: the template and the upload."""

    template_name = "people/imports/upload.html"
    page_title = _("Import units and people")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=UploadForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                raw = read_workbook(file)
            except WorkbookError as error:
                form.add_error("file", str(error))
            else:
                batch = keep(raw, make_plan(raw, self.by), self.by, file.name)
                return redirect("people_import_preview", batch.pk)
        return self.render_to_response(self.get_context_data(form=form))


class TemplateFileView(AdminPage):
    permission = "people.import_people"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(build_template(), content_type=XLSX)
        name = gettext("units-and-people")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
        return response


class BatchPage(ImportPage):
    """A page about one import; nobody sees the one of somebody else."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.batch = get_object_or_404(ImportBatch, pk=kwargs["pk"])
        if self.batch.by_id != request.user.pk:
            raise PermissionDenied


class PreviewView(BatchPage):
    """Step two: every change and every bad row; step three: the confirmation."""

    template_name = "people/imports/preview.html"
    page_title = _("Check before importing")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.batch.applied_at:
            return redirect("people_import_done", self.batch.pk)
        plan = make_plan(rows_of(self.batch), self.by)
        if plan.digest() != self.batch.digest:
            self.batch.digest = plan.digest()
            self.batch.save(update_fields=["digest"])
        return self.render_to_response(self.get_context_data(plan=plan, batch=self.batch))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "discard" in request.POST:
            self.batch.delete()
            messages.success(request, _("The import has been discarded; nothing was written."))
            return redirect("people_import")
        if request.POST.get("digest") != self.batch.digest:
            messages.warning(request, _("Something has been changed since the preview. Look at it once more."))
            return redirect("people_import_preview", self.batch.pk)
        try:
            confirm(self.batch, self.by)
        except Outdated:
            messages.warning(request, _("Something has been changed since the preview. Look at it once more."))
            return redirect("people_import_preview", self.batch.pk)
        except actions.PeopleError as error:
            messages.error(request, _("Nothing was written: %(reason)s") % {"reason": error})
            return redirect("people_import_preview", self.batch.pk)
        return redirect("people_import_done", self.batch.pk)


class DoneView(BatchPage):
    """What was written, and the first passwords of new people: by link, or printed."""

    template_name = "people/imports/done.html"
    page_title = _("Imported")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.batch.applied_at:
            return redirect("people_import_preview", self.batch.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        people = self._waiting()
        if "activation" in request.POST:
            chosen = [user for user in people if user.email]
            for user in chosen:
                actions.send_activation(user, self.by)
            messages.success(request, _("Links are on their way to %(count)d people.") % {"count": len(chosen)})
            return redirect("people_import_done", self.batch.pk)
        chosen = [user for user in people if "all" in request.POST or not user.email]
        return slips(request, [(user, actions.issue_one_time_password(user, self.by)) for user in chosen])

    def _waiting(self) -> list[Any]:
        """New accounts to which nobody has signed in yet."""
        return list(self.batch.new_accounts.filter(is_active=True, last_login=None).select_related("unit"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = self._waiting()
        return super().get_context_data(
            batch=self.batch,
            people=people,
            with_mail=sum(bool(user.email) for user in people),
            without_mail=sum(not user.email for user in people),
            **kwargs,
        )
