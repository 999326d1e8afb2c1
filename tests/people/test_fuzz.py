"""Every address of ours in the admin answers nonsense with a message, never with a failure."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from wagtail.models import ReferenceIndex

from reform.pages.models import Topic
from reform.people.models import User
from typicals.models import Nomination

from .doors import admin_patterns, is_ours
from .makers import make_user
from .world import World, build

pytestmark = pytest.mark.django_db

NAMES = re.compile(r'<(?:input|select|textarea)[^>]*\bname="([^"]+)"')
VALUES = ("", "x" * 5000, "-1", "99999999999999999999999", "a\0b", "2026-02-31", "[]")
# Where one is shown the way by an address, it is one of the site's. How many rows a list of forms has, and which they
# are, says a hidden field: django-modelcluster fails when that was forged.
NOT_TYPED = re.compile(r"csrfmiddlewaretoken|next|.*-(?:TOTAL|INITIAL)_FORMS")
# Fields of our forms that a page does not show by itself.
MORE = ("action", "approve", "send_back", "digest", "wrong", "reason", "comment", "revision", "id", "confirm", "p")


def bodies(names: set[str], values: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    yield {"data": {}}
    for value in values:
        yield {"data": dict.fromkeys(names, value)}
    yield {"data": {name: SimpleUploadedFile("x.xlsx", b"PK\x03\x04 no archive") for name in names}}
    yield {"data": {name: SimpleUploadedFile("文.png", b"") for name in names}}
    yield {"data": json.dumps({"a": [1]}), "content_type": "application/json"}
    yield {"data": b"{", "content_type": "application/json"}
    yield {"data": b"--x\r\n", "content_type": "multipart/form-data; boundary=y"}
    yield {"data": b"\xff\xfe=\xff", "content_type": "application/x-www-form-urlencoded"}


def failures(client: Client, world: World, paths: list[str], values: tuple[str, ...] = VALUES) -> list[str]:
    """The addresses that answer 500 to something, each with the first such thing."""
    client.raise_request_exception = False
    found = []
    for path in paths:
        address = world.address(path)
        with transaction.atomic():
            answer = client.get(address)
            transaction.set_rollback(True)
        text = "" if answer.streaming else answer.content.decode("utf-8", "replace")
        names = {*NAMES.findall(text), *MORE}
        names = {name for name in names if not NOT_TYPED.fullmatch(name)}
        if answer.status_code >= 500:
            found.append(f"GET {path}: {_why(answer)}")
        for body in bodies(names, values):
            with transaction.atomic():
                answer = client.post(address, **body)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                found.append(f"POST {path} {str(body)[:200]}: {_why(answer)}")
                break
        for query in ("?p=x&q=%00", "?ordering=x&export=xlsx&p=-1&q=%FF" + "x" * 3000):
            with transaction.atomic():
                answer = client.get(address + query)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                found.append(f"GET {path}{query[:40]}: {_why(answer)}")
    return found


def _why(answer: Any) -> str:
    return repr(answer.exc_info[1]) if getattr(answer, "exc_info", None) else str(answer.status_code)


def ours() -> list[str]:
    return sorted(path for path, pattern in admin_patterns().items() if is_ours(pattern))


def test_nonsense_is_never_a_failure(at_admin: Client) -> None:
    found = failures(at_admin, build(make_user("zweiter", "site_admin")), ours())
    assert not found, "\n".join(found)


def test_not_for_a_superuser_either() -> None:
    """Gets in where a site administrator does not."""
    world = build(make_user("zweiter", "site_admin"))
    client = Client()
    client.force_login(User.objects.create_superuser("oberst", password="a long password 1"))
    found = failures(client, world, [path for path in ours() if "new/" in path or "delete/" in path], ("0",))
    assert not found, "\n".join(found)


def test_a_chooser_without_a_form_creates_nothing(at_admin: Client) -> None:
    """Answered 500 before."""
    for model in ("pages/topic", "editorial/wordingentry"):
        answer = at_admin.post(f"/admin/snippets/choose/{model}/create/", {})
        assert answer.status_code == 302 and answer.headers["Location"] == "/admin/"


def test_what_is_in_use_is_not_deleted(at_admin: Client) -> None:
    """The database refuses while Wagtail's index of references does not know of the use yet."""
    build(make_user("zweiter", "site_admin"))
    nomination = Nomination.objects.get()
    ReferenceIndex.objects.all().delete()
    address = f"/admin/snippets/pages/topic/delete/{nomination.topic_id}/"
    answer = at_admin.post(address, follow=True)
    assert answer.status_code == 200
    assert "仍在使用" in answer.content.decode()
    assert Topic.objects.filter(pk=nomination.topic_id).exists()
