"""Files for upload tests, made in memory: good ones, and each way to be bad."""

import io
import struct
import zipfile
import zlib

from PIL import Image


def photo(form: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: object) -> bytes:
    """A picture with some structure, so that a rotation shows."""
    image = Image.new(mode, size)
    for x in range(size[0]):
        for y in range(size[1]):
            value = (x * 255 // size[0], y * 255 // size[1], 90, 255)
            image.putpixel((x, y), value[: len(mode)] if len(mode) > 1 else value[0])
    output = io.BytesIO()
    image.save(output, form, **options)
    return output.getvalue()


def photo_with_place() -> bytes:
    """As a phone makes it: turned by a flag, with the place and the owner in its metadata."""
    image = Image.open(io.BytesIO(photo()))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Owner Of The Phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 10.0, 0.0)})
    output = io.BytesIO()
    image.save(output, "JPEG", exif=exif, comment=b"secret comment")
    return output.getvalue()


def animation(frames: int = 3, size: tuple[int, int] = (32, 32), form: str = "GIF") -> bytes:
    pictures = []
    for number in range(frames):
        frame = Image.new("L" if form == "GIF" else "RGB", size)
        frame.paste(255 if form == "GIF" else (255, 0, 0), (number % size[0], 0, number % size[0] + 9, 9))
        pictures.append(frame)
    first, *others = pictures
    output = io.BytesIO()
    first.save(output, form, save_all=True, append_images=others)
    return output.getvalue()


def png_bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A few bytes that would unpack to 900 million pixels: only the header is true."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1) * 20, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'


def pdf(extra: bytes = b"", names: bytes = b"") -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + names + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ]
    output, offsets = io.BytesIO(), []
    output.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, start=1):
        offsets.append(output.tell())
        output.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = output.tell()
    output.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    output.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    output.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return output.getvalue() + extra


def archive(entries: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in entries.items():
            target.writestr(name, data)
    return output.getvalue()


def docx(extra: dict[str, bytes] | None = None, content_type: str = "wordprocessingml.document.main+xml") -> bytes:
    types = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{content_type}"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), "word/document.xml": b"<w/>"} | (extra or {}))


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), name) + body


def mp4(kind: bytes = b"vide", payload: int = 5000) -> bytes:
    """The boxes of a film, with bytes that no player would like but every reader of boxes does."""
    handler = _box(b"hdlr", b"\0" * 8 + kind + b"\0" * 12)
    moov = _box(b"moov", _box(b"trak", _box(b"mdia", handler)))
    return _box(b"ftyp", b"isom\0\0\2\0isommp42") + moov + _box(b"mdat", bytes(range(256)) * (payload // 256 + 1))


def mp3(frames: int = 8, tag: bool = True) -> bytes:
    frame = b"\xff\xfb\x90\x00" + b"\0" * 413  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz
    return (b"ID3\x04\0\0\0\0\0\x0a" + b"\0" * 10 if tag else b"") + frame * frames


def wav() -> bytes:
    body = (
        b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
        + b"data"
        + struct.pack("<I", 100)
        + b"\x80" * 100
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webm() -> bytes:
    header = b"\x1a\x45\xdf\xa3\x8b\x42\x82\x84webm\x42\x87\x81\x04"
    body = b"\xec\x84abcd" * 20
    return header + b"\x18\x53\x80\x67" + bytes([0x40 | len(body) >> 8, len(body) & 0xFF]) + body
