"""学习档案 as it is taken home: whose it is, what stands in it, by year."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from training.models import HourEntry

pytestmark = pytest.mark.django_db
PAGE = "training:record"


@pytest.fixture
def learner(person: Any) -> Any:
    user, other = person("learner", name="林知远"), person("learner", name="别人")
    rows = ((user, 2025, "去年的课", 2), (user, 2026, "=今年的课", 3), (other, 2026, "别人的课", 9))
    for owner, year, title, hours in rows:
        HourEntry.objects.create(
            user=owner, on=date(year, 5, 1), hours=Decimal(hours), meter="online", rule="course", title=title
        )
    return user


def sheet(body: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))


def test_the_sheet_and_the_paper_hold_ones_own_record_and_no_other(
    learner: Any, at: Callable[[Any], Client], client: Client
) -> None:
    mine = at(learner)
    rows = sheet(mine.get(reverse(PAGE), {"as": "xlsx"}).content)
    assert [(row[1], row[2]) for row in rows[1:]] == [("=今年的课", 3), ("去年的课", 2)]
    assert len(sheet(mine.get(reverse(PAGE), {"as": "xlsx", "year": "2025"}).content)) == 2
    answer = mine.get(reverse(PAGE), {"as": "pdf"})
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert answer["Content-Type"] == "application/pdf" and "no-cache" in answer["Cache-Control"]
    assert "林知远" in text and "去年的课" in text and "别人的课" not in text
    for odd in ("x", "99999", "²025"):
        assert "去年的课" in mine.get(reverse(PAGE), {"year": odd}).content.decode()
    assert client.get(reverse(PAGE), {"as": "xlsx"}).status_code == 302
