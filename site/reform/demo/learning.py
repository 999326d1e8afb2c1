"""The courses of the county, who learns what, and how far they are. In bulk: 120 people are made in seconds."""

import io
import math
import random
import struct
import wave
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Locale, Page

from reform.pages.models import CustomDocument, HomePage
from reform.people.models import Unit, User
from reform.people.roles import BY_KEY
from training import outline, rulebook
from training.actions import assignment as assignments
from training.actions import certificate as certificates
from training.models import (
    Assignment,
    Certificate,
    ChapterPage,
    CoursePage,
    CoursesPage,
    Enrolment,
    HourEntry,
    LessonPage,
    LessonProgress,
    Quiz,
    TrainingNotice,
    UnitContact,
)

from .blocks import blocks
from .content_files import content
from .publications import EDITOR, add, add_column, find_story, publish

PEOPLE = 120
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹柏窦章云苏潘葛范彭鲁韦马苗方俞任袁柳"
GIVEN = ("一凡", "子衿", "文博", "雨桐", "思远", "若溪", "清扬", "景行", "书瑶", "明轩", "嘉树", "南乔", "知远", "静姝",
         "怀瑾", "亦安", "星河", "春和", "望舒", "如月", "建平", "秀兰", "国梁", "小满", "立夏", "晓白", "青禾", "长歌")  # fmt: skip
POSTS = ("科员", "窗口工作人员", "综合办干事", "党建干事", "业务股科员", "副股长", "便民服务员", "驻村干部")


def build_courses(home: HomePage) -> None:
    """The catalogue and its courses; what is there already is left alone. Quizzes are linked when the bank has them."""
    data = content("courses")
    column = add_column(home, CoursesPage, data["column"], before="guanyu")
    for row in reversed(data["courses"]):
        if not CoursePage.objects.child_of(column).filter(slug=row["slug"]).exists():
            _course(column, row)


def _course(column: CoursesPage, row: dict[str, Any]) -> None:
    unit = Unit.objects.get(code=row["unit"])
    teaches = Page.objects.filter(slug=row.get("teaches", ""), locale=column.locale).first()
    course = CoursePage(
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        objectives=row["objectives"].strip(),
        required=row["required"],
        hours=Decimal(row["hours"]),
        certificate=row["certificate"],
        audience=row["audience"],
        teacher=row["teacher"],
        teaches=teaches,
        unit=unit,
        source=unit.short_name or unit.name,
        responsible_editor=EDITOR,
        body=blocks(row["body"], find_story),
    )
    add(column, course, row)
    for number, part in enumerate(row["chapters"], start=1):
        chapter = ChapterPage(title=part["title"], slug=f"zhang-{number}")
        add(course, chapter, {"days": row["days"]})
        for lesson in part["lessons"]:
            _lesson(chapter, lesson, row["days"])


def _lesson(chapter: ChapterPage, row: dict[str, Any], days: int) -> None:
    kind = row.get("kind", "text")
    lesson = LessonPage(
        title=row["title"],
        summary=row.get("summary", ""),
        kind=kind,
        minutes=row["minutes"],
        optional=row.get("optional", False),
        seconds=row.get("seconds", 0),
        transcript=row.get("transcript", ""),
        body=blocks(row["body"], find_story),
    )
    if kind == "recording":
        lesson.recording = _recording(row["title"], row["seconds"])
    if kind == "document":
        ((_name, block),) = blocks([{"document": row["document"]}], find_story)
        lesson.document = block["document"]
    if kind == "quiz":
        lesson.quiz = Quiz.objects.filter(title=content("courses")["quizzes"][row["quiz"]]["title"]).first()
        if lesson.quiz is None:
            return
    add(chapter, lesson, {"days": days})


