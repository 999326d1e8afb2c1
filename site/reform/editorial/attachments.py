"""The text of attached files, read once for each content and kept for a day."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument

from reform.pages.filetypes import media_kind

from .extract import UnreadableFile, text_of

KEEP = 24 * 3600
# What the personal-data check promises to read. Of other files (slides, OFD) it can only say that it did not.
PROMISED = {"docx", "xlsx", "pdf", "txt", "md", "csv", "vtt"}
VERSION = 1


@dataclass(frozen=True)
class Content:
    """The text of a file, or why there is none. `hash` tells this content from another."""

    text: str
    problem: str
    hash: str
    promised: bool


def content_of(document: AbstractDocument) -> Content | None:
    """What can be checked of a file; None for films and recordings, which have a transcript on the page."""
    extension = document.file_extension.lower()
    if media_kind(extension):
        return None
    hash = document.get_file_hash()
    if extension not in PROMISED:
        return Content("", _("Files of this type are not read."), hash, promised=False)
    kept = cache.get(_key(hash))
    if kept is None:
        kept = _read(document)
        cache.set(_key(hash), kept, KEEP)
    text, problem = kept
    return Content(text, problem, hash, promised=True)


def forget(document: AbstractDocument) -> None:
    """A file is deleted: its text goes too."""
    cache.delete(_key(document.file_hash))


def _read(document: AbstractDocument) -> tuple[str, str]:
    try:
        with document.open_file() as file:
            return text_of(file.read()), ""
    except UnreadableFile as error:
        return "", str(error)
    except OSError:
        return "", _("The file is missing.")


def _key(hash: str) -> str:
    return f"document-text:{VERSION}:{hash}"
