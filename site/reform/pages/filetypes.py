"""Which files may be uploaded as documents, and whether a file is what its name says. Looks at content, never at the
type a browser claims.

Sources: ISO/IEC 14496-12 (mp4), ISO/IEC 11172-3 (mp3 frames), ECMA-376 part 2 (OOXML packages), GB/T 33190 (OFD),
RFC 8794 (EBML, for webm), ISO 32000 (pdf), W3C WebVTT.
"""

import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

MB = 1024 * 1024
ZIP_ENTRIES = 5_000
ZIP_BYTES = 300 * MB
ZIP_RATIO = 200


@dataclass(frozen=True)
class FileType:
    """`kind` is `video`, `audio` or empty; `inline` says that a browser may show it instead of saving it."""

    mime: str
    check: Callable[[IO[bytes], int, str], None]
    limit: int = 50 * MB
    kind: str = ""
    inline: bool = False


def media_kind(extension: str) -> str:
    """`video`, `audio` or empty."""
    found = TYPES.get(extension.lower())
    return found.kind if found else ""


def check_document(file: IO[bytes], name: str, size: int) -> None:
    """Raises `ValidationError`, with a sentence for the editor, unless the file is whole, harmless and as named.

    Leaves the file at its beginning.
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in OLD_OFFICE:
        raise ValidationError(
            _("Old Office files can hide programs. Save it as %(new)s.") % {"new": OLD_OFFICE[extension]}
        )
    if extension in MACROS:
        raise ValidationError(_("Files with macros are not accepted. Save it as %(new)s.") % {"new": MACROS[extension]})
    if extension not in TYPES:
        raise ValidationError(
            _("Files of the type “%(type)s” are not accepted. Accepted are: %(types)s.")
            % {"type": extension or "?", "types": ", ".join(TYPES)}
        )
    kind = TYPES[extension]
    if size > kind.limit:
        raise ValidationError(
            _("The file is too large: %(size)s. At most %(limit)s.")
            % {"size": filesizeformat(size), "limit": filesizeformat(kind.limit)}
        )
    if size == 0:
        raise ValidationError(_("The file is empty."))
    file.seek(0)
    kind.check(file, size, extension)
    file.seek(0)


def text_as_utf8(data: bytes) -> bytes:
    """Text files of Chinese Windows come in GB 18030; the site says UTF-8, with the mark that spreadsheets need."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030").encode("utf-8-sig")
    return data


def _mislabelled(extension: str) -> ValidationError:
    return ValidationError(
        _("The content of this file is not of the type “%(type)s”. Save it again in the right program.")
        % {"type": extension}
    )


def _truncated() -> ValidationError:
    return ValidationError(_("The file is not complete. Perhaps a transfer broke off; fetch it again."))


def _check_pdf(file: IO[bytes], size: int, extension: str) -> None:
    from pypdf import PdfReader

    if file.read(5) != b"%PDF-":
        raise _mislabelled(extension)
    file.seek(max(0, size - 2048))
    if b"%%EOF" not in file.read():
        raise _truncated()
    file.seek(0)
    try:
        root: Any = PdfReader(file, strict=False).trailer["/Root"]
        active = {"/JavaScript", "/JS", "/Launch"}
        names = root.get("/Names") or {}
        action = root.get("/OpenAction")
        acts = isinstance(action, dict) and str(action.get("/S", "")) in active
        if acts or "/AA" in root or "/JavaScript" in names or "/EmbeddedFiles" in names:
            raise ValidationError(_("This PDF contains programs or attached files. Print it to a new PDF first."))
    except ValidationError:
        raise
    except Exception as error:
        # pypdf raises many kinds of errors for broken files; all of them mean the same to the editor.
        raise _truncated() from error


def _open_zip(file: IO[bytes], extension: str) -> zipfile.ZipFile:
    if file.read(4) != b"PK\x03\x04":
        raise _mislabelled(extension)
    try:
        archive = zipfile.ZipFile(file)
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _truncated() from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > ZIP_ENTRIES or unpacked > ZIP_BYTES or (unpacked > 10 * MB and unpacked / packed > ZIP_RATIO):
        raise ValidationError(_("The file unpacks to an unreasonable size."))
    return archive


def _test_zip(archive: zipfile.ZipFile) -> None:
    """Reads every entry: a broken one, or one that is larger than it says, is found here."""
    try:
        if archive.testzip() is not None:
            raise _truncated()
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, NotImplementedError) as error:
        raise _truncated() from error


OOXML = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}


def _check_ooxml(file: IO[bytes], size: int, extension: str) -> None:
    archive = _open_zip(file, extension)
    names = [entry.filename.lower() for entry in archive.infolist()]
    if "[content_types].xml" not in names:
        raise _mislabelled(extension)
    _test_zip(archive)
    types = archive.read(archive.infolist()[names.index("[content_types].xml")])
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
        raise ValidationError(_("Files with macros are not accepted. Save it as %(new)s.") % {"new": extension})
    if OOXML[extension].encode() not in types:
        raise _mislabelled(extension)


def _check_ofd(file: IO[bytes], size: int, extension: str) -> None:
    archive = _open_zip(file, extension)
    if "OFD.xml" not in archive.namelist():
        raise _mislabelled(extension)
    _test_zip(archive)


