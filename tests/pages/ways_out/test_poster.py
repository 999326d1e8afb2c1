"""The share poster through its public address."""

import io
import shutil
from typing import Any

import pytest
import segno
from django.core.cache import caches
from django.test import Client, RequestFactory
from django.utils import translation
from PIL import Image
from wagtail.models import Locale, PageViewRestriction

from reform.demo.factories import ImageFactory, StoryPageFactory
from reform.pages.models.settings import SiteWords
from reform.pages.ways_out import poster as drawing
from reform.pages.ways_out import typeface, views

pytestmark = pytest.mark.django_db


def fetch(client: Client, page: Any) -> Image.Image:
    answer = client.get(f"/share/{page.pk}/poster.jpg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    return Image.open(io.BytesIO(answer.content))


def code_in(image: Image.Image, address: str) -> bool:
    """Whether the dots of the QR code for the address stand at the foot of the poster."""
    matrix = segno.make(address, error="m", micro=False).matrix
    dots = image.convert("L")
    scale = max(4, drawing.CODE // len(matrix))
    left, top = drawing.WIDTH - drawing.MARGIN - len(matrix) * scale, drawing.FOOT + 38
    return all(
        (dots.getpixel((left + x * scale + scale // 2, top + y * scale + scale // 2)) < 128) == bool(dark)
        for y, row in enumerate(matrix)
        for x, dark in enumerate(row)
    )


def test_a_public_story_has_a_poster_with_the_code_of_its_address(client: Client, story: Any) -> None:
    image = fetch(client, story)
    assert image.size == (1080, 1440)
    assert code_in(image, story.full_url)
    assert not code_in(image, story.full_url + "x")
    # The cover, the words below it and the seal are there.
    assert image.getpixel((540, 200))[1] > image.getpixel((540, 200))[0]
    assert len(image.crop((84, 600, 1000, 1100)).getcolors(1_000_000) or []) > 20
    red, green, _blue = image.getpixel((90, drawing.FOOT + 46))
    assert red > 140 and green < 70


def test_without_a_cover_and_with_everything_long(client: Client, story: Any) -> None:
    story.cover = None
    story.title = "从“多头跑”到“一窗办”：" + "云溪县行政审批局把二十三个林业事项下放到镇里，" * 8
    story.summary = "七个工作日变成当天办结。" * 25
    story.save()
    assert fetch(client, story).size == (1080, 1440)


@pytest.mark.parametrize("length", [1, 9, 30, 60, 120, 255])
@pytest.mark.parametrize("cover", [True, False])
def test_the_words_never_run_into_the_foot(length: int, cover: bool) -> None:
    title = ("一张清单，让山里人少跑四十公里的路" * 20)[:length]
    picture = io.BytesIO()
    Image.new("RGB", (1600, 1067), "#6f9188").save(picture, "JPEG")
    image = drawing.paint(
        drawing.Poster(
            title, "县里的股室联审，七个工作日变成了当天。" * 20, "改革故事", "2026年11月20日", "云溪改革", "云溪改革",
            "长按", "https://yunxi.invalid/a/", drawing.Cover(picture.getvalue) if cover else None,
        )
    )  # fmt: skip
    band = image.crop((0, drawing.FOOT - 14, drawing.WIDTH, drawing.FOOT - 1))
    assert band.getextrema() == tuple((level, level) for level in band.getpixel((0, 0)))
    # Nor over either edge.
    for edge in (0, drawing.WIDTH - 30):
        assert len(image.crop((edge, 900, edge + 30, drawing.FOOT)).getcolors() or []) == 1


def test_what_is_not_public_has_none(client: Client, story: Any, column: Any, home: Any) -> None:
    draft = StoryPageFactory(parent=column, live=False)
    hidden = StoryPageFactory(parent=column)
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    for page in (draft, hidden, column, home):
        assert client.get(f"/share/{page.pk}/poster.jpg").status_code == 404
    assert client.get("/share/99999/poster.jpg").status_code == 404
    assert client.post(f"/share/{story.pk}/poster.jpg").status_code == 405


def test_a_withdrawn_story_has_none_though_one_was_kept(client: Client, story: Any) -> None:
    fetch(client, story)
    story.unpublish()
    assert client.get(f"/share/{story.pk}/poster.jpg").status_code == 404


def test_it_is_drawn_once_for_what_it_says(
    client: Client, story: Any, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    first = client.get(f"/share/{story.pk}/poster.jpg")
    assert caches["made"].get(f"poster-{first['ETag'].strip(chr(34))}") == first.content
    monkeypatch.setattr(views, "jpeg", lambda _poster: pytest.fail("drawn again"))
    with django_assert_max_num_queries(15):
        again = client.get(f"/share/{story.pk}/poster.jpg")
    assert again.content == first.content
    unchanged = client.get(f"/share/{story.pk}/poster.jpg", HTTP_IF_NONE_MATCH=first["ETag"])
    assert unchanged.status_code == 304 and not unchanged.content
    assert "no-cache" in first["Cache-Control"]
    monkeypatch.undo()
    story.title = "两张清单"
    story.save_revision().publish(skip_permission_checks=True)
    changed = client.get(f"/share/{story.pk}/poster.jpg", HTTP_IF_NONE_MATCH=first["ETag"])
    assert changed.status_code == 200 and changed.content != first.content


def test_the_poster_speaks_the_language_of_the_page(story: Any, site_details: Any, rf: RequestFactory) -> None:
    english, _made = Locale.objects.get_or_create(language_code="en")
    SiteWords.objects.create(settings=site_details, locale=english, name="Reform in Yunxi")
    story.locale = english
    request = rf.get("/", HTTP_HOST="testserver")
    with translation.override("en"):
        content = views.poster_of(request, story, public=True)
    assert content.site == "Reform in Yunxi"
    assert content.hint == "Press and hold the code to read the whole text"
    with translation.override("zh-hans"):
        request = rf.get("/", HTTP_HOST="testserver")
        assert views.poster_of(request, story, public=True).hint == "长按识别二维码，阅读全文"


def test_a_map_shows_its_number_and_a_picture_its_maker(story: Any, rf: RequestFactory) -> None:
    story.cover = ImageFactory(credit="绘图：测绘院", is_map=True, map_approval="云S(2026)012号")
    story.save_revision().publish(skip_permission_checks=True)
    content = views.poster_of(rf.get("/", HTTP_HOST="testserver"), story, public=True)
    assert content.cover is not None
    assert content.cover.note == "绘图：测绘院　云S(2026)012号"


def test_a_lost_picture_leaves_the_words(client: Client, story: Any, settings: Any) -> None:
    shutil.rmtree(settings.MEDIA_ROOT)
    assert fetch(client, story).getpixel((540, 5)) != (255, 255, 255)


def test_rare_characters_and_signs_are_drawn_from_the_vendored_faces_alone() -> None:
    for character in "龢→①●№éЖ":
        assert any(typeface.has(face, character) for face in (typeface.SONG, typeface.REST)), character
    assert not typeface.has(typeface.SONG, "龢")
    assert [face for face, _text in typeface.runs(typeface.SONG, "云①溪")] == [
        typeface.SONG,
        typeface.REST,
        typeface.SONG,
    ]
