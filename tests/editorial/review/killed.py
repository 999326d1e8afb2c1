"""Publishes a page again and again in processes that are killed (SIGKILL) at one database statement after the other.

Run by `test_killed.py` with a database of its own: `python killed.py TASK_STATE USER`. Prints a line of JSON for each
process: the statement at which it was killed (null for the last, which was let through) and what the database holds
afterwards, as another connection sees it.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from wagtail.models import Page, PageLogEntry, TaskState  # noqa: E402

from reform.editorial import actions  # noqa: E402
from reform.editorial.models import Correction, Notice  # noqa: E402
from reform.people.models import User  # noqa: E402

MOST = 400


def killing(at: int) -> Callable[..., Any]:
    """Counts statements; kills the process before an odd count and after an even one."""
    count = 0

    def wrapper(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(*arguments)
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapper


def state(task_state: TaskState) -> dict[str, Any]:
    """Everything that a publication writes."""
    step = TaskState.objects.select_related("workflow_state").get(pk=task_state.pk)
    page = Page.objects.get(pk=step.workflow_state.object_id)
    logged = PageLogEntry.objects.filter(page=page.pk, revision=step.revision_id)
    return {
        "revision": page.live_revision_id == step.revision_id,
        "title": page.specific.title == step.revision.as_object().title,
        "step": step.status == TaskState.STATUS_APPROVED,
        "round": step.workflow_state.status == "approved",
        "log of the step": logged.filter(action="wagtail.workflow.approve", user=step.finished_by_id).exists(),
        "log of the publication": logged.filter(action="wagtail.publish").exists(),
        "note": Correction.objects.filter(page=page, published_at__isnull=False).exists(),
        "notice": Notice.objects.filter(key=f"done:{step.workflow_state_id}").exists(),
    }


def main(task_state: TaskState, user: User) -> None:
    for at in range(1, MOST):
        connection.close()
        child = os.fork()
        if child == 0:
            with connection.execute_wrapper(killing(at)):
                actions.approve(task_state, user)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        print(json.dumps({"at": at if killed else None, "state": state(task_state)}), flush=True)
        if not killed:
            return
        if state(task_state)["step"]:  # killed after the commit
            return


if __name__ == "__main__":
    main(TaskState.objects.get(pk=sys.argv[1]), User.objects.get(pk=sys.argv[2]))
