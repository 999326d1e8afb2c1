"""The blocks of a page's body. One set for all parts; each part may add its own to `BodyBlock`.

Each says in the picker what it is for, with a preview (`previews`). Pictures stand at most one struct deep:
wagtail-localize fails on deeper ones (DESIGN, decision 10).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from . import previews
from .filetypes import media_kind
from .own_links import linked_page_ids
from .tables import BodyTableBlock
from .unknown import KeepingStreamBlock

# Curated: no headings (they have a block), no pictures, no styles. What is pasted with more is stored without it.
TEXT_FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link"]

TEXT, PICTURES, LISTS, OTHERS = _("Text"), _("Pictures and films"), _("Facts and steps"), _("Links and files")


class PictureChooserBlock(ImageChooserBlock):
    """Pictures that other pages show as well are remembered (`queries.know_pictures`)."""

    def bulk_to_python(self, values: Iterable[int]) -> list[Any]:
        from . import queries

        values = list(values)
        found = queries.know_pictures(values)
        return [found.get(pk) for pk in values]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("text"), max_length=80)
    level = blocks.ChoiceBlock(label=_("level"), choices=[("h2", _("section")), ("h3", _("sub-section"))], default="h2")

    class Meta:
        icon = "title"
        label = _("heading")
        description = _("Divides the text into sections; screen readers jump from one to the next")
        group = TEXT
        template = "blocks/heading.html"
        preview_value = staticmethod(previews.heading)


class RichTextBlock(blocks.RichTextBlock):
    """Rich text in which an address of our own site counts as a link to the page there."""

    def extract_references(self, value: Any) -> Iterator[tuple[Any, str, str, str]]:
        yield from super().extract_references(value)
        for pk in linked_page_ids(str(value.source)):
            yield Page, str(pk), "", ""


class ParagraphBlock(RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("paragraph")
        description = _("Running text with bold, italics, lists and links")
        group = TEXT
        template = "blocks/paragraph.html"
        preview_value = staticmethod(previews.paragraph)


class PictureValue(blocks.StructValue):
    """What a template shows: the words of this place, else those of the picture."""

    @property
    def alt_text(self) -> str:
        image = self.get("image")
        return self.get("alt") or (image.alt if image else "")

    @property
    def credit_text(self) -> str:
        image = self.get("image")
        return self.get("credit") or (image.credit if image else "")

    @property
    def map_approval(self) -> str:
        """审图号, which must stand below a map."""
        image = self.get("image")
        return image.map_approval if image and image.is_map else ""


class PictureBlock(blocks.StructBlock):
    """Template: `value.image`, `.alt_text`, `.caption`, `.credit_text`, `.map_approval` (below a map), `.width`."""

    image = PictureChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("alternative text"),
        required=False,
        max_length=200,
        help_text=_("For people who cannot see the picture. Empty: the picture's own alternative text"),
    )
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=200)
    credit = blocks.CharBlock(
        label=_("credit"), required=False, max_length=100, help_text=_("Empty: the picture's own credit")
    )
    width = blocks.ChoiceBlock(
        label=_("width"), choices=[("text", _("as the text")), ("wide", _("wide"))], default="text"
    )

    class Meta:
        icon = "image"
        label = _("picture")
        description = _("One picture with caption and credit")
        group = PICTURES
        template = "blocks/picture.html"
        value_class = PictureValue
        preview_value = staticmethod(previews.picture)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        image = value.get("image")
        if image is None or self.is_deferred_validation:
            return value
        errors = {}
        if not value["alt"] and not image.alt:
            errors["alt"] = ValidationError(_now("Say what the picture shows, for people who cannot see it."))
        if image.is_map and not image.map_approval:
            errors["image"] = ValidationError(_now("This picture is a map and has no approval number (审图号)."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value


class GalleryBlock(blocks.ListBlock):
    class Meta:
        icon = "image"
        label = _("gallery")
        description = _("Several pictures that belong together")
        group = PICTURES
        template = "blocks/gallery.html"
        min_num = 2
        max_num = 12
        preview_value = staticmethod(previews.gallery)


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"), max_length=300)
    name = blocks.CharBlock(label=_("name"), required=False, max_length=40)
    post = blocks.CharBlock(label=_("post"), required=False, max_length=60)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        description = _("What somebody said, with name and post")
        group = TEXT
        template = "blocks/quote.html"
        preview_value = staticmethod(previews.quote)


class FigureItem(blocks.StructBlock):
    number = blocks.CharBlock(label=_("figure"), max_length=20)
    unit = blocks.CharBlock(label=_("unit of measure"), required=False, max_length=20)
    label = blocks.CharBlock(label=_("what it counts"), max_length=60)

    class Meta:
        icon = "order"
        label = _("figure")


class FiguresBlock(blocks.StructBlock):
    items = blocks.ListBlock(FigureItem(), label=_("figures"), min_num=1, max_num=6)
    source = blocks.CharBlock(label=_("source of the figures"), max_length=120)

    class Meta:
        icon = "order"
        label = _("figures")
        description = _("Up to six large figures, with their source and date")
        group = LISTS
        template = "blocks/figures.html"
        preview_value = staticmethod(previews.figures)


class TimelineItem(blocks.StructBlock):
    date = blocks.CharBlock(label=_("date"), max_length=30)
    text = blocks.TextBlock(label=_("what happened"))

    class Meta:
        icon = "history"
        label = _("entry")


class TimelineBlock(blocks.StructBlock):
    items = blocks.ListBlock(TimelineItem(), label=_("entries"), min_num=1)

    class Meta:
        icon = "history"
        label = _("timeline")
        description = _("Dates and what happened on them")
        group = LISTS
        template = "blocks/timeline.html"
        preview_value = staticmethod(previews.timeline)


class StepItem(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=60)
    text = blocks.TextBlock(label=_("text"), required=False)

    class Meta:
        icon = "list-ol"
        label = _("step")


class StepsBlock(blocks.StructBlock):
    items = blocks.ListBlock(StepItem(), label=_("steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("steps")
        description = _("What to do, one step after the other")
        group = LISTS
        template = "blocks/steps.html"
        preview_value = staticmethod(previews.steps)


class QuestionAnswerItem(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=120)
    answer = RichTextBlock(label=_("answer"), features=TEXT_FEATURES)

    class Meta:
        icon = "help"
        label = _("question")


class QuestionAnswerBlock(blocks.StructBlock):
    items = blocks.ListBlock(QuestionAnswerItem(), label=_("questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("questions and answers")
        description = _("What people ask, each with its answer")
        group = LISTS
        template = "blocks/question_answer.html"
        preview_value = staticmethod(previews.question_answer)


class MediaValue(blocks.StructValue):
    @cached_property
    def kind(self) -> str:
        """`video`, `audio`, or empty when there is no file."""
        document = self.get("file")
        return media_kind(document.file_extension) if document else ""


class MediaBlock(blocks.StructBlock):
    """Template: `value.kind` (`video` or `audio`), `.file`, `.poster`, `.captions` (a WebVTT file), `.transcript`."""

    title = blocks.CharBlock(label=_("title"), max_length=100)
    file = DocumentChooserBlock(label=_("video or audio file"), help_text=_("mp4, webm, mp3, m4a or wav"))
    poster = PictureChooserBlock(label=_("poster picture"), required=False)
    captions = DocumentChooserBlock(
        label=_("subtitles"), required=False, help_text=_("A WebVTT file (.vtt), for people who cannot hear")
    )
    transcript = RichTextBlock(
        label=_("transcript"),
        features=TEXT_FEATURES,
        help_text=_("What is said and shown, in writing: for people who cannot hear or see it, and for the search"),
    )

    class Meta:
        icon = "media"
        label = _("video or audio")
        description = _("A film or sound recording with its transcript")
        group = PICTURES
        template = "blocks/media.html"
        value_class = MediaValue
        preview_value = staticmethod(previews.media)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        errors = {}
        if value["file"] and not media_kind(value["file"].file_extension):
            errors["file"] = ValidationError(_now("This file is neither video nor audio."))
        if value["captions"] and value["captions"].file_extension.lower() != "vtt":
            errors["captions"] = ValidationError(_now("Subtitles must be a WebVTT file (.vtt)."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value


class DocumentBlock(blocks.StructBlock):
    """Template: `value.document` (`.url`, `.file_extension`, `.file_size`), `value.title`."""

    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(label=_("title"), required=False, max_length=100)

    class Meta:
        icon = "doc-full"
        label = _("document")
        description = _("A file to download, with its type and size")
        group = OTHERS
        template = "blocks/document.html"
        preview_value = staticmethod(previews.document)


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("kind"),
        choices=[("info", _("information")), ("tip", _("tip")), ("warning", _("warning"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("title"), required=False, max_length=60)
    text = RichTextBlock(label=_("text"), features=TEXT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("call-out")
        description = _("A short passage that must not be overlooked")
        group = TEXT
        template = "blocks/callout.html"
        preview_value = staticmethod(previews.callout)


class PageLinkBlock(blocks.StructBlock):
    """Template context: `linked`, the page with cover, or None when it is not public."""

    page = blocks.PageChooserBlock(label=_("page"))

    class Meta:
        icon = "link"
        label = _("page of this site")
        description = _("Another page with its title, summary and picture")
        group = OTHERS
        template = "blocks/page_link.html"
        preview_value = staticmethod(previews.page_link)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from . import queries

        context = super().get_context(value, parent_context=parent_context)
        pk = value["page"].pk if value.get("page") else 0
        found = context["linked_pages"] if "linked_pages" in context else queries.specific_by_id([pk])
        return context | {"linked": found.get(pk)}


class ColumnsBlock(blocks.StructBlock):
    left = RichTextBlock(label=_("left"), features=TEXT_FEATURES)
    right = RichTextBlock(label=_("right"), features=TEXT_FEATURES)

    class Meta:
        icon = "grip"
        label = _("two columns")
        description = _("Two texts beside each other, such as before and after")
        group = TEXT
        template = "blocks/columns.html"
        preview_value = staticmethod(previews.columns)


class BodyBlock(KeepingStreamBlock):
    """The body of every article."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=TEXT_FEATURES)
    quote = QuoteBlock()
    callout = CalloutBlock()
    columns = ColumnsBlock()
    picture = PictureBlock()
    gallery = GalleryBlock(PictureBlock())
    media = MediaBlock()
    figures = FiguresBlock()
    table = BodyTableBlock(group=LISTS)
    timeline = TimelineBlock()
    steps = StepsBlock()
    question_answer = QuestionAnswerBlock()
    page_link = PageLinkBlock()
    document = DocumentBlock()
