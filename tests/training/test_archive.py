"""The sealed zip of exam papers: whole, the same each time, on record, for organisers."""

import hashlib
import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from training import archive
from training.actions import import_questions
from training.actions.course import CourseError
from training.bank.item import Item
from training.models import Attempt, AttemptItem, QuestionVersion, Quiz, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(person: Any) -> Quiz:
    import_questions([Item(1, "truefalse", "许可以二十日为限。", answers=[True])])
    quiz = Quiz.objects.create(title="测验")
    now = timezone.now()
    attempt = Attempt.objects.create(
        quiz=quiz, user=person("learner", name="甲"), number=1, state="done", settings={}, started=now, closed=now,
        maximum=Decimal(1), mark=Decimal(1), passed=True, receipt="R1",
    )  # fmt: skip
    item = AttemptItem.objects.create(
        attempt=attempt, position=1, version=QuestionVersion.objects.get(), maximum=Decimal(1), response=[0], mark=1
    )
    Step.objects.create(attempt=attempt, number=1, kind="start", at=now, item=item)
    return quiz


def test_the_zip_holds_everything_and_its_hashes(quiz: Quiz, person: Any) -> None:
    organiser = person("organiser")
    data, digest = archive.seal(quiz, organiser)
    assert hashlib.sha256(data).hexdigest() == digest
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        texts = {name: pack.read(name) for name in pack.namelist()}
    for line in texts.pop("SHA256SUMS").decode().splitlines():
        value, name = line.split("  ")
        assert hashlib.sha256(texts[name]).hexdigest() == value
    (attempt,) = json.loads(texts["attempts.json"])
    assert (attempt["name"], attempt["mark"], attempt["items"][0]["response"]) == ("甲", "1.00", [0])
    assert "二十日" in texts["questions.json"].decode() and json.loads(texts["steps.json"])[0]["kind"] == "start"
    assert archive.seal(quiz, organiser)[1] == digest, "the same papers, the same bytes"
    assert ModelLogEntry.objects.filter(action="training.seal", user=organiser, data__sha256=digest).count() == 2


def test_who_and_when(quiz: Quiz, person: Any) -> None:
    for role in ("learner", "auditor", "marker"):
        with pytest.raises(PermissionDenied):
            archive.seal(quiz, person(role))
    client = Client()
    client.force_login(person("organiser"))
    answer = client.post(reverse("training_admin:papers"), {"quiz": quiz.pk})
    assert answer["Content-Type"] == "application/zip"
    assert client.get(reverse("training_admin:papers")).status_code == 200
    assert client.post(reverse("training_admin:papers"), {"quiz": "x"}).status_code == 404
    Attempt.objects.update(state="open")
    with pytest.raises(CourseError):
        archive.seal(quiz, person("organiser"))
