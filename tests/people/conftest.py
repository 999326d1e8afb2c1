from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from reform.people.models import User

from .makers import make_user


@pytest.fixture(autouse=True)
def no_counts() -> Iterator[None]:
    """Rate limits live in the cache and would go from one test to the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def admin(db: Any) -> User:
    return make_user("guanli", "site_admin", name="管理员甲")


@pytest.fixture
def auditor(db: Any) -> User:
    return make_user("shenji", "auditor", name="审计员甲")


@pytest.fixture
def at_admin(client: Any, admin: User) -> Any:
    """A browser in which the site administrator is signed in."""
    client.force_login(admin)
    return client
