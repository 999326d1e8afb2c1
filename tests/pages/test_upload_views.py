"""Uploads through the admin's own doors: one at a time, many at once, from a chooser. Refused: said why, the rest kept."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from reform.pages.models import CustomDocument, CustomImage

from . import media

pytestmark = pytest.mark.django_db

BAD_PICTURES = {
    "svg.svg": (media.SVG, "不支持"),
    "svg.png": (media.SVG, "不支持"),
    "gif.png": (media.photo("GIF", mode="L"), "png"),
    "cut.jpg": (media.photo()[:-400], "损坏"),
    "film.gif": (media.animation(), "动"),
    "bomb.png": (media.png_bomb(), "像素"),
    "filmbomb.gif": (media.animation(frames=400, size=(500, 500)), "动"),
    "text.jpg": (b"hello", "不支持"),
}


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def signed_in(client: Any, editor: Any) -> Any:
    client.force_login(editor)
    return client


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_one_picture_refused_the_form_kept(signed_in: Any, name: str):
    data, words = BAD_PICTURES[name]
    response = signed_in.post(
        reverse("wagtailimages:add"),
        {
            "title": "村口的桥",
            "file": upload(name, data),
            "collection": Collection.get_first_root_node().pk,
            "alt": "一座石桥",
            "credit": "张三摄",
        },
    )
    assert response.status_code == 200
    assert not CustomImage.objects.exists()
    errors = response.context["form"].errors
    assert list(errors) == ["file"]
    assert words in str(errors["file"][0])
    html = response.content.decode()
    assert "村口的桥" in html and "一座石桥" in html and "张三摄" in html


def test_a_good_picture_goes_in_without_its_metadata(signed_in: Any):
    response = signed_in.post(
        reverse("wagtailimages:add"),
        {"title": "桥", "file": upload("a.jpg", media.photo_with_place()), "collection": 1, "alt": "桥"},
    )
    assert response.status_code == 302, response.context["form"].errors
    image = CustomImage.objects.get()
    with image.open_file() as file:
        assert b"Owner" not in file.read()


def test_many_at_once_each_told_by_itself(signed_in: Any):
    address = reverse("wagtailimages:add_multiple")
    headers = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    answers = {}
    for name, data in {"good.jpg": media.photo(), **{name: data for name, (data, _w) in BAD_PICTURES.items()}}.items():
        response = signed_in.post(address, {"title": name, "files[]": upload(name, data), "collection": 1}, **headers)
        answers[name] = json.loads(response.content)
    assert answers.pop("good.jpg")["success"] is True
    for name, answer in answers.items():
        assert answer["success"] is False, name
        assert answer["error_message"], name
    assert CustomImage.objects.count() == 1


def test_chooser_upload_refused_in_its_own_form(signed_in: Any):
    address = reverse("wagtailimages_chooser:create")
    data = {
        "image-chooser-upload-title": "桥",
        "image-chooser-upload-file": upload("a.png", media.SVG),
        "image-chooser-upload-collection": 1,
        "image-chooser-upload-alt": "一座石桥",
    }
    response = signed_in.post(address, data)
    assert response.status_code == 200
    answer = json.loads(response.content)
    assert answer["step"] == "reshow_creation_form"
    assert "一座石桥" in answer["htmlFragment"]
    assert not CustomImage.objects.exists()
    data["image-chooser-upload-file"] = upload("a.png", media.photo("PNG"))
    assert json.loads(signed_in.post(address, data).content)["step"] == "chosen"


def test_a_map_needs_its_number(signed_in: Any):
    data = {"title": "地图", "file": upload("a.jpg", media.photo()), "collection": 1, "is_map": "on"}
    response = signed_in.post(reverse("wagtailimages:add"), data)
    assert list(response.context["form"].errors) == ["map_approval"]
    data |= {"file": upload("a.jpg", media.photo()), "map_approval": "没有"}
    assert list(signed_in.post(reverse("wagtailimages:add"), data).context["form"].errors) == ["map_approval"]
    data |= {"file": upload("a.jpg", media.photo()), "map_approval": "GS(2023)2767号"}
    assert signed_in.post(reverse("wagtailimages:add"), data).status_code == 302


def test_documents_refused_and_taken(signed_in: Any):
    address = reverse("wagtaildocs:add")
    for name, data in {
        "a.docx": media.docx({"word/vbaProject.bin": b"x"}),
        "a.pdf": media.pdf()[:-60],
        "b.pdf": media.SVG,
        "a.svg": media.SVG,
        "a.exe": b"MZ",
    }.items():
        response = signed_in.post(
            address, {"title": "方案", "file": upload(name, data), "collection": 1, "credit": "张三"}
        )
        assert list(response.context["form"].errors) == ["file"], name
        assert "张三" in response.content.decode()
        many = signed_in.post(
            reverse("wagtaildocs:add_multiple"),
            {"title": name, "files[]": upload(name, data), "collection": 1},
            HTTP_X_REQUESTED_WITH="XMLHttpRequest",
        )
        assert json.loads(many.content)["success"] is False
    assert not CustomDocument.objects.exists()
    good = signed_in.post(address, {"title": "方案", "file": upload("方案.pdf", media.pdf()), "collection": 1})
    assert good.status_code == 302
    assert CustomDocument.objects.get().content_type == "application/pdf"
