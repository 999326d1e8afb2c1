"""The places of a quiz as rules over the bank: what each could draw, and whether there is enough."""

from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from .drawing import NotEnough, Place, draw
from .models import Question, Quiz, QuizSlot


def candidates(slot: QuizSlot, exam: bool) -> QuerySet[Question]:
    """The released questions that a rule may draw; one that is kept for exams only in an exam."""
    found = Question.objects.filter(state=Question.State.READY).exclude(kind="")
    if slot.category:
        found = found.filter(Q(category=slot.category) | Q(category__path__startswith=f"{slot.category.path}/"))
    if slot.difficulty:
        found = found.filter(difficulty=slot.difficulty)
    if slot.type:
        found = found.filter(kind=slot.type)
    return found if exam else found.filter(exam_only=False)


def places(quiz: Quiz) -> list[Place]:
    """The quiz's slots in order. A named question stands whatever its state; one that is retired does not."""
    found = []
    for slot in quiz.slots.select_related("category", "question", "version__question"):
        if slot.kind == QuizSlot.Kind.DRAW:
            ids = tuple(candidates(slot, quiz.exam).order_by("pk").values_list("pk", flat=True))
            found.append(Place(slot.number, ids, slot.mark))
            continue
        question = slot.question
        if slot.kind == QuizSlot.Kind.VERSION:
            question = slot.version.question if slot.version else None
        usable = question is not None and (slot.kind == QuizSlot.Kind.VERSION or question.state == question.State.READY)
        found.append(Place(1, (question.pk,) if question and usable else (), slot.mark))
    return found


def faults(quiz: Quiz) -> list[str]:
    """Why the quiz could not be taken as it stands, one sentence each; empty when it could."""
    found = places(quiz)
    if not found:
        return [_("The quiz asks nothing yet.")]
    try:
        draw(found, "check")
    except NotEnough as error:
        return [
            _(
                "Place %(number)d: the bank has %(have)d of the %(wanted)d questions that are wanted, or others need them."
            )
            % {"number": place + 1, "have": len(found[place].candidates), "wanted": found[place].number}
            for place in error.places
        ]
    return []


def total(quiz: Quiz) -> tuple[int, Decimal]:
    """(questions, sum of marks) that everybody gets."""
    rows = [(1 if slot.kind != QuizSlot.Kind.DRAW else slot.number, slot.mark) for slot in quiz.slots.all()]
    return sum(number for number, _mark in rows), sum((number * mark for number, mark in rows), Decimal(0))
