"""Fills a database that is for measuring with synthetic concerns."""

import secrets
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale

from concerns.models import Concern, ConcernTerm, Dispatch, FollowUp, new_code
from concerns.seeing import synthetic
from concerns.states import State
from reform.pages.models import Topic
from reform.people.models import Region, Unit, User

BATCH = 5000


class Command(BaseCommand):
    help = "Makes synthetic concerns for measuring, in a database without real ones. The same seed makes the same ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", type=int)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--days", type=int, default=1095, help="received within so many days")
        parser.add_argument("--open", type=float, default=0.1, help="which share is open")
        parser.add_argument("--force", action="store_true", help="also beside real concerns")

    def handle(
        self, *args: Any, count: int, seed: int, days: int, open: float, force: bool, verbosity: int = 1, **options: Any
    ) -> None:
        if not force and Concern.objects.exclude(source=synthetic.SOURCE).exists():
            raise CommandError("There are real concerns in this database: it is left alone (--force to do it anyway).")
        if count < 1 or days < 1 or not 0 <= open <= 1:
            raise CommandError("count and --days are at least 1, --open lies between 0 and 1.")
        user = User.objects.filter(is_active=False, username="synthetic").first() or User.objects.create_user(
            "synthetic", name="模拟", is_active=False
        )
        made = synthetic.make(
            count,
            seed,
            timezone.now(),
            days,
            open,
            list(Topic.objects.filter(locale=Locale.get_default()).values_list("pk", flat=True)),
            list(Region.objects.values_list("pk", "name")),
            list(Unit.objects.open().filter(depth__gt=1).values_list("pk", flat=True)),
        )
        done = 0
        first = Concern.objects.filter(source=synthetic.SOURCE).count()
        while batch := list(islice(made, BATCH)):
            with transaction.atomic():
                _write(batch, first, user)
            done += len(batch)
            if verbosity > 1:
                self.stdout.write(f"{done}/{count}")
        self.stdout.write(f"{done}")


def _write(batch: list[synthetic.Made], first: int, user: User) -> None:
    concerns = Concern.objects.bulk_create([_concern(made, first) for made in batch])
    pairs = ((concern.pk, term) for concern, made in zip(concerns, batch, strict=True) for term in made.terms)
    _write_terms(pairs)
    units = Unit.objects.in_bulk()
    sent = [concern for concern in concerns if concern.unit_id]
    Dispatch.objects.bulk_create(
        Dispatch(
            concern=concern,
            unit=units[concern.unit_id or 0],
            by=user,
            at=concern.received_at,
            answer="waiting" if concern.state == State.DISPATCHED else "accepted",
        )
        for concern in sent
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            concern=concern, responded=True, solved=concern.pk % 5 > 0, satisfied=concern.pk % 7 > 0, by=user,
            at=concern.answered_at or concern.received_at,
        )
        for concern in concerns
        if concern.state == State.CLOSED and concern.pk % 10 == 0
    )  # fmt: skip


def _concern(made: synthetic.Made, first: int) -> Concern:
    fields = {f"{name}_id" if name in ("topic", "region", "unit") else name: made.fields[name] for name in made.fields}
    return Concern(
        code=new_code(),
        salt=secrets.token_hex(16),
        source=synthetic.SOURCE,
        source_number=f"S{first + made.number:08d}",
        matter=made.matter,
        **fields,
    )


def _write_terms(pairs: Iterator[tuple[int, str]]) -> None:
    """By COPY on PostgreSQL: a million concerns have ten million words."""
    if connection.vendor == "postgresql":
        table = ConcernTerm._meta.db_table
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} (concern_id, term) FROM STDIN") as copy:
            for pair in pairs:
                copy.write_row(pair)
    else:
        ConcernTerm.objects.bulk_create((ConcernTerm(concern_id=pk, term=term) for pk, term in pairs), batch_size=2000)
