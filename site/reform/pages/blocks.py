"""The blocks of a page's body. One set for all parts; each part may add its own to `BodyBlock`."""

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
    page = blocks.PageChooserBlock(label=_("page"))

    class Meta:
        icon = "link"
        label = _("page of this site")
        template = "blocks/page_link.html"


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


class LeadSection(blocks.StructBlock):
    lead = blocks.PageChooserBlock(label=_("lead story"))
    others = blocks.ListBlock(blocks.PageChooserBlock(), label=_("more stories"), max_num=6)

    class Meta:
        icon = "pick"
        label = _("lead stories")
        template = "sections/lead.html"


class ColumnSectionItem(blocks.StructBlock):
    column = blocks.PageChooserBlock(label=_("column"), page_type="pages.ColumnPage")
    count = blocks.IntegerBlock(label=_("how many"), default=3, min_value=1, max_value=12)


class ColumnsSection(blocks.StructBlock):
    items = blocks.ListBlock(ColumnSectionItem(), label=_("columns"), min_num=1, max_num=3)

    class Meta:
        icon = "list-ul"
        label = _("columns side by side")
        template = "sections/columns.html"


class TopicsSection(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=30)
    topics = blocks.ListBlock(blocks.PageChooserBlock(page_type="pages.TopicPage"), label=_("topics"))

    class Meta:
        icon = "tag"
        label = _("topics")
        template = "sections/topics.html"


class TileItem(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=30)
    text = blocks.CharBlock(label=_("text"), max_length=80, required=False)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    address = blocks.CharBlock(
        label=_("or address"), required=False, help_text=_("A path on this site, such as /courses/")
    )


class TilesSection(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=30, required=False)
    tiles = blocks.ListBlock(TileItem(), label=_("tiles"), min_num=1, max_num=6)

    class Meta:
        icon = "grip"
        label = _("entry tiles")
        template = "sections/tiles.html"


class FiguresSection(FiguresBlock):
    class Meta:
        icon = "order"
        label = _("figures")
        template = "sections/figures.html"


class HomeBlock(blocks.StreamBlock):
    """The sections an editor composes the home page from."""

    lead = LeadSection()
    columns = ColumnsSection()
    topics = TopicsSection()
    tiles = TilesSection()
    figures = FiguresSection()
