"""Courses: what readers and cadres see, what opens when, what counts as done."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from reform.pages.lessons import lessons_for
from reform.pages.models import StandardPage
from search.registry import entries_of
from training import watching
from training.actions import course as actions
from training.models import (
    Attempt,
    CoursePage,
    Enrolment,
    HourEntry,
    LessonCondition,
    LessonPage,
    LessonProgress,
    Quiz,
)
from training.signals import attempt_finished

from .course_makers import catalogue, course, lessons_of, published, sound

pytestmark = pytest.mark.django_db


@pytest.fixture
def cadre(person: Any) -> Any:
    return person("learner")


@pytest.fixture
def at_cadre(cadre: Any) -> Client:
    client = Client()
    client.force_login(cadre)
    return client


def long_ago(user: Any) -> None:
    """As if every lesson that is open had been opened an hour ago."""
    LessonProgress.objects.filter(enrolment__user=user).update(opened_at=timezone.now() - timedelta(hours=1))


def finish(client: Client, lesson: LessonPage, user: Any, **data: str) -> Any:
    client.get(lesson.url)
    long_ago(user)
    return client.post(reverse("training:finish", args=[lesson.pk]), data, follow=True)


def test_a_cadre_begins_a_course_and_completes_it_with_hours(home: Any, cadre: Any, at_cadre: Client) -> None:
    page = course(home, {}, {}, {"optional": True}, hours=Decimal("2.5"))
    one, two, extra = lessons_of(page)
    shown = at_cadre.get(page.url).content.decode()
    assert "开始学习" in shown and "第1课" in shown
    answer = at_cadre.post(reverse("training:start", args=[page.pk]))
    assert answer.url == one.url
    assert at_cadre.post(reverse("training:start", args=[page.pk])).status_code == 302
    assert Enrolment.objects.count() == 1
    assert "先完成" in at_cadre.get(two.url).content.decode()
    assert "先数一遍" not in at_cadre.get(two.url).content.decode()
    answer = finish(at_cadre, one, cadre)
    assert answer.redirect_chain[-1][0] == two.url
    shown = at_cadre.get(page.url).content.decode()
    assert "继续学习" in shown and "已学 1/2 课" in shown
    answer = finish(at_cadre, two, cadre)
    assert "已学完课程" in answer.content.decode()
    entry = HourEntry.objects.get()
    assert (entry.hours, entry.meter, entry.user) == (Decimal("2.5"), "online", cadre)
    finish(at_cadre, extra, cadre)
    assert HourEntry.objects.count() == 1, "a course gives its hours once"
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_hours_without_a_number_come_from_the_minutes(home: Any, cadre: Any) -> None:
    page = course(home, {"minutes": 50}, {"minutes": 60}, in_order=False)
    actions.enrol(cadre, page)
    for lesson in lessons_of(page):
        actions.open_lesson(cadre, lesson)
        long_ago(cadre)
        actions.finish_lesson(cadre, lesson)
    assert HourEntry.objects.get().hours == Decimal("2.0")  # 110 minutes of 45, in half hours


def test_a_lesson_that_was_opened_a_moment_ago_is_not_done(home: Any, cadre: Any, at_cadre: Client) -> None:
    page = course(home, {"minutes": 30})
    (lesson,) = lessons_of(page)
    actions.enrol(cadre, page)
    at_cadre.get(lesson.url)
    answer = at_cadre.post(reverse("training:finish", args=[lesson.pk]), follow=True)
    assert "刚刚打开" in answer.content.decode()
    assert not LessonProgress.objects.get().done_at


def test_go_on_leads_to_where_one_left(home: Any, cadre: Any, at_cadre: Client) -> None:
    page = course(home, {}, {}, {}, in_order=False)
    lessons = lessons_of(page)
    actions.enrol(cadre, page)
    at_cadre.get(lessons[2].url)
    assert lessons[2].url in at_cadre.get(page.url).content.decode().split("继续学习")[0].rsplit("<a", 1)[1]


def test_conditions_hold_and_form_no_circle(home: Any, cadre: Any) -> None:
    page = course(home, {}, {}, in_order=False)
    one, two = lessons_of(page)
    LessonCondition.objects.create(page=one, lesson=two)
    actions.enrol(cadre, page)
    with pytest.raises(actions.CourseError, match="先"):
        actions.finish_lesson(cadre, one)
    with pytest.raises(ValidationError):
        LessonCondition(page=two, lesson=one).full_clean(exclude=["page"])
    with pytest.raises(ValidationError):
        LessonCondition(page=one, lesson=one).full_clean(exclude=["page"])
    other = lessons_of(course(home, {}, title="别的课"))[0]
    with pytest.raises(ValidationError):
        LessonCondition(page=one, lesson=other).full_clean(exclude=["page"])


def test_strangers_read_but_do_not_learn(home: Any, client: Client, person: Any) -> None:
    page = course(home, {}, {"kind": "recording", "recording": sound(), "seconds": 60, "transcript": "<p>稿</p>"})
    one, two = lessons_of(page)
    shown = client.get(page.url).content.decode()
    assert "登录后学习" in shown
    assert "先数一遍" in client.get(one.url).content.decode()
    assert "data-beat" not in client.get(two.url).content.decode()
    for name in ("start", "finish", "beat"):
        address = reverse(f"training:{name}", args=[page.pk if name == "start" else one.pk])
        assert client.post(address).status_code in {302, 403}
    assert not Enrolment.objects.exists()
    # An account without the role 学员 takes no courses.
    client.force_login(person("editor"))
    assert client.post(reverse("training:start", args=[page.pk])).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.enrol(person("auditor"), page)


class Clock:
    """The server's clock in a test: it goes on only when told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr("training.actions.course.timezone.now", lambda: self.now)

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def recorded(home: Any, cadre: Any, seconds: int = 100) -> LessonPage:
    lesson = {"kind": "recording", "recording": sound(), "seconds": seconds, "transcript": "<p>稿</p>", "minutes": 10}
    page = course(home, lesson, {}, title=f"录音{CoursePage.objects.count()}")
    actions.enrol(cadre, page)
    return lessons_of(page)[0]


