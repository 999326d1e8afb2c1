"""The door of the autosave: JSON in, JSON out, the same few queries whatever the size of the quiz."""

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..actions import attempt as actions
from ..actions.errors import AttemptClosed, StaleWindow
from ..responses import BadResponse

LARGEST = 200_000


@never_cache
@require_POST
def save(request: HttpRequest, pk: int) -> JsonResponse:
    """`{"window", "number", "answers": {position: answer}, "flags": {position: bool}}` → `{"saved", "number", "left"}`.

    401: sign in again; 400: no answers to these questions; 409: the attempt goes on in another window; 410: it is closed
    (`result` leads to the receipt). Whether somebody may learn was asked at the start.
    """
    user: Any = request.user
    if not user.is_authenticated:
        return _told(401, _("You are signed out. Sign in again in another window; your answers wait here."))
    try:
        window, number, answers, flags = _read(request)
        saved = actions.save(pk, user, window, number, answers, flags)
    except StaleWindow as error:
        return _told(409, str(error))
    except AttemptClosed as error:
        return _told(410, str(error), result=reverse("training:result", args=[pk, error.number]))
    except (BadResponse, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return _told(400, _("This answer cannot be read."))
    return JsonResponse(
        {"saved": f"{timezone.localtime(saved.at):%H:%M:%S}", "number": saved.number, "left": saved.left}
    )


def _read(request: HttpRequest) -> tuple[str, int, dict[int, Any], dict[int, bool]]:
    if len(request.body) > LARGEST:
        raise BadResponse
    data = json.loads(request.body)
    window, number = data["window"], data["number"]
    if not isinstance(window, str) or isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise BadResponse
    answers = {int(place): answer for place, answer in data.get("answers", {}).items()}
    flags = {int(place): bool(flag) for place, flag in data.get("flags", {}).items()}
    if not answers and not flags:
        raise BadResponse
    return window, number, answers, flags


def _told(status: int, message: str, **more: Any) -> JsonResponse:
    return JsonResponse({"message": message, **more}, status=status)
