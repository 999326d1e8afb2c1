"""The page of results and what belongs to it, once for each language."""

from django.urls import path

from . import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/complete/", views.complete, name="search_complete"),
    path("search/chosen/", views.chosen, name="search_chosen"),
]
