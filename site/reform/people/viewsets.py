"""Accounts and regions in Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.users.views.users import CreateView, EditView, HistoryView, IndexView, UserColumn, UserViewSet

from .filters import PeopleFilterSet
from .forms import UserForm
from .models import Region, User, WorkingYear
from .queries import with_second_factor
from .roles import BY_NAME, ROLES
from .views.accounts import actions_for


class PeopleIndexView(IndexView):
    """The list of accounts: who, where, which roles, open or closed."""

    page_title = _("Accounts")
    add_item_label = _("Add an account")
    list_export = ["username", "name", "unit", "post", "get_rank_display", "is_active", "last_login"]
    export_headings = {"get_rank_display": _("rank group")}
    search_fields = ["username", "name", "post"]
    search_backend_name = None

    @cached_property
    def columns(self) -> list[Any]:
        title = self._get_title_column_class(UserColumn)
        return [
            title(
                "name",
                label=_("Full name"),
                sort_key="name",
                get_url=self.get_edit_url if self.user_has_permission("change") else None,
                classname="name",
            ),
            Column("username", label=_("Username"), sort_key="username"),
            Column("unit", label=_("Unit"), sort_key="unit__path", accessor=lambda user: user.unit or ""),
            Column("post", label=_("Post"), classname="reform-wide"),
            Column("roles", label=_("Roles"), accessor=role_names, classname="reform-wide"),
            BooleanColumn("is_active", label=_("Enabled"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last login"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> QuerySet[User]:
        return with_second_factor(User.objects.select_related("unit", "wagtail_userprofile").prefetch_related("groups"))

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        if (self.ordering or "").lstrip("-") == "name":
            return queryset.order_by(self.ordering, "pk")
        return generic.IndexView.order_queryset(self, queryset)

    def get_edit_url(self, instance: User) -> str | None:
        return super().get_edit_url(instance) if may_manage(self.request.user, instance) else None

    def get_delete_url(self, instance: User) -> None:
        """Accounts are closed, not deleted: what they did must stay theirs."""

    def get_copy_url(self, instance: User) -> None:
        return None

    def get_list_more_buttons(self, instance: User) -> list[Button]:
        buttons = super().get_list_more_buttons(instance)
        return [*buttons, *(action.button(instance) for action in actions_for(self.request.user, instance))]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = super().header_buttons
        if self.request.user.has_perm("people.import_people"):
            buttons = [
                *buttons,
                HeaderButton(_("Import"), url=reverse("people_import"), icon_name="upload", priority=20),
            ]
        return buttons


def role_names(user: User) -> str:
    """The roles of an account in the order of the table; a superuser is named as such."""
    held = {group.name for group in user.groups.all()} & set(BY_NAME)
    names = [role.name for role in ROLES if role.name in held]
    if user.is_superuser:
        names.insert(0, str(_("superuser")))
    return "、".join(names)


def may_manage(by: Any, user: User) -> bool:
    """What `actions` will say, for showing links."""
    return by.has_perm("people.change_user") and (by.is_superuser or not user.is_superuser)


class PeopleCreateView(CreateView):
    def save_instance(self) -> User:
        """The action writes the log, so Wagtail's entry is not added."""
        return self.form.save()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def get_success_url(self) -> str:
        """On to the account, where its first password is given."""
        return reverse(self.edit_url_name, args=[self.object.pk])


class PeopleEditView(EditView):
    template_name = "people/users/edit.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def save_instance(self) -> User:
        return self.form.save()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(account_actions=actions_for(self.request.user, self.object), **kwargs)


class NoDeleteView(generic.DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied


class PeopleInspectView(InspectView):
    """An account in words: neither “True” nor “None”."""

    def get_is_active_display_value(self) -> Any:
        return _("in use") if self.object.is_active else _("closed")

    def get_unit_display_value(self) -> Any:
        return self.object.unit.name if self.object.unit else "—"

    def get_last_login_display_value(self) -> Any:
        return self.object.last_login or _("never")


class PeopleViewSet(UserViewSet):
    """Wagtail's users with our fields; every change goes through `actions`."""

    index_view_class = PeopleIndexView
    add_view_class = PeopleCreateView
    edit_view_class = PeopleEditView
    delete_view_class = NoDeleteView
    history_view_class = HistoryView
    filterset_class = PeopleFilterSet
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = PeopleInspectView
    inspect_view_fields = ["username", "name", "unit", "post", "rank", "is_active", "date_joined", "last_login"]
    menu_order = 590
    menu_label = _("Accounts")
    template_prefix = "wagtailadmin/generic/"
    edit_template_name = "people/users/edit.html"
    search_fields = ["username", "name", "post"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[UserForm]:
        return UserForm


class RegionViewSet(ModelViewSet):
    """Administrative areas."""

    model = Region
    icon = "globe"
    form_fields = ["code", "name", "name_en", "order"]
    list_display = ["name", "name_en", "code", "order"]
    search_fields = ["name", "name_en", "code"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_settings_menu = True
    menu_order = 596


class WorkingYearViewSet(ModelViewSet):
    """The working calendar: a year comes with the software or is entered here; none is deleted."""

    model = WorkingYear
    icon = "date"
    menu_label = _("Working calendar")
    list_display = ["year", "source"]
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["year", "source"]
    add_to_settings_menu = True
    menu_order = 597
