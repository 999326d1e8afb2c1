"""Topics: all of them by week, and one with its regions, its explainers and what is asked most. Starting an explainer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.models import Locale

from reform.editorial.numbers import charts
from reform.pages.models import Topic
from reform.pages.sheets import xlsx_response
from reform.pages.templatetags.look import long_date

from .. import access, events
from ..actions import NotPossible, explaining
from ..asked import most_asked
from ..queries import visible_to
from . import places, topics


def of_the_site() -> Any:
    return Topic.objects.filter(locale=Locale.get_default())


class TopicsView(places.InboxPage):
    """Every topic by week, and as a file the whole table of topic × region × week."""

    template_name = "concerns/seeing/topics.html"
    page_title = gettext_lazy("Concerns by topic")
    header_icon = "tag"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.tables = topics.tables(_seen(self.by), timezone.localdate())
        if request.GET.get("export") == "xlsx":
            events.append(None, "exported", request.user, {"topics": str(timezone.localdate())})
            weeks = [str(week) for week in topics.weeks_until(timezone.localdate())]
            rows = [
                [str(topic), str(region or _("no region")), *numbers, whole]
                for topic in of_the_site()
                for region, numbers, whole in (self.tables[topic.pk].rows if topic.pk in self.tables else ())
            ]
            headings = [_("topic"), _("region"), *weeks, _("together")]
            return xlsx_response(f"concerns-topics-{timezone.localdate():%Y%m%d}", [(_("Topics"), headings, rows)])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answered = topics.explainers()
        rows = [
            {
                "topic": topic,
                "numbers": table.totals if table else [],
                "whole": table.whole if table else 0,
                "explainer": next(iter(answered[topic.pk]), None) if topic.pk in answered else None,
            }
            for topic in of_the_site()
            for table in [self.tables.get(topic.pk)]
        ]
        rows.sort(key=lambda row: -row["whole"])
        unfiled = self.tables.get(None)
        return super().get_context_data(
            rows=rows,
            weeks=topics.weeks_until(timezone.localdate()),
            unfiled=unfiled,
            may_start=bool(explaining.column_for(self.by)),
            **kwargs,
        )


class TopicView(places.InboxPage):
    """One topic."""

    template_name = "concerns/seeing/topic.html"
    header_icon = "tag"

    def crumbs(self) -> list[tuple[str, Any]]:
        return [*super().crumbs(), (reverse("concerns_seeing:topics"), TopicsView.page_title)]

    def get_page_title(self) -> str:
        return str(self.topic)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.topic = get_object_or_404(of_the_site(), pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen, today = _seen(self.by), timezone.localdate()
        table = topics.tables(seen.filter(topic=self.topic), today).get(self.topic.pk)
        weeks = [(long_date(week), number, str(number)) for week, number in zip(table.weeks, table.totals, strict=True)] if table else []  # fmt: skip
        return super().get_context_data(
            topic=self.topic,
            table=table,
            chart=charts.standing(_("Received, by week"), weeks) if weeks else None,
            effects=topics.effects(seen, self.topic, topics.explainers().get(self.topic.pk, [])),
            asked=most_asked(seen, self.topic),
            may_start=bool(explaining.column_for(self.by)),
            **kwargs,
        )


def _seen(user: Any) -> Any:
    """Without accusations, also for those who handle them: what stands here becomes a public text."""
    return visible_to(user).filter(restricted=False)


@require_POST
def start_explainer(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins an explainer and opens it in the editor."""
    if not access.staff(request.user):
        raise PermissionDenied
    topic = get_object_or_404(of_the_site(), pk=pk)
    try:
        page = explaining.start_explainer(topic, request.user)
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("concerns_seeing:topic", pk)
    messages.success(
        request, _("A draft with the most asked questions is here. Answer them, and submit it for review.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
