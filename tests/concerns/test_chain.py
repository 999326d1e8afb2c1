"""Two who append at the same time continue one chain: neither forks it nor waits for ever."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from concerns import events
from concerns.models import Concern, ConcernEvent

WRITERS, EACH = 4, 6


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_writers_make_one_chain() -> None:
    rows = [
        Concern.objects.create(channel="phone", received_at=timezone.now(), text="路灯不亮") for _each in range(WRITERS)
    ]
    failed: list[Exception] = []

    def write(concern: Concern) -> None:
        for number in range(EACH):
            with transaction.atomic():
                Concern.objects.select_for_update().get(pk=concern.pk)
                events.append(concern, "noted", None, {"number": number})

    def beside(concern: Concern, together: threading.Barrier) -> None:
        try:
            together.wait(10)
            write(concern)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    if connection.vendor == "postgresql":
        barrier = threading.Barrier(WRITERS)
        threads = [threading.Thread(target=beside, args=(row, barrier)) for row in rows]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in threads)
    else:  # the memory of one process has one writer
        for row in rows:
            write(row)
    assert not failed
    assert ConcernEvent.objects.count() == WRITERS * EACH
    assert list(events.breaks()) == []
    for row in rows:
        told = ConcernEvent.objects.filter(concern=row).order_by("number")
        assert [event.data["number"] for event in told] == list(range(EACH)), "each in its own order"
