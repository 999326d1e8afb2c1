"""The blocks of explainers: those of every article, questions that can be linked to, and 误读与事实."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from reform.pages.blocks import LISTS, TEXT_FEATURES, BodyBlock, QuestionAnswerBlock, RichTextBlock


def _preview() -> dict[str, Any]:
    return {
        "items": [
            {
                "misreading": _now("Without every paper on the list the window takes nothing in."),
                "fact": "<p>{}</p>".format(_now("It takes in what is there and gives you time for the rest.")),
            }
        ]
    }


class MisreadingItem(blocks.StructBlock):
    misreading = blocks.CharBlock(label=_("misreading"), max_length=120)
    fact = RichTextBlock(label=_("fact"), features=TEXT_FEATURES)

    class Meta:
        icon = "help"
        label = _("misreading")


class MisreadingsBlock(blocks.StructBlock):
    """误读与事实."""

    items = blocks.ListBlock(MisreadingItem(), label=_("misreadings"), min_num=1)

    class Meta:
        icon = "warning"
        label = _("misreadings and facts")
        description = _("What people wrongly believe, and what is true")
        group = LISTS
        template = "publicity/blocks/misreadings.html"
        preview_value = staticmethod(_preview)


class ExplainerBlock(BodyBlock):
    question_answer = QuestionAnswerBlock(template="publicity/blocks/questions.html")
    misreadings = MisreadingsBlock()


def question_anchor(item_id: str) -> str:
    """The anchor of a question: it stays when questions are moved or reworded."""
    return f"q-{item_id.replace('-', '')[:10]}"


def questions_of(body: Iterable[Any]) -> list[dict[str, str]]:
    """Every question of a body, in order: `anchor`, `question`, `answer` (HTML)."""
    return [
        {
            "anchor": question_anchor(item.id or f"{number}"),
            "question": item.value["question"],
            "answer": str(item.value["answer"]),
        }
        for child in body
        if child.block_type == "question_answer"
        for number, item in enumerate(child.value["items"].bound_blocks)
    ]
