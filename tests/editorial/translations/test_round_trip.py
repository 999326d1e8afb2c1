"""Every page type with every block, and every snippet: source → segments → PO out → PO in → review → readers.

Computed from the models: what is added to the site is tried without a change here.
"""

import json
from typing import Any

import polib
import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from reform.editorial.translations.drafts import STATE, untranslated
from reform.pages.models import BasePage, HomePage
from reform.pages.queries import page_models
from tests.editorial.review.desk import client, through
from tests.training.course_makers import course, published
from training.models import ChapterPage, LessonPage

from .filling import Filler

pytestmark = pytest.mark.django_db

OWN = {*STATE, "pk", "slug", "locale", "translation_key", "translation_key_id", "content_type", "owner", "topics"}
OWN |= {"latest_revision_created_at", "alias_of", "search_description", "comments", "wagtail_admin_comments"}


def snippets() -> list[Any]:
    from django.urls import reverse

    reverse("wagtailadmin_home")  # registers all snippets
    return [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]


def through_po(translation: Translation, user: Any) -> dict[str, str]:
    """Exports, translates each entry by a mark, writes the file as text, reads and imports it. Gives the dictionary."""
    po = translation.export_po()
    said = {}
    for entry in po:
        entry.msgstr = said[entry.msgid] = f"EN {entry.msgid}"
    warnings = translation.import_po(polib.pofile(str(po)), user=user, tool_name="PO File")
    assert not warnings
    return said


def translate(value: Any, said: dict[str, str]) -> Any:
    """What the content should be, from what the source has and the dictionary."""
    if isinstance(value, dict):
        return {key: translate(item, said) for key, item in value.items() if key not in OWN}
    if isinstance(value, list):
        return [translate(item, said) for item in value]
    return said.get(value, value) if isinstance(value, str) and "<" not in value else value


def plain(value: Any) -> Any:
    """Content to compare. In rich text the marks are left out, since its segments begin where its paragraphs do, and
    attributes have no order."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key not in OWN}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, str) and "<" in value:
        soup = BeautifulSoup(value.replace("EN ", ""), "html.parser")
        tags = [(tag.name, sorted(tag.attrs.items()), tag.get_text()) for tag in soup.find_all()]
        return [tag if "data-block-key" not in dict(tag[1]) else (tag[0], tag[2]) for tag in tags]
    return value


def content(page: Page) -> Any:
    """The content of a page, its streams as data."""
    found = json.loads(page.to_json())
    for name in type(page).get_streamfield_names():
        found[name] = json.loads(found[name])
    for relation in get_all_child_relations(type(page)):
        for row in found.get(relation.name, []):
            row.pop(relation.field.name)
    return {key: value for key, value in found.items() if key not in OWN}


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item)]
    return [value] if isinstance(value, str) else []


# A page that nobody makes in the editor, such as a public answer, cannot go through its review.
MADE_HERE = [model for model in page_models() if model.is_creatable]


def place(model: type[BasePage], office: Any, home: Page) -> Page:
    """Where a page of this class stands: the parts of a course in a course."""
    if model is HomePage:
        return Page.get_first_root_node()
    if model is ChapterPage:
        return course(home)
    if model is LessonPage:
        return ChapterPage.objects.child_of(course(home)).get()
    return office.column


@pytest.mark.parametrize("model", MADE_HERE, ids=lambda model: model.__name__)
def test_a_page_with_every_field_and_block_survives_the_trip(
    office: Any, english: Locale, home: Any, model: type[BasePage]
) -> None:
    filler = Filler(home)
    topic = filler.topic.copy_for_translation(english)
    topic.name = "Topic"
    topic.save()
    page = filler.page(model, place(model, office, home))
    page.save_revision(user=office.editor)
    source = through(page, office.editor, office.first_review, office.second_review, office.final_review)
    assert source.live
    if model is not HomePage:
        home.copy_for_translation(english, alias=True)
    translate_object(source, [english], user=office.editor)
    target = source.get_translation(english).specific
    translation = Translation.objects.get(target_locale=english, source__object_id=source.translation_key)
    assert not target.live

    # The editor of wagtail-localize opens, with a place for each segment.
    answer = client(office.editor).get(f"/admin/pages/{target.pk}/edit/")
    assert answer.status_code == 200
    segments = json.loads(answer.context["props"])["segments"]
    shown = {item["contentPath"] for item in segments if item["type"] == "string"}
    assert {row.context.path for row in translation.source.stringsegment_set.all()} == shown

    assert "slug" not in shown, "declare [*BasePage.override_translatable_fields, …]: addresses are not translated"
    said = through_po(translation, office.editor)
    assert not untranslated(translation)
    known = "\n".join(said)
    assert not [words for words in filler.words if words not in known], "these texts are not offered for translation"

    target = through(target, office.editor, office.first_review, office.second_review, office.final_review)
    assert target.live
    there, here = content(target), content(source)
    assert plain(there) == plain(translate(here, said))
    left = set(filler.words) & set(leaves(there))
    assert not left, "these texts are still those of the source"
    for field in model._meta.get_fields():
        if isinstance(field, ParentalManyToManyField) and field.related_model is type(filler.topic):
            assert list(getattr(target, field.name).all()) == [topic]
    assert target.slug
    if target.url:
        if model is ChapterPage:  # it leads to its place in the course, which shows it once it holds a lesson
            Page.objects.ancestor_of(target).update(alias_of=None)  # the course is in English too
            published(target, LessonPage(title="Counting", locale=english))
        assert "EN " in client(office.editor).get(target.url, follow=True).content.decode()


@pytest.mark.parametrize("model", snippets(), ids=lambda model: model.__name__)
def test_a_snippet_survives_the_trip(office: Any, english: Locale, home: Any, model: Any) -> None:
    filler = Filler(home)
    source = filler.instance(model)
    source.save()
    translate_object(source, [english], user=office.editor)
    translation = Translation.objects.get(target_locale=english, source__object_id=source.translation_key)
    said = through_po(translation, office.editor)
    translation.save_target(user=office.editor, publish=True)
    target = source.get_translation(english)
    for words in filler.words:
        assert words in said
    for field in model._meta.concrete_fields:
        if field.name in {"id", "locale", "translation_key"}:
            continue
        value = getattr(source, field.attname)
        assert getattr(target, field.attname) == said.get(value, value), field.name


def test_pictures_stand_at_most_one_struct_deep() -> None:
    """wagtail-localize fails on deeper ones (DESIGN, decision 10)."""
    from wagtail import blocks
    from wagtail.fields import StreamField
    from wagtail.images.blocks import ImageBlock, ImageChooserBlock

    def walk(block: Any, structs: int, where: str) -> None:
        if isinstance(block, ImageChooserBlock | ImageBlock):
            assert structs <= 1, where
        for name, child in getattr(block, "child_blocks", {}).items():
            walk(child, structs + isinstance(block, blocks.StructBlock), f"{where}.{name}")
        if isinstance(block, blocks.ListBlock):
            walk(block.child_block, structs, f"{where}[]")

    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                walk(field.stream_block, 0, f"{model.__name__}.{field.name}")
