"""What may answer a question already, offered before it is sent. The question is searched for and not kept anywhere."""

from django.utils.translation import get_language

from search import registry
from search.find import Hit, Question, Unanswered, find
from search.planner import MAX_LENGTH

from .. import redaction

KINDS = ("answer", "explainer")
MOST = 3


def answered_already(subject: str, text: str) -> list[Hit]:
    """Up to three public answers and explainers that have the words of the question; none when nothing fits well."""
    known = [kind for kind in KINDS if kind in registry.kinds()]
    words = redaction.apply(subject, [span.blank() for span in redaction.propose(subject)]).strip()
    if not words or not known:
        return []
    language = get_language() or "zh-hans"
    try:
        answer = find(Question(words[:MAX_LENGTH], {"kind": known, "locale": [language]}))
    except Unanswered:
        return []
    # Without its filters an answer is about something else.
    return [] if answer.relaxed == "filters" else answer.hits[:MOST]
