"""The inbox of the county: the matters that come again and again."""

from wagtail.models import Locale

from concerns.models import LogTemplate
from reform.pages.models import Topic

from .content_files import content


def build_inbox() -> None:
    """Makes the repeated matters of the logging screen that are not there yet."""
    topics = {topic.slug: topic for topic in Topic.objects.filter(locale=Locale.get_default())}
    for order, row in enumerate(content("inbox")["templates"]):
        LogTemplate.objects.get_or_create(
            name=row["name"],
            defaults={"text": row["text"], "kind": row["kind"], "topic": topics[row["topic"]], "order": order},
        )
