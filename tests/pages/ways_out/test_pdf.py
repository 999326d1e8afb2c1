"""The PDF of an article: its words, pictures, source, date and address; nothing fetched from elsewhere."""

import io
import re
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from pypdf import PdfReader
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from reform.demo.factories import ImageFactory, StoryPageFactory
from reform.pages.ways_out import pdf as printing
from reform.pages.ways_out import views

from .. import media
from ..test_photos import refusal
from .test_wechat import WORDS, everything

pytestmark = pytest.mark.django_db


def fetch(client: Client, page: Any) -> PdfReader:
    answer = client.get(f"/share/{page.pk}/article.pdf")
    assert answer.status_code == 200, answer.content[:200]
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def words(document: PdfReader) -> str:
    return "".join("".join(sheet.extract_text() for sheet in document.pages).split())


@pytest.fixture
def full_story(story: Any, column: Any) -> Any:
    story.body = everything(StoryPageFactory(parent=column, title="另一个故事", summary="也值得一读。"))
    story.hardship = "路太远。"
    story.people.create(name="罗启明", post="罗家坪村民")
    story.save_revision().publish(skip_permission_checks=True)
    return story


def test_every_block_is_there_with_source_date_and_address(client: Client, full_story: Any) -> None:
    document = fetch(client, full_story)
    text = words(document)
    for word in WORDS:
        assert word in text, word
    for word in ("来源", "云溪县行政审批局", "发布时间", "http://testserver/dongtai/qing-dan/", "云溪改革"):
        assert word in text, word
    for furniture in ("大字版", "阅读模式", "本页内容", "继续阅读", "分享海报"):
        assert furniture not in text, furniture
    assert document.metadata is not None and document.metadata.title == full_story.title
    assert document.trailer["/Root"]["/Lang"] == "zh-hans"
    assert "/StructTreeRoot" in document.trailer["/Root"]


def test_our_typefaces_are_inside_and_no_other(client: Client, full_story: Any) -> None:
    names = set()
    for sheet in fetch(client, full_story).pages:
        for font in sheet["/Resources"]["/Font"].values():
            for inner in font.get_object().get("/DescendantFonts", []):
                described = inner.get_object()["/FontDescriptor"].get_object()
                assert any(key in described for key in ("/FontFile2", "/FontFile3")), "not embedded"
                names.add(str(described["/FontName"]))
    assert names
    assert all(re.match(r"/[A-Z]{6}\+Reform-(Song|Sans|Rest)", name) for name in names), names


def test_pictures_are_inside_and_only_ours(client: Client, full_story: Any) -> None:
    images = [image for sheet in fetch(client, full_story).pages for image in sheet.images]
    assert len(images) >= 4


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:22/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "ftp://x/y",
        "http://testserver/admin/", "http://testserver/documents/1/x.txt", "data:text/plain,x", "typeface:../../x",
        "http://example.com/pictures/99/000000000000/width-800~format-jpeg.jpg", "gopher://x", "//x/y", "none:",
    ],
)  # fmt: skip
def test_the_server_fetches_nothing_that_is_not_ours(address: str) -> None:
    with pytest.raises(ValueError, match=r"not one of our files|may not be used"):
        printing.own_file(address, lambda _image: True)


def test_what_an_editor_types_makes_no_request(client: Client, story: Any) -> None:
    """`no_network` fails the test if anything is asked for; the words stay."""
    story.body = [("paragraph", '<p>字<img src="http://10.0.0.1/x.png"><a href="http://10.0.0.1/">链接</a></p>')]
    story.save_revision().publish(skip_permission_checks=True)
    assert "链接" in words(fetch(client, story))


def test_a_picture_that_is_kept_back_does_not_come_along(client: Client, story: Any) -> None:
    closed = Collection.get_first_root_node().add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    story.cover = ImageFactory(collection=closed)
    story.save_revision().publish(skip_permission_checks=True)
    assert not [image for sheet in fetch(client, story).pages for image in sheet.images]


def test_what_is_not_public_has_none(client: Client, story: Any, column: Any, home: Any) -> None:
    draft = StoryPageFactory(parent=column, live=False)
    hidden = StoryPageFactory(parent=column)
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    for page in (draft, hidden, column, home):
        assert client.get(f"/share/{page.pk}/article.pdf").status_code == 404
    assert client.get(f"/share/{story.pk}/article.pdf").status_code == 200
    story.unpublish()
    assert client.get(f"/share/{story.pk}/article.pdf").status_code == 404


def test_it_is_set_once_for_what_it_says(client: Client, story: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(f"/share/{story.pk}/article.pdf")
    assert caches["made"].get(f"pdf-{first['ETag'].strip(chr(34))}") == first.content
    monkeypatch.setattr(views.printing, "pdf", lambda *_args: pytest.fail("set again"))
    assert client.get(f"/share/{story.pk}/article.pdf").content == first.content
    assert client.get(f"/share/{story.pk}/article.pdf", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_a_draft_is_for_who_may_edit_it(client: Client, story: Any, editor: Any) -> None:
    client.force_login(editor)
    story.title = "还没有发布的标题"
    story.save_revision(user=editor)
    answer = client.get(f"/admin/ways-out/{story.pk}/article.pdf")
    assert "还没有发布的标题" in words(PdfReader(io.BytesIO(answer.content)))
    assert "private" in answer["Cache-Control"]
    assert "还没有发布的标题" not in words(fetch(Client(), story))


def test_the_page_offers_both(client: Client, story: Any) -> None:
    shown = client.get(story.url).content.decode()
    assert f'href="/share/{story.pk}/poster.jpg"' in shown
    assert f'href="/share/{story.pk}/article.pdf"' in shown


def test_a_cut_off_upload_is_refused_after_a_pdf_too(client: Client, story: Any) -> None:
    """WeasyPrint changes a switch of Pillow for the whole process."""
    fetch(client, story)
    assert "damaged" in refusal(media.photo("PNG")[:-60])


def test_a_table_of_many_columns_is_set_smaller(client: Client, story: Any) -> None:
    def table(columns: int) -> Any:
        rows = [[f"{columns}列{number}" for number in range(columns)] for _row in range(2)]
        return ("table", {"data": rows, "first_row_is_table_header": True, "first_col_is_header": False})

    story.body = [table(3), table(12)]
    story.save_revision().publish(skip_permission_checks=True)
    sizes: dict[str, float] = {}

    def note(text: str, _cm: Any, tm: Any, _font: Any, size: float) -> None:
        for name in ("3列", "12列"):
            if text.strip().startswith(name):
                sizes.setdefault(name, round(abs(size * tm[0]), 1))

    for sheet in fetch(client, story).pages:
        sheet.extract_text(visitor_text=note)
    assert sizes["12列"] < sizes["3列"], sizes
