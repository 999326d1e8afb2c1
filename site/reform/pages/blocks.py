"""The blocks of a page's body. One set for all parts; each part may add its own to `BodyBlock`."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("text"), max_length=80)
    level = blocks.ChoiceBlock(label=_("level"), choices=[("h2", _("section")), ("h3", _("sub-section"))], default="h2")

    class Meta:
        icon = "title"
        label = _("heading")
        template = "blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(label=_("alternative text"), required=False, max_length=200)
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=200)
    credit = blocks.CharBlock(label=_("credit"), required=False, max_length=100)
    width = blocks.ChoiceBlock(
        label=_("width"), choices=[("text", _("as the text")), ("wide", _("wide"))], default="text"
    )

    class Meta:
        icon = "image"
        label = _("picture")
        template = "blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    name = blocks.CharBlock(label=_("name"), required=False)
    post = blocks.CharBlock(label=_("post"), required=False)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "blocks/quote.html"


class FigureItem(blocks.StructBlock):
    number = blocks.CharBlock(label=_("figure"), max_length=20)
    unit = blocks.CharBlock(label=_("unit of measure"), required=False, max_length=20)
    label = blocks.CharBlock(label=_("what it counts"), max_length=60)


class FiguresBlock(blocks.StructBlock):
    items = blocks.ListBlock(FigureItem(), label=_("figures"), min_num=1, max_num=6)
    source = blocks.CharBlock(label=_("source of the figures"), max_length=120)

    class Meta:
        icon = "order"
        label = _("figures")
        template = "blocks/figures.html"


class TimelineItem(blocks.StructBlock):
    date = blocks.CharBlock(label=_("date"), max_length=30)
    text = blocks.TextBlock(label=_("what happened"))


class TimelineBlock(blocks.StructBlock):
    items = blocks.ListBlock(TimelineItem(), label=_("entries"), min_num=1)

    class Meta:
        icon = "history"
        label = _("timeline")
        template = "blocks/timeline.html"


class StepItem(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=60)
    text = blocks.TextBlock(label=_("text"), required=False)


class StepsBlock(blocks.StructBlock):
    items = blocks.ListBlock(StepItem(), label=_("steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("steps")
        template = "blocks/steps.html"


class QuestionAnswerItem(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=120)
    answer = blocks.RichTextBlock(label=_("answer"), features=TEXT_FEATURES)


class QuestionAnswerBlock(blocks.StructBlock):
    items = blocks.ListBlock(QuestionAnswerItem(), label=_("questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("questions and answers")
        template = "blocks/question_answer.html"


class MediaBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=100)
    file = DocumentChooserBlock(label=_("video or audio file"))
    poster = ImageChooserBlock(label=_("poster picture"), required=False)
    transcript = blocks.RichTextBlock(label=_("transcript"), features=TEXT_FEATURES)

    class Meta:
        icon = "media"
        label = _("video or audio")
        template = "blocks/media.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(label=_("title"), required=False, max_length=100)

    class Meta:
        icon = "doc-full"
        label = _("document")
        template = "blocks/document.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("kind"),
        choices=[("info", _("information")), ("tip", _("tip")), ("warning", _("warning"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("title"), required=False, max_length=60)
    text = blocks.RichTextBlock(label=_("text"), features=TEXT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("call-out")
        template = "blocks/callout.html"


class PageLinkBlock(blocks.StructBlock):
    """Template context: `linked`, the page with cover, or None when it is not public."""

    page = blocks.PageChooserBlock(label=_("page"))

    class Meta:
        icon = "link"
        label = _("page of this site")
        template = "blocks/page_link.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from . import queries

        context = super().get_context(value, parent_context=parent_context)
        pk = value["page"].pk if value.get("page") else 0
        found = context["linked_pages"] if "linked_pages" in context else queries.specific_by_id([pk])
        return context | {"linked": found.get(pk)}


class ColumnsBlock(blocks.StructBlock):
    left = blocks.RichTextBlock(label=_("left"), features=TEXT_FEATURES)
    right = blocks.RichTextBlock(label=_("right"), features=TEXT_FEATURES)

    class Meta:
        icon = "grip"
        label = _("two columns")
        template = "blocks/columns.html"


class BodyBlock(blocks.StreamBlock):
    """The body of every article."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("paragraph"), icon="pilcrow", features=TEXT_FEATURES, template="blocks/paragraph.html"
    )
    picture = PictureBlock()
    gallery = blocks.ListBlock(
        PictureBlock(), label=_("gallery"), icon="image", template="blocks/gallery.html", min_num=2
    )
    quote = QuoteBlock()
    table = TableBlock(label=_("table"), template="blocks/table.html")
    figures = FiguresBlock()
    timeline = TimelineBlock()
    steps = StepsBlock()
    question_answer = QuestionAnswerBlock()
    media = MediaBlock()
    document = DocumentBlock()
    callout = CalloutBlock()
    page_link = PageLinkBlock()
    columns = ColumnsBlock()
