"""Addresses of Wagtail's admin that answer differently here; they stand before Wagtail's own."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .choosing import ChosenPagesView

urlpatterns = [path("choose-page/chosen-multiple/", require_admin_access(ChosenPagesView.as_view()))]
