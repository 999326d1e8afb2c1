"""Documents: judged by content, refused with words that help."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import translation

from reform.pages import filetypes
from reform.pages.models import CustomDocument

from . import media

GOOD = {
    "a.pdf": media.pdf(),
    "a.docx": media.docx(),
    "a.xlsx": media.docx(content_type="spreadsheetml.sheet.main+xml"),
    "a.pptx": media.docx(content_type="presentationml.presentation.main+xml"),
    "a.ofd": media.archive({"OFD.xml": b"<ofd/>"}),
    "a.txt": "办事指南".encode(),
    "b.txt": "办事指南".encode("gb18030"),
    "a.csv": "事项,天数\n采伐,1\n".encode("utf-8-sig"),
    "a.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\n...\n",
    "a.mp4": media.mp4(),
    "a.m4a": media.mp4(b"soun"),
    "a.webm": media.webm(),
    "a.mp3": media.mp3(),
    "b.mp3": media.mp3(tag=False),
    "a.wav": media.wav(),
}


def refusal(name: str, data: bytes, size: int | None = None) -> str:
    with translation.override("en"), pytest.raises(ValidationError) as error:
        filetypes.check_document(io.BytesIO(data), name, len(data) if size is None else size)
    return str(error.value.messages[0])


@pytest.mark.parametrize("name", GOOD)
def test_good_files_pass_and_are_rewound(name: str):
    file = io.BytesIO(GOOD[name])
    filetypes.check_document(file, name, len(GOOD[name]))
    assert file.tell() == 0


@pytest.mark.parametrize("name", [name for name in GOOD if not name.endswith(("txt", "csv"))])
def test_every_type_under_a_wrong_name_is_refused(name: str):
    """Text may look like anything; everything else is known by its content."""
    own = name.rpartition(".")[2]
    for extension in filetypes.TYPES:
        if extension == own or (extension in filetypes.TEXTS and own == "vtt"):
            continue
        assert "not of the type" in refusal(f"a.{extension}", GOOD[name]), (name, extension)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.xlsx", "a.pptx", "a.ofd", "a.mp4", "a.m4a", "a.webm", "a.wav"])
def test_cut_off_files_are_refused(name: str):
    data = GOOD[name]
    assert "not complete" in refusal(name, data[: len(data) * 2 // 3])


def test_types_that_are_not_accepted():
    for name in ("a.exe", "a.html", "a.svg", "a.zip", "a.js", "noending", "a.php.", "a"):
        assert "not accepted" in refusal(name, b"x")
    assert "docx" in refusal("a.doc", b"\xd0\xcf\x11\xe0")
    assert "xlsx" in refusal("a.xls", b"\xd0\xcf\x11\xe0")


def test_macros_are_refused_under_any_name():
    assert "macros" in refusal("a.docm", media.docx())
    assert "macros" in refusal("a.docx", media.docx({"word/vbaProject.bin": b"x"}))
    assert "macros" in refusal("a.docx", media.docx(content_type="wordprocessingml.document.macroEnabled.main+xml"))


def test_programs_in_a_pdf_are_refused():
    assert "programs" in refusal("a.pdf", media.pdf(names=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"))
    assert "programs" in refusal("a.pdf", media.pdf(names=b"/OpenAction << /S /Launch /F (cmd.exe) >>"))
    assert "programs" in refusal("a.pdf", media.pdf(names=b"/Names << /EmbeddedFiles << /Names [] >> >>"))
    filetypes.check_document(io.BytesIO(media.pdf(names=b"/OpenAction [3 0 R /Fit]")), "a.pdf", 900)


def test_sizes():
    assert "too large" in refusal("a.pdf", media.pdf(), size=filetypes.TYPES["pdf"].limit + 1)
    assert "empty" in refusal("a.txt", b"")


def test_an_archive_that_unpacks_to_too_much_is_refused():
    assert "unreasonable" in refusal("a.docx", media.docx({"word/media/zeros.bin": b"\0" * (40 * 1024 * 1024)}))


def test_html_before_a_zip_is_refused():
    """A file that is one thing to a browser and another to Word."""
    assert "not of the type" in refusal("a.docx", b"<html><script>alert(1)</script></html>" + media.docx())


def test_binary_data_is_no_text():
    assert "not of the type" in refusal("a.txt", b"abc\0def")
    assert "not of the type" in refusal("a.csv", bytes(range(256)))
    assert "not of the type" in refusal("a.txt", b"\n<!DOCTYPE html><script>alert(1)</script>")
    assert "not of the type" in refusal("a.txt", b"{\\rtf1 x}")


@pytest.mark.django_db
def test_every_door_to_the_library_checks_and_text_is_stored_as_utf8():
    document = CustomDocument(title="x", file=ContentFile("办事指南".encode("gb18030"), name="指南.txt"))
    document.save()
    document.refresh_from_db()
    with document.open_file() as file:
        raw = file.read()
    assert raw.decode("utf-8-sig") == "办事指南"
    assert document.file_size == len(raw) and document.file_hash
    with pytest.raises(ValidationError):
        CustomDocument(title="x", file=ContentFile(b"MZ", name="a.pdf")).save()
