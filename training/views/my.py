"""我的学习: what is assigned and due, in work, done."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reform.pages.sheets import xlsx_response
from reform.pages.ways_out.made import Busy

from .. import mine, notices, queries, record
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


@never_cache
@login_required
@require_GET
def my_record(request: HttpRequest) -> HttpResponse:
    """学习档案: by year, on the page, as xlsx or as PDF."""
    given = request.GET.get("year", "")
    year = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else None
    found = record.lines(request.user, year)
    if request.GET.get("as") == "xlsx":
        heads = [_("Date"), _("Course"), _("Credit hours"), _("Certificate")]
        rows = [
            (row.on, row.title, float(row.hours), row.certificate.serial if row.certificate else "") for row in found
        ]
        return xlsx_response("learning-record", [(_("Record of learning"), heads, rows)])
    if request.GET.get("as") == "pdf":
        try:
            body = record.paper(request.user, year)
        except Busy:
            return HttpResponse(status=503, headers={"Retry-After": "10"})
        response = HttpResponse(body, content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="learning-record.pdf"'
        return response
    context = {
        "title": _("Record of learning"),
        "lines": found,
        "total": sum(row.hours for row in found),
        "year": year,
        "years": record.years(request.user),
    }
    return render(request, "training/record.html", context)