def _recording(title: str, seconds: int) -> CustomDocument:
    """A soft tone every five seconds: a stand-in that is really sound and as long as it says."""
    found = CustomDocument.objects.filter(title=title).first()
    if found is not None:
        return found
    rate, target = 8000, io.BytesIO()
    tone = bytearray()
    for place in range(rate * 5):
        loud = math.exp(-place / rate * 1.6)
        tone += struct.pack("B", int(128 + 60 * loud * math.sin(2 * math.pi * 440 * place / rate)))
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        sound.writeframes(bytes(tone) * (seconds // 5))
    found = CustomDocument(title=title, credit="演示录音")
    found.file.save("chuang-kou-lu-yin.wav", ContentFile(target.getvalue()), save=False)
    found.save()
    return found


def build_learners(password: str) -> None:
    """120 cadres of the county, and 学员 for those who have an account already."""
    group = Group.objects.get(name=BY_KEY["learner"].name)
    if User.objects.filter(username="xueyuan1").exists():
        return
    chance = random.Random(20261124)
    units = list(Unit.objects.open().filter(depth__gt=1).order_by("path"))
    hashed = make_password(password)
    names = [surname + given for given in GIVEN for surname in SURNAMES]
    chance.shuffle(names)
    taken = set(User.objects.values_list("name", flat=True))
    names = [name for name in names if name not in taken]
    ranks = ["town"] * 9 + ["county"]
    people = [
        User(
            username=f"xueyuan{number}", name=names[number], email=f"xueyuan{number}@yunxi.invalid", password=hashed,
            unit=units[number % len(units)], post=chance.choice(POSTS), rank=chance.choice(ranks),
        )
        for number in range(1, PEOPLE + 1)
    ]  # fmt: skip
    User.objects.bulk_create(people)
    made = User.objects.filter(username__startswith="xueyuan")
    members = [*made, *User.objects.filter(username__startswith="yuan")]
    link = User.groups.through
    link.objects.bulk_create([link(user_id=user.pk, group_id=group.pk) for user in members], ignore_conflicts=True)


def build_learning() -> None:
    """Assignments at three stages, and what 120 people made of them."""
    if Assignment.objects.exists():
        return
    organiser = User.objects.get(username="peixun")
    county = Unit.objects.get(code="YX")
    UnitContact.objects.get_or_create(unit=county, defaults={"user": organiser})
    courses = {course.slug: course for course in CoursePage.objects.filter(locale=Locale.get_default())}
    today = timezone.localdate()
    plan = (
        ("窗口能力提升（秋季）", "yi-chuang-tong-ban-ru-men", -35, 12, ["YX"], 0.62, 0.86),
        ("接诉即办专题学习", "jie-su-ji-ban", -24, -3, ["YX-CG", "YX-QS", "YX-SQ", "YX-SH", "YX-MX", "YX-GGB"], 0.78, 0.93),
        ("林业干部必学", "lin-quan-gai-ge-shi-wu", -10, 30, ["YX-LYJ", "YX-LJP", "YX-SL", "YX-BS", "YX-NYJ"], 0.3, 0.6),
    )  # fmt: skip
    for title, slug, starts, due, units, passed, begun in plan:
        given = assignments.assign(
            organiser, courses[slug], title=title, starts_on=today + timedelta(days=starts),
            due_on=today + timedelta(days=due), units=list(Unit.objects.filter(code__in=units)), note="请安排好工作，按时学完。",
        )  # fmt: skip
        _results(given, passed, begun, today + timedelta(days=starts))
    # What was mailed when it was given is no news today.
    TrainingNotice.objects.update(sent_at=timezone.now())


def _results(given: Assignment, passed: float, begun: float, starts: date) -> None:
    """Some finished, some are in work, some have not begun: by one seeded chance, with plausible days."""
    chance, course = random.Random(given.title), given.course
    shown = outline.of(course)
    people = [row.user for row in given.assignees.select_related("user__unit")]
    done, rows, enrolments = [], [], []
    for user in people:
        luck = chance.random()
        if luck > begun:
            continue
        first = _hour(
            starts + timedelta(days=chance.randrange(0, max(1, (timezone.localdate() - starts).days - 2))), chance
        )
        finished = luck <= passed
        last = min(first + timedelta(days=chance.randrange(1, 12)), timezone.now() - timedelta(hours=2))
        enrolments.append(Enrolment(user=user, course=course, completed_at=last if finished else None, last_at=last))
        rows.append((first, last, finished))
    Enrolment.objects.bulk_create(enrolments)
    made = list(
        Enrolment.objects.filter(course=course, user__in=[row.user for row in enrolments]).select_related("user__unit")
    )
    by_user = {row.user_id: row for row in made}
    progress = []
    for enrolment, (first, last, finished) in zip(enrolments, rows, strict=True):
        row = by_user[enrolment.user_id]
        row.started_at = first
        needed = [entry for entry in shown if finished or not entry.lesson.optional]
        count = len(needed) if finished else chance.randrange(0, max(1, len(needed) - 1))
        step = (last - first) / max(1, count)
        for number, entry in enumerate(needed[:count]):
            at = first + step * (number + 1)
            covered = [[0.0, float(entry.lesson.seconds)]] if entry.lesson.seconds else []
            progress.append(LessonProgress(enrolment=row, lesson_id=entry.source, done_at=at, covered=covered))
        row.last_lesson_id = needed[min(count, len(needed) - 1)].source
        if finished:
            done.append((row, last))
    Enrolment.objects.bulk_update(made, ["started_at", "last_lesson"])
    LessonProgress.objects.bulk_create(progress)
    _hours(course, shown, done)


def _hour(day: date, chance: random.Random) -> datetime:
    moment = datetime(day.year, day.month, day.day, chance.randrange(8, 18), chance.randrange(60))
    return timezone.make_aware(moment)


def _hours(course: CoursePage, shown: outline.Outline, done: list[tuple[Enrolment, datetime]]) -> None:
    hours = rulebook.course_hours(course.hours, shown.minutes, timezone.localdate())
    rule = rulebook.hour_rule("course", timezone.localdate()) or {}
    HourEntry.objects.bulk_create(
        HourEntry(
            user=row.user, unit=row.user.unit, on=timezone.localtime(at).date(), hours=hours, meter=rule["meter"],
            rule=rule["code"], title=course.title, enrolment=row,
        )
        for row, at in done
    )  # fmt: skip
    if not course.certificate:
        return
    template = certificates.template_now()
    Certificate.objects.bulk_create(
        Certificate(
            serial=certificates.new_serial(at.year), user=row.user, enrolment=row, template=template, name=row.user.name,
            unit_name=row.user.unit.name if row.user.unit else "", course_title=course.title, hours=hours,
            issuer=template.issuer, issued_on=timezone.localtime(at).date(),
        )
        for row, at in done
    )  # fmt: skip


def english_courses(home: HomePage, english: Locale) -> None:
    """The catalogue in English, and one course with its chapters and lessons; what is there already is left alone."""
    row = content("courses")["column"]
    column = CoursesPage.objects.get(slug=row["slug"], locale=home.locale)
    if not column.has_translation(english):
        copy = column.copy_for_translation(english)
        copy.title, copy.summary = row["title_en"], row["summary_en"]
        publish(copy, {"days": 50})
    texts = content("english/course")
    course = CoursePage.objects.get(slug=texts["slug"], locale=home.locale)
    if course.has_translation(english):
        return
    _in_english(course, english, texts)
    for chapter, part in zip(_below(course, ChapterPage), texts["chapters"], strict=True):
        _in_english(chapter, english, part)
        for lesson, words in zip(_below(chapter, LessonPage), part["lessons"], strict=True):
            _in_english(lesson, english, words)


def _below(page: Page, model: Any) -> list[Any]:
    return list(model.objects.child_of(page).order_by("path"))


def _in_english(page: Any, english: Locale, words: dict[str, Any]) -> None:
    copy = page.copy_for_translation(english)
    for name in ("title", "summary", "objectives", "audience", "teacher", "source"):
        if hasattr(copy, name):
            setattr(copy, name, words.get(name, "").strip())
    if hasattr(copy, "body"):
        copy.responsible_editor = "He Qing"
        copy.body = blocks(words["body"], find_story)
    publish(copy, {"days": 8})
