"""The personal record (学习档案): what somebody learned, with hours and certificates, on a page, as xlsx, as PDF."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from reform.pages.ways_out.pdf import pdf

from .models import Certificate, HourEntry


@dataclass(frozen=True)
class Line:
    on: date
    title: str
    hours: Decimal
    meter: str
    certificate: Certificate | None


def years(user: Any) -> list[int]:
    """The years in which there is something, the newest first."""
    return sorted({day.year for day in HourEntry.objects.filter(user=user).dates("on", "year")}, reverse=True)


def lines(user: Any, year: int | None = None) -> list[Line]:
    """The entries of the ledger, the newest first, each with its valid certificate."""
    rows = HourEntry.objects.filter(user=user)
    if year is not None:
        rows = rows.filter(on__year=year)
    held: dict[int | None, Certificate] = {
        row.enrolment_id: row for row in Certificate.objects.filter(user=user, state=Certificate.State.VALID)
    }
    return [Line(row.on, row.title, row.hours, row.meter, held.get(row.enrolment_id)) for row in rows]


def paper(user: Any, year: int | None) -> bytes:
    """The record as a PDF. Raises `Busy`."""
    found = lines(user, year)
    context = {
        "person": user, "lines": found, "year": year, "total": sum((line.hours for line in found), Decimal(0)),
        "on": timezone.localdate(),
    }  # fmt: skip
    return pdf(render_to_string("training/record_paper.html", context), lambda image: False)
