"""The county's policy documents and their explainers."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from publicity.models import (
    AnswerVote,
    ExplainedPolicy,
    ExplainerChange,
    ExplainerPage,
    IssuingBody,
    PolicyAttachment,
    PolicyPage,
    Replacement,
)
from reform.pages.models import HomePage
from reform.people.models import Unit

from .blocks import MAKERS, blocks
from .content_files import content
from .publications import EDITOR, add, column_of


def find_policy(slug: str) -> PolicyPage:
    return PolicyPage.objects.get(slug=slug, locale__language_code__startswith="zh")


def build_policies(home: HomePage) -> None:
    """The documents, the older first, so that a newer one can say what it replaces; then the explainers."""
    column = column_of(home, "zhengce")
    for row in sorted(content("policies"), key=lambda row: -row["days"]):
        if not PolicyPage.objects.child_of(column).filter(slug=row["slug"]).exists():
            add(column, _policy(row), row)
    column = column_of(home, "jiedu")
    for row in sorted(content("explainers"), key=lambda row: -row["days"]):
        if not ExplainerPage.objects.child_of(column).filter(slug=row["slug"]).exists():
            add(column, _explainer(row), row)
    if not AnswerVote.objects.exists():
        for row in content("explainers"):
            _votes(ExplainerPage.objects.child_of(column).get(slug=row["slug"]), row)


def _votes(page: ExplainerPage, row: dict[str, Any]) -> None:
    """So many yes and no over the last weeks, and what readers added."""
    yes, no, *remarks = row.get("votes", [0, 0])
    today = timezone.localdate()
    AnswerVote.objects.bulk_create(
        AnswerVote(
            page=page,
            day=today - timedelta(days=number % min(row["days"], 21)),
            answered=number < yes,
            remark=remarks[number - yes] if 0 <= number - yes < len(remarks) else "",
        )
        for number in range(yes + no)
    )


def _policy(row: dict[str, Any]) -> PolicyPage:
    unit = Unit.objects.get(code=row["unit"])
    made: date = row["made"]
    return PolicyPage(
        title=row["title"],
        slug=row["slug"],
        summary="",
        unit=unit,
        source=unit.short_name or unit.name,
        responsible_editor=EDITOR,
        document_number=row["number"],
        classification=row["classification"],
        state=row.get("state", "valid"),
        keywords=row["keywords"],
        date_made=made,
        date_published=made,
        date_in_force=row["in_force"],
        date_repealed=row.get("until"),
        addressees=row.get("addressees", ""),
        signature=row["signature"],
        note=row.get("note", ""),
        wide_concern="concern" in row,
        plan_person=row.get("concern", ""),
        bodies=[IssuingBody(unit=Unit.objects.get(code=code)) for code in row["bodies"]],
        attachments=[_attachment(item) for item in row.get("attachments", [])],
        replaced=[Replacement(old=find_policy(slug)) for slug in row.get("replaces", [])],
        body=blocks(row["body"], lambda _slug: None),
    )


def _attachment(item: Any) -> PolicyAttachment:
    """A title alone, or a mapping that makes the file too."""
    if isinstance(item, str):
        return PolicyAttachment(title=item)
    return PolicyAttachment(title=item["title"], document=MAKERS["document"](item, None)["document"])


def _explainer(row: dict[str, Any]) -> ExplainerPage:
    unit = Unit.objects.get(code=row["unit"])
    body: list[Any] = blocks(row["body"], lambda _slug: None)
    if "misreadings" in row:
        items = [{"misreading": wrong, "fact": right} for wrong, right in row["misreadings"]]
        body.append(("misreadings", {"items": items}))
    return ExplainerPage(
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        unit=unit,
        source=unit.short_name or unit.name,
        responsible_editor=EDITOR,
        form=row["form"],
        audience=row["audience"],
        explains=[ExplainedPolicy(policy=find_policy(slug)) for slug in row["explains"]],
        changes=[ExplainerChange(before=before, now=now) for before, now in row.get("changes", [])],
        body=body,
    )
