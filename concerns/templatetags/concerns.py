"""What public templates show of concerns."""

from django import template
from wagtail.models import Page

from ..codes import grouped as in_groups
from ..models.answers import AnswerPage

register = template.Library()


@register.filter
def grouped(code: str) -> str:
    """A receipt code as people read it out."""
    return in_groups(code)


@register.simple_tag
def answers_citing(page: Page) -> list[AnswerPage]:
    """The newest public answers that refer to an explainer or policy, at most five. One query."""
    rows = AnswerPage.objects.live().filter(citations__cited=page.pk).order_by("-first_published_at")
    return list(rows.only("title", "url_path", "path", "answered_on", "locale_id", "depth", "live", "slug")[:5])
