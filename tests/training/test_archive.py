"""The sealed zip of exam papers: whole, the same each time, on record, for organisers."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from training.actions import import_questions, sealing
from training.actions.closing import add_step
from training.actions.errors import TrainingError
from training.bank.item import Item
from training.models import Attempt, AttemptItem, PaperArchive, QuestionVersion, Quiz, QuizOverride, Step

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
    Attempt.objects.update(steps_count=1)
    return quiz


def test_the_zip_holds_everything_and_its_hashes(quiz: Quiz, person: Any) -> None:
    organiser = person("organiser")
    made = sealing.seal(quiz, organiser)
    data = made.file.read()
    assert hashlib.sha256(data).hexdigest() == made.sha256
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        texts = {name: pack.read(name) for name in pack.namelist()}
    for line in texts.pop("SHA256SUMS").decode().splitlines():
        value, name = line.split("  ")
        assert hashlib.sha256(texts[name]).hexdigest() == value
    (attempt,) = json.loads(texts["attempts.json"])
    assert (attempt["name"], attempt["mark"], attempt["items"][0]["response"]) == ("甲", "1.00", [0])
    assert "二十日" in texts["questions.json"].decode() and json.loads(texts["steps.json"])[0]["kind"] == "start"
    assert sealing.seal(quiz, organiser) == made, "the same papers, the same bytes, one archive"
    assert ModelLogEntry.objects.get(action="training.seal", user=organiser).data == {"sha256": made.sha256}
    with pytest.raises(TypeError):
        made.save()


def test_the_job_seals_what_has_closed_once_and_tells_the_organisers(quiz: Quiz, person: Any) -> None:
    organiser = person("organiser")
    hour = timedelta(hours=1)
    call_command("seal_papers")
    assert not PaperArchive.objects.exists(), "a quiz without an end"
    Quiz.objects.update(state="open", closes=timezone.now() - hour)
    later = QuizOverride.objects.create(quiz=quiz, user=person("learner"), closes=timezone.now() + hour, reason="住院")
    call_command("seal_papers")
    assert not PaperArchive.objects.exists(), "somebody may still begin"
    later.delete()
    Attempt.objects.update(state="marking")
    call_command("seal_papers")
    assert not PaperArchive.objects.exists(), "a marker is waited for"
    Attempt.objects.update(state="done")
    call_command("seal_papers")
    call_command("seal_papers")
    made = PaperArchive.objects.get()
    assert made.by is None and made.attempts == 1 and made.file.size > 500
    call_command("send_notices")
    (message,) = mail.outbox
    assert message.to == [organiser.email] and "测验" in message.subject and "/papers/" in message.body
    # Marks that change later make a second archive beside the first.
    add_step(Attempt.objects.get(), Step.Kind.REGRADE)
    Attempt.objects.update(mark=0)
    call_command("seal_papers")
    assert PaperArchive.objects.count() == 2


def test_who_and_when(quiz: Quiz, person: Any) -> None:
    for role in ("learner", "auditor", "marker"):
        with pytest.raises(PermissionDenied):
            sealing.seal(quiz, person(role))
    client, organiser = Client(), person("organiser")
    client.force_login(organiser)
    assert client.post(reverse("training_admin:papers"), {"quiz": quiz.pk}).status_code == 302
    made = PaperArchive.objects.get()
    assert made.sha256 in client.get(reverse("training_admin:papers")).content.decode()
    answer = client.get(reverse("training_admin:papers_file", args=[made.pk]))
    assert answer["Content-Type"] == "application/zip"
    assert hashlib.sha256(b"".join(answer)).hexdigest() == made.sha256
    assert ModelLogEntry.objects.filter(action="training.export", user=organiser).count() == 1
    assert client.post(reverse("training_admin:papers"), {"quiz": "x"}).status_code == 404
    Attempt.objects.update(state="open")
    with pytest.raises(TrainingError):
        sealing.seal(quiz, organiser)
