"""Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2/), off unless `OPEN311` says so: public fields alone.

Services are the kinds of concerns but accusations. Requests are read as what was published (redacted and approved), and a
single one by its receipt code, without a word of it. Sending one needs a key (`OPEN311_KEYS`) and gives the receipt code.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import re_path
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from reform.pages.queries import public_pages

from .actions import asking
from .codes import LENGTH, code_of
from .contacts import Details
from .models import AnswerPage, Concern
from .public import limits
from .public.forms import KINDS
from .public.rules import notices, numbers
from .states import OPEN, State

MOST = 100
CODES = {str(value) for value, _label, _help in KINDS} - {Concern.Kind.ACCUSATION, asking.SITE_ERROR}


class Fault(Exception):
    """An answer of GeoReport: a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def endpoint(root: str, item: str) -> Callable[[Any], Any]:
    """Answers rows in the format of the address. `root` and `item` name the elements in XML."""

    def wrap(view: Callable[..., list[dict[str, Any]]]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, form: str, **kwargs: Any) -> HttpResponse:
            if not settings.OPEN311:
                raise Http404
            status = 200
            names = (root, item)
            try:
                rows = view(request, **kwargs)
            except Fault as fault:
                status, names = fault.status, ("errors", "error")
                rows = [{"code": fault.status, "description": str(fault)}]
            response: HttpResponse
            if form == "json":
                response = JsonResponse(rows, safe=False, status=status, json_dumps_params={"ensure_ascii": False})
            else:
                response = HttpResponse(_xml(rows, *names), content_type="text/xml; charset=utf-8", status=status)
            response["Cache-Control"] = "no-store"
            return response

        return wrapped

    return wrap


def _xml(rows: list[dict[str, Any]], root: str, item: str) -> bytes:
    top = ElementTree.Element(root)
    for row in rows:
        element = ElementTree.SubElement(top, item)
        for name, value in row.items():
            ElementTree.SubElement(element, name).text = "" if value is None else _text(value)
    return ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "".join(sign for sign in str(value) if sign >= " " or sign in "\n\t")


@require_http_methods(["GET"])
@endpoint("services", "service")
def services(request: HttpRequest) -> list[dict[str, Any]]:
    """What can be asked for."""
    return [
        {
            "service_code": str(value),
            "service_name": str(label),
            "description": str(help_text),
            "metadata": False,
            "type": "realtime",
            "keywords": "",
            "group": "",
        }
        for value, label, help_text in KINDS
        if str(value) in CODES
    ]


@csrf_exempt  # programs send a key, not a cookie
@require_http_methods(["GET", "POST"])
@endpoint("service_requests", "request")
def requests(request: HttpRequest) -> list[dict[str, Any]]:
    """GET: what was published, the newest first. POST: sends one."""
    return _post(request) if request.method == "POST" else _published(request)


@require_http_methods(["GET"])
@endpoint("service_requests", "request")
def single(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """One request by its receipt code, or one that was published by its number. Nothing of its words without publication."""
    if number.isascii() and number.isdigit() and len(number) < LENGTH:
        page = _pages().filter(pk=int(number)).first()
        if page is not None:
            return [_row(page)]
    else:
        where = limits.address(request)
        if limits.so_far("wrong", where) > numbers()["wrong_codes_per_hour"]:
            raise Fault(403, _("There have been too many wrong codes. Please try again in an hour."))
        concern = Concern.objects.filter(code=code_of(number), restricted=False).first()
        if concern is not None:
            return [_state(concern)]
        limits.times("wrong", where)
    raise Fault(404, _("There is no such request."))


def _pages() -> Any:
    return AnswerPage.objects.filter(pk__in=public_pages().values("pk")).select_related("unit")


def _published(request: HttpRequest) -> list[dict[str, Any]]:
    rows = _pages().order_by("-first_published_at", "-pk")
    if ids := request.GET.get("service_request_id", ""):
        rows = rows.filter(pk__in=[int(part) for part in ids.split(",")[:MOST] if part.isdecimal() and len(part) < 12])
    if request.GET.get("status", "closed") not in {"closed", "open,closed", "closed,open"}:
        return []
    if since := _moment(request.GET.get("start_date", "")):
        rows = rows.filter(received_on__gte=since.date())
    if until := _moment(request.GET.get("end_date", "")):
        rows = rows.filter(received_on__lte=until.date())
    return [_row(page) for page in rows[:MOST]]


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise Fault(400, _("A date is written as 2026-11-24T08:00:00+08:00."))
    return moment


def _row(page: AnswerPage) -> dict[str, Any]:
    """The public fields of a published answer."""
    return {
        "service_request_id": str(page.pk),
        "status": "closed",
        "status_notes": page.answer,
        "service_name": page.title,
        "description": page.question,
        "agency_responsible": str(page.unit) if page.unit else "",
        "requested_datetime": f"{page.received_on.isoformat()}T00:00:00+08:00",
        "updated_datetime": f"{page.answered_on.isoformat()}T00:00:00+08:00",
    }


def _state(concern: Concern) -> dict[str, Any]:
    """Where a concern stands, for who has its code: no words, no unit, no names."""
    return {
        "service_request_id": concern.code,
        "status": "open" if concern.state in OPEN or concern.state == State.MERGED else "closed",
        "service_code": str(concern.kind),
        "requested_datetime": concern.received_at.isoformat(timespec="seconds"),
        "expected_datetime": concern.due.isoformat(timespec="seconds") if concern.due else None,
    }


def _post(request: HttpRequest) -> list[dict[str, Any]]:
    given = request.POST
    key = given.get("api_key", "")
    if not any(secrets.compare_digest(key.encode(), known.encode()) for known in settings.OPEN311_KEYS if known):
        raise Fault(403, _("The key is missing or not known."))
    if limits.times("open311", key) > numbers()["open311_per_hour"]:
        raise Fault(403, _("That was asked too often. Please try again later."))
    kind, text = given.get("service_code", ""), given.get("description", "").replace("\x00", "").strip()
    if kind not in CODES:
        raise Fault(400 if not kind else 404, _("service_code is missing or not known."))
    if not text:
        raise Fault(400, _("description is missing."))
    if place := given.get("address_string", "").strip():
        text = f"{text}\n{place[:200]}"
    email = given.get("email", "").strip()
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise Fault(400, _("email is no e-mail address.")) from error
    name = f"{given.get('last_name', '').strip()}{given.get('first_name', '').strip()}"[:40]
    concern = asking.submit(
        kind=kind,
        subject=text.splitlines()[0][:100],
        text=text[:5000],
        details=Details(name=name, phone=given.get("phone", "").strip()[:30], email=email[:254]),
        notice=notices()[0]["version"],
        may_publish=False,
    )
    return [{"service_request_id": concern.code, "service_notice": "", "account_id": None}]


urlpatterns = [
    re_path(r"^services\.(?P<form>json|xml)$", services),
    re_path(r"^requests\.(?P<form>json|xml)$", requests),
    re_path(r"^requests/(?P<number>[\w-]{1,40})\.(?P<form>json|xml)$", single),
]
