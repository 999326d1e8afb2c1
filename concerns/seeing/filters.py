"""What can be asked of the list, and the concerns that answer to it."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Locale

from reform.pages.models import Topic
from reform.people.fields import UnitChoiceField
from reform.people.models import Region, Unit

from ..models import Concern
from ..states import OPEN
from . import searching

SOON = timedelta(days=3)
ORDERS = [("received", gettext_lazy("newest first")), ("due", gettext_lazy("due first"))]


def _all(choices: list[tuple[str, Any]], label: Any) -> list[tuple[str, Any]]:
    return [("", label), *choices]


class FilterForm(forms.Form):
    """All fields may stay empty. Give it the query of the address, or what a saved filter keeps."""

    q = forms.CharField(
        label=gettext_lazy("words or number"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )  # fmt: skip
    state = forms.ChoiceField(
        label=gettext_lazy("state"),
        required=False,
        choices=_all([("open", gettext_lazy("all that are open")), *Concern.State.choices], gettext_lazy("all states")),
    )
    due = forms.ChoiceField(
        label=gettext_lazy("due"),
        required=False,
        choices=[
            ("", gettext_lazy("any due date")),
            ("over", gettext_lazy("overdue")),
            ("soon", gettext_lazy("due within three days")),
            ("later", gettext_lazy("due later")),
        ],
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("topic"), queryset=Topic.objects.none(), required=False, empty_label=gettext_lazy("all topics")
    )  # fmt: skip
    unit = UnitChoiceField(
        label=gettext_lazy("unit, with those below it"), required=False, empty_label=gettext_lazy("all units")
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("region"), queryset=Region.objects.all(), required=False, empty_label=gettext_lazy("all regions")
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=gettext_lazy("channel"), required=False, choices=_all(Concern.Channel.choices, gettext_lazy("all channels"))
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("kind"), required=False, choices=_all(Concern.Kind.choices, gettext_lazy("all kinds"))
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("urgency"), required=False, choices=_all(Concern.Urgency.choices, gettext_lazy("any urgency"))
    )  # fmt: skip
    mine = forms.BooleanField(label=gettext_lazy("only those I handle"), required=False)
    first = forms.DateField(label=gettext_lazy("received from"), required=False, widget=AdminDateInput)
    last = forms.DateField(label=gettext_lazy("received until"), required=False, widget=AdminDateInput)
    order = forms.ChoiceField(label=gettext_lazy("order"), required=False, choices=ORDERS)

    FIRST_ROW = ("q", "state", "due", "topic", "unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        topic.queryset = Topic.objects.filter(locale=Locale.get_default())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("first") and found.get("last") and found["first"] > found["last"]:
            self.add_error("last", _("The period ends before it begins."))
        return found

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked, as an address or a saved filter keeps it: without the empty fields and the page."""
        asked: Any = self.data
        return {name: str(asked[name]) for name in self.fields if asked.get(name)}

    @property
    def words(self) -> str:
        """What was asked, in words: for the log of exports and the head of a preview."""
        parts = []
        for name in self.chosen:
            value = self.cleaned_data.get(name)
            if name == "order" or value in (None, ""):
                continue
            label = dict(getattr(self.fields[name], "choices", [])).get(value) if isinstance(value, str) else None
            parts.append(f"{self.fields[name].label}：{_('yes') if value is True else label or value}")
        return "；".join(parts)


def narrowed(concerns: QuerySet[Concern], asked: dict[str, Any], user: Any) -> QuerySet[Concern]:
    """Those that answer to the cleaned data of a `FilterForm`. No order."""
    concerns = concerns.order_by()
    for name in ("topic", "region", "channel", "kind", "urgency"):
        if asked.get(name):
            concerns = concerns.filter(**{name: asked[name]})
    if asked.get("state") == "open":
        concerns = concerns.filter(state__in=OPEN)
    elif asked.get("state"):
        concerns = concerns.filter(state=asked["state"])
    if asked.get("unit"):
        # A list of ids: the planner knows how common each is.
        below = Unit.objects.filter(path__startswith=asked["unit"].path)
        concerns = concerns.filter(unit__in=list(below.values_list("pk", flat=True)))
    if asked.get("mine"):
        concerns = concerns.filter(handler=user.pk)
    if asked.get("due"):
        concerns = concerns.filter(_due(asked["due"]))
    if asked.get("first"):
        concerns = concerns.filter(received_at__gte=_moment(asked["first"]))
    if asked.get("last"):
        concerns = concerns.filter(received_at__lt=_moment(asked["last"] + timedelta(days=1)))
    if asked.get("q", "").strip():
        concerns = searching.matching(concerns, asked["q"])
    return concerns


def _due(asked: str) -> Q:
    """`due` is empty once a concern is no longer open."""
    now = timezone.now()
    return {
        "over": Q(due__lt=now),
        "soon": Q(due__gte=now, due__lt=now + SOON),
        "later": Q(due__gte=now + SOON),
    }[asked]


def _moment(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
