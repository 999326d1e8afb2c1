"""Documents, articles, explainers and questions are found one by one, each at its own anchor."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from search import indexing
from search.registry import entries_of

from .test_explainers import QUESTIONS
from .test_policies import BODY

pytestmark = pytest.mark.django_db


def test_a_document_and_each_of_its_articles(make_policy: Any, read: Any) -> None:
    page = make_policy(document_number="云改发〔2026〕3号", body=BODY, keywords="清单管理")
    whole, *articles = entries_of(page)
    assert whole.number == "云改发〔2026〕3号" and "清单管理" in whole.text
    assert [entry.anchor for entry in articles] == ["第一条", "第二条", "第十二条", "第一条-2"]
    assert all(entry.parent == whole.key and entry.facets["kind"] == ["policy"] for entry in articles)
    assert "前款所称次数" in articles[0].text and "第一章" in articles[0].text
    html = read(page.url)
    assert all(f'id="{entry.anchor}"' in html for entry in articles)


def test_an_explainer_and_each_of_its_questions(make_explainer: Any, read: Any) -> None:
    page = make_explainer(body=QUESTIONS)
    whole, *questions = entries_of(page)
    assert [entry.title for entry in questions] == ["问题0？", "问题1？", "问题2？"]
    assert questions[0].text.startswith("回答0") and questions[0].parent == whole.key
    html = read(page.url)
    assert all(f'id="{entry.anchor}"' in html for entry in questions)
    assert all(entry.facets["kind"] == ["explainer"] for entry in questions)


def test_a_document_that_others_link_to_comes_first(make_policy: Any, client: Client) -> None:
    """The light prior: of two equal documents the one that others build on."""
    make_policy("低保救助办法甲")
    cited = make_policy("低保救助办法乙")
    for number in range(5):
        text = f'<p>依照<a linktype="page" id="{cited.pk}">办法</a>{number}</p>'
        make_policy(f"实施细则{number}", body=[("paragraph", text)])
    indexing.enqueue([cited.pk])
    while indexing.update():
        pass
    page = BeautifulSoup(client.get("/search/", {"q": "低保救助办法"}).content, "html.parser")
    found = [link.get_text() for link in page.select(".results h2 a")]
    assert found[:2] == ["低保救助办法乙", "低保救助办法甲"]
