"""Sends a stored file: from the disk, through the web server in front (X-Accel), or from S3-style storage."""

from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponseBase

CONTENT_TYPES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
}


def deliver(request: HttpRequest, file: FieldFile, cache: str) -> HttpResponseBase:
    """The file as a response."""
    kind = CONTENT_TYPES.get(PurePath(file.name).suffix.lower(), "application/octet-stream")
    response = FileResponse(file.open("rb"), content_type=kind)
    response["Cache-Control"] = cache
    return response
