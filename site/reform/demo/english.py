"""Some pages in English, so that the language switch and its honest notice can be tried."""

from typing import Any

from wagtail.models import Locale

from publicity.models import RelatedStory, StoryPage
from reform.pages.models import ColumnPage, HomePage, SiteSettings, SiteWords, StandardPage, Topic

from .blocks import blocks
from .content_files import content, stories
from .english_publications import build_english_publications
from .exemplars import english_exemplars
from .learning import english_courses
from .publications import fill_story, publish

DAYS = {"days": 280}


def build_english(home: HomePage) -> None:
    """Home, two columns, two fixed pages and five stories; what has a translation already is left alone."""
    english, _created = Locale.objects.get_or_create(language_code="en")
    texts = content("english/site")
    front = home.get_translation_or_none(english)
    if front is None:
        front = home.copy_for_translation(english)
        front.title, front.summary, front.sections = texts["home"]["title"], texts["home"]["summary"], []
        publish(front, DAYS)
    settings = SiteSettings.objects.get(site__is_default_site=True)
    if not settings.words.filter(locale=english).exists():
        settings.words.add(SiteWords(locale=english, **texts["words"]))
        settings.save()
    for slug, _name, translated in content("units")["topics"]:
        topic = Topic.objects.get(slug=slug, locale=home.locale)
        if not topic.has_translation(english):
            copy = topic.copy_for_translation(english)
            copy.name = translated
            copy.save()
    for slug, row in texts["columns"].items():
        column = ColumnPage.objects.get(slug=slug, locale=home.locale)
        if not column.has_translation(english):
            copy = column.copy_for_translation(english)
            copy.title, copy.summary = row["title"], row["summary"]
            publish(copy, DAYS)
    english_exemplars(home, english)
    english_courses(home, english)
    build_english_publications(home, english)
    rows = {row["slug"]: row for row in stories()}
    made = {}
    for slug, row in content("english/stories").items():
        story = StoryPage.objects.get(slug=slug, locale=home.locale)
        found = story.get_translation_or_none(english)
        made[slug] = found or _story(story, english, row, rows[slug])
    for slug, row in texts["pages"].items():
        page = StandardPage.objects.get(slug=slug, locale=home.locale)
        if not page.has_translation(english):
            copy = page.copy_for_translation(english)
            copy.title, copy.summary, copy.source = row["title"], "", row["source"]
            copy.body = blocks(row["body"], lambda _slug: None)
            publish(copy, DAYS)
    front.refresh_from_db()  # it has children by now, and saving it would forget them
    if not front.sections:
        _front(front, texts["home"], made)


def _story(story: StoryPage, english: Locale, row: dict[str, Any], original: dict[str, Any]) -> StoryPage:
    copy = story.copy_for_translation(english)
    copy.title, copy.summary, copy.hardship = row["title"], row["summary"], row["hardship"]
    copy.cover_alt, copy.cover_caption = row["cover_alt"], row["cover_caption"]
    copy.place, copy.source, copy.responsible_editor = row["place"], row["source"], "He Qing"
    copy.body = blocks(row["body"], lambda _slug: None)
    copy.related = []
    fill_story(copy, row)
    publish(copy, original)
    return copy


def _front(front: HomePage, row: dict[str, Any], made: dict[str, StoryPage]) -> None:
    others = [made[slug] for slug in row["others"]]
    figures = blocks([{"figures": row["figures"]}], lambda _slug: None)
    sections: Any = [("lead", {"lead": made[row["lead"]], "others": others}), *figures]
    front.sections = sections
    publish(front, DAYS)
    for story in made.values():
        if not story.related.exists():
            story.related = [RelatedStory(story=other) for other in made.values() if other.pk != story.pk][:3]
            publish(story, next(item for item in stories() if item["slug"] == story.slug))
