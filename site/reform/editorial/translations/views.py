"""Translation in the admin: the report for those who answer for it, the queue for translators, one translation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from reform.pages.sheets import xlsx_response
from reform.people.views.pages import AdminPage

from ..actions import ReviewError
from ..models import TranslationRecord
from . import drafts, progress, work
from .changes import changes
from .forms import AssignForm, ReportForm

ROWS = 50


class ReportView(AdminPage):
    """Every page in every language with its state."""

    permission = "editorial.view_translation_report"
    template_name = "editorial/translations/report.html"
    page_title = gettext_lazy("Translations")
    header_icon = "wagtail-localize-language"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = ReportForm(request.GET)
        self.form.is_valid()
        if request.GET.get("export") == "xlsx":
            return self._export(self._rows()[0])
        return super().get(request, *args, **kwargs)

    def _rows(self) -> tuple[list[progress.Row], dict[str, int]]:
        """The rows of the chosen filters, and the counts of the states among the other filters."""
        chosen = getattr(self.form, "cleaned_data", {})
        locale, column, words = chosen.get("locale"), chosen.get("column"), chosen.get("words", "").strip()
        found = progress.rows([locale] if locale else None)
        if column:
            found = [row for row in found if row.page.path.startswith(column.path)]
        if words:
            found = [row for row in found if words in row.page.title or (row.target and words in row.target.title)]
        counts = progress.count_states(found)
        if state := chosen.get("state"):
            found = [row for row in found if row.state == state]
        return found, counts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, counts = self._rows()
        query = self.request.GET.copy()
        query.pop("p", None)
        query.pop("export", None)
        without_state = query.copy()
        without_state.pop("state", None)
        states = [
            {"name": state, "label": label, "count": counts[state], "chosen": query.get("state") == state}
            for state, label in progress.STATES.items()
        ]
        return super().get_context_data(
            shown=Paginator(found, ROWS).get_page(self.request.GET.get("p")),
            form=self.form,
            states=states,
            total=len(found),
            query=query.urlencode(),
            without_state=without_state.urlencode(),
            may_give=self.by.has_perm("wagtail_localize.submit_translation"),
            here=self.request.get_full_path(),
            **kwargs,
        )

    def _export(self, found: list[progress.Row]) -> HttpResponse:
        headings = [_("Title"), _("Type"), _("Column"), _("Language"), _("State"), _("Segments"), _("Translated")]
        headings += [_("Translator"), _("Wanted by"), _("Source published"), _("Title of the translation")]
        rows = (
            [
                row.page.title,
                row.kind,
                row.column,
                row.locale.get_display_name(),
                row.state_label,
                row.total,
                row.done,
                (row.record and row.record.translator) or "",
                row.record and row.record.due,
                row.page.last_published_at,
                row.target.title if row.target else "",
            ]
            for row in found
        )
        name = f"translations-{timezone.localdate():%Y%m%d}"
        return xlsx_response(name, [(str(self.page_title), headings, rows)])


class QueueView(AdminPage):
    """What a translator has to do, and what they may take."""

    permission = "editorial.translate_assigned"
    template_name = "editorial/translations/queue.html"
    page_title = gettext_lazy("My translations")
    header_icon = "wagtail-localize-language"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(mine=progress.of_translator(self.by), open=progress.open_work(), **kwargs)


def translation(request: HttpRequest, pk: int) -> HttpResponse:
    """One translation: its versions, what changed in the source, who does it."""
    record = _record(pk)
    if not _may_see(request.user, record):
        raise PermissionDenied
    gives = request.user.has_perm("editorial.assign_translation")
    initial = {"translator": record.translator_id, "due": record.due, "note": record.note}
    form = AssignForm(request.POST or None, initial=initial) if gives else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid() and _tried(request, lambda: work.assign(record, request.user, **form.cleaned_data)):
            messages.success(request, _("Saved."))
            return redirect("editorial_translations:translation", record.pk)
    row = progress.row_of(record)
    page = record.page.specific if record.page else None
    return render(
        request,
        "editorial/translations/translation.html",
        {
            "record": record,
            "row": row,
            "page": page,
            "form": form,
            "changes": changes(record.translation.source) if record.outdated else [],
            "untranslated": len(drafts.untranslated(record.translation)),
            "may_edit": page is not None and page.permissions_for_user(request.user).can_edit(),
            "may_renew": work.may_renew(request.user, record),
            "may_take": record.translator_id is None
            and request.user.has_perm("editorial.translate_assigned")
            and work.open_to_all(record),
            "may_confirm": record.stale and not record.outdated,
        },
    )


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """A translator takes a translation that is nobody's."""
    record = _record(pk)
    if _tried(request, lambda: work.take(record, request.user)):
        messages.success(request, _("This translation is yours now."))
        return redirect("wagtailadmin_pages:edit", record.page_id)
    return redirect("editorial_translations:translation_queue")


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the source as it is now."""
    record = _record(pk)
    if _tried(request, lambda: work.renew(record, request.user)):
        messages.success(request, _("The translation now has the present text of its source. Translate what is new."))
    return redirect("wagtailadmin_pages:edit", record.page_id) if record.page_id else redirect("wagtailadmin_home")


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The translation is right as it is."""
    record = _record(pk)
    if _tried(request, lambda: work.confirm(record, request.user)):
        messages.success(request, _("Readers are no longer told that this translation is out of date."))
    return redirect("editorial_translations:translation", record.pk)


def _record(pk: int) -> TranslationRecord:
    return get_object_or_404(
        TranslationRecord.objects.select_related("translation__source", "translation__target_locale", "page"), pk=pk
    )


def _may_see(user: Any, record: TranslationRecord) -> bool:
    if user.has_perm("editorial.view_translation_report"):
        return True
    if not user.has_perm("editorial.translate_assigned"):
        return False
    return record.translator_id == user.pk or (record.translator_id is None and work.open_to_all(record))


def _tried(request: HttpRequest, act: Any) -> bool:
    """Whether the action was possible; says why not."""
    try:
        act()
    except ReviewError as error:
        messages.error(request, str(error))
        return False
    return True


def editor_notice(request: HttpRequest, page: Any) -> None:
    """Above the translation editor: the source has changed, with the way to take the new text."""
    record = TranslationRecord.objects.filter(page=page.pk).select_related("translation").first()
    if record is None or not record.outdated:
        return
    messages.warning(
        request,
        drafts.outdated_message(reverse("editorial_translations:translation", args=[record.pk])),
    )
