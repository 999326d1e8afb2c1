"""Every kind of article has every way out, those of other rooms too: nobody has to remember it."""

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from concerns.models.answers import AnswerPage
from publicity.models import ExplainerPage, PolicyPage, StoryPage
from reform.demo.factories import RegionFactory
from reform.pages.models import ColumnPage, StandardPage
from reform.pages.queries import article_models
from reform.pages.ways_out.wechat import copy_for_wechat
from training.models import CoursePage
from typicals.models import ExemplarPage, ExemplarsPage

pytestmark = pytest.mark.django_db

KINDS: dict[type, dict[str, Any]] = {
    StandardPage: {},
    StoryPage: {"hardship": "路太远"},
    PolicyPage: {"document_number": "云政发〔2026〕9号"},
    ExplainerPage: {},
    CoursePage: {},
    AnswerPage: {
        "question": "路灯不亮找谁",
        "answer": "打电话给路灯所",
        "received_on": date(2026, 3, 2),
        "answered_on": date(2026, 3, 4),
    },
    ExemplarPage: {"subject": "茶岭镇", "year": 2026, "done": "<p>把粮站改成图书馆</p>"},
}


def test_no_kind_is_forgotten() -> None:
    assert set(article_models()) == set(KINDS)


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_the_kind_has_every_way_out(
    model: type,
    home: Any,
    site_details: Any,
    client: Client,
    rf: RequestFactory,
    editor: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    parent = (
        ExemplarsPage(title="基层典型", slug="dianxing")
        if model is ExemplarPage
        else ColumnPage(title="栏", slug="lan")
    )
    home.add_child(instance=parent)
    if model is ExemplarPage:
        KINDS[model]["region"] = RegionFactory(name="茶岭镇")
    fields = {"summary": "摘要在此。", "live": True, "first_published_at": timezone.now(), **KINDS[model]}
    if hasattr(model, "body"):
        fields["body"] = [("paragraph", "<p>正文在此。</p>")]
    page = parent.add_child(instance=model(title="一件好事", slug="hao-shi", **fields))
    words = [value for value in ("一件好事", "路太远", "路灯不亮找谁", "打电话给路灯所", "云政发〔2026〕9号", "正文在此。", "把粮站改成图书馆")
             if value in str([*fields.values(), "一件好事"])]  # fmt: skip

    poster = client.get(f"/share/{page.pk}/poster.jpg")
    assert Image.open(io.BytesIO(poster.content)).size == (1080, 1440)

    printed = PdfReader(io.BytesIO(client.get(f"/share/{page.pk}/article.pdf").content))
    text = "".join("".join(sheet.extract_text() for sheet in printed.pages).split())
    for word in words:
        assert word in text, word

    request = rf.get("/", HTTP_HOST="testserver")
    request.user = editor
    copied = copy_for_wechat(request, page)
    told = client.get(f"/api/v2/pages/{page.pk}/").json()
    for word in words:
        assert word in copied.text and word in told["content_text"], word
    assert told["meta"]["html_url"] == page.full_url
    listed = client.get("/feeds/articles.json").json()["Articles"]
    assert [item["Url"] for item in listed] == [page.full_url]

    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    for address in (f"/share/{page.pk}/poster.jpg", f"/share/{page.pk}/article.pdf", f"/api/v2/pages/{page.pk}/"):
        assert client.get(address).status_code == 404
