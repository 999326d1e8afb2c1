"""The exemplars of the county with their honours and consents, made by the actions and models that the office uses."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from reform.pages.models import HomePage, Topic
from reform.people.models import Region, Unit, User
from typicals import actions, nominating
from typicals.models import (
    ExemplarHonour,
    ExemplarPage,
    ExemplarPhoto,
    ExemplarResult,
    ExemplarsPage,
    ExemplarStep,
    Honour,
    Nomination,
    NominationFact,
    RelatedPage,
)

from .blocks import blocks, library_picture
from .content_files import content
from .publications import EDITOR, add, add_column, find_story, publish


def build_exemplars(home: HomePage) -> None:
    """Column, honours and exemplars; what is there already is left alone."""
    data = content("exemplars")
    # After the stories, before what the office says of itself.
    column = add_column(home, ExemplarsPage, data["column"], before="dongtai")
    for order, (slug, (name, level, body, *_english)) in enumerate(data["honours"].items()):
        Honour.objects.get_or_create(
            slug=slug,
            locale=home.locale,
            defaults={"name": name, "level": level, "awarding_body": body, "order": order},
        )
    for row in reversed(data["exemplars"]):
        if not ExemplarPage.objects.child_of(column).filter(slug=row["slug"]).exists():
            _exemplar(column, row)


def _exemplar(column: ExemplarsPage, row: dict[str, Any]) -> None:
    unit = Unit.objects.get(code=row["unit"])
    page = ExemplarPage(
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        kind=row["kind"],
        subject=row["subject"],
        post=row.get("post", ""),
        region=Region.objects.get(name=row["region"]),
        year=row["year"],
        done=row["done"],
        unit=unit,
        source=unit.short_name or unit.name,
        responsible_editor=EDITOR,
        contact_office=row.get("contact_office", ""),
        body=blocks(row["body"], find_story),
    )
    page.steps = [ExemplarStep(title=title, text=text) for title, text in row["steps"]]
    page.results = [
        ExemplarResult(number=str(number), measure=measure, label=label, source=source)
        for number, measure, label, source in row["results"]
    ]
    page.photos = [
        ExemplarPhoto(
            image=library_picture(photo["motif"], photo["seed"], photo["alt"]),
            alt=photo["alt"],
            caption=photo["caption"],
        )
        for photo in row.get("photos", [])
    ]
    page.honours = [
        ExemplarHonour(
            honour=Honour.objects.get(slug=slug, locale=column.locale), awarded_on=day, document_number=number
        )
        for slug, day, number, *_revoked in row["honours"]
    ]
    targets = {page.slug: page for page in Page.objects.filter(slug__in=row["related"], locale=column.locale)}
    page.related = [RelatedPage(target=targets[slug]) for slug in row["related"] if slug in targets]
    if "consent" in row:
        # The page's key is known before the page: the consent comes first, as in life.
        days, scope = row["consent"]
        actions.note_consent(page, User.objects.get(username="bianji"), _day(days), "written", scope)
    add(column, page, row)
    for slug, _day_awarded, _number, *revoked in row["honours"]:
        if revoked:
            award = page.honours.get(honour__slug=slug)
            kind, reason, number = revoked[0]
            actions.revoke_honour(award, User.objects.get(username="jueding"), kind, reason, number)


def _day(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def english_exemplars(home: HomePage, english: Locale) -> None:
    """The column and the names of the honours in English, so that the switch leads somewhere."""
    data = content("exemplars")
    column = ExemplarsPage.objects.get(slug=data["column"]["slug"], locale=home.locale)
    if not column.has_translation(english):
        copy = column.copy_for_translation(english)
        copy.title, copy.summary = data["column"]["title_en"], data["column"]["summary_en"]
        publish(copy, {"days": 280})
    for slug, (_name, _level, _body, name, body) in data["honours"].items():
        honour = Honour.objects.get(slug=slug, locale=home.locale)
        if not honour.has_translation(english):
            copy = honour.copy_for_translation(english)
            copy.name, copy.awarding_body = name, body
            copy.save()


def build_nominations(home: HomePage) -> None:
    """Nominations at five steps, moved on by the actions that people use. The units start with their drafts."""
    for row in content("nominations"):
        if not Nomination.objects.filter(title=row["title"]).exists():
            _nomination(home, row)


def _nomination(home: HomePage, row: dict[str, Any]) -> None:
    verifiers = [User.objects.get(username=name) for name in ("heshi", "heshi2")]
    by = User.objects.get(username=row["by"])
    nomination = Nomination(
        title=row["title"],
        kind=row["kind"],
        subject=row["subject"],
        region=Region.objects.get(name=row["region"]),
        topic=Topic.objects.get(slug=row["topic"], locale=home.locale),
        honour=Honour.objects.filter(slug=row.get("honour", ""), locale=home.locale).first(),
        year=timezone.localdate().year,
        done=row["done"],
        method=row["method"],
        copyable=row["copyable"],
    )
    nomination.facts = [
        NominationFact(text=text, source=source, sort_order=order) for order, (text, source) in enumerate(row["facts"])
    ]
    nominating.create(nomination, by)
    if row["until"] == "draft":
        return
    nominating.submit(nomination, by)
    for verifier in verifiers[: 1 if row["until"] == "verifying" else 2]:
        seen = {fact.pk: (True, f"{fact.source}（看了原件）") for fact in nomination.facts.all()}
        nominating.check(nomination, verifier, seen)
    if row["until"] == "verifying":
        return
    nomination = nominating.open_notice(nomination, verifiers[0])
    if "objection" in row:
        nominating.object_to(nomination, row["objection"])
    if row["until"] in {"deciding", "approved"}:
        day = timezone.localdate()
        Nomination.objects.filter(pk=nomination.pk).update(
            notice_from=day - timedelta(days=10), notice_until=day - timedelta(days=1)
        )
        nominating.close_notice(nomination)
    if row["until"] == "approved":
        nominating.approve(nomination, User.objects.get(username="jueding"), "云改委〔2026〕31号")
