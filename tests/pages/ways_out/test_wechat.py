"""The copy for a WeChat account: every kind of block, no class, no link, nothing that runs."""

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from lxml import html

from reform.demo.factories import DocumentFactory, ImageFactory, StoryPageFactory
from reform.pages.blocks import BodyBlock
from reform.pages.ways_out.wechat import ATTRIBUTES, TAGS, Copy, copy_for_wechat

pytestmark = pytest.mark.django_db


def everything(linked: Any) -> list[tuple[str, Any]]:
    """One of each kind of block, with words that can be found again."""
    image = ImageFactory(alt="窗口前的老乡", credit="摄影：何青")
    chart = ImageFactory(alt="云溪县示意图", is_map=True, map_approval="云S(2026)012号")
    film = DocumentFactory(title="窗口的一天")
    film.file.name = "documents/chuang-kou.mp4"
    film.save()
    table = {
        "table_caption": "下放的事项", "data": [["事项", "原来"], ["采伐证", "七天"]], "first_row_is_table_header": True,
        "table_header_choice": "row", "first_col_is_header": False,
        "mergeCells": [], "cell": [],
    }  # fmt: skip
    return [
        ("heading", {"text": "把三趟路写成一张清单", "level": "h2"}),
        (
            "paragraph",
            '<p>天刚亮，<b>罗启明</b>就到了镇上，见<a href="https://example.com/a?b=1&amp;c=2">办法</a>。</p>'
            "<ul><li>身份证</li><li>林权证</li></ul><ol><li>取号</li><li>交件</li></ol>",
        ),
        ("quote", {"text": "这回真的方便了。", "name": "冯雨", "post": "窗口"}),
        ("callout", {"kind": "warning", "title": "请带原件", "text": "<p>复印件不收。</p>"}),
        ("columns", {"left": "<p>从前三趟</p>", "right": "<p>如今一趟</p>"}),
        ("picture", {"image": image, "alt": "", "caption": "办事窗口", "credit": "", "width": "wide"}),
        (
            "gallery",
            [{"image": item, "alt": "", "caption": "图注", "credit": "", "width": "text"} for item in (chart, image)],
        ),
        (
            "media",
            {
                "title": "窗口的一天",
                "file": film,
                "poster": image,
                "captions": None,
                "transcript": "<p>文字稿在此。</p>",
            },
        ),
        ("figures", {"items": [{"number": "1906", "unit": "人", "label": "在镇里办结"}], "source": "县行政审批局"}),
        ("table", table),
        ("timeline", {"items": [{"date": "2026年3月", "text": "清单上墙"}]}),
        ("steps", {"items": [{"title": "先取号", "text": "在门口"}]}),
        ("question_answer", {"items": [{"question": "要几天？", "answer": "<p>当天。</p>"}]}),
        ("page_link", {"page": linked}),
        ("document", {"document": DocumentFactory(title="申请表"), "title": "采伐申请表"}),
    ]


@pytest.fixture
def full_story(story: Any, column: Any) -> Any:
    linked = StoryPageFactory(parent=column, title="另一个故事", summary="也值得一读。")
    story.body = everything(linked)
    story.hardship = "路太远。"
    story.people.create(name="罗启明", post="罗家坪村民")
    story.save_revision().publish(skip_permission_checks=True)
    assert {block.block_type for block in story.body} == set(BodyBlock().child_blocks) - {"unknown"}
    return story


WORDS = (
    "把三趟路写成一张清单", "罗启明", "身份证", "取号", "这回真的方便了。", "冯雨", "请带原件", "复印件不收。", "从前三趟",
    "如今一趟", "办事窗口", "摄影：何青", "云S(2026)012号", "窗口的一天", "文字稿在此。", "1906", "在镇里办结", "县行政审批局",
    "下放的事项", "采伐证", "2026年3月", "清单上墙", "先取号", "在门口", "要几天？", "当天。", "另一个故事", "采伐申请表",
    "罗家坪村民", "路太远。", "跑三趟",
)  # fmt: skip


@pytest.fixture
def copied(full_story: Any, rf: RequestFactory, editor: Any) -> Copy:
    request = rf.get("/", HTTP_HOST="testserver")
    request.user = editor
    return copy_for_wechat(request, full_story)


def test_no_word_of_any_block_is_lost(copied: Copy) -> None:
    shown = html.fromstring(copied.html).text_content()
    for word in WORDS:
        assert word in shown, word
        assert word in copied.text, word


