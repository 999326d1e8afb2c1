"""我的学习: what is assigned and due, in work, done."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .. import mine, notices, queries
from ..models import CoursesPage


@never_cache
@login_required
@require_GET
def my(request: HttpRequest) -> HttpResponse:
    """The front page of a cadre."""
    year = queries.this_year()
    context = {
        "title": _("My learning"),
        "tasks": mine.tasks(request.user),
        "notices": notices.shown_to(request.user),
        "year": year,
        "hours_this_year": queries.hours_of(request.user, year),
        "hours_in_all": queries.hours_of(request.user),
        "catalogue": CoursesPage.objects.live().filter(locale__language_code=request.LANGUAGE_CODE).first(),
    }
    return render(request, "training/my.html", context)
