"""Addresses that are no pages."""

from django.urls import re_path

from .views import files

app_name = "pages"
urlpatterns = [
    re_path(
        r"^pictures/(?P<image_id>\d+)/(?P<version>[0-9a-f]{12})/(?P<spec>[\w.~-]+)\.(?P<extension>[a-z]{3,4})$",
        files.picture,
        name="picture",
    ),
]
