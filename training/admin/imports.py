"""Questions from a file: upload → preview with what was not understood → all, or the chosen ones."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reform.editorial.extract import MAX_BYTES

from ..actions import bank as actions
from ..bank import columns, word
from ..bank.files import read
from ..bank.item import Item, UnreadableQuestions
from ..bank.kinds import KINDS, kind_of
from ..bank.likeness import key_of
from ..models import QuestionImport, QuestionVersion
from ..responses import key_words
from .bank import QuestionsView
from .parts import TrainingPage

FORMAT_LABELS = (
    ("xlsx", gettext_lazy("Excel template (.xlsx)")),
    ("docx", gettext_lazy("Word template (.docx)")),
    ("gift", "GIFT (.txt)"),
    ("moodlexml", "Moodle XML (.xml)"),
)


class UploadForm(forms.Form):
    format = forms.ChoiceField(label=gettext_lazy("format"), choices=FORMAT_LABELS)
    file = forms.FileField(label=gettext_lazy("file"), allow_empty_file=True)


class ImportView(TrainingPage):
    permission = "training.add_question"
    template_name = "training/admin/import.html"
    page_title = gettext_lazy("Import questions")
    header_icon = "upload"

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("training_admin:questions"), QuestionsView.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", UploadForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                reading = read(file.read(MAX_BYTES + 1), form.cleaned_data["format"])
            except UnreadableQuestions as error:
                form.add_error("file", str(error))
            else:
                batch = QuestionImport.objects.create(
                    by=self.by,
                    file_name=file.name[:200],
                    items=[item.to_json() for item in reading.items],
                    problems=[[problem.line, problem.message] for problem in reading.problems],
                )
                return redirect("training_admin:import_confirm", batch.pk)
        return self.render_to_response(self.get_context_data(form=form))


class ImportConfirmView(TrainingPage):
    """What the file holds, what is in the bank already, what was not understood. Its owner's alone."""

    permission = "training.add_question"
    template_name = "training/admin/import_confirm.html"
    page_title = gettext_lazy("What the file holds")
    header_icon = "upload"

    def crumbs(self) -> list[tuple[str, Any]]:
        return [
            (reverse("training_admin:questions"), QuestionsView.page_title),
            (reverse("training_admin:import"), ImportView.page_title),
        ]

    @cached_property
    def batch(self) -> QuestionImport:
        return get_object_or_404(QuestionImport, pk=self.kwargs["pk"], by=self.by, done=False)

    @cached_property
    def items(self) -> list[Item]:
        return [Item.from_json(data) for data in self.batch.items]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keys = [key_of(item) for item in self.items]
        known = set(QuestionVersion.objects.filter(stem_key__in=keys).values_list("stem_key", flat=True))
        seen: set[str] = set()
        rows = []
        for place, (item, key) in enumerate(zip(self.items, keys, strict=True)):
            rows.append(
                {
                    "place": place,
                    "item": item,
                    "kind": KINDS.get(kind_of(item), ""),
                    "key": key_words(item.type, item.to_json()),
                    "known": key in known or key in seen,
                }
            )
            seen.add(key)
        fresh = sum(not row["known"] for row in rows)
        return super().get_context_data(batch=self.batch, rows=rows, fresh=fresh, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = self.items
        if "chosen" in request.POST:
            wanted = set(request.POST.getlist("item"))
            chosen = [item for place, item in enumerate(self.items) if str(place) in wanted]
        with transaction.atomic():
            batch = QuestionImport.objects.select_for_update().get(pk=self.batch.pk)
            done = actions.Imported([], []) if batch.done else actions.import_questions(chosen, self.by)
            batch.done, batch.items = True, []
            batch.save()
        words = _("%(new)d added, %(existing)d were there already.")
        self.tried(lambda: None, words % {"new": len(done.new), "existing": len(done.known)})
        return redirect(f"{reverse('training_admin:questions')}?state=draft")


def template(request: HttpRequest, format: str) -> HttpResponse:
    """The empty template with an example, as xlsx or docx."""
    if format not in ("xlsx", "docx"):
        raise Http404
    data = columns.template() if format == "xlsx" else word.write(columns.read(columns.template()).items)
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="questions-template.{format}"'
    return response
