"""Quizzes in the admin: the list, the form with its places, publishing, exceptions."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.permission_policies import ModelPermissionPolicy

from reform.people.models import Unit, User

from ..actions import quiz as actions
from ..bank.kinds import KINDS
from ..models import Attempt, Question, Quiz, QuizOverride, QuizSlot
from ..slots import candidates, faults, total
from .parts import TrainingPage
from .rows import NamedCells


class QuizIndexView(generic.IndexView):
    """All quizzes with their attempts counted."""

    model = Quiz
    permission_policy = ModelPermissionPolicy(Quiz)
    any_permission_required = ["view"]
    index_url_name = "training_admin:quizzes"
    index_results_url_name = "training_admin:quizzes_results"
    edit_url_name = "training_admin:quiz"
    add_url_name = "training_admin:quiz_new"
    page_title = gettext_lazy("Quizzes")
    add_item_label = gettext_lazy("Add a quiz")
    header_icon = "tasks"
    default_ordering = "-pk"
    list_filter = ["state", "exam"]
    search_fields = ["title"]
    paginate_by = 50
    _show_breadcrumbs = True

    def get_base_queryset(self) -> QuerySet[Quiz]:
        waiting = Count("all_attempts", filter=Q(all_attempts__state=Attempt.State.MARKING))
        return Quiz.objects.annotate(sat=Count("all_attempts"), waiting=waiting)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=gettext_lazy("Title"), get_url=self._address, sort_key="title"),
            Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
            Column("sat", label=pgettext_lazy("at a quiz", "Attempts"), sort_key="sat"),
            Column("waiting", label=gettext_lazy("Waiting for a marker"), sort_key="waiting"),
            DateColumn("closes", label=gettext_lazy("Closes"), sort_key="closes"),
        ]

    def _address(self, quiz: Quiz) -> str:
        return reverse("training_admin:quiz", args=[quiz.pk])


class QuizForm(forms.ModelForm):
    """All settings, and the numbers of questions that are to be added."""

    add_questions = forms.CharField(
        label=gettext_lazy("add questions by number"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("As the list of questions shows them, separated by spaces: 12 15 18"),
    )

    class Meta:
        model = Quiz
        fields = [
            *("title", "introduction", "exam", "opens", "closes", "minutes", "grace", "attempts", "wait", "counts"),
            *("pass_percent", "penalty", "partial", "shuffle_questions", "shuffle_options", "layout", "forward_only"),
            *("show_marks", "show_answers", "show_explanations", "password", "two_markers"),
        ]
        widgets = {
            "opens": AdminDateTimeInput(),
            "closes": AdminDateTimeInput(),
            "introduction": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("opens") and data.get("closes") and data["closes"] <= data["opens"]:
            self.add_error("closes", _("The end is after the beginning."))
        shown = [data.get(name) for name in ("show_marks", "show_answers", "show_explanations")]
        if Quiz.When.DURING in shown and data.get("layout") != Quiz.Layout.ONE:
            self.add_error("layout", _("What is shown after each question needs the layout question by question."))
        if Quiz.When.CLOSED in shown and not data.get("closes"):
            self.add_error("closes", _("What is shown after closing needs an end."))
        if data.get("forward_only") and data.get("layout") != Quiz.Layout.ONE:
            self.add_error("layout", _("Forward only needs the layout question by question."))
        return data

    def clean_add_questions(self) -> list[Question]:
        numbers = re.findall(r"\d{1,9}", self.cleaned_data["add_questions"])
        found = Question.objects.in_bulk([int(number) for number in numbers])
        missing = [number for number in numbers if int(number) not in found]
        if missing:
            raise ValidationError(_("There is no question %(numbers)s.") % {"numbers": "、".join(missing)})
        drafts = [number for number in numbers if found[int(number)].state != Question.State.READY]
        if drafts:
            raise ValidationError(_("Not released yet: %(numbers)s.") % {"numbers": "、".join(drafts)})
        return [found[int(number)] for number in dict.fromkeys(numbers)]


class SlotForm(forms.ModelForm):
    """One place: a rule, or a named question of which only the mark changes."""

    type = forms.ChoiceField(
        label=gettext_lazy("type"), required=False, choices=[("", gettext_lazy("any")), *KINDS.items()]
    )

    class Meta:
        model = QuizSlot
        fields = ["order", "kind", "number", "category", "difficulty", "type", "mark"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False
        self.fields["category"].empty_label = _("any")  # type: ignore[attr-defined]
        self.fields["difficulty"].choices = [("", _("any")), *Question.Difficulty.choices]  # type: ignore[attr-defined]
        kind = self.fields["kind"]
        if self.named:
            kind.choices = [choice for choice in QuizSlot.Kind.choices if choice[0] != "draw"]  # type: ignore[attr-defined]
            for name in ("number", "category", "difficulty", "type"):
                del self.fields[name]
        else:
            kind.choices = [choice for choice in QuizSlot.Kind.choices if choice[0] == "draw"]  # type: ignore[attr-defined]

    @property
    def named(self) -> Question | None:
        """The question of the place, if it names one."""
        slot = self.instance
        return slot.question or (slot.version and slot.version.question)

    @property
    def available(self) -> int | None:
        """How many questions the rule could draw now."""
        slot = self.instance
        return candidates(slot, slot.quiz.exam).count() if slot.pk and not self.named else None

    def save(self, commit: bool = True) -> QuizSlot:
        slot: QuizSlot = super().save(commit=False)
        if question := self.named:
            slot.question = question
            slot.version = question.newest if slot.kind == QuizSlot.Kind.VERSION else None
        if commit:
            slot.save()
        return slot


class SlotFormSet(NamedCells, BaseInlineFormSet):
    def rows(self) -> list[QuizSlot]:
        """The places that stay, in the order that was given."""
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in kept if not form.cleaned_data.get("DELETE")]
        kept.sort(key=lambda form: form.cleaned_data.get("order") or 9999)
        return [form.save(commit=False) for form in kept]


Slots = inlineformset_factory(Quiz, QuizSlot, form=SlotForm, formset=SlotFormSet, extra=3, can_delete=True)


class QuizView(TrainingPage):
    """The form of one quiz, new or not; for those who only look, the same without buttons."""

    permission = "training.view_quiz"
    template_name = "training/admin/quiz.html"

    @cached_property
    def quiz(self) -> Quiz:
        return get_object_or_404(Quiz, pk=self.kwargs["pk"]) if "pk" in self.kwargs else Quiz()

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("training_admin:quizzes"), QuizIndexView.page_title)]

    def get_page_title(self) -> str:
        return self.quiz.title if self.quiz.pk else _("Add a quiz")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        quiz = self.quiz
        kwargs.setdefault("form", QuizForm(instance=quiz))
        kwargs.setdefault("slots", Slots(instance=quiz, prefix="slots"))
        context = {
            "quiz": quiz,
            "may_change": self.by.has_perm("training.change_quiz" if quiz.pk else "training.add_quiz"),
            "sections": _sections(kwargs["form"]),
        }
        if quiz.pk:
            context |= {"faults": faults(quiz), "total": total(quiz), "attempts": quiz.all_attempts.count()}
        return super().get_context_data(**context, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = QuizForm(request.POST, instance=self.quiz)
        slots: Any = Slots(request.POST, instance=self.quiz, prefix="slots")
        if form.is_valid() and slots.is_valid():
            quiz = form.save(commit=False)
            rows = slots.rows()
            for question in form.cleaned_data["add_questions"]:
                rows.append(QuizSlot(kind=QuizSlot.Kind.LATEST, question=question))
            if self.tried(lambda: actions.save_quiz(quiz, self.by, rows), _("Saved.")):
                return redirect("training_admin:quiz", quiz.pk)
            if "pk" not in self.kwargs:
                quiz.pk = None
        return self.render_to_response(self.get_context_data(form=form, slots=slots))


SECTIONS = (
    (gettext_lazy("What"), ("title", "introduction", "exam", "password")),
    (gettext_lazy("When"), ("opens", "closes", "minutes", "grace", "attempts", "wait")),
    (gettext_lazy("Marks"), ("counts", "pass_percent", "penalty", "partial", "two_markers")),
    (gettext_lazy("Form"), ("shuffle_questions", "shuffle_options", "layout", "forward_only")),
    (gettext_lazy("What is shown when"), ("show_marks", "show_answers", "show_explanations")),
)


def _sections(form: QuizForm) -> list[tuple[Any, list[Any]]]:
    return [(label, [form[name] for name in names]) for label, names in SECTIONS]


class NewQuizView(QuizView):
    permission = "training.add_quiz"


class QuizStateView(TrainingPage):
    """Publishes or archives, by a POST."""

    permission = "training.change_quiz"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        quiz = get_object_or_404(Quiz, pk=pk)
        acts = {
            "publish": (actions.publish, _("The quiz is published.")),
            "archive": (actions.archive, _("The quiz is archived.")),
        }
        if action not in acts:
            raise Http404
        act, done = acts[action]
        self.tried(lambda: act(quiz, self.by), done)
        return redirect("training_admin:quiz", pk)


class ExceptionForm(forms.ModelForm):
    """For a person by their user name, or for a unit."""

    person = forms.CharField(label=gettext_lazy("user name of the person"), required=False, max_length=150)

    class Meta:
        model = QuizOverride
        fields = ["unit", "extra_minutes", "extra_attempts", "closes", "reason"]
        widgets = {"closes": AdminDateTimeInput()}

    field_order = ["person"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.open()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name = data.get("person", "").strip()
        if bool(name) == bool(data.get("unit")):
            raise ValidationError(_("Name a person or a unit."))
        if name:
            self.instance.user = User.objects.filter(username__iexact=name, is_active=True).first()
            if self.instance.user is None:
                self.add_error("person", _("There is no such account."))
        return data


class ExceptionsView(TrainingPage):
    """More time, attempts or a later end: the list, a form for one more, and a button to take one back."""

    permission = "training.change_quiz"
    template_name = "training/admin/exceptions.html"
    page_title = gettext_lazy("Exceptions")

    @cached_property
    def quiz(self) -> Quiz:
        return get_object_or_404(Quiz, pk=self.kwargs["pk"])

    def crumbs(self) -> list[tuple[str, Any]]:
        return [
            (reverse("training_admin:quizzes"), QuizIndexView.page_title),
            (reverse("training_admin:quiz", args=[self.quiz.pk]), self.quiz.title),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ExceptionForm())
        rows = self.quiz.overrides.select_related("user", "unit", "by")
        return super().get_context_data(quiz=self.quiz, rows=rows, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "remove" in request.POST:
            row = get_object_or_404(self.quiz.overrides, pk=_id(request.POST["remove"]))
            self.tried(lambda: actions.remove_exception(row, self.by), _("Taken back."))
            return redirect("training_admin:exceptions", self.quiz.pk)
        form = ExceptionForm(request.POST, instance=QuizOverride(quiz=self.quiz))
        if form.is_valid():
            row = form.save(commit=False)
            if self.tried(lambda: actions.add_exception(row, self.by), _("Saved.")):
                return redirect("training_admin:exceptions", self.quiz.pk)
        return self.render_to_response(self.get_context_data(form=form))


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
