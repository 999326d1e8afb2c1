"""Policy documents: their sheet, text with anchors, replacements, list with filters, warnings when out of force."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale

from publicity.articles import Anchors, marked, number_of
from publicity.models import IssuingBody, PolicyAttachment, PolicyPage
from publicity.numbers import number_key
from publicity.word.counting import chinese_number
from reform.demo.factories import DocumentFactory
from reform.pages.models import StandardPage, TopicPage
from reform.people.models import Unit

from .conftest import put

pytestmark = pytest.mark.django_db

BODY = [
    ("heading", {"text": "第一章　总则", "level": "h2"}),
    ("paragraph", "<p>第一条　为减少群众办事的次数，制定本方案。</p><p>前款所称次数，从窗口收件算起。</p><p>第二条　本方案所称窗口，是指综合窗口。</p>"),
    ("heading", {"text": "第二章　受理", "level": "h2"}),
    ("paragraph", "<p><b>第十二条</b>　窗口一次告知。</p>"),
    ("heading", {"text": "附件", "level": "h2"}),
    ("paragraph", "<p>第一条　附件另行编号。</p>"),
]  # fmt: skip


def test_the_sheet_comes_before_the_text(make_policy: Any, read: Any) -> None:
    unit = Unit.add_root(code="GGB", name="县委改革办")
    page = make_policy(
        document_number="云改发〔2026〕3号",
        classification="plan",
        date_made=date(2026, 3, 5),
        date_in_force=date(2026, 4, 1),
        addressees="各乡镇人民政府",
        signature="云溪县人民政府",
        keywords="窗口 清单",
        body=BODY,
        bodies=[IssuingBody(unit=unit), IssuingBody(name="云溪县人民政府办公室")],
        attachments=[PolicyAttachment(title="事项清单")],
    )
    html = read(page.url)
    sheet, text = html.index('<dl class="sheet">'), html.index('class="body official"')
    assert sheet < text
    for words in ("云改发〔2026〕3号", "县委改革办", "云溪县人民政府办公室", "2026年3月5日", "2026年4月1日", "方案"):
        assert words in html[sheet:text]
    assert "各乡镇人民政府：" in html[text:]
    assert "事项清单" in html[text:]
    assert '"legislationIdentifier":"云改发〔2026〕3号"' in html


def test_articles_and_chapters_can_be_linked_to(make_policy: Any, read: Any) -> None:
    page = make_policy(body=BODY)
    html = read(page.url)
    for anchor in ("第一章", "第二章", "第一条", "第二条", "第十二条", "第一条-2"):
        assert html.count(f'id="{anchor}"') == 1, anchor
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert 'href="#%E7%AC%AC%E4%B8%80%E7%AB%A0"' in html  # the contents column


def test_a_document_without_chapters_lists_its_articles(make_policy: Any, read: Any) -> None:
    items = "".join(f"<p>{chinese_number(n)}、第{n}件事怎么办，写在这里。</p>" for n in range(1, 6))
    html = read(make_policy(body=[("paragraph", items)]).url)
    assert html.count('<li><a href="#%E') == 5
    assert 'id="三"' in html


@given(st.integers(1, 999))
def test_every_article_number_is_its_own_anchor(number: int) -> None:
    name = f"第{chinese_number(number)}条"
    assert number_of(f"{name}　内容") == name
    assert f'id="{name}"' in marked(f"<p>{name}　内容。</p>", "paragraph", Anchors())


@given(st.integers(1, 999))
def test_an_article_answers_to_its_name_in_both_languages(number: int) -> None:
    chinese, english = f"第{chinese_number(number)}条", f"Article {number}"
    for text in (f"{chinese}　内容", f"{english} What it says"):
        html = marked(f"<p>{text}。</p>", "paragraph", Anchors())
        assert f'id="{chinese}"' in html and f'id="article-{number}"' in html
        assert html.count("id=") == 2


def test_names_in_the_other_language_never_come_twice() -> None:
    anchors = Anchors()
    texts = ["第一条　甲", "Article 1 A", "第1条　乙", "Article 2 B", "第二条　丙", "Article 2 C"]
    html = "".join(marked(f"<p>{text}</p>", "paragraph", anchors) for text in texts)
    html += marked('<h2 id="x">Chapter IV Dealing with applications</h2>', "heading", anchors)
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert ids[:2] == ["第一条", "article-1"] and ids[-2:] == ["chapter-4", "第四章"]


@given(st.text(max_size=60))
def test_marking_changes_no_words(text: str) -> None:
    from django.utils.html import escape, strip_tags

    html = f"<p>{escape(text)}</p>"
    plain = lambda value: "".join(strip_tags(value).split())  # noqa: E731
    assert plain(marked(html, "paragraph", Anchors())) == plain(html)


def test_replacements_show_on_both_sides_and_only_when_public(make_policy: Any, read: Any) -> None:
    old = make_policy("旧办法", state="repealed", date_repealed=date(2026, 1, 1), document_number="云改发〔2024〕1号")
    new = make_policy("新办法", replaces=[old])
    draft = make_policy("更新的办法", replaces=[old], live=False)
    html = read(old.url)
    assert "2026年1月1日" in html and "新办法" in html and draft.title not in html
    assert "云改发〔2024〕1号" in read(new.url)
    assert "state-repealed" not in read(new.url)
    # A document that says what it replaces is not warned about.
    assert 'class="notice"' not in read(new.url)


def test_what_replaced_it_is_named_once_whatever_its_languages(make_policy: Any, read: Any) -> None:
    english, _made = Locale.objects.get_or_create(language_code="en")
    old = make_policy("旧办法", state="repealed", date_repealed=date(2026, 1, 1))
    new = make_policy("新办法", replaces=[old])
    copy = new.copy_for_translation(english, copy_parents=True)
    copy.title = "The new rules"
    copy.save_revision().publish(skip_permission_checks=True)
    html = read(old.url)
    assert "新办法" in html and "The new rules" not in html


def test_dates_must_make_sense() -> None:
    page = PolicyPage(title="甲", date_made=date(2026, 2, 1), date_in_force=date(2026, 1, 1), state="repealed")
    with pytest.raises(ValidationError) as caught:
        page.clean()
    assert set(caught.value.message_dict) == {"date_in_force", "date_repealed"}


# --- The list -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["云改发〔2026〕3号", "云改发[2026]3号", "云改发20263号", "云改发（2026）第３号", "雲改發〔2026〕003號", "云改发 2026 3 号", "云改发〔2026〕3"],
)  # fmt: skip
def test_a_number_is_found_however_it_is_typed(typed: str, make_policy: Any, policy_column: Any, read: Any) -> None:
    make_policy("要找的", document_number="云改发〔2026〕3号")
    make_policy("另一个", document_number="云改发〔2026〕33号")
    html = Client().get(policy_column.url, {"number": typed}).content.decode()
    assert "要找的" in html and "另一个" not in html
    assert f'value="{typed}"' in html


def test_a_part_of_a_number_finds_all_that_have_it(make_policy: Any, policy_column: Any) -> None:
    make_policy("甲", document_number="云改发〔2026〕3号")
    make_policy("乙", document_number="云改办〔2026〕4号")
    html = Client().get(policy_column.url, {"number": "云改发"}).content.decode()
    assert ">甲<" in html and ">乙<" not in html
    assert Client().get(policy_column.url, {"number": "〔〕"}).status_code == 200


def test_numbers_of_different_documents_differ() -> None:
    assert number_key("云改发〔2026〕13号") != number_key("云改发〔2026〕3号")
    assert number_key("云改发〔2026〕3号") != number_key("云改办〔2026〕3号")


def test_filters_narrow_and_combine(make_policy: Any, policy_column: Any) -> None:
    unit = Unit.add_root(code="GGB", name="县委改革办")
    make_policy("甲", classification="plan", date_made=date(2025, 1, 1), bodies=[IssuingBody(unit=unit)])
    make_policy("乙", classification="plan", date_made=date(2026, 1, 1), bodies=[IssuingBody(name="县财政局")])
    make_policy(
        "丙", classification="notice", date_made=date(2026, 1, 1), state="expired", date_repealed=date(2026, 6, 1)
    )

    def shown(**query: str) -> set[str]:
        response = Client().get(policy_column.url, query)
        assert response.status_code == 200
        return {page.title for page in response.context["entries"]}

    assert shown() == {"甲", "乙", "丙"}
    assert shown(issued="2026") == {"乙", "丙"}
    assert shown(body="GGB") == {"甲"}
    assert shown(body="县财政局") == {"乙"}
    assert shown(state="expired") == {"丙"}
    assert shown(issued="2026", **{"class": "plan"}) == {"乙"}
    for query in ({"state": "x"}, {"class": "x"}, {"body": "x"}, {"issued": "26"}):
        assert Client().get(policy_column.url, query).status_code == 404


def test_the_list_is_paged_by_key_and_keeps_its_filter(make_policy: Any, policy_column: Any) -> None:
    for number in range(25):
        make_policy(f"文件{number}", classification="plan" if number % 2 else "notice")
    first = Client().get(policy_column.url, {"class": "plan"})
    assert len(first.context["entries"]) == 12
    first = Client().get(policy_column.url)
    older = Client().get(policy_column.url + first.context["older_url"].removeprefix(policy_column.url))
    titles = [page.title for page in (*first.context["entries"], *older.context["entries"])]
    assert len(titles) == len(set(titles)) == 25


# --- Warnings -----------------------------------------------------------------------------------------------------


def test_every_page_that_links_to_a_repealed_document_warns(
    make_policy: Any, make_explainer: Any, home: Any, column: Any, read: Any
) -> None:
    old = make_policy("旧办法", body=BODY)
    explainer = make_explainer(explains=[old])
    linking = put(
        column,
        StandardPage(
            title="引用", slug="yinyong", body=[("paragraph", f'<p><a linktype="page" id="{old.pk}">旧办法</a></p>')]
        ),
    )
    card = put(column, StandardPage(title="卡片", slug="kapian", body=[("page_link", {"page": old})]))
    topic = put(home, TopicPage(title="专题", slug="zhuanti", body=[("page_link", {"page": old})]))
    other = put(column, StandardPage(title="无关", slug="wuguan"))
    for page in (explainer, linking, card, topic):
        assert 'class="notice"' not in read(page.url)
    old.state, old.date_repealed = "repealed", date(2026, 5, 1)
    old.save_revision().publish(skip_permission_checks=True)
    for page in (explainer, linking, card, topic):
        notice = read(page.url).split('class="notice"')[1].split("</div>")[0]
        assert "旧办法" in notice and "废止" in notice
    assert 'class="notice"' not in read(other.url)


def test_a_page_with_many_links_costs_no_more(make_policy: Any, column: Any, cost: Any, read: Any) -> None:
    def page(count: int) -> str:
        olds = [make_policy(f"旧{count}-{n}", state="repealed", date_repealed=date(2026, 1, 1)) for n in range(count)]
        body = [("page_link", {"page": old}) for old in olds]
        return put(column, StandardPage(title=f"链接{count}", slug=f"l{count}", body=body)).url

    few, many = page(1), page(10)
    assert read(many).count("废止") == 20, "in the notice, and on each card"
    few, many = cost(few), cost(many)
    assert many == few
    # Measured: 23 for the first reader of an edition, of which two find the documents and the links to them.
    assert many[0] <= 23 and many[1] <= 15, many


def test_a_policy_page_costs_the_same_with_ten_times_the_content(
    make_policy: Any, make_explainer: Any, cost: Any
) -> None:
    unit = Unit.add_root(code="U", name="单位")

    def page(count: int) -> str:
        olds = [make_policy(f"旧{count}-{n}", state="repealed", date_repealed=date(2026, 1, 1)) for n in range(count)]
        made = make_policy(
            f"新{count}",
            replaces=olds,
            body=BODY * count,
            bodies=[IssuingBody(unit=unit) for _n in range(count)],
            attachments=[PolicyAttachment(title=f"附件{n}") for n in range(count)],
        )
        for number in range(count):
            make_explainer(f"解读{count}-{number}", explains=[made])
        return made.url

    few, many = page(1), page(10)
    few, many = cost(few), cost(many)
    assert many == few
    assert many[1] <= 15


def test_the_list_costs_the_same_with_ten_times_the_content(make_policy: Any, policy_column: Any, cost: Any) -> None:
    def more(count: int) -> None:
        for number in range(count):
            make_policy(
                f"文件{count}-{number}",
                bodies=[IssuingBody(name=f"局{number}")],
                date_made=date(2020 + number % 5, 1, 1),
                document_number=f"云改发〔2026〕{number}号",
            )

    more(2)
    few = cost(policy_column.url)
    more(20)
    many = cost(policy_column.url)
    assert many == few
    assert many[1] <= 15


def test_the_file_of_an_attachment_is_public_with_its_document(make_policy: Any, read: Any) -> None:
    file = DocumentFactory(title="公示表")
    page = make_policy("草稿", attachments=[PolicyAttachment(title="附表", document=file)], live=False)
    assert Client().get(file.url).status_code != 200
    page.save_revision().publish(skip_permission_checks=True)
    assert "附表" in read(page.url) and file.url in read(page.url)
    assert Client().get(file.url).status_code == 200
