"""The public form and the status page, as a stranger without an account uses them."""

import io
import json
import re
from typing import Any

import altcha
import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from concerns import contacts
from concerns.actions.moving import move
from concerns.contacts import details_of
from concerns.models import Attachment, Concern, Note
from concerns.public import asking, draft, limits
from concerns.public.rules import notices, numbers
from reform.editorial.notices import send

pytestmark = pytest.mark.django_db

WORDS = {"subject": "加装电梯三楼不同意怎么办", "text": "清水镇河东小区5幢，我们楼想加装电梯，三楼一户不同意。"}
REACH = {"name": "沈小满", "phone": "13958012345", "email": "xiaoman@example.org", "address": "", "by_mail": "on"}


@pytest.fixture(autouse=True)
def fresh(home: Any) -> None:
    cache.clear()


def picture() -> SimpleUploadedFile:
    """A photograph that knows where it was taken."""
    image, data = Image.new("RGB", (40, 30), "red"), io.BytesIO()
    exif = image.getexif()
    exif[0x010F] = "SECRET-CAMERA"
    image.save(data, "JPEG", exif=exif)
    return SimpleUploadedFile("沈小满的照片.jpg", data.getvalue(), "image/jpeg")


def to_check(client: Client, kind: str = "question", words: dict[str, str] = WORDS, reach: Any = REACH) -> str:
    """Walks to the last step and returns its HTML."""
    client.post("/ask/begin/", {"subject": words["subject"]})
    client.post("/ask/step/kind/", {"kind": kind})
    client.post("/ask/step/words/", words)
    client.post("/ask/step/files/")
    client.post("/ask/step/contact/", reach or {})
    answer = client.get("/ask/step/check/")
    assert answer.status_code == 200
    return answer.content.decode()


def solved(html: str) -> str:
    """What a browser computes."""
    given = json.loads(re.search(r'data-challenge="([^"]+)"', html)[1].replace("&quot;", '"'))
    challenge = altcha.Challenge.from_dict(given)
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def asked(client: Client, **extra: Any) -> Concern:
    html = to_check(client, **extra)
    answer = client.post("/ask/step/check/", {"agreed": "on", "proof": solved(html)})
    assert answer.headers.get("Location") == "/ask/sent/", answer.content.decode()[-3000:]
    return Concern.objects.latest("pk")


def test_one_question_a_step_to_the_receipt(client, monkeypatch):
    monkeypatch.setitem(numbers(), "proof_cost", 10)
    concern = asked(client)
    receipt = client.get("/ask/sent/")
    shown = receipt.content.decode()
    grouped = f"{concern.code[:4]}-{concern.code[4:8]}-{concern.code[8:]}"
    assert grouped in shown
    assert concern.channel == "web" and concern.state == "logged" and concern.kind == "question"
    assert (concern.subject, concern.text) == (WORDS["subject"], WORDS["text"])
    assert concern.submission.notice == notices()[0]["version"] and not concern.submission.may_publish
    assert details_of(concern).phone == "13958012345"
    assert "13958012345" not in concern.text + concern.matter
    assert send(timezone.now()) == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == ["xiaoman@example.org"] and grouped in letter.body
    assert not any(word in letter.subject + letter.body for word in ("电梯", "沈小满", "13958012345"))


def test_nothing_is_in_a_table_before_it_is_sent_and_the_cache_cannot_be_read(client):
    to_check(client)
    assert not Concern.objects.exists()
    token = client.cookies[draft.COOKIE].value
    sealed = cache.get(draft._place(token))
    assert "电梯".encode() not in sealed and "电梯" in contacts.unseal(sealed)
    assert client.cookies[draft.COOKIE]["httponly"]


def test_pages_are_kept_nowhere(client):
    html = to_check(client)
    assert html
    for path in ("/ask/", "/ask/step/check/", "/ask/status/"):
        answer = client.get(path)
        assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"