def beat(client: Client, lesson: LessonPage, start: float, end: float) -> Any:
    return client.post(reverse("training:beat", args=[lesson.pk]), {"start": start, "end": end})


def test_a_recording_counts_what_was_really_played(
    home: Any, cadre: Any, at_cadre: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = recorded(home, cadre)
    clock = Clock(monkeypatch)
    beat(at_cadre, lesson, 0, 0)
    for at in range(0, 80, 10):
        clock.pass_(10)
        answer = beat(at_cadre, lesson, at, at + 10).json()
    assert answer == {"share": 80, "done": True, "text": "已播放 80%，需播放 80%"}
    # Another device goes on where this one was.
    assert 'data-position="80' in at_cadre.get(lesson.url).content.decode()


def test_nobody_claims_a_recording_at_once(
    home: Any, cadre: Any, at_cadre: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson, clock = recorded(home, cadre, 600), Clock(monkeypatch)
    assert beat(at_cadre, lesson, 0, 600).json()["share"] == 0, "nothing before the clock runs"
    assert beat(at_cadre, lesson, 0, 600).json()["share"] == 0, "no time has passed"
    clock.pass_(3600)
    assert beat(at_cadre, lesson, 0, 600).json()["share"] == 10, "a long silence is a pause: 30 s at double speed"
    clock.pass_(10)
    beat(at_cadre, lesson, 0, 60)
    assert LessonProgress.objects.get().watched == 60, "a second counts once"
    # Two recordings at a time have one clock.
    other = recorded(home, cadre, 600)
    clock.pass_(10)
    beat(at_cadre, lesson, 100, 120)
    beat(at_cadre, other, 0, 20)
    assert LessonProgress.objects.get(lesson=other).watched == 0
    for start, end in (("x", "1"), ("nan", "inf"), ("0", "inf")):
        assert beat(at_cadre, lesson, start, end).status_code in {400, 409}  # type: ignore[arg-type]
    answer = at_cadre.post(reverse("training:finish", args=[lesson.pk]), follow=True)
    assert "已播放" in answer.content.decode() and not LessonProgress.objects.filter(done_at__isnull=False).exists()


def test_the_transcript_may_be_read_instead(home: Any, cadre: Any, at_cadre: Client) -> None:
    lesson = recorded(home, cadre)
    at_cadre.get(lesson.url)
    at_cadre.post(reverse("training:finish", args=[lesson.pk]), {"transcript": "1"})
    assert not LessonProgress.objects.get().done_at
    finish(at_cadre, lesson, cadre, transcript="1")
    assert LessonProgress.objects.get(lesson=lesson).done_at


spans = st.tuples(st.floats(-50, 700), st.floats(-50, 700), st.floats(-5, 200))


@settings(max_examples=150, deadline=None)
@given(st.lists(spans, max_size=25))
def test_what_is_credited_never_exceeds_the_time_that_passed(reports: list[tuple[float, float, float]]) -> None:
    covered: list[list[float]] = []
    time = 0.0
    for start, end, elapsed in reports:
        time += max(0.0, elapsed)
        span = watching.credit(start, end, elapsed, 600, 2.0, 30)
        if span:
            covered = watching.add(covered, span)
    total = sum(end - start for start, end in covered)
    assert total <= 2 * time + 0.2 * len(reports) and total <= 600
    assert all(a[1] < b[0] for a, b in pairwise(covered))
    assert all(0 <= start < end <= 600 for start, end in covered)


def test_the_catalogue_narrows_and_shows_what_is_begun(home: Any, cadre: Any, at_cadre: Client, client: Client) -> None:
    first = course(home, title="必修一", required=True, hours=6)
    course(home, title="选修二", hours=1)
    address = catalogue(home).url
    both = client.get(address).content.decode()
    assert "必修一" in both and "选修二" in both and "lessons" not in both
    assert "第1课" not in both, "lessons are no entries of the column"
    for query, there, gone in (
        ("required=yes", "必修一", "选修二"),
        ("required=no", "选修二", "必修一"),
        ("hours=long", "必修一", "选修二"),
        ("hours=short", "选修二", "必修一"),
    ):
        shown = client.get(f"{address}?{query}").content.decode().split("<main")[1]
        assert there in shown and gone not in shown, query
    assert client.get(f"{address}?new=yes").status_code == 200
    for query in ("required=x", "hours=x", "new=x", "topic=none"):
        assert client.get(f"{address}?{query}").status_code == 404
    actions.enrol(cadre, first)
    shown = at_cadre.get(address)
    assert "学习中" in shown.content.decode()


def test_pages_ask_as_much_for_twelve_lessons_as_for_two(home: Any, cadre: Any, at_cadre: Client) -> None:
    small, large = course(home, title="小"), course(home, *[{}] * 12, title="大", in_order=False)

    def cost(page: CoursePage) -> tuple[int, int]:
        actions.enrol(cadre, page)
        lesson = lessons_of(page)[0]
        for other in lessons_of(page):
            actions.open_lesson(cadre, other)
        counted = []
        for url in (page.url, lesson.url):
            at_cadre.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert at_cadre.get(url).status_code == 200
            counted.append(len(queries))
        return counted[0], counted[1]

    assert cost(small) == cost(large)
    assert max(cost(large)) <= 24


def test_a_course_is_found_by_what_its_lessons_say(home: Any) -> None:
    page = course(home, {"body": [("paragraph", "<p>林权抵押贷款怎样办</p>")]})
    (entry,) = entries_of(page)
    assert "林权抵押" in entry.text and entry.facets["kind"] == ["course"]
    assert entries_of(lessons_of(page)[0]) == []


def test_what_a_lesson_lacks_keeps_it_from_readers(home: Any) -> None:
    page = course(home, {})
    lesson = lessons_of(page)[0]
    for kind, field in (("recording", "recording"), ("document", "document"), ("quiz", "quiz")):
        lesson.kind = kind
        assert field in dict(lesson.obstacles())
    page.objectives = ""
    assert {"objectives", "topics"} <= set(dict(page.obstacles()))


def test_progress_is_one_in_every_language(home: Any, cadre: Any, at_cadre: Client) -> None:
    page = course(home, {}, {})
    one, _two = lessons_of(page)
    english = Locale.objects.create(language_code="en")
    for source in (home, catalogue(home), page, one.get_parent().specific, one):
        copy = source.copy_for_translation(english)
        copy.save_revision().publish(skip_permission_checks=True)
    translated = one.get_translation(english)
    actions.enrol(cadre, translated.course)
    assert Enrolment.objects.get().course == page
    at_cadre.get(translated.url)
    long_ago(cadre)
    actions.finish_lesson(cadre, translated)
    assert LessonProgress.objects.get().lesson == one
    assert "第1课" in at_cadre.get(page.url).content.decode()


def test_a_chapter_leads_to_its_place_in_the_course(home: Any, client: Client) -> None:
    page = course(home)
    chapter = page.get_children().first()
    assert client.get(chapter.url).url == f"{page.url}#{chapter.slug}"
    published(page, LessonPage(title="单独一课", body=[("paragraph", "<p>文</p>")]))
    shown = client.get(page.url).content.decode()
    assert shown.index("第2课") < shown.index("单独一课")


def test_a_passed_quiz_completes_its_lesson_and_a_failed_one_does_not(home: Any, cadre: Any) -> None:
    quiz = Quiz.objects.create(title="结业测验", state="open")
    page = course(home, {}, {"kind": "quiz", "quiz": quiz}, in_order=False, hours=1)
    first, second = lessons_of(page)
    actions.enrol(cadre, page)
    with pytest.raises(actions.CourseError, match="通过测验"):
        actions.finish_lesson(cadre, second)
    attempt = Attempt(quiz=quiz, user=cadre)
    attempt_finished.send(Attempt, attempt=attempt, passed=False)
    assert not LessonProgress.objects.filter(done_at__isnull=False).exists()
    attempt_finished.send(Attempt, attempt=attempt, passed=True)
    attempt_finished.send(Attempt, attempt=attempt, passed=True)
    assert LessonProgress.objects.get(lesson=second).done_at and not HourEntry.objects.exists()
    actions.open_lesson(cadre, first)
    long_ago(cadre)
    actions.finish_lesson(cadre, first)
    assert HourEntry.objects.get().hours == 1


def test_an_exemplar_shows_the_course_that_teaches_it(home: Any) -> None:
    source = published(home, StandardPage(title="一张清单"))
    page = course(home, {}, title="取材课", teaches=source)
    (lesson,) = lessons_for(source)
    assert (lesson.title, lesson.url) == ("取材课", page.url)
    page.unpublish()
    assert lessons_for(source) == []
