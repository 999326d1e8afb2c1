"""What a cadre does in a course: begin it, complete a lesson, play a recording. Each is one action of `actions.course`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import outline, queries, rulebook
from ..actions import course as actions
from ..models import CoursePage, LessonPage


@login_required
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins the course and goes to its first open lesson."""
    course = get_object_or_404(CoursePage.objects.live(), pk=pk)
    try:
        actions.enrol(request.user, course)
    except actions.CourseError as error:
        messages.error(request, str(error))
        return redirect(course.url)
    state = queries.course_state(request.user, course, outline.of(course))
    entry = state.next_entry
    return redirect(entry.lesson.url if entry else course.url)


@login_required
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks the lesson as done and goes on; what keeps it from being done is said on its page."""
    lesson = get_object_or_404(LessonPage.objects.live(), pk=pk)
    try:
        actions.finish_lesson(request.user, lesson, by_transcript="transcript" in request.POST)
    except actions.CourseError as error:
        messages.warning(request, str(error))
        return redirect(lesson.url)
    course = lesson.course
    state = queries.course_state(request.user, course, outline.of(course))
    if state.completed_at:
        messages.success(request, _("You have completed the course “%(title)s”.") % {"title": course.title})
        return redirect(course.url)
    entry = state.next_entry
    messages.success(request, _("“%(title)s” is done.") % {"title": lesson.title})
    return redirect(entry.lesson.url if entry else course.url)


@never_cache
@require_POST
def beat(request: HttpRequest, pk: int) -> JsonResponse:
    """A report of the player: `start` and `end` in seconds. Answers what counts so far."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    lesson = get_object_or_404(LessonPage.objects.live(), pk=pk)
    try:
        start, end = float(request.POST.get("start", "")), float(request.POST.get("end", ""))
    except ValueError:
        return JsonResponse({"error": _("This is no time in the recording.")}, status=400)
    try:
        progress = actions.report_watching(request.user, lesson, start, end)
    except actions.CourseError as error:
        return JsonResponse({"error": str(error)}, status=409)
    share = queries.watched_percent(lesson, progress)
    wanted = int(rulebook.rules("progress")["recording"]["watched_share"] * 100)
    text = _("Played %(share)s %%; %(wanted)s %% are needed") % {"share": share, "wanted": wanted}
    return JsonResponse({"share": share, "done": progress.done_at is not None, "text": text})
