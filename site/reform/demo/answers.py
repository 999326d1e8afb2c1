"""Public answers of the demo county: the pages, and the answered concerns they were made from."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from concerns.actions.logging import take_in
from concerns.models import AnswerCitation, AnswerPage, AnswersPage, Concern, PublicAnswer
from publicity.models import ExplainerPage
from reform.pages.models import HomePage, Topic
from reform.people.models import Unit

from .content_files import content
from .publications import add_column, publish

COLUMN = {
    "title": "你问我答",
    "slug": "answers",
    "summary": "大家问过的事，和承办单位的答复。去掉了能认出提问人的内容。",
    "unit": "YX-GGB-ZH",
    "days": 280,
}


def build_answers(home: HomePage) -> None:
    """The column and its pages; nothing when they are there."""
    if AnswersPage.objects.filter(locale=home.locale).exists():
        return
    column = add_column(home, AnswersPage, COLUMN)
    topics = {topic.slug: topic for topic in Topic.objects.filter(locale=home.locale)}
    units = {unit.code: unit for unit in Unit.objects.all()}
    explainers = {page.slug: page for page in ExplainerPage.objects.filter(locale=home.locale)}
    for number, row in enumerate(_rows(), start=1):
        page = AnswerPage(
            title=row["title"],
            slug=f"q{number}",
            summary=row["answer"].strip().splitlines()[0][:120],
            question=row["question"],
            answer=row["answer"],
            received_on=timezone.localdate(row["asked"]),
            answered_on=timezone.localdate(row["answered"]),
            unit=units[row["unit"]],
        )
        page.topics = [topics[row["topic"]]]
        column.refresh_from_db()
        column.add_child(instance=page)
        publish(page, {"days": row["days"] - row["took"]})
        cited = [explainers[slug] for slug in row["cites"] if slug in explainers]
        AnswerCitation.objects.bulk_create([AnswerCitation(page=page, cited=Page(pk=item.pk)) for item in cited])


def build_publications() -> None:
    """The concern behind each page and what its publication was. Last, since others begin with an empty inbox."""
    pages = {page.slug: page for page in AnswerPage.objects.filter(made_from=None)}
    for number, row in enumerate(_rows(), start=1):
        page = pages.get(f"q{number}")
        if page is None:
            continue
        topic = page.topics.first()
        concern = Concern(
            channel=Concern.Channel.WEB,
            kind=Concern.Kind.QUESTION,
            state=Concern.State.CLOSED,
            received_at=row["asked"],
            subject=row["title"],
            text=row["question"],
            answer=row["answer"],
            answered_at=row["answered"],
            unit=page.unit,
            topic=topic,
        )
        take_in(concern)
        PublicAnswer.objects.create(
            concern=concern,
            state=PublicAnswer.State.PUBLISHED,
            title=row["title"],
            question=row["question"],
            answer=row["answer"],
            basis=PublicAnswer.Basis.DEIDENTIFIED,
            topic=topic,
            page=page,
        )


def _rows() -> list[dict[str, Any]]:
    """The oldest first, with the times of question and answer."""
    rows = []
    for row in reversed(content("answers")):
        asked = timezone.now() - timedelta(days=row["days"])
        rows.append({**row, "asked": asked, "answered": asked + timedelta(days=row["took"])})
    return rows
