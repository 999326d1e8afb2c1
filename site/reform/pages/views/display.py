"""The reader's choice of how pages look."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..cache import DISPLAY_COOKIE, DISPLAYS

YEAR = 365 * 24 * 3600


@csrf_exempt  # Nothing of the reader's is changed but the size of letters, and a token would keep pages out of the cache.
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Remembers large text (适老化) for a year and goes back. Sent by a plain form, so it works without scripts."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("display") in DISPLAYS:
        response.set_cookie(DISPLAY_COOKIE, request.POST["display"], max_age=YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(DISPLAY_COOKIE)
    return response
