from typing import Any

import pytest


@pytest.fixture(autouse=True)
def empty_wording_list(request: pytest.FixtureRequest) -> Any:
    """These tests bring the expressions they need: the list of a fresh installation is put aside."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        from reform.editorial import gate
        from reform.editorial.models import WordingEntry, WordingVersion

        gate._compiled.clear()  # numbers of versions that were rolled back come again
        WordingEntry.objects.all()._raw_delete("default")
        WordingVersion.bump()
