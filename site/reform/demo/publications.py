"""The pages that readers see: articles, topics, stories; each is made once and dated as if it had come then."""

from typing import Any

from wagtail.models import Page

from publicity.models import RelatedStory, StoryChange, StoryPage, StoryPerson
from reform.editorial import actions
from reform.editorial.models import Withdrawal
from reform.pages.models import ColumnPage, HomePage, StandardPage, Topic, TopicPage
from reform.people.models import Region, Unit, User

from .blocks import blocks, library_picture
from .content_files import content, moment, stories

EDITOR = "何青"


def publish(page: Any, row: dict[str, Any]) -> None:
    """A revision, published; the dates that the server would have set then."""
    when = moment(row)
    revision = page.save_revision(log_action=False)
    revision.publish(log_action=False, skip_permission_checks=True)
    type(page).objects.filter(pk=page.pk).update(
        first_published_at=when, last_published_at=when, latest_revision_created_at=when
    )
    type(revision).objects.filter(pk=revision.pk).update(created_at=when)
    page.refresh_from_db()


def add(parent: Page, page: Any, row: dict[str, Any]) -> None:
    """Adds a page below `parent`, with topics and cover, and publishes it."""
    parent.refresh_from_db()
    if cover := row.get("cover"):
        page.cover = library_picture(cover["motif"], cover["seed"], cover["alt"])
        page.cover_alt, page.cover_caption = cover["alt"], cover["caption"]
    page.topics = Topic.objects.filter(slug__in=row.get("topics", []), locale=parent.locale)
    parent.add_child(instance=page)
    publish(page, row)


def add_column(home: HomePage, model: Any, row: dict[str, Any], *, before: str = "") -> Any:
    """The column of `row` below the home page, made and published when it is not there; left of the page whose slug is
    `before`."""
    found = model.objects.filter(slug=row["slug"], locale=home.locale).first()
    if found is not None:
        return found
    fields = {name: row[name] for name in ("title", "slug", "summary", "update_days") if name in row}
    column = model(**fields, show_in_menus=True, unit=Unit.objects.get(code=row.get("unit", "YX-GGB-XC")))
    add(home, column, {"days": row["days"]})
    if place := home.get_children().filter(slug=before).first():
        column.move(place, pos="left")
    return model.objects.get(pk=column.pk)


def find_story(slug: str) -> StoryPage | None:
    return StoryPage.objects.filter(slug=slug, locale__language_code__startswith="zh").first()


def column_of(home: HomePage, slug: str) -> ColumnPage:
    return ColumnPage.objects.get(slug=slug, locale=home.locale)


def _unit(row: dict[str, Any]) -> Unit:
    return Unit.objects.get(code=row.get("unit", "YX-GGB"))


def build_articles(home: HomePage) -> None:
    """News, notices and the fixed pages, each below its column."""
    for group, slug in (("news", "dongtai"), ("notices", "tongzhi"), ("pages", "guanyu")):
        column = column_of(home, slug)
        for row in reversed(content(group)):
            if StandardPage.objects.child_of(column).filter(slug=row["slug"]).exists():
                continue
            unit = _unit(row)
            page = StandardPage(
                title=row["title"],
                slug=row["slug"],
                summary=row["summary"],
                unit=unit,
                source=unit.short_name or unit.name,
                responsible_editor=EDITOR,
                body=blocks(row["body"], find_story),
            )
            add(column, page, row)


def build_topics(home: HomePage) -> None:
    column = column_of(home, "zhuanti")
    for row in reversed(content("topics")):
        if TopicPage.objects.child_of(column).filter(slug=row["slug"]).exists():
            continue
        page = TopicPage(
            title=row["title"],
            slug=row["slug"],
            summary=row["summary"],
            body=blocks(row["body"], find_story),
            unit=Unit.objects.get(code="YX-GGB-XC"),
            responsible_editor=EDITOR,
        )
        add(column, page, row)


def build_stories(home: HomePage) -> None:
    """All stories, then what links them; pages that a body embeds exist by then."""
    column = column_of(home, "gushi")
    rows = stories()
    fresh = [row for row in rows if not StoryPage.objects.child_of(column).filter(slug=row["slug"]).exists()]
    for row in reversed(fresh):
        add(column, _story(row), row)
    for row in fresh:
        story = StoryPage.objects.child_of(column).get(slug=row["slug"])
        embeds = any("page_link" in item for item in row["body"])
        story.related = [RelatedStory(story=StoryPage.objects.child_of(column).get(slug=s)) for s in row["related"]]
        if embeds:
            story.body = blocks(row["body"], find_story)
        publish(story, row)
    for row in fresh:
        if "correction" in row:
            _correct(StoryPage.objects.child_of(column).get(slug=row["slug"]), row)


def _story(row: dict[str, Any]) -> StoryPage:
    unit = _unit(row)
    story = StoryPage(
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        unit=unit,
        source=unit.short_name or unit.name,
        responsible_editor=EDITOR,
        region=Region.objects.get(name=row["region"]),
        hardship=row["hardship"],
        body=blocks(row["body"], find_story),
    )
    fill_story(story, row)
    return story


def fill_story(story: StoryPage, row: dict[str, Any]) -> None:
    """The people of the story and its figures."""
    story.people = [StoryPerson(name=name, post=post) for name, post in row["people"]]
    story.changes = [
        StoryChange(number=str(number), measure=measure, label=label, source=row["change_source"])
        for number, measure, label in row["changes"]
    ]


def _correct(story: StoryPage, row: dict[str, Any]) -> None:
    """A note of correction, by the action; published with the next revision, some days after the story."""
    correction = actions.add_correction(story, User.objects.get(username="bianji"), row["correction"]["text"])
    publish(Page.objects.get(pk=story.pk).specific, row)
    when = moment({"days": row["correction"]["days"], "time": "11:00"})
    type(correction).objects.filter(pk=correction.pk).update(published_at=when)
    StoryPage.objects.filter(pk=story.pk).update(last_published_at=when)


def build_withdrawn(home: HomePage) -> None:
    """A page that was taken down: its address answers 410 and says why."""
    if Withdrawal.objects.exists():
        return
    row = {"days": 200, "time": "09:00"}
    page = StandardPage(
        title="旧版办事指南", slug="jiu-ban-shi-zhi-nan", body=[("paragraph", "<p>三趟路的办法，已经不用了。</p>")]
    )
    add(column_of(home, "guanyu"), page, row)
    admin = User.objects.get(username="guanliyuan")
    actions.withdraw(page, admin, "办理流程已经改变，旧指南会让您白跑一趟。请以“一窗通办”清单为准。")
