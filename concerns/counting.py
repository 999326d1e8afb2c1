"""Counts for many questions in one query. A count stops at `MOST`: a million rows cost no more than a few thousand."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

MOST = 1000


def counts(questions: Sequence[QuerySet[Any]], most: int = MOST) -> list[int]:
    """How many rows each has; `most` + 1 stands for more."""
    parts: list[str] = []
    values: list[Any] = []
    places: list[int] = []
    found = [0] * len(questions)
    for place, question in enumerate(questions):
        try:
            sql, params = question.order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted_{place})")  # noqa: S608 - the ORM's own SQL
        values += params
        places.append(place)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", values)
            for place, number in zip(places, cursor.fetchone(), strict=True):
                found[place] = number
    return found


def said(number: int, most: int = MOST) -> str:
    """A count as it is shown."""
    return f"{most}+" if number > most else str(number)
