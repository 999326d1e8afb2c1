"""Pictures and files, each after asking whether this visitor may have it. The folder of media is never served."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents.models import document_served

from .. import pictures, uses
from ..delivery import deliver
from ..filetypes import TYPES
from ..models import CustomDocument, CustomImage

# An address changes with the picture, so browsers may keep it; an hour bounds how long a withdrawn one lingers.
PUBLIC, PRIVATE = "public, max-age=3600", "private, no-cache"


@require_safe
def picture(request: HttpRequest, image_id: int, version: str, spec: str, extension: str) -> HttpResponseBase:
    """One rendition. Made at the first request when it is one of the site's sizes; originals have no address at all."""
    image = get_object_or_404(CustomImage, pk=image_id)
    public = uses.used_publicly(image)
    if not public and not uses.reachable(image, request):
        raise Http404
    spec = spec.replace("~", "|")
    if version != pictures.version(image):
        return redirect(pictures.url(image, spec, extension))
    rendition = pictures.rendition(image, spec)
    if rendition is None:
        raise Http404
    kind = rendition.file.name.rpartition(".")[2]
    return deliver(
        request,
        rendition.file,
        content_type=pictures.MIME_OF_EXTENSION.get(kind, "application/octet-stream"),
        etag=f"{version}-{rendition.pk}",
        cache=PUBLIC if public else PRIVATE,
    )


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """A file. Takes the place of Wagtail's own view: adds the gate and byte ranges, keeps its hooks and signal."""
    item = get_object_or_404(CustomDocument, pk=document_id)
    if item.filename != filename:
        raise Http404
    for hook in hooks.get_hooks("before_serve_document"):
        answer = hook(item, request)
        if isinstance(answer, HttpResponse):
            return answer
    public = uses.used_publicly(item)
    if not public and not uses.reachable(item, request):
        raise Http404
    document_served.send(sender=CustomDocument, instance=item, request=request)
    kind = TYPES.get(item.file_extension.lower())
    return deliver(
        request,
        item.file,
        content_type=item.content_type,
        etag=item.get_file_hash(),
        cache=PUBLIC if public else PRIVATE,
        attachment=kind is None or not kind.inline,
        filename=item.filename,
    )
