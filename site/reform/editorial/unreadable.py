"""Why a file has no text that can be checked, in words for whoever chose it."""

from django.utils.translation import gettext as _


class UnreadableFile(ValueError):
    """The file has no text that can be read; `str()` says why, to the user."""


def damaged() -> UnreadableFile:
    return UnreadableFile(_("The file is damaged."))


def too_much() -> UnreadableFile:
    return UnreadableFile(_("The file holds more text than can be checked."))


def unknown() -> UnreadableFile:
    return UnreadableFile(_("This is not a text, Word, Excel or PDF file."))


def old_office() -> UnreadableFile:
    return UnreadableFile(_("Old or password-protected Office files cannot be read. Save it as .docx or .xlsx."))
