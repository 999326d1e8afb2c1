"""Exports and actions on many are on record, without what was searched for."""

import pytest

from concerns.exports import note_bulk, note_export
from concerns.models import ConcernEvent

pytestmark = pytest.mark.django_db


def test_on_record_by_whom_how_many_and_how_filtered(staff):
    note_export(
        staff["desk"], "list.xlsx", 12, filters={"q": "沈小满", "state": "closed", "unit": ""}, columns=["code"]
    )
    note_bulk(staff["desk"], "assign", [3, 1, 2])
    bulk, exported = ConcernEvent.objects.all()
    assert exported.user == staff["desk"] and exported.data["filters"] == {"state": "closed"}
    assert exported.data["count"] == 12 and exported.data["searched"] and "沈小满" not in str(exported.data)
    assert bulk.data == {"what": "assign", "count": 3, "concerns": [1, 2, 3]}
