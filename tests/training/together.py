"""Called by test_attempts in a process of its own: the same start, then the same submit, from four threads at once."""

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from reform.people.models import User  # noqa: E402
from training.actions import attempt as actions  # noqa: E402
from training.models import Attempt, Quiz  # noqa: E402
from training.signals import attempt_finished  # noqa: E402


def together(call: Callable[[], Attempt]) -> list[str]:
    """What each thread got: number, window or receipt; or the error."""
    gate, found = threading.Barrier(4), []

    def run() -> None:
        try:
            gate.wait()
            attempt = call()
            found.append(f"{attempt.pk} {attempt.number} {attempt.receipt}")
        except Exception as error:
            found.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def main(quiz_pk: str, user_pk: str) -> None:
    quiz, user = Quiz.objects.get(pk=quiz_pk), User.objects.get(pk=user_pk)
    heard: list[Any] = []

    def hear(attempt: Attempt, **kwargs: Any) -> None:
        heard.append(attempt.pk)

    attempt_finished.connect(hear)
    started = together(lambda: actions.start(quiz, user))
    window = Attempt.objects.get().window
    done = together(lambda: actions.submit(quiz.pk, user, window))
    steps = list(Attempt.objects.get().steps.order_by("number").values_list("kind", flat=True))
    print(json.dumps({"started": started, "done": done, "heard": heard, "steps": steps}))


main(*sys.argv[1:])
