"""Exam papers: sealed when the last attempt at a quiz that has closed is marked, by the job or by hand; each look is on record."""

import hashlib
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from reform.people.models import User
from reform.people.roles import BY_KEY

from .. import archive
from ..models import Attempt, PaperArchive, Quiz, QuizOverride, Step, TrainingNotice
from .errors import TrainingError


@transaction.atomic
def seal(quiz: Quiz, by: Any = None) -> PaperArchive:
    """Keeps the papers as they stand; papers that have not changed since are the archive that is there.

    `by`: None is the clock, which tells the organisers. Raises `PermissionDenied`, `TrainingError` while somebody still writes.
    """
    if by is not None and not by.has_perm("training.manage_attempt"):
        raise PermissionDenied
    Quiz.objects.select_for_update().get(pk=quiz.pk)  # one at a time
    if Attempt.objects.filter(quiz=quiz, state=Attempt.State.OPEN).exists():
        raise TrainingError(_("Somebody is still writing. Papers are sealed when every attempt is closed."))
    last_step = Step.objects.filter(attempt__quiz=quiz).aggregate(last=Max("pk"))["last"] or 0
    data = archive.packed(quiz)
    digest = hashlib.sha256(data).hexdigest()
    found = PaperArchive.objects.filter(quiz=quiz).first()
    if found is not None and found.sha256 == digest:
        return found
    made = PaperArchive(quiz=quiz, sha256=digest, last_step=last_step, attempts=quiz.all_attempts.count(), by=by)
    made.file.save(f"papers-{quiz.pk}.zip", ContentFile(data), save=False)
    made.save()
    log(quiz, "training.seal", user=by, data={"sha256": digest})
    if by is None:
        _tell(made)
    return made


def closed_quizzes(now: datetime) -> QuerySet[Quiz]:
    """Quizzes that are over for everybody, all marked, with papers that were not sealed as they stand."""
    later = QuizOverride.objects.filter(quiz=OuterRef("pk"), closes__gt=now)
    unfinished = Attempt.objects.filter(quiz=OuterRef("pk")).exclude(state=Attempt.State.DONE)
    steps = Step.objects.filter(attempt__quiz=OuterRef("pk")).order_by("-pk")
    sealed = PaperArchive.objects.filter(quiz=OuterRef("pk")).order_by("-pk")
    over = Q(state=Quiz.State.CLOSED) | Q(~Exists(later), state=Quiz.State.OPEN, closes__lte=now)
    return (
        Quiz.objects.filter(over)
        .filter(~Exists(unfinished))
        .annotate(last=Subquery(steps.values("pk")[:1]), sealed=Coalesce(Subquery(sealed.values("last_step")[:1]), 0))
        .filter(last__gt=F("sealed"))
    )


def seal_closed(most: int = 20) -> int:
    """Seals what has closed since; how many. Called by the job `seal_papers`, as often as one likes."""
    return sum(1 for quiz in list(closed_quizzes(timezone.now())[:most]) if seal(quiz).by_id is None)


def _tell(made: PaperArchive) -> None:
    organisers = User.objects.filter(is_active=True, groups__name=BY_KEY["organiser"].name)
    TrainingNotice.objects.bulk_create(
        [
            TrainingNotice(kind=TrainingNotice.Kind.SEALED, to=user, text=made.quiz.title, key=f"sealed:{made.pk}")
            for user in organisers
        ]
    )


def opened(made: PaperArchive, by: Any) -> PaperArchive:
    """Notes that somebody takes the papers out. Raises `PermissionDenied`."""
    if not by.has_perm("training.manage_attempt"):
        raise PermissionDenied
    log(made.quiz, "training.export", user=by, data={"what": "papers", "sha256": made.sha256})
    return made
