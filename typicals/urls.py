"""Addresses that come once for each language. Namespace "typicals"."""

from django.urls import path

from .views import notices, public

localized_urls = [
    path("honours/", public.honours, name="honours"),
    path("public-notices/", notices.notices, name="notices"),
    path("public-notices/<int:pk>/", notices.notice, name="notice"),
    path("public-notices/<int:pk>/object/", notices.object_to, name="object"),
    path("public-notices/<int:pk>/objected/", notices.objected, name="objected"),
    path("honours/<slug:slug>/<int:year>/", public.honour, name="honour"),
]
