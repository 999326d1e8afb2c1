from typing import Any

import pytest
from wagtail.models import Locale

from tests.editorial.review.conftest import office  # noqa: F401 - a fixture


@pytest.fixture
def english(home: Any) -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]
