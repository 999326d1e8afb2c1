"""What the block picker shows of each block. Called when shown, so that each editor sees it in their language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def heading() -> dict[str, Any]:
    return {"text": _("Three trips become one list"), "level": "h2"}


def paragraph() -> str:
    return "<p>{}</p>".format(
        _("Since March every matter has its line: who takes it in, what to bring, and on which day it is done.")
    )


def quote() -> dict[str, Any]:
    return {
        "text": _("I used to drive to the county town three times. Now I go once, and it is done."),
        "name": _("Luo Qiming"),
        "post": _("villager"),
    }


def callout() -> dict[str, Any]:
    return {
        "kind": "tip",
        "title": _("Bring with you"),
        "text": "<p>{}</p>".format(_("Your identity card and the certificate of forest rights.")),
    }


def columns() -> dict[str, Any]:
    return {
        "left": "<p><b>{}</b></p><p>{}</p>".format(_("Before"), _("Four windows, seven days")),
        "right": "<p><b>{}</b></p><p>{}</p>".format(_("Now"), _("One window, the same day")),
    }


def figures() -> dict[str, Any]:
    return {
        "items": [
            {"number": "23", "unit": _("matters"), "label": _("handled in the town")},
            {
                "number": "1,906",
                "unit": pgettext("unit of measure", "people"),
                "label": _("served from March to October"),
            },
        ],
        "source": _("County service centre, 31 October"),
    }


def timeline() -> dict[str, Any]:
    return {
        "items": [
            {"date": _("March"), "text": _("The list is drawn up.")},
            {"date": _("June"), "text": _("The first towns begin.")},
            {"date": _("October"), "text": _("It holds in the whole county.")},
        ]
    }


def steps() -> dict[str, Any]:
    return {
        "items": [
            {"title": _("Hand in"), "text": _("At the window of your town.")},
            {"title": _("Look at it together"), "text": _("A forester comes to the place.")},
            {"title": _("Take it home"), "text": _("The permit is printed at once.")},
        ]
    }


def question_answer() -> dict[str, Any]:
    return {
        "items": [
            {
                "question": _("Must I come in person?"),
                "answer": "<p>{}</p>".format(_("No. Somebody of your household may come for you.")),
            }
        ]
    }


def table() -> dict[str, Any]:
    return {
        "data": [
            [_("Matter"), _("Before"), _("Now")],
            [_("Felling permit"), _("7 days"), _("the same day")],
            [_("Permit to build"), _("30 days"), _("12 days")],
        ],
        "table_caption": _("How long it takes"),
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "cell": [],
        "mergeCells": [],
    }


def picture() -> dict[str, Any]:
    return {"image": _any_image(), "alt": "", "caption": _("The terraces in spring"), "credit": "", "width": "text"}


def gallery() -> list[dict[str, Any]]:
    return [picture(), picture()]


def media() -> dict[str, Any]:
    return {
        "title": _("A morning at the window"),
        "file": None,
        "poster": _any_image(),
        "captions": None,
        "transcript": "<p>{}</p>".format(_("Good morning. What brings you here?")),
    }


def document() -> dict[str, Any]:
    from .models import CustomDocument

    return {"document": CustomDocument.objects.order_by("pk").first(), "title": _("The list of matters")}


def page_link() -> dict[str, Any]:
    from . import queries

    return {"page": queries.articles().first()}


def lead_section() -> dict[str, Any]:
    from . import queries

    found = list(queries.articles()[:4])
    return {"lead": found[0] if found else None, "others": found[1:]}


def columns_section() -> dict[str, Any]:
    from .models import ColumnPage

    return {"items": [{"column": column, "count": 3} for column in ColumnPage.objects.live().order_by("path")[:2]]}


def cards_section() -> dict[str, Any]:
    from .models import ColumnPage

    return {"column": ColumnPage.objects.live().order_by("path").first(), "count": "3"}


def topics_section() -> dict[str, Any]:
    from .models import TopicPage

    return {"title": _("Special topics"), "topics": list(TopicPage.objects.live().order_by("path")[:3])}


def tiles_section() -> dict[str, Any]:
    return {
        "title": "",
        "tiles": [
            {"title": _("Learn"), "text": _("Courses for cadres"), "page": None, "address": "/"},
            {"title": _("Ask"), "text": _("An answer within five working days"), "page": None, "address": "/"},
        ],
    }


def ask_section() -> dict[str, Any]:
    from .models import ColumnPage

    return {
        "title": _("Ask"),
        "text": _("An answer within five working days"),
        "column": ColumnPage.objects.live().order_by("path").first(),
    }


def _any_image() -> Any:
    """The newest picture of the library stands for all."""
    from .models import CustomImage

    return CustomImage.objects.order_by("-pk").first()
