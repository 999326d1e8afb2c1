"""Builds 云溪县: people, columns, stories, and pages at every step of the review. Running it twice changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from publicity.models import RelatedStory, StoryChange, StoryPage, StoryPerson
from reform.editorial import actions
from reform.editorial.models import Correction, Withdrawal, WordingEntry
from reform.pages.models import ColumnPage, HomePage, SiteSettings, StandardPage, Topic, TopicPage
from reform.people.models import Region, Unit, User

from .blocks import blocks, library_picture
from .factories import RegionFactory, TopicFactory, UserFactory, make_unit

CONTENT = Path(__file__).parent / "content"
Say = Callable[[str], None]


@cache
def content(name: str) -> Any:
    return yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))


def build(password: str, say: Say) -> None:
    """The whole county. Each part is skipped when it is there."""
    say("单位和用户…")
    with transaction.atomic():
        build_people(password)
    say("栏目和站点信息…")
    with transaction.atomic():
        home = build_frame()
    say("文章和图片…")
    with transaction.atomic():
        build_articles(home)
    with transaction.atomic():
        build_stories(home)
        compose_home(home)
    say("英文版本…")
    with transaction.atomic():
        build_english(home)
    say("审稿中的稿件…")
    with transaction.atomic():
        build_desk(home)


def build_people(password: str) -> None:
    data = content("units")
    regions = {}
    for order, (code, name) in enumerate(data["regions"]):
        regions[code] = RegionFactory(code=str(code), name=name, order=order)

    def grow(rows: list[Any], parent: Unit | None) -> None:
        for order, row in enumerate(rows):
            code, name, short, kind, region, *children = row
            unit = make_unit(
                code, name, parent, short_name=short, kind=kind, region=regions.get(region or None), order=order
            )
            grow(children[0] if children else [], unit)

    grow(data["units"], None)
    for username, (name, unit, post, rank, roles) in data["users"].items():
        if not User.objects.filter(username=username).exists():
            UserFactory(
                username=username,
                name=name,
                unit=Unit.objects.get(code=unit),
                post=post,
                rank=rank,
                roles=roles,
                password=password,
            )


def build_frame() -> HomePage:
    """Root of the site, its details, topics and columns."""
    data = content("site")
    home = HomePage.objects.filter(locale=Locale.get_default()).first()
    if home is None:
        root = Page.get_first_root_node()
        root.get_children().exclude(pk__in=HomePage.objects.values("pk")).delete()
        root = Page.get_first_root_node()
        home = root.add_child(
            instance=HomePage(title="云溪改革", slug="home", summary="看改革怎样走进云溪人的日子。", live=True)
        )
        _publish(home, 300)
    site, _created = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "云溪改革"}
    )
    SiteSettings.objects.get_or_create(site=site, defaults=data["settings"])
    for order, (slug, name, _english) in enumerate(content("units")["topics"]):
        if not Topic.objects.filter(slug=slug).exists():
            TopicFactory(name=name, slug=slug, order=order)
    for row in data["columns"]:
        if not ColumnPage.objects.filter(slug=row["slug"], locale=home.locale).exists():
            column = home.add_child(
                instance=ColumnPage(
                    title=row["title"],
                    slug=row["slug"],
                    summary=row["summary"],
                    kind=row["kind"],
                    update_days=row["days"] or None,
                    show_in_menus=row["menu"],
                    unit=Unit.objects.get(code="YX-GGB-XC"),
                )
            )
            _publish(column, 290)
    return home


def build_articles(home: HomePage) -> None:
    data = content("site")
    for group, slug in (("news", "dongtai"), ("notices", "tongzhi"), ("policies", "zhengce"), ("pages", "guanyu")):
        column = ColumnPage.objects.get(slug=slug, locale=home.locale)
        for row in data[group]:
            if StandardPage.objects.child_of(column).filter(title=row["title"]).exists():
                continue
            unit = Unit.objects.get(code=row.get("unit", "YX-GGB"))
            body = [("paragraph", "".join(f"<p>{text}</p>" for text in row["text"]))]
            page = StandardPage(
                title=row["title"],
                slug=row.get("slug", ""),
                summary=row.get("number") or row["text"][0][:80],
                unit=unit,
                source=unit.short_name,
                responsible_editor="何青",
                body=body,
            )
            _add(column, page, row.get("topics", []), row["days"])
    column = ColumnPage.objects.get(slug="zhuanti", locale=home.locale)
    for row in data["topic_pages"]:
        if not TopicPage.objects.filter(slug=row["slug"]).exists():
            page = TopicPage(
                title=row["title"],
                slug=row["slug"],
                summary=row["summary"],
                body=[("paragraph", f"<p>{row['text']}</p>")],
                unit=Unit.objects.get(code="YX-GGB-XC"),
            )
            _add(column, page, row["topics"], row["days"])
    settings = SiteSettings.objects.get(site__is_default_site=True)
    if not settings.footer_links:
        links = ("lianxi", "wuzhangai", "yinsi", "banquan", "bangzhu")
        pages = {page.slug: page for page in StandardPage.objects.filter(slug__in=links)}
        settings.footer_links = [
            ("link", {"title": pages[slug].title, "page": pages[slug], "address": ""}) for slug in links
        ]
        settings.save()


def build_stories(home: HomePage) -> None:
    column = ColumnPage.objects.get(slug="gushi", locale=home.locale)
    for row in reversed(content("stories")):
        if not StoryPage.objects.filter(slug=row["slug"], locale=home.locale).exists():
            _add(column, _story(row), row["topics"], row["days"])
    stories = {story.slug: story for story in StoryPage.objects.filter(locale=home.locale)}
    for row in content("stories"):
        story = stories[row["slug"]]
        if not story.related.exists():
            story.related = [RelatedStory(story=stories[slug]) for slug in row.get("related", []) if slug in stories]
            _publish(story, row["days"])
    corrected = stories["cai-shi-chang"]
    Correction.objects.get_or_create(
        page=corrected,
        text="文中“四百多个摊位”的确切数字为四百一十二个，已更正。",
        defaults={"published_at": timezone.now() - timedelta(days=4)},
    )
    _withdrawn(column)


def _story(row: dict[str, Any]) -> StoryPage:
    unit = Unit.objects.get(code=row["unit"])
    story = StoryPage(
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        unit=unit,
        source=unit.short_name,
        responsible_editor="何青",
        region=Region.objects.get(name=row["region"]),
        hardship=row["hardship"],
        body=blocks(row["body"], lambda slug: StoryPage.objects.filter(slug=slug).first()),
    )
    if cover := row.get("cover"):
        story.cover = library_picture(cover["motif"], cover["seed"], cover["alt"], cover["caption"])
        story.cover_alt, story.cover_caption = cover["alt"], cover["caption"]
    story.people = [StoryPerson(name=name, post=post) for name, post in row["people"]]
    story.changes = [
        StoryChange(number=str(number), measure=measure, label=label, source=row["change_source"])
        for number, measure, label in row["changes"]
    ]
    return story


def _withdrawn(column: ColumnPage) -> None:
    if Withdrawal.objects.exists():
        return
    page = StandardPage(title="旧版办事指南", slug="jiu-ban-shi-zhi-nan", body=[("paragraph", "<p>内容已过时。</p>")])
    _add(column, page, [], 200)
    admin = User.objects.get(username="guanliyuan")
    actions.withdraw(page, admin, "办理流程已经改变，旧指南会让您白跑一趟。请以“一窗通办”清单为准。")


def compose_home(home: HomePage) -> None:
    if home.sections:
        return
    story = {page.slug: page for page in StoryPage.objects.filter(locale=home.locale)}
    column = {page.slug: page for page in ColumnPage.objects.filter(locale=home.locale)}
    topics = list(TopicPage.objects.filter(locale=home.locale).order_by("pk"))
    page = {item.slug: item for item in StandardPage.objects.filter(locale=home.locale)}
    sections: Any = [
        (
            "lead",
            {
                "lead": story["yi-zhang-qing-dan"],
                "others": [story[slug] for slug in ("he-zhang-san-ben-riji", "cai-shi-chang", "ye-xiao-tian-geng")],
            },
        ),
        ("topics", {"title": "改革专题", "topics": topics[:4]}),
        (
            "columns",
            {
                "items": [
                    {"column": column["zhengce"], "count": 5},
                    {"column": column["dongtai"], "count": 5},
                ]
            },
        ),
        (
            "figures",
            {
                "items": [
                    {"number": "267", "unit": "项", "label": "一个窗口能办的事"},
                    {"number": "1.4", "unit": "天", "label": "平均办理时间"},
                    {"number": "99.2%", "unit": "", "label": "按时办结"},
                    {"number": "48", "unit": "个", "label": "村务公开的村"},
                ],
                "source": "县委改革办，截至2026年10月31日",
            },
        ),
        (
            "tiles",
            {
                "title": "",
                "tiles": [
                    {
                        "title": "提一条建议",
                        "text": "二〇二七年改革建议征集中，采纳与否都答复",
                        "page": None,
                        "address": "/tongzhi/",
                    },
                    {"title": "夜校报名", "text": "八周四门课，不收费", "page": None, "address": "/tongzhi/"},
                    {"title": "找到我们", "text": "来信、来访、电话", "page": page["lianxi"], "address": ""},
                ],
            },
        ),
    ]
    home.sections = sections
    _publish(home, 300)


def build_english(home: HomePage) -> None:
    """Some pages in English, so that the switch and its honest notice can be tried."""
    english, _created = Locale.objects.get_or_create(language_code="en")
    front = home.get_translation_or_none(english)
    if front is None:
        front = home.copy_for_translation(english)
        front.title, front.summary = "Yunxi Reform", "How reform comes into the days of people in Yunxi."
        front.sections = []
        _publish(front, 280)
    for slug, name, translated in content("units")["topics"]:
        topic = Topic.objects.get(slug=slug, locale=home.locale)
        if not topic.has_translation(english):
            copy = topic.copy_for_translation(english)
            copy.name = translated
            copy.save()
        _ = name
    for row in content("site")["columns"]:
        column = ColumnPage.objects.get(slug=row["slug"], locale=home.locale)
        if "title_en" in row and not column.has_translation(english):
            copy = column.copy_for_translation(english)
            copy.title, copy.summary = row["title_en"], row["summary_en"]
            _publish(copy, 280)
    made = []
    for row in content("stories"):
        story = StoryPage.objects.get(slug=row["slug"], locale=home.locale)
        if "title_en" in row and not story.has_translation(english):
            copy = story.copy_for_translation(english)
            copy.title, copy.summary = row["title_en"], row["summary_en"]
            copy.hardship, copy.people, copy.changes, copy.related = "", [], [], []
            copy.body = [("paragraph", f"<p>{row['summary_en']}</p>")]
            copy.cover_alt, copy.cover_caption = row["title_en"], ""
            copy.source, copy.responsible_editor = "Yunxi reform office", "He Qing"
            _publish(copy, row["days"])
            made.append(copy)
    for row in content("site")["pages"]:
        page = StandardPage.objects.get(slug=row["slug"], locale=home.locale) if "slug" in row else None
        if page and "title_en" in row and not page.has_translation(english):
            copy = page.copy_for_translation(english)
            copy.title, copy.summary, copy.source = row["title_en"], "", "Yunxi reform office"
            copy.body = [("paragraph", "".join(f"<p>{text}</p>" for text in row["text_en"]))]
            _publish(copy, row["days"])
    if not front.sections and made:
        front.sections = [("lead", {"lead": made[0], "others": made[1:4]})]
        _publish(front, 280)


def build_desk(home: HomePage) -> None:
    """What each role finds waiting on the admin's front page."""
    for wrong, right, kind, level, source in (
        ("按装", "安装", "wrong", "must", "《现代汉语词典》"),
        ("身分证", "身份证", "wrong", "must", "《居民身份证法》"),
        ("座落", "坐落", "wrong", "must", "《现代汉语词典》"),
        ("帐户", "账户", "wrong", "advice", "《现代汉语词典》"),
        ("截止到", "截至", "wrong", "advice", "《现代汉语词典》"),
        ("残废人", "残疾人", "avoid", "must", "《残疾人保障法》"),
    ):
        WordingEntry.objects.get_or_create(
            wrong=wrong, defaults={"right": right, "kind": kind, "level": level, "source": source}
        )
    column = ColumnPage.objects.get(slug="gushi", locale=home.locale)
    editor = User.objects.get(username="bianji")
    second, third = (User.objects.get(username=name) for name in ("chushen", "fushen"))
    for step, (title, summary) in enumerate(
        (
            ("村口的快递柜，晚上也亮着灯", "快递进村以后，最后一百米怎么走。"),
            ("茶农的第一份保单", "霜冻那一夜，保险赔到了每一垄。"),
            ("老粮站变成了孩子们的图书馆", "三百平方米的旧粮仓，装下八千本书。"),
            ("山路上的反光镜是谁装的", "十七面镜子，背后是一张村民画的图。"),
            ("把投诉箱挪到会议室门口", "箱子挪了三米，来信多了三倍。"),
        )
    ):
        if Page.objects.child_of(column).filter(title=title).exists():
            continue
        page = StoryPage(
            title=title, summary=summary, live=False, owner=editor, unit=Unit.objects.get(code="YX-GGB-XC"),
            source="县委改革办", responsible_editor="何青", body=[("paragraph", f"<p>{summary}</p>")],
        )  # fmt: skip
        column.add_child(instance=page)
        page.save_revision(user=editor, log_action=True)
        if step == 0:
            continue
        actions.submit(page, editor)
        if step == 4:
            actions.send_back(_step(page), second, "第二段的数字请注明来源，标题再短一些。")
        if step in {2, 3}:
            actions.approve(_step(page), second)
        if step == 3:
            actions.approve(_step(page), third)


def _step(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific.current_workflow_task_state


def _add(parent: Page, page: Any, topics: list[str], days: int) -> None:
    """Adds a page and publishes it as it would have been `days` ago."""
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.topics.set(Topic.objects.filter(slug__in=topics, locale=page.locale))
    _publish(page, days)


def _publish(page: Any, days: int) -> None:
    """A revision, published; the dates that the server would have set then."""
    hour = 9 + (page.pk or 0) % 8
    moment = (timezone.localtime() - timedelta(days=days)).replace(hour=hour, minute=30, second=0, microsecond=0)
    page.live = True
    revision = page.save_revision(log_action=False)
    revision.publish(log_action=False, skip_permission_checks=True)
    page.refresh_from_db()
    model = type(page)
    model.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
    page.refresh_from_db()
