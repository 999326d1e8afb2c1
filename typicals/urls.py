"""Addresses that come once for each language. Namespace "typicals"."""

from django.urls import path

from .views import public

localized_urls = [
    path("honours/", public.honours, name="honours"),
    path("honours/<slug:slug>/<int:year>/", public.honour, name="honour"),
]