def _check_text(file: IO[bytes], size: int, extension: str) -> None:
    data = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _mislabelled(extension)
    if re.match(r"\s*(%PDF-|\{\\rtf|<(!doctype|html|svg|script|\?))", text, re.IGNORECASE):
        raise _mislabelled(extension)
    if re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", text):
        raise _mislabelled(extension)
    if extension == "vtt" and not re.match(r"WEBVTT([ \t\r\n]|$)", text):
        raise _mislabelled(extension)


def _check_mp4(file: IO[bytes], size: int, extension: str) -> None:
    """Walks the boxes: `ftyp` first, a `moov` with a track of picture or sound, none reaching past the end."""
    at, moov, first = 0, b"", True
    while at < size:
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            raise _mislabelled(extension) if first else _truncated()
        length, name = struct.unpack(">I4s", head[:8])
        if first and name != b"ftyp":
            raise _mislabelled(extension)
        first = False
        if length == 1 and len(head) == 16:
            length = struct.unpack(">Q", head[8:16])[0]
        elif length == 0:
            length = size - at
        if length < 8 or at + length > size:
            raise _truncated()
        if name == b"moov":
            file.seek(at)
            moov = file.read(min(length, 64 * MB))
        at += length
    if not moov:
        raise _truncated()
    handlers = set(re.findall(rb"hdlr.{8}(vide|soun)", moov, re.DOTALL))
    if (
        not handlers
        or (extension == "m4a" and b"soun" not in handlers)
        or (extension == "mp4" and b"vide" not in handlers)
    ):
        raise _mislabelled(extension)


def _check_webm(file: IO[bytes], size: int, extension: str) -> None:
    head = file.read(256)
    if head[:4] != b"\x1a\x45\xdf\xa3" or b"webm" not in head[:64]:
        raise _mislabelled(extension)
    segment = head.find(b"\x18\x53\x80\x67")
    if segment < 0 or segment + 12 > len(head):
        raise _truncated()
    first = head[segment + 4]
    width = 9 - first.bit_length()
    if 1 <= width <= 8:
        value = int.from_bytes(head[segment + 4 : segment + 4 + width], "big") & ((1 << 7 * width) - 1)
        unknown = value == (1 << 7 * width) - 1
        if not unknown and segment + 4 + width + value > size:
            raise _truncated()


BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _frame_length(head: bytes) -> int:
    """The length of an MPEG layer III frame by its four-byte header; 0 when it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    if version == 1 or layer != 1 or head[2] >> 2 & 3 == 3:
        return 0
    bitrate = (BITRATES if version == 3 else BITRATES_2)[head[2] >> 4] * 1000
    rate = RATES[version][head[2] >> 2 & 3]
    return (144 if version == 3 else 72) * bitrate // rate + (head[2] >> 1 & 1) if bitrate else 0


def _check_mp3(file: IO[bytes], size: int, extension: str) -> None:
    head = file.read(10)
    at = 0
    if head[:3] == b"ID3" and len(head) == 10:
        at = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
        if at >= size:
            raise _truncated()
    for _number in range(3):
        file.seek(at)
        length = _frame_length(file.read(4))
        if not length:
            raise _mislabelled(extension)
        at += length
        if at >= size:
            break


def _check_wav(file: IO[bytes], size: int, extension: str) -> None:
    head = file.read(12)
    if len(head) < 12 or head[:4] != b"RIFF" or head[8:] != b"WAVE":
        raise _mislabelled(extension)
    if struct.unpack("<I", head[4:8])[0] + 8 > size:
        raise _truncated()


TYPES = {
    "pdf": FileType("application/pdf", _check_pdf, inline=True),
    "docx": FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _check_ooxml),
    "xlsx": FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _check_ooxml),
    "pptx": FileType("application/vnd.openxmlformats-officedocument.presentationml.presentation", _check_ooxml),
    "ofd": FileType("application/ofd", _check_ofd),
    "txt": FileType("text/plain; charset=utf-8", _check_text),
    "csv": FileType("text/csv; charset=utf-8", _check_text),
    "vtt": FileType("text/vtt; charset=utf-8", _check_text, 2 * MB, inline=True),
    "mp4": FileType("video/mp4", _check_mp4, 500 * MB, "video", inline=True),
    "webm": FileType("video/webm", _check_webm, 500 * MB, "video", inline=True),
    "mp3": FileType("audio/mpeg", _check_mp3, 100 * MB, "audio", inline=True),
    "m4a": FileType("audio/mp4", _check_mp4, 100 * MB, "audio", inline=True),
    "wav": FileType("audio/wav", _check_wav, 200 * MB, "audio", inline=True),
}
TEXTS = {"txt", "csv", "vtt"}
OLD_OFFICE = {"doc": "docx", "wps": "docx", "xls": "xlsx", "et": "xlsx", "ppt": "pptx", "dps": "pptx", "rtf": "docx"}
MACROS = {
    "docm": "docx",
    "dotm": "docx",
    "xlsm": "xlsx",
    "xltm": "xlsx",
    "pptm": "pptx",
    "potm": "pptx",
    "ppsm": "pptx",
}
