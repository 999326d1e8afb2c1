"""What the public templates show of policies and explainers."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.models import Page

from .. import blocks, queries
from ..articles import Anchors, marked
from ..models import PolicyPage

register = template.Library()


@register.simple_tag(takes_context=True)
def policy_text(context: Context, body: StreamValue) -> SafeString:
    """The body with an anchor at every numbered article and division (`articles`)."""
    anchors = Anchors()
    parts = [
        format_html(
            '<div class="block-{}">{}</div>',
            child.block_type,
            mark_safe(marked(str(child.render(context.flatten())), child.block_type, anchors)),  # noqa: S308 - rendered by the block's own template
        )
        for child in body
    ]
    return mark_safe("\n".join(parts))  # noqa: S308 - joined from safe parts


@register.simple_tag
def stale_links(page: Page) -> list[PolicyPage]:
    """The documents no longer in force that a page links to. Two queries for each edition, none for each page."""
    return queries.stale_links_of(page) if page.pk else []


@register.filter
def question_anchor(item_id: str) -> str:
    return blocks.question_anchor(item_id or "")
