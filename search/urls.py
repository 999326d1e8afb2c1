"""The page of results, once for each language."""

from django.urls import path

from . import views

urlpatterns = [path("search/", views.search, name="search")]