def test_what_is_missing_is_said_and_the_form_comes_back_filled(client):
    client.post("/ask/begin/", {"subject": ""})
    assert client.post("/ask/step/kind/", {}).status_code == 422
    client.post("/ask/step/kind/", {"kind": "help"})
    answer = client.post("/ask/step/words/", {"subject": "路灯不亮", "text": ""})
    html = answer.content.decode()
    assert answer.status_code == 422 and 'value="路灯不亮"' in html and 'role="alert"' in html
    client.post("/ask/step/words/", WORDS)
    answer = client.post("/ask/step/contact/", {**REACH, "phone": "call me"})
    assert answer.status_code == 422 and "call me" in answer.content.decode()


def test_steps_cannot_be_skipped(client):
    assert client.get("/ask/step/check/")["Location"] == "/ask/"
    client.post("/ask/begin/", {"subject": "x"})
    assert client.get("/ask/step/check/")["Location"] == "/ask/step/kind/"
    client.post("/ask/step/kind/", {"kind": "help"})
    assert client.get("/ask/step/check/")["Location"] == "/ask/step/words/"


def test_back_keeps_what_was_typed(client):
    client.post("/ask/begin/", {"subject": "x"})
    client.post("/ask/step/kind/", {"kind": "help"})
    answer = client.post("/ask/step/words/", {"subject": "路灯", "text": "", "back": "1"})
    assert answer["Location"] == "/ask/step/kind/"
    assert 'value="路灯"' in client.get("/ask/step/words/").content.decode()


def test_the_notice_must_be_agreed_to(client):
    html = to_check(client)
    answer = client.post("/ask/step/check/", {"proof": solved(html)})
    assert answer.status_code == 422 and not Concern.objects.exists()


def test_without_scripts_patience_takes_the_place_of_work(client, monkeypatch):
    to_check(client)
    answer = client.post("/ask/step/check/", {"agreed": "on"})
    assert answer.status_code == 429 and not Concern.objects.exists()
    monkeypatch.setitem(numbers(), "wait_without_proof", 0)
    assert client.post("/ask/step/check/", {"agreed": "on"})["Location"] == "/ask/sent/"


def test_without_scripts_few_an_hour(client, monkeypatch):
    monkeypatch.setitem(numbers(), "wait_without_proof", 0)
    codes = []
    for _number in range(numbers()["sent_without_proof_per_hour"] + 1):
        visitor = Client()
        to_check(visitor)
        codes.append(visitor.post("/ask/step/check/", {"agreed": "on"}).status_code)
    assert codes == [302, 302, 302, 429]


def test_work_counts_once_and_forged_work_never(client, monkeypatch):
    monkeypatch.setitem(numbers(), "proof_cost", 10)
    payload = solved(to_check(client))
    client.post("/ask/step/check/", {"agreed": "on", "proof": payload})
    to_check(client)
    for forged in (payload, "x", "e30=", payload[:-8] + "AAAAAAA="):
        assert client.post("/ask/step/check/", {"agreed": "on", "proof": forged}).status_code == 429
    assert Concern.objects.count() == 1


def test_a_machine_that_fills_every_field_is_told_nothing(client, monkeypatch):
    monkeypatch.setitem(numbers(), "proof_cost", 10)
    html = to_check(client)
    answer = client.post("/ask/step/check/", {"agreed": "on", "website": "x", "proof": solved(html)})
    assert answer.status_code == 200 and not Concern.objects.exists()


