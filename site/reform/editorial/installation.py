"""What exists after installation: the review workflow of `rules/review.yaml`, assigned to the whole page tree."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from reform.people.roles import BY_KEY

from .models import ReviewSettings, ReviewTask

RULES = Path(__file__).parent / "rules" / "review.yaml"


@cache
def review_rules() -> dict[str, Any]:
    """The pack as it was shipped."""
    return yaml.safe_load(RULES.read_text(encoding="utf-8"))


@transaction.atomic
def install_review() -> Workflow:
    """Makes the workflow if it is missing. What an administrator changed since (days, names) is left as it is."""
    rules = review_rules()
    workflow, created = Workflow.objects.get_or_create(name=rules["name"], defaults={"active": True})
    if created:
        for order, step in enumerate(rules["steps"]):
            group = Group.objects.get(name=BY_KEY[step["role"]].name)
            times = {name: step[name] for name in ("days", "working_days", "remind_hours")}
            task, _made = ReviewTask.objects.get_or_create(name=group.name, defaults={"group": group, **times})
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
        # Wagtail's sample workflow has one step and is assigned to the root.
        for other in Workflow.objects.active().exclude(pk=workflow.pk):
            other.deactivate()
    opens, closes = rules["office_hours"]
    ReviewSettings.objects.get_or_create(defaults={"office_from": opens, "office_to": closes})
    root = Page.get_first_root_node()
    WorkflowPage.objects.filter(page=root).exclude(workflow=workflow).delete()
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
    return workflow
