"""Answers on their way to the public: the original beside the redacted words, the second person, taking down."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.models import Locale

from reform.pages.models import Topic

from .. import redaction
from ..actions import publishing
from ..actions.writing import ConcernError
from ..models import Concern
from ..models.answers import PublicAnswer
from ..queries import visible_to


class PublicAnswerForm(forms.Form):
    """The words that become public, and why they may."""

    title = forms.CharField(label=gettext_lazy("question in one sentence"), max_length=120)
    question = forms.CharField(label=gettext_lazy("The question"), max_length=5000, widget=forms.Textarea({"rows": 10}))
    answer = forms.CharField(label=gettext_lazy("The answer"), max_length=20_000, widget=forms.Textarea({"rows": 14}))
    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=gettext_lazy("topic"), required=False, empty_label=gettext_lazy("none")
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("why it may be published"),
        choices=PublicAnswer.Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say why it may be published.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["topic"]
        field.queryset = Topic.objects.filter(locale=Locale.get_default())


def marked(text: str) -> SafeString:
    """A text with what was found in it marked, in all places, as safe HTML."""
    parts, position = [], 0
    for span in redaction.propose(text):
        parts.append(format_html("{}", text[position : span.start]))
        parts.append(
            format_html('<mark title="{}">{}</mark>', span.replacement.strip("[]【】"), text[span.start : span.end])
        )
        position = span.end
    parts.append(format_html("{}", text[position:]))
    return format_html_join("", "{}", ((part,) for part in parts))


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepares the publication of one concern."""
    user: Any = request.user
    if not user.has_perm(publishing.WRITE):
        raise PermissionDenied
    concern = get_object_or_404(visible_to(user).filter(restricted=False), pk=pk)
    public = PublicAnswer.objects.filter(concern=concern).first()
    if public is not None and public.state in {PublicAnswer.State.SUBMITTED, PublicAnswer.State.PUBLISHED}:
        return redirect("concerns_publishing:review", public.pk)
    form = PublicAnswerForm(request.POST if request.method == "POST" else None, initial=_initial(concern, public))
    maybe: list[str] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            public = publishing.save(concern, user, **form.cleaned_data)
            if "submit" not in request.POST:
                messages.success(request, _("The draft has been saved."))
                return redirect("concerns_publishing:write", pk)
            publishing.submit(public, user, request.POST.getlist("confirmed"))
        except ConcernError as error:
            form.add_error(None, str(error))
            data = form.cleaned_data
            maybe = publishing.left_in(concern, data["title"], data["question"], data["answer"])[1]
        else:
            messages.success(request, _("It is with the approver now."))
            return redirect("concerns_publishing:review", public.pk)
    if form.errors:
        status = 422
    context = {
        "concern": concern,
        "public": public,
        "form": form,
        "maybe": maybe,
        "confirmed": request.POST.getlist("confirmed"),
        **_original(concern),
    }
    return render(request, "concerns/admin/publish_write.html", context, status=status)


def _initial(concern: Concern, public: PublicAnswer | None) -> dict[str, Any]:
    if public is not None and public.title:
        fields = ("title", "question", "answer", "topic", "basis")
        return {name: getattr(public, name) for name in fields}
    title, question, answer = publishing.proposal(concern)
    agreed = publishing._agreed(concern)
    basis = PublicAnswer.Basis.CONSENT if agreed else PublicAnswer.Basis.DEIDENTIFIED
    return {"title": title, "question": question, "answer": answer, "topic": concern.topic, "basis": basis}


def _original(concern: Concern) -> dict[str, Any]:
    return {
        "original_title": marked(concern.subject),
        "original_question": marked(concern.text),
        "original_answer": marked(concern.answer),
    }


@never_cache
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The original beside what becomes public; the second person decides, and anybody of the office takes it down."""
    user: Any = request.user
    if not publishing.writes_or_approves(user):
        raise PermissionDenied
    rows = PublicAnswer.objects.filter(concern__in=visible_to(user)).select_related("concern", "page", "approved_by")
    public = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            if "approve" in request.POST:
                publishing.approve(public, user)
                messages.success(request, _("It has been published."))
            elif "return" in request.POST:
                publishing.send_back(public, user, reason)
                messages.success(request, _("It has been returned."))
            elif "down" in request.POST:
                publishing.take_down(public, user, reason)
                messages.success(request, _("It has been taken down. Its address says why."))
        except ConcernError as error:
            messages.error(request, str(error))
        return redirect("concerns_publishing:review", pk)
    context = {
        "public": public,
        "concern": public.concern,
        "writers": public.writers.all(),
        "may_decide": public.state == PublicAnswer.State.SUBMITTED and publishing.may_approve(public, user),
        "may_write": public.state in {PublicAnswer.State.DRAFT, PublicAnswer.State.DOWN}
        and publishing.may_write(public.concern, user),
        "published": public.state == PublicAnswer.State.PUBLISHED,
        **_original(public.concern),
    }
    return render(request, "concerns/admin/publish_review.html", context)


class PublicAnswerFilterSet(WagtailFilterSet):
    class Meta:
        model = PublicAnswer
        fields = ["state", "basis", "topic"]


class PublicAnswerIndexView(IndexView):
    """What waits for an approval, what is public, what was taken down."""

    model = PublicAnswer
    page_title = gettext_lazy("Public answers")
    header_icon = "openquote"
    index_url_name = "concerns_publishing:index"
    index_results_url_name = "concerns_publishing:index_results"
    filterset_class = PublicAnswerFilterSet
    default_ordering = "-changed"
    paginate_by = 50
    # Asked in `dispatch`: these permissions are not those of a model.
    any_permission_required = None
    is_searchable = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user: Any = request.user
        if not publishing.writes_or_approves(user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        return PublicAnswer.objects.filter(concern__in=visible_to(self.request.user)).select_related("topic", "concern")

    @property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("title", label=_("question in one sentence"), url_name="concerns_publishing:review"),
            Column("get_state_display", label=_("state")),
            Column("topic", label=_("topic")),
            DateColumn("changed", label=_("changed"), sort_key="changed"),
        ]


index = PublicAnswerIndexView.as_view()
index_results = PublicAnswerIndexView.as_view(results_only=True)