def test_files_are_pictures_and_pdf_written_anew(client, monkeypatch):
    monkeypatch.setitem(numbers(), "proof_cost", 10)
    client.post("/ask/begin/", {"subject": "x"})
    client.post("/ask/step/kind/", {"kind": "help"})
    client.post("/ask/step/words/", WORDS)
    page = SimpleUploadedFile("a.jpg", b"<html><script>alert(1)</script></html>", "image/jpeg")
    assert client.post("/ask/step/files/", {"files": page}).status_code == 422
    assert client.post("/ask/step/files/", {"files": [picture() for _n in range(4)]}).status_code == 422
    assert not Attachment.objects.exists()
    client.post("/ask/step/files/", {"files": picture(), "more": "1"})
    stored = Attachment.objects.get()
    data = stored.file.open().read()
    assert b"SECRET-CAMERA" not in data and "沈小满" not in stored.file.name
    client.post("/ask/step/contact/", {})
    html = client.get("/ask/step/check/").content.decode()
    client.post("/ask/step/check/", {"agreed": "on", "proof": solved(html)})
    stored.refresh_from_db()
    assert stored.concern == Concern.objects.get() and stored.draft == ""
    assert client.get(f"/ask/status/files/{stored.pk}/").status_code == 200
    assert Client().get(f"/ask/status/files/{stored.pk}/").status_code == 404


def test_an_accusation_is_restricted_from_the_first_moment(client, staff, monkeypatch):
    monkeypatch.setitem(numbers(), "proof_cost", 10)
    concern = asked(client, kind="accusation")
    assert concern.restricted
    client.force_login(staff["desk"])
    assert client.post(f"/admin/concerns/{concern.pk}/contact/").status_code == 404


def test_an_error_on_a_page_brings_its_address(client, home, monkeypatch):
    monkeypatch.setitem(numbers(), "proof_cost", 10)
    assert home.title in client.get(f"/ask/?page={home.pk}").content.decode()
    answer = client.post("/ask/begin/", {"subject": "错字", "page": str(home.pk)})
    assert answer["Location"] == "/ask/step/words/"
    client.post("/ask/step/words/", WORDS)
    client.post("/ask/step/contact/", {})
    html = client.get("/ask/step/check/").content.decode()
    client.post("/ask/step/check/", {"agreed": "on", "proof": solved(html)})
    concern = Concern.objects.get()
    assert concern.source == "site_error" and concern.submission.page == home.full_url
    assert client.get("/ask/?page=99999999").status_code == 200
    assert client.get("/ask/?page=%00'").status_code == 200


# The status page


@pytest.fixture
def mine(client, monkeypatch) -> Concern:
    monkeypatch.setitem(numbers(), "proof_cost", 10)
    return asked(client)


def answered(concern: Concern) -> None:
    Concern.objects.filter(pk=concern.pk).update(
        state="answered", answer="须经三分之二以上业主同意。", answered_at=timezone.now()
    )


def test_the_code_opens_it_however_it_is_typed(mine):
    stranger = Client()
    typed = f" {mine.code[:4].lower()} — {mine.code[4:8]}　{mine.code[8:]}"
    answer = stranger.post("/ask/status/", {"code": typed})
    assert answer["Location"] == "/ask/status/yours/"  # no code in an address
    assert WORDS["subject"] in stranger.get("/ask/status/yours/").content.decode()


def test_codes_cannot_be_tried_out(mine, monkeypatch):
    monkeypatch.setitem(numbers(), "wrong_codes_per_hour", 3)
    stranger = Client()
    tries = [stranger.post("/ask/status/", {"code": f"AAAABBBBCCC{n}"}).status_code for n in range(2, 7)]
    assert tries == [404, 404, 404, 429, 429]
    assert stranger.post("/ask/status/", {"code": mine.code}).status_code == 429
    assert stranger.get("/ask/status/yours/")["Location"] == "/ask/status/"


def test_four_steps_then_the_answer(client, mine, staff):
    html = client.get("/ask/status/yours/").content.decode()
    assert html.count('aria-current="step"') == 1 and "三分之二" not in html
    move(mine, "take", staff["desk"])
    move(mine, "submit", staff["desk"])
    assert html.count("<li") <= client.get("/ask/status/yours/").content.decode().count("<li")
    answered(mine)
    html = client.get("/ask/status/yours/").content.decode()
    assert "三分之二" in html
    for name in (staff["desk"].name, staff["desk"].username):
        assert name not in html


def test_an_answer_in_work_is_not_shown(client, mine):
    Concern.objects.filter(pk=mine.pk).update(state="in_review", answer="草稿里的话")
    assert "草稿里的话" not in client.get("/ask/status/yours/").content.decode()


