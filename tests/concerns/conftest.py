"""An office, two units, and somebody in each role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from concerns.models import Concern, Dispatch
from reform.demo.factories import make_unit


@pytest.fixture
def units(db: None) -> dict[str, Any]:
    """`office`, `water`, its section `pipes`, and `roads`, below one county."""
    county = make_unit("C0", "云溪县")
    water = make_unit("C2", "水务局", county)
    return {
        "county": county,
        "office": make_unit("C1", "改革办", county),
        "water": water,
        "pipes": make_unit("C21", "管网科", water),
        "roads": make_unit("C3", "交通局", county),
    }


@pytest.fixture
def staff(person: Callable[..., Any], units: dict[str, Any]) -> dict[str, Any]:
    """One person for each side; `*_roads` are of another unit."""
    return {
        "desk": person("concern_desk", unit=units["office"]),
        "desk2": person("concern_desk", unit=units["office"]),
        "handler": person("handler", unit=units["water"]),
        "leader": person("unit_leader", unit=units["water"]),
        "pipes": person("handler", unit=units["pipes"]),
        "handler_roads": person("handler", unit=units["roads"]),
        "approver": person("approver", unit=units["office"]),
        "secret": person("confidential_handler", unit=units["office"]),
        "secret_water": person("confidential_handler", unit=units["pipes"]),
        "editor": person("editor", unit=units["water"]),
        "superuser": person(is_superuser=True),
    }


@pytest.fixture
def concern(db: None) -> Concern:
    return Concern.objects.create(channel="phone", received_at=timezone.now(), text="自来水发黄，已经三天。")


@pytest.fixture
def dispatched(concern: Concern, staff: dict[str, Any], units: dict[str, Any]) -> Concern:
    """With the water bureau."""
    Dispatch.objects.create(concern=concern, unit=units["water"], by=staff["desk"], at=timezone.now())
    concern.state, concern.unit = Concern.State.DISPATCHED, units["water"]
    concern.save()
    return concern
