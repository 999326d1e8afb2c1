"""What the admin pages of people and units have in common."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports.base import ReportView

from ..models import User


class PermittedReport(ReportView):
    """A report of Wagtail's behind one permission of its own."""

    permission = ""
    is_searchable = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AdminPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of Wagtail's admin behind one permission. `crumbs` is the path to it: (address, label)."""

    permission = ""

    @property
    def by(self) -> User:
        """Who asks: somebody signed in, since everything in the admin is for them."""
        return cast(User, self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[tuple[str, Any]]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        path = [{"url": url, "label": label} for url, label in self.crumbs()]
        return [*super().get_breadcrumbs_items(), *path, {"url": "", "label": self.get_page_title()}]