def test_settled_or_taken_up_again(client, mine):
    answered(mine)
    client.post("/ask/status/yours/solved/")
    assert mine.follow_ups.get().solved is True
    assert client.post("/ask/status/yours/unsolved/", {"unsolved-text": ""}).status_code == 422
    client.post("/ask/status/yours/unsolved/", {"unsolved-text": "三楼还是不同意"})
    mine.refresh_from_db()
    assert mine.state == "logged" and Note.objects.get(event="reopen").text == "三楼还是不同意"


def test_remark_correction_and_withdrawal(client, mine):
    client.post("/ask/status/yours/remark/", {"text": "补充：是5幢"})
    client.post("/ask/status/yours/correct/", {"correct-subject": "新的题目", "correct-text": "新的内容"})
    mine.refresh_from_db()
    assert (mine.subject, mine.text) == ("新的题目", "新的内容")
    assert mine.terms.filter(term="内容").exists() and not mine.terms.filter(term="电梯").exists()
    assert WORDS["text"] in Note.objects.get(event="corrected").text
    kinds = list(mine.events.order_by("number").values_list("kind", flat=True))
    assert kinds[-2:] == ["remark", "corrected"]
    assert not any("内容" in str(event.data) for event in mine.events.all())
    client.post("/ask/status/yours/withdraw/")
    mine.refresh_from_db()
    assert mine.state == "closed"


def test_details_are_seen_changed_and_erased(client, mine):
    assert "13958012345" in client.get("/ask/status/yours/").content.decode()
    client.post("/ask/status/yours/contact/", {"contact-name": "沈小满", "contact-phone": "13700000000"})
    assert details_of(mine).phone == "13700000000" and details_of(mine).email == ""
    client.post("/ask/status/yours/erase-contact/")
    assert not details_of(mine)


def test_everything_is_erased_after_one_question(client, mine):
    client.post("/ask/status/yours/erase/")
    assert Concern.objects.get(pk=mine.pk).text
    client.post("/ask/status/yours/erase/", {"sure": "yes"})
    mine.refresh_from_db()
    assert (mine.subject, mine.text, mine.matter, mine.salt, mine.state) == ("", "", "", "", "closed")
    html = client.get("/ask/status/yours/").content.decode()
    assert "电梯" not in html
    client.post("/ask/status/yours/remark/", {"text": "x"})
    assert not Note.objects.exists()


def test_without_the_code_nothing_can_be_done(mine):
    stranger = Client()
    for what in ("solved", "withdraw", "erase", "erase-contact", "contact", "remark"):
        answer = stranger.post(f"/ask/status/yours/{what}/", {"sure": "yes", "text": "x"})
        assert answer["Location"] == "/ask/status/"
    mine.refresh_from_db()
    assert mine.text and mine.state == "logged" and details_of(mine)


def test_leaving_makes_the_browser_forget(client, mine):
    client.post("/ask/status/yours/leave/")
    assert client.get("/ask/status/yours/")["Location"] == "/ask/status/"


def test_of_an_accusation_the_unit_is_not_shown(client, mine, units):
    Concern.objects.filter(pk=mine.pk).update(restricted=True, unit=units["water"])
    assert units["water"].name not in client.get("/ask/status/yours/").content.decode()


def test_who_is_counted_is_not_kept():
    limits.times("wrong", "203.0.113.7")
    assert limits.so_far("wrong", "203.0.113.7") == 1
    assert "203.0.113.7" not in repr(cache._cache)


def test_privacy_notice_by_version(client):
    version = notices()[0]["version"]
    assert client.get(f"/ask/privacy/{version}/").status_code == 200
    assert client.get("/ask/privacy/1999-01/").status_code == 404


def test_queries_of_the_status_page(client, mine, django_assert_max_num_queries):
    client.get("/ask/status/yours/")
    for _number in range(5):
        asking.asking.add(mine, "补充")
    with django_assert_max_num_queries(15):
        client.get("/ask/status/yours/")
