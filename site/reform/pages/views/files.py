"""Pictures and files, each after asking whether this visitor may have it. The folder of media is never served."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from .. import pictures, uses
from ..delivery import deliver
from ..models import CustomImage


def picture(request: HttpRequest, image_id: int, version: str, spec: str, extension: str) -> HttpResponse:
    """One rendition. Made at the first request when it is one of the site's sizes; originals have no address at all."""
    image = get_object_or_404(CustomImage, pk=image_id)
    if not uses.reachable(image, request):
        raise Http404
    rendition = pictures.rendition(image, spec.replace("~", "|"))
    if rendition is None:
        raise Http404
    public = not request.user.is_authenticated
    return deliver(request, rendition.file, cache="public, max-age=3600" if public else "private, no-cache")
