"""Addresses of the public that are no pages, once for each language."""

from django.urls import path

from . import views

app_name = "publicity"
urlpatterns = [
    path("answers/<int:page_id>/", views.vote_from_anywhere, name="vote"),
    path("answers/<int:page_id>/thanks/", views.thanks, name="thanks"),
]
