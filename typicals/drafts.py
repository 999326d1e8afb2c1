"""From an approved nomination to the draft of an exemplar's page. Nothing here publishes."""

from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Locale

from .actions import ExemplarError
from .models import ExemplarHonour, ExemplarPage, ExemplarsPage, ExemplarStep, Nomination


def draft_exemplar(nomination: Nomination, user: Any, document_number: str) -> ExemplarPage:
    """The draft, below the column of exemplars. Raises `ExemplarError` without such a column.

    The facts go into the text with their sources: editors turn those that are figures into results. A person's page
    still needs the consent to a page, which the consent to a nomination is not.
    """
    column = ExemplarsPage.objects.filter(locale=Locale.get_default()).order_by("path").first()
    if column is None:
        raise ExemplarError(_("There is no column of exemplars yet."))
    facts = "".join(f"<li>{escape(fact.text)}（{escape(fact.source)}）</li>" for fact in nomination.facts.all())
    method = "".join(f"<p>{escape(line)}</p>" for line in nomination.method.splitlines() if line.strip())
    page = ExemplarPage(
        title=nomination.title,
        kind=nomination.kind,
        subject=nomination.subject,
        post=nomination.post,
        region=nomination.region,
        year=nomination.year,
        done=nomination.done,
        unit=nomination.unit,
        source=str(nomination.unit),
        body=[("paragraph", method), ("paragraph", f"<ul>{facts}</ul>")],
        owner=user,
        live=False,
    )
    page.topics = [nomination.topic]
    page.steps = [ExemplarStep(title=step[:60], text=step if len(step) > 60 else "") for step in nomination.steps]
    if nomination.honour is not None:
        page.honours = [
            ExemplarHonour(
                honour=nomination.honour, awarded_on=timezone.localdate(), document_number=document_number.strip()
            )
        ]
    column.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page
