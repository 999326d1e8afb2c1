"""The one place where staff see how to reach who asked: in this one answer, on record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import contacts
from ..actions import contacts as actions
from ..queries import visible_to


@never_cache
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the details; 404 for a concern that is none of theirs, 403 without the permission. A GET shows nothing."""
    concern = get_object_or_404(visible_to(request.user), pk=pk)
    details, unreadable = None, False
    try:
        details = actions.look(concern, request.user)
    except contacts.Unreadable:
        unreadable = True
    context = {"concern": concern, "details": details, "unreadable": unreadable}
    response = render(request, "concerns/admin/contact.html", context)
    response["Cache-Control"] = "no-store, private"
    return response
