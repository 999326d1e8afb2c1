"""The county as it stands after `build_demo`: whole, with something for each role, and untouched by a second run."""

import io
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page

from publicity.models import ExplainerPage, PolicyPage, StoryPage
from publicity.queries import unexplained
from reform.editorial import gate, queries
from reform.editorial.models import Correction, Withdrawal, WordingEntry
from reform.pages.models import ColumnPage, CustomImage, HomePage, TopicPage
from reform.people.models import Unit, User
from reform.people.roles import ROLES
from training import board, outline
from training.models import Assignment, Attempt, Certificate, CoursePage, LessonPage, Question

pytestmark = pytest.mark.django_db


def build(settings: Any) -> str:
    settings.DEMO_PASSWORD = "a-password-for-the-test"
    said = io.StringIO()
    call_command("build_demo", stdout=said)
    return said.getvalue()


def counts() -> dict[str, int]:
    names = ("wagtailcore", "pages", "publicity", "people", "editorial", "taggit", "training")
    return {
        model._meta.label: model._default_manager.count()
        for name in names
        for model in apps.get_app_config(name).get_models()
    }


def test_the_county(settings, client):
    """One build, looked at from all sides: building is the slow part."""
    said = build(settings)
    first = counts()
    state = sorted(Page.objects.values_list("pk", "live", "latest_revision_id", "last_published_at"))

    # Pages
    zh, en = Locale.get_default(), Locale.objects.get(language_code="en")
    chinese = Page.objects.live().filter(locale=zh).not_type(HomePage).filter(depth__gt=2)
    assert chinese.count() >= 60
    assert StoryPage.objects.live().filter(locale=zh).count() >= 24
    assert TopicPage.objects.live().count() == 5
    assert PolicyPage.objects.live().child_of(ColumnPage.objects.get(slug="zhengce", locale=zh)).count() >= 8
    assert ExplainerPage.objects.live().filter(locale=zh).count() >= 8
    assert set(ExplainerPage.objects.values_list("form", flat=True)) == set(ExplainerPage.Form.values)
    assert [page.slug for page in unexplained()][-1] == "ke-hou-fu-wu-tui-fei-gui-ding"
    assert Page.objects.live().filter(locale=en).count() >= 10
    home = HomePage.objects.get(locale=zh)
    assert len(home.sections) >= 4
    assert client.get("/").status_code == 200
    story = StoryPage.objects.get(slug="yi-zhang-qing-dan", locale=zh)
    assert client.get(story.url).status_code == 200
    assert story.first_published_at < story.latest_revision.created_at or story.first_published_at.minute == 30
    assert list(story.related.all())

    # The tree counts its own pages right, in both languages
    assert not any(Page.find_problems())
    assert Page.objects.live().in_menu().child_of(home.get_translation(en)).count() == 5
    assert "Stories" in client.get("/en/").content.decode()

    # Pictures: one row for one file, with the words that must go with it
    images = list(CustomImage.objects.all())
    assert len({image.file_hash or image.file.name for image in images}) == len(images)
    assert all(image.alt and image.credit for image in images)

    # People and units
    assert Unit.objects.count() >= 28
    assert User.objects.count() >= 25
    for role in ROLES:
        assert User.objects.filter(groups__name=role.name).exists(), role.key
        assert role.name in said
    assert not User.objects.filter(groups=None).exists(), "everybody has something to do"
    assert User.objects.get(username="bianji").check_password("a-password-for-the-test")

    # Every role finds something to do
    assert WordingEntry.objects.count() >= 80
    assert Correction.objects.exclude(published_at=None).exists()
    taken_down = Withdrawal.objects.get()
    assert client.get(taken_down.path).status_code == 410
    for username in ("chushen", "fushen", "zhongshen"):
        reviewer = User.objects.get(username=username)
        assert [step for step in queries.open_steps() if reviewer.pk in step.eligible], username
    editor = User.objects.get(username="bianji")
    assert queries.my_drafts(editor)
    assert queries.sent_back(User.objects.get(username="bianji3"))
    assert queries.scheduled()

    # The county keeps its own rules
    for page in Page.objects.live().filter(locale=zh).specific():
        blocking = [finding for finding in gate.findings(page) if finding.finding.blocks]
        assert not blocking, (page.title, blocking)

    # Learning
    assert CoursePage.objects.live().filter(locale=zh).count() >= 3
    assert Question.objects.filter(state="ready").count() == 200
    assert User.objects.filter(username__startswith="xueyuan").count() == 120
    whole = [board.tallies(row)[0] for row in Assignment.objects.all()]
    assert len(whole) == 3 and all(tally.counts["passed"] and tally.total > 20 for tally in whole)
    assert any(tally.counts["overdue"] for tally in whole)
    assert Certificate.objects.count() > 50
    assert Attempt.objects.filter(passed=True).count() > 30
    lessons = CoursePage.objects.get(slug="yi-chuang-tong-ban-ru-men", locale=zh).get_descendants().live()
    assert {lesson.kind for lesson in lessons.type(LessonPage).specific()} == set(LessonPage.Kind.values)
    (abroad,) = CoursePage.objects.live().exclude(locale=zh)
    assert [entry.lesson.title for entry in outline.of(abroad)] == [
        "Begin, stop, go on",
        "Where hours and certificates are",
    ]

    # A second run changes nothing
    build(settings)
    assert counts() == first
    assert sorted(Page.objects.values_list("pk", "live", "latest_revision_id", "last_published_at")) == state


def test_no_password_that_everybody_knows_outside_of_the_demo(settings):
    settings.DEMO_PASSWORD = ""
    with pytest.raises(CommandError):
        call_command("build_demo", stdout=io.StringIO())
    assert not User.objects.exists()


def test_a_database_with_other_people_is_left_alone(settings):
    settings.DEMO_PASSWORD = "a-password-for-the-test"
    User.objects.create_user(username="somebody", password="their-own-password")
    for options in ({}, {"reset": True}):
        with pytest.raises(CommandError):
            call_command("build_demo", stdout=io.StringIO(), **options)
    assert list(User.objects.values_list("username", flat=True)) == ["somebody"]