def test_styles_stand_in_the_elements_and_nothing_else_does(copied: Copy) -> None:
    root = html.fromstring(copied.html)
    for element in root.iter():
        assert element.tag in TAGS or element.tag == "section"
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(element.tag, set())
        assert set(element.attrib) <= allowed, element.attrib
        if element.tag in {"p", "h2", "img", "td", "li", "table"}:
            assert element.get("style"), html.tostring(element, encoding="unicode")
    assert "<a" not in copied.html and "class=" not in copied.html and "javascript" not in copied.html
    assert "<h1" not in copied.html and copied.title == "一张清单，让山里人少跑四十公里"


def test_pictures_come_by_full_addresses_that_answer(copied: Copy, client: Client) -> None:
    images = html.fromstring(copied.html).xpath("//img")
    # The cover, the picture, two of the gallery and the story that is linked has none.
    assert len(images) == 4
    for image in images:
        assert image.get("src").startswith("http://testserver/pictures/")
        assert client.get(image.get("src").removeprefix("http://testserver")).status_code == 200
        assert image.get("alt")


def test_links_become_numbers_with_their_addresses_at_the_end(copied: Copy) -> None:
    assert re.search(r"办法<sup[^>]*>\[1\]</sup>", copied.html)
    assert "[1] https://example.com/a?b=1&amp;c=2" in copied.html
    assert "[1] https://example.com/a?b=1&c=2" in copied.text
    assert "[图" not in copied.text and "［图：窗口前的老乡］" in copied.text


def test_tables_and_lists_read_in_plain_text(copied: Copy) -> None:
    lines = copied.text.split("\n")
    assert lines[0] == copied.title
    assert "采伐证\t七天" in lines
    assert "· 身份证" in lines and "2. 交件" in lines
    assert not any(line.endswith(" ") for line in lines)


def test_the_film_is_on_our_site(copied: Copy, full_story: Any) -> None:
    assert f"视频“窗口的一天”请到本站观看：{full_story.full_url}" in copied.text
    assert "<video" not in copied.html


def test_what_editors_type_runs_nowhere(story: Any, rf: RequestFactory, editor: Any) -> None:
    story.body = [
        ("heading", {"text": "<script>alert(1)</script>", "level": "h2"}),
        (
            "paragraph",
            '<p style="position:fixed" onclick="x()">字<img src=x onerror=y><a href="javascript:z()">坏</a></p>',
        ),
    ]
    story.save_revision().publish(skip_permission_checks=True)
    request = rf.get("/", HTTP_HOST="testserver")
    request.user = editor
    copied = copy_for_wechat(request, story)
    for bad in ("<script", "onclick", "onerror", "position", "javascript"):
        assert bad not in copied.html


def test_the_page_in_the_admin_has_it_all(client: Client, full_story: Any, editor: Any) -> None:
    client.force_login(editor)
    full_story.title = "还没有发布的标题"
    full_story.save_revision(user=editor)
    answer = client.get(f"/admin/ways-out/{full_story.pk}/")
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "还没有发布的标题" in shown
    for words in ("复制到公众号", "复制纯文本", "下载海报", 'data-copy-html="wechat-copy"', "<textarea"):
        assert words in shown
    draft = client.get(f"/admin/ways-out/{full_story.pk}/poster.jpg?download")
    assert draft.status_code == 200
    assert "attachment" in draft["Content-Disposition"] and "private" in draft["Cache-Control"]
    assert draft.content != Client().get(f"/share/{full_story.pk}/poster.jpg").content
    edit = client.get(f"/admin/pages/{full_story.pk}/edit/").content.decode()
    assert f"/admin/ways-out/{full_story.pk}/" in edit


def test_who_may_not_edit_sees_what_readers_see(client: Client, full_story: Any, auditor: Any) -> None:
    client.force_login(auditor)
    full_story.title = "还没有发布的标题"
    full_story.save_revision()
    assert "还没有发布的标题" not in client.get(f"/admin/ways-out/{full_story.pk}/").content.decode()
    full_story.unpublish()
    answer = client.get(f"/admin/ways-out/{full_story.pk}/", follow=True)
    assert "复制到公众号" not in answer.content.decode()
    assert Client().get(f"/admin/ways-out/{full_story.pk}/").status_code == 302
