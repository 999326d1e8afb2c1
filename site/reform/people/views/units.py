"""The tree of units in the admin, and what is done with one of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import HeaderButton

from .. import actions
from ..forms import MergeForm, MoveForm, UnitForm
from ..models import Unit
from ..queries import unit_tree
from .pages import AdminPage


class UnitTreeView(AdminPage):
    """All units, indented, with their people and what may be done."""

    permission = "people.view_unit"
    template_name = "people/units/tree.html"
    page_title = _("Units")
    header_icon = "group"

    def get_header_buttons(self) -> list[HeaderButton]:
        buttons = []
        if self.by.has_perm("people.add_unit"):
            buttons.append(HeaderButton(_("Add a unit"), reverse("people_units:add"), icon_name="plus"))
        if self.by.has_perm("people.import_people"):
            buttons.append(HeaderButton(_("Import"), reverse("people_import"), icon_name="upload"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").replace("\0", "").strip()[:60]
        closed = "closed" in self.request.GET
        return super().get_context_data(
            units=unit_tree(closed=closed, words=words),
            words=words,
            closed=closed,
            may_change=self.by.has_perm("people.change_unit"),
            **kwargs,
        )


class UnitPage(AdminPage):
    """A page about one unit."""

    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.unit = get_object_or_404(Unit.objects.select_related("merged_into"), pk=kwargs["pk"])

    def crumbs(self) -> list[tuple[str, Any]]:
        path: list[tuple[str, Any]] = [(reverse("people_units:tree"), _("Units"))]
        if type(self) is not UnitDetailView:
            path.append((reverse("people_units:detail", args=[self.unit.pk]), self.unit))
        return path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, **kwargs)


class UnitDetailView(UnitPage):
    """A unit with its people, the units below it, and its history."""

    permission = "people.view_unit"
    template_name = "people/units/detail.html"

    def get_page_title(self) -> str:
        return self.unit.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_read = self.by.has_perm("people.view_unitevent")
        return super().get_context_data(
            above=self.unit.get_ancestors(),
            below=self.unit.get_children(),
            members=self.unit.members.filter(is_active=True).order_by("name"),
            events=self.unit.events.select_related("by") if may_read else None,
            former=self.unit.merged_from.all(),
            may_change=self.by.has_perm("people.change_unit") and not self.unit.merged_into_id,
            may_see_people=self.by.has_perm("people.view_user"),
            **kwargs,
        )


class _FormPage(AdminPage):
    """A form in front of an action; what the action refuses is said beside the field it is about."""

    template_name = "people/form.html"
    submit_button_label: Any = _("Save")

    def build_form(self, data: Any = None) -> BaseForm:
        raise NotImplementedError

    def act(self, form: Any) -> tuple[Unit, Any]:
        """Calls the action; returns the unit to show and the sentence that says what was done."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.build_form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.build_form(request.POST)
        if form.is_valid():
            try:
                unit, message = self.act(form)
            except actions.PeopleError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))  # type: ignore[attr-defined]
            else:
                messages.success(request, message)
                return redirect("people_units:detail", unit.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_button_label=self.submit_button_label, **kwargs)


class UnitAddView(_FormPage):
    permission = "people.add_unit"
    page_title = _("Add a unit")
    header_icon = "group"

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("people_units:tree"), _("Units"))]

    def build_form(self, data: Any = None) -> UnitForm:
        return UnitForm(data, initial={"parent": self.request.GET.get("parent")})

    def act(self, form: Any) -> tuple[Unit, Any]:
        unit = actions.create_unit(self.by, **form.cleaned_data)
        return unit, _("“%(unit)s” has been added.") % {"unit": unit.name}


class UnitEditView(_FormPage, UnitPage):
    permission = "people.change_unit"
    page_title = _("Change a unit")

    def build_form(self, data: Any = None) -> UnitForm:
        return UnitForm(data, instance=self.unit)

    def act(self, form: Any) -> tuple[Unit, Any]:
        unit = actions.change_unit(Unit.objects.get(pk=self.unit.pk), self.by, **form.cleaned_data)
        return unit, _("“%(unit)s” has been changed.") % {"unit": unit.name}


class UnitMoveView(_FormPage, UnitPage):
    permission = "people.change_unit"
    page_title = _("Move a unit")
    submit_button_label = _("Move")

    def build_form(self, data: Any = None) -> MoveForm:
        return MoveForm(data, initial={"parent": self.unit.get_parent()})

    def act(self, form: Any) -> tuple[Unit, Any]:
        unit = actions.move_unit(self.unit, form.cleaned_data["parent"], self.by)
        return unit, _("“%(unit)s” has been moved.") % {"unit": unit.name}


class UnitMergeView(_FormPage, UnitPage):
    permission = "people.change_unit"
    page_title = _("Merge a unit")
    submit_button_label = _("Merge")

    def build_form(self, data: Any = None) -> MergeForm:
        return MergeForm(data)

    def act(self, form: Any) -> tuple[Unit, Any]:
        heir = actions.merge_units(self.unit, form.cleaned_data["heir"], self.by)
        return heir, _("“%(unit)s” has been merged into “%(heir)s”.") % {"unit": self.unit.name, "heir": heir.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            warning=_(
                "A merger cannot be undone. “%(unit)s” is closed and kept as history; its people, the units below it "
                "and its pages go to the unit you choose."
            )
            % {"unit": self.unit.name},
            **kwargs,
        )


class UnitSwitchView(UnitPage):
    """Closes a unit or reopens it, after a question."""

    permission = "people.change_unit"
    template_name = "people/units/switch.html"

    def get_page_title(self) -> Any:
        act = _("Close the unit") if self.unit.active else _("Reopen the unit")
        return f"{act}：{self.unit.name}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act: Callable[..., Unit] = actions.close_unit if kwargs["to"] == "close" else actions.reopen_unit
        try:
            act(self.unit, self.by)
        except actions.PeopleError as error:
            messages.error(request, str(error))
        else:
            done = _("“%(unit)s” has been closed.") if kwargs["to"] == "close" else _("“%(unit)s” has been reopened.")
            messages.success(request, done % {"unit": self.unit.name})
        return redirect("people_units:detail", self.unit.pk)
