"""A draft that is not in review is read by its editors, administrators and auditors: at no door by anybody else."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.operations import translate_object

from reform.demo.factories import ImageFactory
from reform.editorial import actions
from reform.people.roles import ROLES
from tests.people.doors import admin_patterns
from tests.people.world import World, build

from .desk import client, edit, fresh, publish, step, through, write

pytestmark = pytest.mark.django_db

REVIEWERS = ("first_review", "second_review", "final_review")
READERS = {"editor", "site_admin", "auditor", "emergency"}
# Words that stand nowhere but in the draft: in its title, its text, and what a reviewer said of it.
TITLE, TEXT, REASON = "绝密的标题", "绝密的正文", "绝密的意见"
# Whoever publishes in haste reads what they would publish.
IN_HASTE = ("editorial/text/", "editorial/emergency/")


def new_draft(office: SimpleNamespace, **fields: Any) -> Page:
    """A draft that was sent back."""
    page = write(office.column, office.editor, TITLE, summary=TEXT, **fields)
    actions.submit(page, office.editor)
    actions.send_back(step(page), office.first_review, REASON)
    return fresh(page)


def changed_page(office: SimpleNamespace, **fields: Any) -> Page:
    """A live page with a draft that was sent back."""
    page = publish(office.column, office, "公开的标题", summary="公开的正文", **fields)
    draft = fresh(page).get_latest_revision_as_object()
    draft.title, draft.summary = TITLE, TEXT
    draft.save_revision(user=office.editor, log_action=True)
    actions.submit(fresh(page), office.editor)
    actions.send_back(step(page), office.first_review, REASON)
    return fresh(page)


def world_about(page: Page, office: SimpleNamespace, parent: Page) -> World:
    """One of everything; every address that can be about a page is about this one."""
    world = build(office.site_admin)
    rounds = page.workflow_states.order_by("-pk").first()
    state = rounds.task_states.last()
    world.rows |= {
        "pk": page.pk,
        "page_id": page.pk,
        "page_to_move_id": page.pk,
        "parent_page_id": parent.pk,
        "revision_id": page.latest_revision_id,
        "revision_id_a": page.revisions.order_by("pk").first().pk,
        "revision_id_b": page.latest_revision_id,
        "content_type_id": page.content_type_id,
        "task_state_id": state.pk,
        "task_id": state.task_id,
        "workflow_state_id": rounds.pk,
        "workflow_task_state_id": state.pk,
        "action_name": "approve",
    }
    return world


def sees(browser: Client, address: str) -> set[str]:
    """Which of the secret words stand in the answer, or are said on the next page."""
    with transaction.atomic():
        answer = browser.get(address)
        transaction.set_rollback(True)
    said = " ".join(map(str, get_messages(answer.wsgi_request)))
    browser.cookies.pop("messages", None)
    body = answer.getvalue() if answer.streaming else answer.content
    text = body.decode("utf-8", "replace")
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        text = str(answer.json())
    return {word for word in (TITLE, TEXT, REASON) if word in text + said}


def leaks(browser: Client, world: World) -> list[str]:
    """The doors at which a secret word is seen."""
    page = world.rows["page_id"]
    queries = (
        "",
        "?q=%E7%BB%9D%E5%AF%86&page_type=publicity.storypage",
        f"?id={page}&child_of={world.rows['parent_page_id']}&type=wagtailcore.Page",
    )
    found = []
    browser.raise_request_exception = False  # Wagtail has a view that always fails
    for path in admin_patterns():
        if not path.startswith(("logout/", "login/")):
            for query in queries:
                words = sees(browser, world.address(path) + query)
                found.extend([f"{path}{query}: {'、'.join(sorted(words))}"] if words else [])
    return found


@pytest.mark.parametrize("draft", [new_draft, changed_page])
@pytest.mark.parametrize("role", [*REVIEWERS, ""])
def test_no_door_shows_a_draft_to_who_has_no_part_in_it(office: Any, person: Any, role: str, draft: Any) -> None:
    page = draft(office, cover=ImageFactory())
    stranger = client(person(*filter(None, [role])))
    found = leaks(stranger, world_about(page, office, office.column))
    assert not found, "\n".join(found)


def test_who_publishes_in_haste_reads_the_draft_there_and_nowhere_else(office: Any) -> None:
    world = world_about(new_draft(office), office, office.column)
    found = leaks(client(office.emergency), world)
    assert any(line.startswith("editorial/text/") for line in found)
    home = [line for line in found if not line.startswith(IN_HASTE)]
    assert {line.split("?")[0].split(": ")[0] for line in home} <= {""}, "\n".join(home)


def test_an_editor_does_see_the_draft_at_these_doors(office: Any) -> None:
    """So that the tests above are known to look where something is."""
    found = leaks(client(office.second_editor), world_about(new_draft(office), office, office.column))
    for path in (
        "editorial/review/",
        "editorial/text/",
        "pages/",
        "choose-page/<int:parent_page_id>/",
        "choose-page/chosen-multiple/",
    ):
        assert any(line.startswith(path) for line in found), path


def test_the_chooser_does_not_open_a_draft(office: Any) -> None:
    page = new_draft(office)
    url = reverse("wagtailadmin_choose_page_child", args=[page.pk])
    assert not sees(client(office.first_review), url)
    assert sees(client(office.editor), url)


def test_translations_of_a_draft_are_as_secret(office: Any) -> None:
    english = Locale.objects.get_or_create(language_code="en")[0]
    for parent in (office.column.get_parent(), office.column):
        parent.specific.copy_for_translation(english)
    page = new_draft(office)
    translate_object(page, [english], user=office.editor)
    world = world_about(page, office, office.column)
    target = page.get_translation(english)
    world.rows |= {"pk": target.pk, "page_id": target.pk, "revision_id": target.latest_revision_id}
    for role in REVIEWERS:
        found = leaks(client(getattr(office, role)), world)
        assert not found, f"{role}: " + "\n".join(found)


@pytest.mark.parametrize("name", ["review", "text", "record", "findings"])
def test_a_page_in_review_is_read_at_the_step_it_has_reached(office: Any, name: str) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    passed = ("first_review", "second_review", "final_review")
    for number, turn in enumerate(passed):
        url = reverse(f"editorial:{name}", args=[page.pk])
        let_in = {role.key for role in ROLES if client(getattr(office, role.key)).get(url).status_code == 200}
        expected = {"editor", "site_admin", "auditor", turn} | ({"emergency"} if name == "text" else set())
        assert let_in == expected, turn
        if number < 2:
            actions.approve(step(page), getattr(office, turn))


def test_a_reviewer_reads_the_record_of_what_they_passed_and_readers_have(office: Any, person: Any) -> None:
    page = publish(office.column, office)
    url = reverse("editorial:record", args=[page.pk])
    assert client(office.first_review).get(url).status_code == 200
    assert client(person("first_review")).get(url).status_code != 200
    edit(page, office.editor, TITLE)
    assert client(office.first_review).get(url).status_code != 200


def test_final_review_looks_at_what_was_published_in_haste_and_not_at_what_came_later(office: Any) -> None:
    page = write(office.column, office.editor, "紧急的消息")
    actions.emergency_publish(page, office.emergency, "汛情")
    edit(page, office.editor, TITLE)
    url = reverse("editorial:text", args=[page.pk])
    html = client(office.final_review).get(url).content.decode()
    assert "紧急的消息" in html and TITLE not in html
    assert TITLE in client(office.editor).get(url).content.decode()
    assert client(office.first_review).get(url).status_code != 200
    actions.review_emergency(page.emergency_publications.get(), office.final_review, "属实")
    assert client(office.final_review).get(url).status_code != 200


def test_ledger_tells_final_review_no_title_that_readers_do_not_know(office: Any) -> None:
    changed_page(office)
    new_draft(office)
    ledger = reverse("editorial:ledger")
    html = client(office.final_review).get(ledger).content.decode()
    assert "公开的标题" in html and TITLE not in html
    assert TITLE in client(office.auditor).get(ledger).content.decode()


def test_front_page_lists_no_draft_of_others(office: Any) -> None:
    new_draft(office)
    through(write(office.column, office.editor, TITLE), office.editor, office.first_review)
    for role in ("first_review", "final_review"):
        assert TITLE not in client(getattr(office, role)).get(reverse("wagtailadmin_home")).content.decode()
    assert TITLE in client(office.second_review).get(reverse("wagtailadmin_home")).content.decode()
