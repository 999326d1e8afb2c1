"""Forms of the inbox in the admin."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale

from reform.pages.models import Topic
from reform.people.models import Region, Unit, User

from .contacts import Details
from .models import Answer, Clock, Concern
from .queries import visible_to


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def unit_choices() -> Any:
    """Units that can be given a concern: open ones, without the county as a whole."""
    return Unit.objects.open().exclude(kind=Unit.Kind.COUNTY)


class LogForm(forms.Form):
    """One concern as it is taken down. Only the text is needed; the rest can wait."""

    text = forms.CharField(label=_("what was said"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 7}))
    channel = forms.ChoiceField(label=_("channel"), choices=Concern.Channel.choices, initial="phone")
    received_at = forms.DateTimeField(label=_("received at"), widget=Moment, initial=timezone.localtime)
    kind = forms.ChoiceField(label=_("kind"), choices=[("", _("later")), *Concern.Kind.choices], required=False)
    urgency = forms.ChoiceField(label=_("urgency"), choices=Concern.Urgency.choices, initial="normal")
    tone = forms.ChoiceField(label=_("tone"), choices=[("", _("later")), *Concern.Tone.choices], required=False)
    topic = forms.ModelChoiceField(
        label=_("topic"), queryset=Topic.objects.none(), required=False, empty_label=_("later")
    )
    region = forms.ModelChoiceField(
        label=_("region"), queryset=Region.objects.all(), required=False, empty_label=_("later")
    )
    accused_unit = forms.ModelChoiceField(
        label=_("accused unit"), queryset=Unit.objects.none(), required=False, empty_label=_("none or not known"),
        help_text=_("Of an accusation: nobody of this unit will see it."),
    )  # fmt: skip
    name = forms.CharField(label=_("full name"), max_length=60, required=False)
    phone = forms.CharField(label=_("telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("e-mail"), required=False)
    same_as = forms.ModelChoiceField(queryset=Concern.objects.none(), required=False, widget=forms.HiddenInput)

    FACTS = ("kind", "urgency", "tone", "topic", "region", "accused_unit")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.filter(locale=Locale.get_default())  # type: ignore[attr-defined]
        self.fields["accused_unit"].queryset = unit_choices()  # type: ignore[attr-defined]
        self.fields["same_as"].queryset = visible_to(user)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FACTS}

    def details(self) -> Details:
        told = self.cleaned_data
        return Details(name=told["name"], phone=told["phone"], email=told["email"])


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, concern: Concern, user: Any, needed: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.concern, self.user = concern, user
        if not needed:
            self.fields["reason"].required = False
            self.fields["reason"].label = _("note")


class DispatchForm(ReasonForm):
    unit = forms.ModelChoiceField(label=_("lead unit"), queryset=Unit.objects.none(), empty_label=_("choose"))
    helpers = forms.ModelMultipleChoiceField(label=_("helping units"), queryset=Unit.objects.none(), required=False)
    field_order = ["unit", "helpers", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, needed=False, **kwargs)
        for name in ("unit", "helpers"):
            self.fields[name].queryset = unit_choices()  # type: ignore[attr-defined]


class RejectForm(ReasonForm):
    because = forms.ChoiceField(label=_("why"), choices=Concern.Rejection.choices, widget=forms.RadioSelect)
    field_order = ["because", "reason"]


class SendForm(ReasonForm):
    way = forms.ChoiceField(label=_("sent by"), choices=Answer.Way.choices, widget=forms.RadioSelect)
    field_order = ["way", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, needed=False, **kwargs)
        self.fields["reason"].help_text = _("On the telephone: when the person was told, and what they said.")


class DetailsForm(forms.Form):
    """How to reach who asked, taken down afterwards. It never shows what is kept already."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=60, required=False)
    phone = forms.CharField(label=_("telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("e-mail"), required=False)
    address = forms.CharField(label=_("address"), max_length=200, required=False)

    def __init__(self, *args: Any, concern: Concern, user: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def details(self) -> Details:
        return Details(**self.cleaned_data)


class MergeForm(forms.Form):
    into = forms.CharField(label=_("number of the other concern"), max_length=20)

    def __init__(self, *args: Any, concern: Concern, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_into(self) -> Concern:
        """By the number staff use: year, dash, running number."""
        number = self.cleaned_data["into"].strip().rpartition("-")[2].lstrip("0")
        found = (
            visible_to(self.user).filter(pk=int(number)).first() if number.isdecimal() and len(number) < 12 else None
        )
        if found is None:
            raise forms.ValidationError(_("There is no concern with this number."))
        return found


class FollowUpForm(ReasonForm):
    CHOICES = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]
    responded = forms.ChoiceField(label=_("responded"), choices=CHOICES, required=False, widget=forms.RadioSelect)
    solved = forms.ChoiceField(label=_("solved"), choices=CHOICES, required=False, widget=forms.RadioSelect)
    satisfied = forms.ChoiceField(label=_("satisfied"), choices=CHOICES, required=False, widget=forms.RadioSelect)
    field_order = ["responded", "solved", "satisfied", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, needed=False, **kwargs)

    def answers(self) -> dict[str, bool | None]:
        meaning = {"": None, "yes": True, "no": False}
        return {name: meaning[self.cleaned_data[name]] for name in ("responded", "solved", "satisfied")}


class ExtendForm(ReasonForm):
    clock = forms.ModelChoiceField(label=_("time limit"), queryset=Clock.objects.none())
    days = forms.IntegerField(label=_("how many days"), min_value=1, max_value=365)
    field_order = ["clock", "days", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = self.concern.clocks.filter(stopped_at=None, longest_extension__gt=0)
        self.fields["clock"].queryset = running  # type: ignore[attr-defined]
        self.fields["clock"].label_from_instance = lambda clock: clock.name  # type: ignore[attr-defined]
        self.fields["clock"].initial = running.first()


class StaffForm(forms.Form):
    who = forms.ModelChoiceField(label=_("who"), queryset=User.objects.none())

    def __init__(self, *args: Any, concern: Concern, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_active=True, groups__permissions__content_type__app_label="concerns")
        self.fields["who"].queryset = staff.distinct().order_by("name")  # type: ignore[attr-defined]


class FactsForm(LogForm):
    """What a person confirms of a concern later."""

    field_order = LogForm.FACTS

    def __init__(self, *args: Any, concern: Concern, user: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(concern, name) for name in self.FACTS})
        super().__init__(*args, user=user, **kwargs)
        for name in [name for name in self.fields if name not in self.FACTS]:
            del self.fields[name]
