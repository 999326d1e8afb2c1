"""Small helpers of the nomination's page in the admin."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def label_of(labels: dict[str, Any], action: str) -> Any:
    """The words for an event."""
    return labels.get(action, action)


@register.filter
def typed(data: Any, pk: int) -> str:
    """The verdict that was chosen for a fact before the form came back."""
    return data.get(f"fact-{pk}", "") if data else ""


@register.filter
def typed_source(data: Any, pk: int) -> str:
    """The source that was typed for a fact before the form came back."""
    return data.get(f"source-{pk}", "") if data else ""
