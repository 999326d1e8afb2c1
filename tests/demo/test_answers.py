"""The county's public answers: pages first, the concerns behind them last, and a second run changes nothing."""

import pytest

from concerns.actions import publishing
from concerns.models import AnswerPage, Concern, PublicAnswer
from reform.demo.answers import build_answers, build_publications
from reform.demo.county import build_frame, build_people

pytestmark = pytest.mark.django_db


def test_answers_of_the_county(home, client, settings):
    build_people("x")
    county = build_frame()
    for _time in range(2):
        build_answers(county)
        assert _time or not Concern.objects.exists()
        build_publications()
    assert AnswerPage.objects.live().count() == PublicAnswer.objects.count() == 10
    assert client.get("/answers/").status_code == 200
    for public in PublicAnswer.objects.select_related("concern", "page"):
        never, maybe = publishing.left_in(public.concern, public.title, public.question, public.answer)
        assert not never and not maybe, public.title
        assert client.get(public.page.url).status_code == 200
