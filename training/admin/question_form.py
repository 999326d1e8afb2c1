"""The form of one question: the stem, then what its type needs. Saving writes the next version."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from PIL import Image, UnidentifiedImageError

from ..actions import bank as actions
from ..bank.item import FULL, Item, Option
from ..bank.kinds import KINDS
from ..bank.versions import item_of, near
from ..models import Question, QuestionCategory, QuestionPicture
from .bank import QuestionsView
from .parts import TrainingPage
from .rows import NamedCells

AREA = {"rows": 3}
LARGEST_PICTURE = 3 * 1024 * 1024


class QuestionForm(forms.Form):
    """What every question has. Texts are plain, HTML or Markdown, as they came; a new one is plain."""

    stem = forms.CharField(label=gettext_lazy("stem"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    format = forms.ChoiceField(
        label=gettext_lazy("how its texts are written"),
        choices=[
            ("plain", gettext_lazy("plain text")),
            ("markdown", gettext_lazy("Markdown: **bold**, lists, tables")),
            ("html", "HTML"),
        ],
    )
    feedback = forms.CharField(
        label=pgettext_lazy("of an answer", "explanation"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs=AREA),
    )
    category = forms.CharField(
        label=gettext_lazy("topic"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("The way from the top: 改革/放管服. A new one is made."),
        widget=forms.TextInput(attrs={"list": "topics"}),
    )
    difficulty = forms.ChoiceField(
        label=gettext_lazy("difficulty"), required=False, choices=[("", "—"), *Question.Difficulty.choices]
    )
    source = forms.CharField(label=gettext_lazy("source"), required=False, max_length=255)
    tags = forms.CharField(
        label=gettext_lazy("tags"), required=False, max_length=255, help_text=gettext_lazy("Separated by 、")
    )


class AnswerForm(forms.Form):
    """What types with one key have: true or false, texts, a number, a written answer."""

    truth = forms.ChoiceField(
        label=gettext_lazy("the statement is"),
        required=False,
        choices=[("yes", gettext_lazy("true")), ("no", gettext_lazy("false"))],
        widget=forms.RadioSelect,
    )
    gaps = forms.CharField(
        label=gettext_lazy("accepted texts"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs=AREA),
        help_text=gettext_lazy("A line for each gap; several spellings of one are separated by /"),
    )
    unordered = forms.BooleanField(label=gettext_lazy("in any order"), required=False)
    number = forms.DecimalField(label=gettext_lazy("number"), required=False, max_digits=20)
    tolerance = forms.DecimalField(
        label=gettext_lazy("tolerance, each way"), required=False, min_value=0, max_digits=20
    )
    model = forms.CharField(
        label=gettext_lazy("model answer"), required=False, max_length=5000, widget=forms.Textarea(attrs=AREA)
    )
    rubric = forms.CharField(
        label=gettext_lazy("rubric"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs=AREA),
        help_text=gettext_lazy("A line for each thing that a marker looks for, with its marks"),
    )


FIELDS = {
    "truefalse": ("truth",),
    "blank": ("gaps", "unordered"),
    "number": ("number", "tolerance"),
    "essay": ("model", "rubric"),
}


class OptionForm(forms.Form):
    """A choice; for ordering the right key is the order; for matching `text` belongs to `other`."""

    text = forms.CharField(label=gettext_lazy("text"), required=False, max_length=1000)
    other = forms.CharField(label=gettext_lazy("belongs to"), required=False, max_length=1000)
    right = forms.BooleanField(label=pgettext_lazy("an option", "right"), required=False)
    feedback = forms.CharField(label=gettext_lazy("said to who chooses it"), required=False, max_length=1000)


Options = formset_factory(OptionForm, formset=NamedCells, extra=4, max_num=26)
PARTS = {
    "single": ("text", "right", "feedback"),
    "multiple": ("text", "right", "feedback"),
    "match": ("text", "other"),
    "order": ("text",),
}


class PictureForm(forms.Form):
    """A picture for the texts; its mark is shown after saving, to be put where it belongs."""

    file = forms.FileField(
        label=gettext_lazy("picture"),
        required=False,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg", "webp"])],
    )
    alt = forms.CharField(label=gettext_lazy("what it shows"), required=False, max_length=255)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file and not data.get("alt", "").strip(" []|"):
            self.add_error("alt", _("Say in words what the picture shows, without giving the answer away."))
        if file:
            try:
                if file.size > LARGEST_PICTURE:
                    raise ValidationError(_("A picture has at most 3 MB."))
                Image.open(file).verify()
                file.seek(0)
            except ValidationError as error:
                self.add_error("file", error)
            except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
                self.add_error("file", _("This is no picture that can be read."))
        return data


class QuestionFormView(TrainingPage):
    """A new question of one type."""

    permission = "training.add_question"
    template_name = "training/admin/question_form.html"
    header_icon = "list-ul"

    @cached_property
    def question(self) -> Question | None:
        return None

    @property
    def kind(self) -> str:
        kind = self.kwargs.get("kind", "")
        return kind if kind in KINDS else "single"

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("training_admin:questions"), QuestionsView.page_title)]

    def get_page_title(self) -> str:
        return _("Add a question: %(type)s") % {"type": KINDS[self.kind]}

    def forms(self, data: Any = None, files: Any = None) -> dict[str, Any]:
        """The forms that the type needs, filled from the newest version."""
        newest = self.question.newest if self.question else None
        item = item_of(newest, self.question) if newest else Item(1, "", "")
        answer = AnswerForm(data, initial=_answer_of(item), prefix="answer")
        for name in set(answer.fields) - set(FIELDS.get(self.kind, ())):
            del answer.fields[name]
        options = Options(data, initial=_options_of(item), prefix="options")
        for form in options:
            for name in set(form.fields) - set(PARTS.get(self.kind, ())):
                del form.fields[name]
        initial = {
            "stem": item.stem,
            "format": item.format,
            "feedback": item.feedback,
            "category": item.category,
            "difficulty": self.question.difficulty if self.question else "",
            "source": item.source,
            "tags": "、".join(item.tags),
        }
        picture = PictureForm(data, files, prefix="picture")
        return {"form": QuestionForm(data, initial=initial), "answer": answer, "options": options, "picture": picture}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs |= self.forms()
        context = {
            "kind": self.kind,
            "question": self.question,
            "with_options": self.kind in PARTS,
            "topics": QuestionCategory.objects.values_list("path", flat=True),
            "pictures": self.question.pictures.all() if self.question else (),
        }
        # What came with the address is among `kwargs`.
        return super().get_context_data(**{**kwargs, **context})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.forms(request.POST, request.FILES)
        if not all([form.is_valid() for form in found.values()]):  # noqa: C419 — all of them, so that all say what is wrong
            return self.render_to_response(self.get_context_data(**found))
        item = made(self.kind, found)
        alike = near(item, but=self.question.pk if self.question else None)
        if alike and "sure" not in request.POST:
            return self.render_to_response(self.get_context_data(alike=alike, **found))
        saved: list[Question] = []
        if self.tried(lambda: saved.append(self.save(item)), _("Saved.")):
            self._picture(saved[0], found["picture"].cleaned_data)
            return redirect("training_admin:question", saved[0].pk)
        return self.render_to_response(self.get_context_data(**found))

    def save(self, item: Item) -> Question:
        return actions.create_question(item, self.by)

    def _picture(self, question: Question, data: dict[str, Any]) -> None:
        if data.get("file"):
            QuestionPicture.objects.create(question=question, file=data["file"], alt=data["alt"].strip(" []|"))


class QuestionEditView(QuestionFormView):
    """The next version of a question. The type stays."""

    permission = "training.change_question"

    @cached_property
    def question(self) -> Question | None:
        return get_object_or_404(Question, pk=self.kwargs["pk"])

    @property
    def kind(self) -> str:
        return (self.question and self.question.kind) or "essay"

    def get_page_title(self) -> str:
        return _("Edit question %(number)d") % {"number": self.kwargs["pk"]}

    def save(self, item: Item) -> Question:
        question = self.question
        assert question is not None  # noqa: S101 — `get_object_or_404`
        actions.edit_question(question, item, self.by)
        return question


TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "truefalse": "truefalse",
    "number": "numerical",
    "match": "match",
    "order": "ordering",
    "essay": "essay",
}


def made(kind: str, found: dict[str, Any]) -> Item:
    """The item that the filled forms describe."""
    data, answer = found["form"].cleaned_data, found["answer"].cleaned_data
    rows = [form.cleaned_data for form in found["options"] if form.cleaned_data.get("text", "").strip()]
    item = Item(
        1,
        TYPES.get(kind, "shortanswer"),
        data["stem"].replace("\r\n", "\n").strip(),
        feedback=data["feedback"].replace("\r\n", "\n").strip(),
        category=data["category"].strip().strip("/"),
        difficulty=data["difficulty"],
        source=data["source"].strip(),
        tags=[tag.strip() for tag in data["tags"].split("、") if tag.strip()],
        format=data["format"],
    )
    if kind in ("single", "multiple"):
        item.single = kind == "single"
        right = sum(bool(row.get("right")) for row in rows)
        share = FULL if kind == "single" else round(FULL / max(right, 1), 5)
        item.options = [
            Option(row["text"].strip(), share if row.get("right") else 0.0, row.get("feedback", "").strip())
            for row in rows
        ]
        item.answers = [option.text for option in item.options if option.fraction > 0]
    elif kind == "truefalse" and answer["truth"]:
        truth = answer["truth"] == "yes"
        item.answers = [truth]
        item.options = [Option("true", FULL * truth), Option("false", FULL * (not truth))]
    elif kind == "blank":
        lines = [line for line in answer["gaps"].splitlines() if line.strip()]
        gaps = [[part.strip() for part in line.split("/") if part.strip()] for line in lines]
        if len(gaps) > 1:
            item.type, item.answers, item.unordered = "multianswer", gaps, answer["unordered"]
        elif gaps:
            item.answers = gaps[0]
            item.options = [Option(text, FULL) for text in gaps[0]]
    elif kind == "number" and answer["number"] is not None:
        item.tolerance = float(answer["tolerance"] or 0)
        item.options = [Option(f"{answer['number']:f}", FULL, tolerance=item.tolerance)]
        item.answers = [float(answer["number"])]
    elif kind == "match":
        item.pairs = [(row["text"].strip(), row.get("other", "").strip()) for row in rows]
    elif kind == "order":
        item.answers = [row["text"].strip() for row in rows]
    elif kind == "essay":
        item.answers = [answer["model"].strip()] if answer["model"].strip() else []
        item.rubric = [line.strip() for line in answer["rubric"].splitlines() if line.strip()]
    return item


def _answer_of(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = {"unordered": item.unordered, "rubric": "\n".join(item.rubric)}
    if item.type == "truefalse":
        found["truth"] = "yes" if item.answers[0] else "no"
    elif item.type == "shortanswer":
        found["gaps"] = "/".join(option.text for option in item.options if option.fraction >= FULL)
    elif item.type == "multianswer":
        found["gaps"] = "\n".join("/".join(gap) for gap in item.answers)
    elif item.type == "numerical":
        found |= {"number": item.options[0].text, "tolerance": item.options[0].tolerance}
    elif item.type == "essay":
        found["model"] = "\n".join(str(answer) for answer in item.answers)
    return found


def _options_of(item: Item) -> list[dict[str, Any]]:
    if item.type == "match":
        return [{"text": left, "other": right} for left, right in item.pairs]
    if item.type == "ordering":
        return [{"text": text} for text in item.answers]
    if item.type == "multichoice":
        return [
            {"text": option.text, "right": option.fraction > 0, "feedback": option.feedback} for option in item.options
        ]
    return []
