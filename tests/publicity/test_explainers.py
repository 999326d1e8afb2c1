"""Explainers: the documents they explain, what changes, questions one by one, misreadings."""

import json
import re
from typing import Any

import pytest

from publicity.models import ExplainerChange

pytestmark = pytest.mark.django_db

QUESTIONS = [
    (
        "question_answer",
        {"items": [{"question": f"问题{n}？", "answer": f"<p>回答{n} </script>。</p>"} for n in range(3)]},
    ),
    ("misreadings", {"items": [{"misreading": "窗口不收复印件", "fact": "<p>收，当场核对原件。</p>"}]}),
]


def test_the_relation_shows_on_both_pages(make_policy: Any, make_explainer: Any, read: Any) -> None:
    policy = make_policy("一窗通办实施方案", document_number="云改发〔2026〕3号")
    explainer = make_explainer("三趟变一趟", explains=[policy], audience="到窗口办事的人")
    make_explainer("还没发布的解读", explains=[policy], live=False)
    assert "云改发〔2026〕3号" in read(explainer.url)
    assert "到窗口办事的人" in read(explainer.url)
    html = read(policy.url)
    assert "三趟变一趟" in html and "还没发布的解读" not in html


def test_before_and_now(make_explainer: Any, read: Any) -> None:
    html = read(make_explainer(changes=[ExplainerChange(before="跑三趟", now="跑一趟")]).url)
    assert html.index("跑三趟") < html.index("跑一趟")


def test_each_question_has_an_anchor_that_the_contents_and_search_engines_know(make_explainer: Any, read: Any) -> None:
    page = make_explainer(body=QUESTIONS)
    html = read(page.url)
    anchors = re.findall(r'<section id="(q-[0-9a-f]+)"', html)
    assert len(set(anchors)) == 3
    for anchor in anchors:
        assert f'<li><a href="#{anchor}">' in html
    assert "误读" in html and "收，当场核对原件。" in html
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    (faq,) = [node for node in data["@graph"] if node["@type"] == "FAQPage"]
    assert [item["name"] for item in faq["mainEntity"]] == ["问题0？", "问题1？", "问题2？"]
    assert "回答0" in faq["mainEntity"][0]["acceptedAnswer"]["text"]


def test_an_anchor_stays_when_questions_are_moved(make_explainer: Any) -> None:
    page = make_explainer(body=QUESTIONS)
    before = {item["question"]: item["anchor"] for item in page.questions}
    items = page.body[0].value["items"]
    moved = items.bound_blocks.pop(0)
    items.bound_blocks.append(moved)
    page.save_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()
    assert [item["question"] for item in page.questions] == ["问题1？", "问题2？", "问题0？"]
    assert {item["question"]: item["anchor"] for item in page.questions} == before


def test_an_explainer_costs_the_same_with_ten_times_the_content(
    make_policy: Any, make_explainer: Any, cost: Any
) -> None:
    def page(count: int) -> str:
        policies = [make_policy(f"文件{count}-{n}") for n in range(count)]
        return make_explainer(
            f"解读{count}",
            explains=policies,
            body=QUESTIONS * count,
            changes=[ExplainerChange(now=f"变化{n}") for n in range(count)],
        ).url

    few, many = page(1), page(10)
    few, many = cost(few), cost(many)
    assert many == few
    assert many[1] <= 15
