"""Builds 云溪县: people, columns, pages, and texts at every step of the review. Running it twice changes nothing."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings as django_settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from publicity.models import StoryPage
from reform.pages.models import ColumnPage, HomePage, SiteSettings, StandardPage, Topic, TopicPage
from reform.people.models import Unit, User

from .answers import build_answers, build_publications
from .concerns import build_concerns
from .content_files import content
from .desk import build_desk, build_wording
from .english import build_english
from .exemplars import build_exemplars, build_nominations
from .factories import RegionFactory, TopicFactory, UserFactory, make_unit
from .inbox import build_inbox
from .learning import build_courses, build_learners, build_learning
from .policies import build_policies
from .publications import build_articles, build_stories, build_topics, build_withdrawn, publish
from .question_bank import build_attempts, build_bank, build_quizzes
from .search import build_search
from .translations import build_reads, build_translations

Say = Callable[[str], None]


def build(password: str, say: Say) -> None:
    """The whole county, or nothing of a part that fails. What is there already is left alone."""
    say("单位和用户…")
    with transaction.atomic():
        build_people(password)
    say("栏目和站点信息…")
    with transaction.atomic():
        home = build_frame()
        build_wording()
    say("故事和图片…")
    with transaction.atomic():
        build_stories(home)
    say("动态、通知、文件、专题…")
    with transaction.atomic():
        build_articles(home)
        build_policies(home)
        build_topics(home)
        build_withdrawn(home)
        link_footer()
    say("典型…")
    with transaction.atomic():
        build_exemplars(home)
        build_nominations(home)
        build_answers(home)
        compose_home(home)
    say("课程、学员、学习任务…")
    with transaction.atomic():
        build_bank()
        build_quizzes()
        build_courses(home)
        build_learners(password)
        build_learning()
        build_attempts()
    say("英文版本…")
    with transaction.atomic():
        build_english(home)
    say("审稿中的稿件…")
    with transaction.atomic():
        build_desk(home)
    say("搜索…")
    with transaction.atomic():
        build_search()
    say("译文和阅读数…")
    with transaction.atomic():
        build_translations(home)
        build_reads()
    say("信箱…")
    with transaction.atomic():
        build_inbox()
        build_concerns()
        build_publications()


def build_people(password: str) -> None:
    data = content("units")
    regions = {}
    for order, (code, name, english) in enumerate(data["regions"]):
        regions[code] = RegionFactory(code=str(code), name=name, name_en=english, order=order)

    def grow(rows: list[Any], parent: Unit | None) -> None:
        for order, row in enumerate(rows):
            code, name, short, kind, region, *children = row
            unit = make_unit(
                code,
                name,
                parent,
                short_name=short,
                name_en=data["english"][code],
                kind=kind,
                region=regions.get(region or None),
                order=order,
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


def _address() -> dict[str, Any]:
    """Host and port under which the demo is served: absolute links (feeds, canonical, mail) are made of them."""
    parts = urlsplit(django_settings.WAGTAILADMIN_BASE_URL)
    return {"hostname": parts.hostname, "port": parts.port or (443 if parts.scheme == "https" else 80)}


def build_frame() -> HomePage:
    """Root of the site, its details, topics and columns."""
    data = content("site")
    home = HomePage.objects.filter(locale=Locale.get_default()).first()
    if home is None:
        root = Page.get_first_root_node()
        root.get_children().exclude(pk__in=HomePage.objects.values("pk")).delete()
        root = Page.get_first_root_node()
        home = root.add_child(instance=HomePage(title="云溪改革", slug="home", summary="看改革怎样走进云溪人的日子。"))
        publish(home, {"days": 300})
    site, _created = Site.objects.update_or_create(
        is_default_site=True, defaults={**_address(), "root_page": home, "site_name": "云溪改革"}
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
            publish(column, {"days": 290})
    return home


def link_footer() -> None:
    """The links that stand at the foot of every page: what finds no place among the six entries of the masthead, and the
    pages about the site."""
    settings = SiteSettings.objects.get(site__is_default_site=True)
    if settings.footer_links:
        return
    slugs = ("guanyu", "zhuanti", "tongzhi", "lianxi", "wuzhangai", "yinsi", "banquan", "bangzhu")
    rows: list[Any] = [*ColumnPage.objects.filter(slug__in=slugs), *StandardPage.objects.filter(slug__in=slugs)]
    pages = {page.slug: page for page in rows if page.locale_id == Locale.get_default().pk}
    settings.footer_links = [("link", {"title": pages[s].title, "page": pages[s], "address": ""}) for s in slugs]
    settings.save()


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
        (
            "ask",
            {
                "title": "您关心什么，直接问",
                "text": "简单问题五个工作日内答复，不用注册。",
                "column": column["answers"],
            },
        ),
        ("topics", {"title": "改革专题", "topics": topics[:4]}),
        (
            "columns",
            {
                "items": [
                    {"column": column["gushi"], "count": 5},
                    {"column": column["dongtai"], "count": 5},
                    {"column": column["tongzhi"], "count": 5},
                ]
            },
        ),
        (
            "columns",
            {
                "items": [
                    {"column": column["zhengce"], "count": 5},
                    {"column": column["jiedu"], "count": 5},
                ]
            },
        ),
        ("cards", {"column": column["dianxing"], "count": "3"}),
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
                    {
                        "title": "直接问",
                        "text": "问政策、求助、提建议，凭查询码看进展",
                        "page": None,
                        "address": "/ask/",
                    },
                    {"title": "夜校报名", "text": "八周四门课，不收费", "page": None, "address": "/tongzhi/"},
                    {"title": "找到我们", "text": "来信、来访、电话", "page": page["lianxi"], "address": ""},
                ],
            },
        ),
    ]
    home.sections = sections
    publish(home, {"days": 300})
