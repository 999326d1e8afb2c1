"""Named by the setting `WAGTAIL_FINISH_WORKFLOW_ACTION`. Wagtail loads it before any model: it imports none."""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publishes (or schedules) the revision that 终审 approved; see `actions.publish_approved`."""
    from . import actions

    actions.publish_approved(workflow_state, user)
