"""Votes: once a person and day, nothing kept that tells who, from kept pages, without scripts, not from other sites."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from publicity.models import AnswerVote, VoteSalt, VoteStamp
from tests.editorial.review.desk import client

pytestmark = pytest.mark.django_db


def send(page: Any, browser: Client | None = None, *, agent: str = "A", **data: Any) -> Any:
    """A POST as a browser sends it from the page."""
    return (browser or Client(enforce_csrf_checks=True)).post(
        f"/answers/{page.pk}/",
        {"answered": "yes", **data},
        headers={"origin": "http://testserver", "user-agent": agent},
    )


def test_the_form_of_a_kept_page_counts(make_explainer: Any) -> None:
    page = make_explainer()
    reader = Client(enforce_csrf_checks=True)
    response = reader.get(page.url)
    assert not response.cookies and "csrfmiddlewaretoken" not in response.content.decode()
    answer = send(page, reader, answered="no", remark="表格在哪里领？")
    assert answer.status_code == 302
    assert "谢谢" in reader.get(answer.url).content.decode()
    vote = AnswerVote.objects.get()
    assert (vote.answered, vote.remark, vote.day) == (False, "表格在哪里领？", timezone.localdate())


def test_once_a_day(make_explainer: Any) -> None:
    page, other = make_explainer(), make_explainer("另一篇")
    assert send(page).status_code == 302
    assert send(page).status_code == 409
    assert send(page, agent="B").status_code == 302
    assert send(other).status_code == 302
    assert AnswerVote.objects.filter(page=page).count() == 2
    VoteSalt.objects.update(day=timezone.localdate() - timedelta(days=1))
    VoteStamp.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert send(page).status_code == 302
    assert VoteStamp.objects.count() == 1


def test_nothing_tells_who_it_was_when_the_day_is_over(make_explainer: Any) -> None:
    page = make_explainer()
    send(page)
    stamp = VoteStamp.objects.get()
    assert "127.0.0.1" not in f"{stamp.visitor}{stamp.address}"
    yesterday = timezone.localdate() - timedelta(days=1)
    VoteSalt.objects.update(day=yesterday)
    VoteStamp.objects.update(day=yesterday)
    call_command("drop_vote_stamps")
    assert not VoteStamp.objects.exists() and not VoteSalt.objects.exists()
    assert AnswerVote.objects.count() == 1
    assert {field.name for field in AnswerVote._meta.fields} == {"id", "page", "day", "answered", "remark"}


def test_another_site_cannot_vote_for_its_visitors(make_explainer: Any) -> None:
    page = make_explainer()
    for headers in ({"origin": "https://evil.example"}, {"referer": "https://evil.example/"}, {"origin": "null"}, {}):
        answer = Client(enforce_csrf_checks=True).post(f"/answers/{page.pk}/", {"answered": "yes"}, headers=headers)
        assert answer.status_code == 403
    assert not AnswerVote.objects.exists()


def test_a_browser_that_says_nothing_votes_with_the_token_of_the_form(make_explainer: Any) -> None:
    page = make_explainer()
    browser = Client(enforce_csrf_checks=True)
    first = browser.post(f"/answers/{page.pk}/", {"answered": "no", "remark": "写过的话"})
    assert first.status_code == 403 and "写过的话" in first.content.decode()
    token = first.context["csrf_token"]
    again = browser.post(
        f"/answers/{page.pk}/", {"answered": "no", "remark": "写过的话", "csrfmiddlewaretoken": str(token)}
    )
    assert again.status_code == 302
    assert AnswerVote.objects.get().remark == "写过的话"


def test_a_flood_is_stopped(make_explainer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from publicity import votes

    monkeypatch.setattr(votes, "rules", lambda: {"votes_per_address_and_day": 3, "votes_per_visitor_and_day": 2})
    pages = [make_explainer(f"解读{n}") for n in range(4)]
    assert [send(page).status_code for page in pages[:3]] == [302, 302, 409]
    assert [send(pages[0], agent=f"机器{n}").status_code for n in range(3)] == [302, 409, 409]


def test_bad_input_comes_back_with_what_was_typed(make_explainer: Any) -> None:
    page = make_explainer()
    answer = send(page, answered="", remark="字" * 301)
    assert answer.status_code == 400
    html = answer.content.decode()
    assert "字" * 301 in html and "300" in html
    assert Client().get("/answers/999999/").status_code == 404
    assert send(make_explainer("草稿", live=False)).status_code == 404


def test_numbers_of_people_are_blacked_out(make_explainer: Any) -> None:
    send(make_explainer(), remark="打我电话 13800138000，谢谢")
    assert "138" not in AnswerVote.objects.get().remark


def test_the_office_reads_and_exports(make_explainer: Any, person: Any) -> None:
    page = make_explainer("三趟变一趟")
    make_explainer("没人投票的")
    send(page, answered="yes")
    send(page, answered="no", agent="B", remark="还想知道收费")
    browser = client(person("editor"))
    html = browser.get("/admin/publicity/votes/").content.decode()
    assert "三趟变一趟" in html and "50 %" in html and "没人投票的" not in html
    assert "还想知道收费" in browser.get("/admin/publicity/remarks/").content.decode()
    for report, words in (("votes", "三趟变一趟"), ("remarks", "还想知道收费")):
        export = browser.get(f"/admin/publicity/{report}/?export=csv")
        assert words in b"".join(export.streaming_content).decode()
        assert browser.get(f"/admin/publicity/{report}/?export=xlsx").status_code == 200
