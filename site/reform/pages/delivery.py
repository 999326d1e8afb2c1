"""Sends a stored file: from the disk, through the web server in front, or from S3-style storage.

With byte ranges, which films need for seeking.

`MEDIA_ACCEL_PREFIX` names the internal location under which nginx has the folder of media (`deploy/`): then Django only
decides who may have the file, and nginx sends it.
"""

import re
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

CHUNK = 256 * 1024


def deliver(
    request: HttpRequest,
    file: FieldFile,
    *,
    content_type: str,
    etag: str,
    cache: str,
    attachment: bool = False,
    filename: str = "",
) -> HttpResponseBase:
    """The file as a response: whole, a range of it (206), unchanged (304), or 416. Raises `Http404` when it is lost."""
    etag = f'"{etag}"'
    response: HttpResponseBase = get_conditional_response(request, etag=etag) or _send(
        request, file, content_type, etag
    )
    response["ETag"] = etag
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    # Whatever is in the file runs nothing and loads nothing in the name of the site.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; sandbox"
    if filename:
        response["Content-Disposition"] = content_disposition_header(attachment, filename) or "inline"
    return response


def _send(request: HttpRequest, file: FieldFile, content_type: str, etag: str) -> HttpResponseBase:
    if settings.MEDIA_ACCEL_PREFIX:
        address = settings.MEDIA_ACCEL_PREFIX + quote(str(file.name))
        return HttpResponse(content_type=content_type, headers={"X-Accel-Redirect": address})
    try:
        stored = file.storage.open(str(file.name), "rb")
        size = stored.size
    except OSError as error:
        raise Http404 from error
    wanted = _range(request, size, etag)
    if wanted == (0, -1):
        stored.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = wanted or (0, size - 1)
    response: HttpResponseBase
    if wanted is None and not hasattr(stored, "obj"):
        response = FileResponse(stored, content_type=content_type)
    else:
        response = StreamingHttpResponse(_part(stored, start, end), content_type=content_type)
    response["Content-Length"] = str(end - start + 1)
    response["Accept-Ranges"] = "bytes"
    if wanted is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response


def _range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """(first, last) byte; None for the whole file; (0, -1) when the range lies outside. Only one range is served."""
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("Range", "").strip())
    if request.method != "GET" or match is None or match.groups() == ("", ""):
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if first:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    else:
        start, end = max(0, size - int(last)), size - 1
    return (start, end) if start <= end and start < size else (0, -1)


def _part(stored: IO[bytes] | Any, start: int, end: int) -> Iterator[bytes]:
    """The bytes from start to end. S3-style storage is asked for them alone."""
    if hasattr(stored, "obj"):
        with stored.obj.get(Range=f"bytes={start}-{end}")["Body"] as body:
            yield from body.iter_chunks(CHUNK)
        return
    with stored:
        stored.seek(start)
        left = end - start + 1
        while left > 0 and (data := stored.read(min(CHUNK, left))):
            left -= len(data)
            yield data
