"""Pages and snippets with something in every field and every block, made from their definitions alone.

A new page type, field or block is filled without a change here; one that needs a special value says so in `SPECIAL`.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Locale, Page
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

from reform.demo.factories import ImageFactory, StandardPageFactory, TopicFactory
from reform.pages.models import ColumnPage, TopicPage
from reform.pages.tables import BodyTableBlock
from reform.pages.unknown import UnknownBlock
from reform.people.models import Region, Unit
from tests.training.course_makers import sound

# (model, field) → a value or a function of the filler. For fields whose validation asks for more than their type says.
SPECIAL: dict[tuple[str, str], Any] = {
    ("PolicyPage", "document_number"): "云改发〔2026〕3号",  # the same in every language
    ("Honour", "slug"): "gai-ge-xian-jin-dan-wei",
    ("ExemplarPage", "kind"): "unit",  # a person needs a consent on record
    ("LessonPage", "kind"): "recording",
    ("LessonPage", "recording"): lambda filler: sound(),
    ("LessonPage", "captions"): lambda filler: filler.file("f.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\na\n"),
}
# (block class name, field) → the same, inside blocks.
SPECIAL_BLOCKS: dict[tuple[str, str], Any] = {}


class Filler:
    """Makes values. `words` holds every text that must come out translated."""

    def __init__(self, home: Page) -> None:
        self.home = home
        self.words: list[str] = []
        self.numbers = count(1)
        self.image = ImageFactory()
        self.document = self.file("f.txt", "字".encode())
        self.topic = TopicFactory()
        self.region, _made = Region.objects.get_or_create(code="330109", defaults={"name": "云溪县"})
        self.unit = Unit.objects.first() or Unit.add_root(code="U", name="改革办")
        self.pages = {
            ColumnPage: home.add_child(instance=ColumnPage(title="另一栏目", slug="ling-yi", live=True)),
            TopicPage: home.add_child(instance=TopicPage(title="另一专题", slug="zhuan-ti", live=True)),
            Page: StandardPageFactory(parent=home, title="另一页", slug="ling-yi-ye"),
        }

    def text(self, max_length: int | None = None) -> str:
        """A text of its own, short enough to grow in translation."""
        words = f"文{next(self.numbers)}字"
        assert not max_length or len(words) + 3 <= max_length, max_length
        self.words.append(words)
        return words

    def html(self) -> str:
        first, bold, second = self.text(), self.text(), self.text()
        page, document = self.pages[Page], self.document
        return (
            f'<p data-block-key="a1">{first}<b>{bold}</b></p>'
            f'<ul><li data-block-key="a2">{second}</li></ul>'
            f'<p data-block-key="a3"><a linktype="page" id="{page.pk}">{self.text()}</a> '
            f'<a linktype="document" id="{document.pk}">{self.text()}</a></p>'
        )

    def file(self, name: str, content: bytes) -> Any:
        """A document whose name and content fit each other."""
        document = get_document_model()(title="附件")
        document.file.save(name, ContentFile(content))
        document.save()
        return document

    # --- blocks ---

    def block(self, block: Any) -> Any:
        """A value for any block."""
        for (name, _field), value in SPECIAL_BLOCKS.items():
            if name == type(block).__name__ and not _field:
                return value
        match block:
            case UnknownBlock():
                return {"type": "of-tomorrow", "value": {"secret": 1}}
            case BodyTableBlock():
                return {
                    "data": [[self.text(), self.text()], [self.text(), "42.5%"]], "cell": [], "mergeCells": [],
                    "table_caption": self.text(), "table_header_choice": "row",
                    "first_row_is_table_header": True, "first_col_is_header": False,
                }  # fmt: skip
            case blocks.StructBlock():
                return {
                    name: SPECIAL_BLOCKS.get((type(block).__name__, name)) or self.block(child)
                    for name, child in block.child_blocks.items()
                }
            case blocks.ListBlock():
                return [self.block(block.child_block) for _ in range(2)]
            case blocks.StreamBlock():
                return [(name, self.block(child)) for name, child in block.child_blocks.items()]
            case ImageChooserBlock():
                return self.image
            case DocumentChooserBlock():
                return self.document
            case blocks.PageChooserBlock():
                return self.page_of(block.target_models)
            case blocks.ChooserBlock():
                return self.row_of(block.target_model)
            case blocks.RichTextBlock():
                return self.html()
            case blocks.MultipleChoiceBlock():
                return [self._first(block.field.choices)]
            case blocks.ChoiceBlock():
                return self._first(block.field.choices)
            case blocks.URLBlock():
                return "https://example.org/a"
            case blocks.EmailBlock():
                return "a@example.org"
            case blocks.BooleanBlock():
                return True
            case blocks.DateBlock():
                return date(2026, 11, 20)
            case blocks.DateTimeBlock():
                return timezone.make_aware(datetime(2026, 11, 20, 9, 30))
            case blocks.TimeBlock():
                return time(9, 30)
            case blocks.IntegerBlock():
                return 7
            case blocks.DecimalBlock() | blocks.FloatBlock():
                return 7.5
            case blocks.CharBlock() | blocks.TextBlock():
                return self.text(getattr(block.field, "max_length", None))
            case _:
                raise AssertionError(f"say in filling.py how to fill {type(block).__name__}")

    def _first(self, choices: Any) -> Any:
        flat = [pair for pair in choices if pair[0]]
        key, name = flat[-1]
        return name[0][0] if isinstance(name, list | tuple) else key

    def page_of(self, models_: Any) -> Page:
        for model in models_ or [Page]:
            found = self.pages.get(model) or model.objects.exclude(pk=self.home.pk).first()
            if found is not None:
                return found
            page = model(title=f"另一{model.__name__}", slug=f"other-{model.__name__.lower()}", live=True)
            self.home.add_child(instance=page)
            self.pages[model] = page
            return page
        raise AssertionError

    def row_of(self, model: Any) -> Any:
        """A row of another model that a field points to."""
        if issubclass(model, Page):
            return self.page_of([model])
        known = {
            get_image_model(): self.image,
            get_document_model(): self.document,
            Region: self.region,
            Unit: self.unit,
        }
        if model in known:
            return known[model]
        if model is type(self.topic):
            return self.topic
        found = model.objects.first()
        if found is None:
            own = list(self.words)
            found = self.instance(model)
            found.save()
            self.words = own  # the texts of another thing, which is translated by itself
        return found

    # --- models ---

    def instance(self, model: Any, **fields: Any) -> Any:
        """An unsaved row with something in every field that an editor fills."""
        made = model(**fields)
        if hasattr(made, "locale_id") and made.locale_id is None:
            made.locale = Locale.get_default()
        for field, value in self.values(model, skip=set(fields)):
            setattr(made, field.name, value)
        return made

    def values(self, model: Any, skip: set[str]) -> Iterator[tuple[Any, Any]]:
        declared = {field.field_name: field for field in get_translatable_fields(model)}
        names = set(declared) - skip
        if issubclass(model, Page):
            names.discard("slug")  # a page's is given
        for field in model._meta.get_fields():
            wanted = field.name in names or isinstance(field, ParentalManyToManyField)
            if not wanted or field.auto_created or not getattr(field, "editable", True):
                continue
            special = SPECIAL.get((model.__name__, field.name))
            if special is not None:
                yield field, special(self) if callable(special) else special
                continue
            value = self.field(field)
            if isinstance(declared.get(field.name), SynchronizedField) and value in self.words:
                self.words.remove(value)  # the same in every language, by declaration
            if value is not None:
                yield field, value

    def field(self, field: Any) -> Any:
        match field:
            case StreamField():
                return [(name, self.block(child)) for name, child in field.stream_block.child_blocks.items()]
            case RichTextField():
                return self.html()
            case ParentalManyToManyField():
                return [self.row_of(field.related_model)]
            case models.ForeignKey():
                return self.row_of(field.related_model)
            case models.BooleanField():
                return True
            case models.DateTimeField():
                return timezone.make_aware(datetime(2026, 11, 20, 9, 30))
            case models.DateField():
                return date(2026, 11, 20)
            case models.IntegerField():
                return max([7, *(rule.limit_value for rule in field.validators if isinstance(rule, MinValueValidator))])
            case models.DecimalField():
                return field.to_python("7.5")
            case models.URLField():
                return "https://example.org/b"
            case models.EmailField():
                return "b@example.org"
            case models.CharField() | models.TextField() if field.choices:
                return field.choices[-1][0]
            case models.SlugField():
                return f"s-{next(self.numbers)}"
            case models.CharField() | models.TextField():
                return self.text(field.max_length)
            case models.UUIDField() | models.JSONField():
                return None
            case _:
                raise AssertionError(f"say in filling.py how to fill {field}")

    def page(self, model: Any, parent: Page) -> Page:
        """A saved draft of a page class, with one row in each of its child relations."""
        page = self.instance(model, slug=f"quan-{model.__name__.lower()}", live=False)
        for relation in get_all_child_relations(model):
            if relation.name == "wagtail_admin_comments" or relation.related_model._meta.app_label == "wagtailcore":
                continue
            skip = {relation.field.name: page}
            setattr(page, relation.get_accessor_name(), [self.child(relation, skip)])
        parent.add_child(instance=page)
        return Page.objects.get(pk=page.pk).specific

    def child(self, relation: Any, skip: dict[str, Any]) -> Any:
        made = relation.related_model()
        if hasattr(made, "locale_id"):
            made.locale = Locale.get_default()
        for field, value in self.values(relation.related_model, skip=set(skip)):
            setattr(made, field.name, value)
        return made
