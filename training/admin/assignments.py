"""Assignments in the admin: give one (with a preview), follow it up, nudge, exempt, export."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.widgets import AdminDateInput

from reform.editorial.extract import UnreadableFile
from reform.pages.sheets import xlsx_response
from reform.people.models import Unit, User
from reform.people.views.pages import AdminPage

from .. import board, outline, people_list
from ..actions import assignment as actions
from ..models import Assignee, Assignment, CoursePage, TrainingNotice


class UnitsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return "　" * (obj.depth - 1) + obj.name


class AssignmentForm(forms.Form):
    """Who is to take what until when. `people` comes back from the preview."""

    course = forms.ModelChoiceField(
        label=gettext_lazy("course"), queryset=CoursePage.objects.none(), empty_label=gettext_lazy("Choose a course")
    )
    title = forms.CharField(
        label=gettext_lazy("title"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Empty: the title of the course"),
    )
    units = UnitsField(
        label=gettext_lazy("units"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=gettext_lazy("Hold Ctrl to choose several"),
    )
    with_sub_units = forms.BooleanField(label=gettext_lazy("with the units below"), required=False, initial=True)
    ranks = forms.MultipleChoiceField(
        label=gettext_lazy("rank groups"),
        choices=User.Rank.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None: everybody in these units; without units: everybody of these ranks"),
    )
    file = forms.FileField(
        label=gettext_lazy("list of people (.xlsx)"),
        required=False,
        help_text=gettext_lazy("A sheet with the column 用户名, or 姓名 and 单位; added to the units"),
    )
    people = forms.ModelMultipleChoiceField(
        queryset=User.objects.filter(is_active=True), required=False, widget=forms.MultipleHiddenInput
    )
    starts_on = forms.DateField(label=gettext_lazy("starts"), widget=AdminDateInput, initial=timezone.localdate)
    due_on = forms.DateField(label=gettext_lazy("due"), widget=AdminDateInput)
    note = forms.CharField(
        label=gettext_lazy("note to the people"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = CoursePage.objects.live().filter(locale=outline.source_locale()).order_by("title")
        cast(Any, self.fields["course"]).queryset = courses
        cast(Any, self.fields["units"]).queryset = Unit.objects.open()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        starts, due = found.get("starts_on"), found.get("due_on")
        if starts and due and due < starts:
            self.add_error("due_on", _("It would be due before it starts."))
        self.listed = people_list.Listed()
        if found.get("file"):
            try:
                self.listed = people_list.read(found["file"].read())
            except UnreadableFile as error:
                self.add_error("file", str(error))
        people = {user.pk: user for user in [*(found.get("people") or []), *self.listed.people]}
        found["people"] = list(people.values())
        chosen = found.get("units") or found.get("ranks") or people or self.listed.problems
        if not self.errors and not chosen:
            raise ValidationError(_("Say who is to take the course: units, rank groups or people."))
        return found


class AssignmentsView(AdminPage):
    """All assignments, the open ones first."""

    permission = "training.view_assignment"
    template_name = "training/admin/assignments.html"
    page_title = gettext_lazy("Assignments of courses")
    header_icon = "clipboard-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("state", "open")
        query = self.request.GET.get("q", "").strip()[:60]
        found = Assignment.objects.select_related("course", "created_by")
        if chosen in {"open", "closed"}:
            found = found.filter(closed_at__isnull=chosen == "open")
        if query:
            found = found.filter(title__icontains=query) | found.filter(course__title__icontains=query)
        rows = list(found[:200])
        tallies = board.counts(rows)
        items = [
            {"row": row, "tally": tallies[row.pk], "late": row.is_open and row.due_on < timezone.localdate()}
            for row in rows
        ]
        return super().get_context_data(
            items=items,
            chosen=chosen,
            query=query,
            may_add=self.by.has_perm("training.add_assignment"),
            states=[("open", _("open")), ("closed", _("closed")), ("all", _("all"))],
            **kwargs,
        )


class _Below(AdminPage):
    header_icon = "clipboard-list"

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("training_admin:assignments"), AssignmentsView.page_title)]


class NewAssignmentView(_Below):
    """The form; then what would come of it; then it is given."""

    permission = "training.add_assignment"
    template_name = "training/admin/assign.html"
    page_title = gettext_lazy("Assign a course")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AssignmentForm(initial={"course": request.GET.get("course")})
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AssignmentForm(request.POST, request.FILES)
        if not form.is_valid() or "back" in request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        chosen = form.cleaned_data
        if "confirm" not in request.POST:
            return self.render_to_response(self.get_context_data(form=form, preview=self._preview(form)))
        try:
            made = actions.assign(
                self.by, chosen["course"], title=chosen["title"], due_on=chosen["due_on"], note=chosen["note"],
                starts_on=chosen["starts_on"], units=chosen["units"], with_sub_units=chosen["with_sub_units"],
                ranks=chosen["ranks"], people=chosen["people"],
            )  # fmt: skip
        except (actions.AssignmentError, ValidationError) as error:
            text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            messages.error(request, text)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("“%(title)s” was assigned.") % {"title": made.title})
        return redirect("training_admin:board", made.pk)

    def _preview(self, form: AssignmentForm) -> dict[str, Any]:
        chosen = form.cleaned_data
        people = actions.reached(chosen["units"], chosen["with_sub_units"], chosen["ranks"], chosen["people"])
        return {
            "count": people.count(),
            "names": list(people.select_related("unit").order_by("unit__path", "name")[:50]),
            "problems": form.listed.problems,
            "people": chosen["people"],
        }


class _OfOne(_Below):
    """A page about one assignment."""

    permission = "training.view_assignment"

    @cached_property
    def assignment(self) -> Assignment:
        rows = Assignment.objects.select_related("course", "created_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def unit(self) -> Unit | None:
        code = self.request.GET.get("unit") or self.request.POST.get("unit")
        return get_object_or_404(Unit, code=code) if code else None

    def get_page_title(self) -> str:
        return self.assignment.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            assignment=self.assignment,
            unit=self.unit,
            may_change=self.by.has_perm("training.change_assignment"),
            **kwargs,
        )


class BoardView(_OfOne):
    """How it stands now, by unit."""

    template_name = "training/admin/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole, by_unit = board.tallies(self.assignment)
        return super().get_context_data(
            whole=whole,
            by_unit=by_unit,
            states=board.STATES,
            now=timezone.now(),
            events=self.assignment.events.select_related("user", "about")[:30],
            event_names=EVENTS,
            **kwargs,
        )


EVENTS = {
    "given": gettext_lazy("assigned"),
    "exempt": gettext_lazy("exempted"),
    "included": gettext_lazy("exemption taken back"),
    "due": gettext_lazy("due date moved"),
    "closed": gettext_lazy("closed"),
    "nudged": gettext_lazy("nudged"),
    "exported": gettext_lazy("exported"),
}


class PeopleView(_OfOne):
    """The people of an assignment: of one unit, in one state; as a sheet."""

    template_name = "training/admin/people.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "xlsx":
            return self._export()
        return super().get(request, *args, **kwargs)

    def _rows(self) -> list[board.Row]:
        state = self.request.GET.get("state", "")
        return board.rows(self.assignment, self.unit, *([state] if state in board.STATES else []))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self._rows()
        return super().get_context_data(
            rows=rows[:500],
            total=len(rows),
            states=board.STATES.items(),
            chosen=self.request.GET.get("state", ""),
            query=self.request.GET.urlencode(),
            **kwargs,
        )

    def _export(self) -> HttpResponse:
        heads = [_("Unit"), _("Full name"), _("Post"), _("State"), _("Lessons done"), pgettext("when", "begun"), _("completed"),
                 _("reason of the exemption")]  # fmt: skip
        rows = [
            (
                str(row.assignee.user.unit or ""), row.assignee.user.name, row.assignee.user.post, str(row.label),
                row.lessons_done, row.begun_at, row.passed_at, row.assignee.exempt_reason,
            )
            for row in self._rows()
        ]  # fmt: skip
        actions.exported(self.assignment, self.by, self.request.GET.get("state") or "all")
        return xlsx_response(f"assignment-{self.assignment.pk}", [(_("People"), heads, rows)])


class NudgeView(_OfOne):
    """Whom a nudge would reach and what they would read; then it is sent."""

    permission = "training.change_assignment"
    template_name = "training/admin/nudge.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("text", _("Please finish this course in time. If something keeps you from it, tell us."))
        rows = actions.to_nudge(self.assignment, self.unit)
        notice = TrainingNotice.Kind.NUDGE.label
        return super().get_context_data(rows=rows, subject=f"{notice}：{self.assignment.title}", **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = request.POST.get("text", "")
        try:
            count = actions.nudge(self.assignment, self.by, text, self.unit)
        except actions.AssignmentError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(text=text))
        messages.success(request, _("%(count)d people were nudged.") % {"count": count})
        return redirect("training_admin:board", self.assignment.pk)


class ExemptView(_Below):
    """Excuse somebody with a reason, or take the exemption back."""

    permission = "training.change_assignment"
    template_name = "training/admin/exempt.html"
    page_title = gettext_lazy("Exemption")

    @cached_property
    def assignee(self) -> Assignee:
        return get_object_or_404(Assignee.objects.select_related("assignment", "user"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(assignee=self.assignee, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "")
        try:
            if "include" in request.POST:
                actions.include(self.assignee, self.by)
            else:
                actions.exempt(self.assignee, self.by, reason)
        except actions.AssignmentError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(reason=reason))
        messages.success(request, _("Recorded."))
        return redirect("training_admin:people", self.assignee.assignment_id)


class ChangeView(_OfOne):
    """Another due date, or the end of the assignment."""

    permission = "training.change_assignment"
    template_name = "training/admin/change.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "close" in request.POST:
                actions.close(self.assignment, self.by)
            else:
                day = forms.DateField().clean(request.POST.get("due_on"))
                actions.move_due(self.assignment, self.by, day)
        except (actions.AssignmentError, ValidationError) as error:
            text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            messages.error(request, text)
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("Recorded."))
        return redirect("training_admin:board", self.assignment.pk)
