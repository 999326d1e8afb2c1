"""What the admin pages of questions and quizzes share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from wagtail.log_actions import log

from reform.people.views.pages import AdminPage

from ..actions.errors import TrainingError


class TrainingPage(AdminPage):
    """A page that shows `form` and acts on a POST; what an action refuses is said and the page stays filled."""

    header_icon = "tasks"

    def tried(self, act: Callable[[], Any], done: str = "") -> bool:
        """Does it, or says in words why not."""
        return tried(self.request, act, done)


def tried(request: HttpRequest, act: Callable[[], Any], done: str = "") -> bool:
    """Does it, or says in words why not."""
    try:
        act()
    except TrainingError as error:
        messages.error(request, str(error))
        return False
    if done:
        messages.success(request, done)
    return True


def exported(instance: Any, user: Any, what: str) -> None:
    """Writes to the log that somebody took data out."""
    log(instance, "training.export", user=user, data={"what": what})
