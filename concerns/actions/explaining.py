"""From what people ask to an explainer: a draft of the publicity room with their questions, for an editor to answer."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from publicity.importing import default_column, make_page
from publicity.models import ExplainerPage
from publicity.word.draft import Draft
from reform.pages.models import ColumnPage, Topic

from .. import access, events
from ..asked import most_asked, sentences_of
from ..models import Concern, ConcernEvent
from ..queries import visible_to
from .writing import NotPossible

STARTED = "explainer_started"


def column_for(user: Any) -> ColumnPage | None:
    """Where somebody who sees concerns may begin an explainer: where explainers stand; None for who adds no pages there."""
    column = default_column("explainer") if access.staff(user) else None
    return column if column and column.permissions_for_user(user).can_add_subpage() else None


@transaction.atomic
def start_explainer(topic: Topic, user: Any) -> ExplainerPage:
    """A draft with the most asked questions of a topic as question blocks, their answers empty.

    Of accusations nothing, and of the others no sentence in which something had to be left out. Raises `PermissionDenied`,
    `NotPossible` (nobody asked).
    """
    column = column_for(user)
    if column is None:
        raise PermissionDenied
    asked = most_asked(visible_to(user), topic)
    if not asked:
        raise NotPossible(_("Nobody has asked about this topic yet, or not in words that could be shown."))
    items = [{"question": item.question, "answer": ""} for item in asked]
    title = _("What people ask about “%(topic)s”") % {"topic": topic}
    draft = Draft("explainer", title, [{"type": "question_answer", "value": {"items": items}}], [], [])
    page: ExplainerPage = make_page(draft, column, user, {}, topics=[topic], form=ExplainerPage.Form.QUESTIONS)
    taken = [item.concern.pk for item in asked]
    events.append(None, STARTED, user, {"page": page.pk, "topic": topic.pk, "concerns": taken})
    return page


def forget_question(concern: Concern) -> None:
    """Takes the words of a concern out of drafts they were put into. A page that passed the review has its own words."""
    taken = [
        event.data["page"]
        for event in ConcernEvent.objects.filter(kind=STARTED)
        if concern.pk in event.data["concerns"]
    ]
    sentences = sentences_of(concern) if taken else []
    for page in ExplainerPage.objects.filter(pk__in=taken, first_published_at=None):
        for revision in Revision.objects.for_instance(page):
            body = _without(json.loads(revision.content["body"]), sentences)
            Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"body": json.dumps(body)})
        page.body = json.dumps(_without(page.body.get_prep_value(), sentences))
        ExplainerPage.objects.filter(pk=page.pk).update(body=page.body)


def _without(body: list[dict[str, Any]], sentences: list[str]) -> list[dict[str, Any]]:
    """The blocks as they are stored, with these sentences taken out of their questions."""
    for block in body:
        for item in block["value"]["items"] if block["type"] == "question_answer" else ():
            value = item.get("value", item)
            for sentence in sentences:
                value["question"] = value["question"].replace(sentence, _("[left out]"))
    return body
