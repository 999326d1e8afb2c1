"""Units: every change through `actions`, with its event, and a tree that stays one."""

import contextlib
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page

from reform.demo.factories import StandardPageFactory
from reform.pages.models import StandardPage
from reform.people import actions
from reform.people.actions import PeopleError
from reform.people.models import Unit, UnitEvent, User
from reform.people.queries import unit_references

from .makers import make_unit, make_user

pytestmark = pytest.mark.django_db


def kinds(unit: Unit) -> list[str]:
    return list(unit.events.order_by("pk").values_list("kind", flat=True))


def test_a_unit_is_made_below_another_in_order(admin: User) -> None:
    county = actions.create_unit(admin, code="C", name="云溪县", kind="county")
    actions.create_unit(admin, parent=county, code="B", name="教育局", order=2)
    actions.create_unit(admin, parent=county, code="A", name="发改局", order=1)
    names = list(Unit.objects.values_list("name", flat=True))
    assert names == ["云溪县", "发改局", "教育局"]
    assert kinds(county) == ["created"]
    assert UnitEvent.objects.get(unit=county).by == admin


def test_a_code_is_one_code_whatever_its_case(admin: User) -> None:
    actions.create_unit(admin, code="fgj", name="发改局")
    with pytest.raises(PeopleError) as caught:
        actions.create_unit(admin, code="FGJ", name="另一个局")
    assert caught.value.field == "code"


def test_only_what_differs_is_written(admin: User) -> None:
    unit = actions.create_unit(admin, code="A", name="教育局")
    actions.change_unit(unit, admin, name="教育局", order=0)
    assert kinds(unit) == ["created"]
    actions.change_unit(unit, admin, name="教育和体育局", order=3)
    assert kinds(unit) == ["created", "renamed", "changed"]
    assert unit.events.get(kind="renamed").data == {"name": ["教育局", "教育和体育局"]}


def test_a_new_order_moves_the_unit_among_its_neighbours(admin: User) -> None:
    county = make_unit("C")
    first, second = make_unit("A", parent=county, order=1), make_unit("B", parent=county, order=2)
    actions.change_unit(first, admin, order=9)
    assert [unit.pk for unit in Unit.objects.filter(depth=2)] == [second.pk, first.pk]
    assert Unit.find_problems() == ([], [], [], [], [])


def test_moving_takes_everything_below_along(admin: User) -> None:
    county, town = make_unit("C"), make_unit("T")
    office = make_unit("O", parent=county)
    desk = make_unit("D", parent=office)
    actions.move_unit(office, town, admin)
    assert [unit.code for unit in Unit.objects.get(pk=desk.pk).get_ancestors()] == ["T", "O"]
    assert office.events.get(kind="moved").data == {"from": "C (C)", "to": "T (T)"}
    actions.move_unit(office, None, admin)
    assert Unit.objects.get(pk=office.pk).depth == 1


@pytest.mark.parametrize("target", ["self", "child"])
def test_nothing_moves_below_itself(admin: User, target: str) -> None:
    unit = make_unit("A")
    child = make_unit("B", parent=unit)
    with pytest.raises(PeopleError):
        actions.move_unit(unit, unit if target == "self" else child, admin)
    assert kinds(unit) == []


def test_the_tree_does_not_grow_without_end(admin: User) -> None:
    unit = make_unit("L1")
    for number in range(2, 9):
        unit = actions.create_unit(admin, parent=unit, code=f"L{number}", name=f"L{number}")
    with pytest.raises(PeopleError):
        actions.create_unit(admin, parent=unit, code="L9", name="L9")
    with pytest.raises(PeopleError):
        actions.move_unit(make_unit("X"), unit, admin)


def test_a_merger_gives_everything_to_the_heir(admin: User) -> None:
    county = make_unit("C")
    old, heir = make_unit("OLD", "原卫生局", county), make_unit("NEW", "卫健局", county)
    desk = make_unit("D", "疾控科", old)
    member = make_user("wang", "editor", unit=old)
    page = StandardPageFactory(parent=Page.get_first_root_node(), unit=old)
    actions.merge_units(old, heir, admin)
    old = Unit.objects.get(pk=old.pk)
    assert (old.merged_into, old.active) == (heir, False)
    assert User.objects.get(pk=member.pk).unit == heir
    assert Unit.objects.get(pk=desk.pk).get_parent() == heir
    assert StandardPage.objects.get(pk=page.pk).unit == heir
    assert old.events.get(kind="merged").data["moved"] == {"people.User.unit": 1, "pages.StandardPage.unit": 1}
    assert heir.events.filter(kind="absorbed").exists()
    assert Unit.find_problems() == ([], [], [], [], [])


def test_the_walk_finds_every_model_that_names_a_unit() -> None:
    found = {f"{field.model._meta.label}.{field.name}" for field in unit_references()}
    assert {"people.User.unit", "pages.StandardPage.unit", "publicity.StoryPage.unit"} <= found
    assert not any(label.startswith("people.UnitEvent") for label in found)
    assert "people.Unit.merged_into" not in found


def test_a_draft_from_before_the_merger_is_saved_for_the_heir(admin: User) -> None:
    old, heir = make_unit("OLD"), make_unit("NEW")
    page = StandardPageFactory(parent=Page.get_first_root_node(), unit=old)
    revision = page.save_revision()
    actions.merge_units(old, heir, admin)
    revision.publish(skip_permission_checks=True)
    assert StandardPage.objects.get(pk=page.pk).unit == heir


def test_a_chain_of_mergers_ends_at_the_last_heir(admin: User) -> None:
    first, second, third = make_unit("1"), make_unit("2"), make_unit("3")
    actions.merge_units(first, second, admin)
    actions.merge_units(second, third, admin)
    assert Unit.objects.get(pk=first.pk).merged_into == second
    assert Unit.objects.get(pk=first.pk).heir == third


@pytest.mark.parametrize("case", ["itself", "below", "closed", "twice"])
def test_what_cannot_be_merged_is_refused_and_nothing_changes(admin: User, case: str) -> None:
    unit, other = make_unit("A"), make_unit("B")
    below = make_unit("C", parent=unit)
    if case == "closed":
        actions.close_unit(other, admin)
    if case == "twice":
        actions.merge_units(unit, other, admin)
    before = UnitEvent.objects.count()
    with pytest.raises(PeopleError):
        actions.merge_units(unit, {"itself": unit, "below": below}.get(case, other), admin)
    assert UnitEvent.objects.count() == before


def test_closing_and_reopening(admin: User) -> None:
    county = make_unit("C")
    office = make_unit("O", parent=county)
    with pytest.raises(PeopleError):
        actions.close_unit(county, admin)
    actions.close_unit(office, admin)
    actions.close_unit(county, admin)
    with pytest.raises(PeopleError):
        actions.reopen_unit(office, admin)
    with pytest.raises(PeopleError):
        actions.create_unit(admin, parent=county, code="X", name="X")
    actions.reopen_unit(county, admin)
    actions.reopen_unit(office, admin)
    assert kinds(office) == ["closed", "reopened"]


def test_a_merged_unit_is_history(admin: User) -> None:
    old, heir = make_unit("OLD"), make_unit("NEW")
    actions.merge_units(old, heir, admin)
    for act in (
        lambda: actions.reopen_unit(old, admin),
        lambda: actions.change_unit(old, admin, name="x"),
        lambda: actions.move_unit(old, heir, admin),
    ):
        with pytest.raises(PeopleError):
            act()


@pytest.mark.parametrize("role", ["editor", "first_review", "final_review", "auditor", "emergency"])
def test_only_administrators_change_units(role: str) -> None:
    person = make_user("somebody", role)
    unit, other = make_unit("A"), make_unit("B")
    for act in (
        lambda: actions.create_unit(person, code="N", name="N"),
        lambda: actions.change_unit(unit, person, name="N"),
        lambda: actions.move_unit(unit, other, person),
        lambda: actions.merge_units(unit, other, person),
        lambda: actions.close_unit(unit, person),
        lambda: actions.reopen_unit(unit, person),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not UnitEvent.objects.exists()


def test_history_is_not_rewritten(admin: User) -> None:
    event = actions.create_unit(admin, code="A", name="A").events.get()
    event.kind = "closed"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def take_step(kind: str, unit: Unit, other: Unit, number: int) -> None:
    if kind == "move":
        actions.move_unit(unit, other, None)
    elif kind == "root":
        actions.move_unit(unit, None, None)
    elif kind == "merge":
        actions.merge_units(unit, other, None)
    elif kind == "order":
        actions.change_unit(unit, None, order=number)
    elif kind == "close":
        actions.close_unit(unit, None)
    else:
        actions.reopen_unit(unit, None)


CODES = ["A", "B", "C", "D", "E", "F", "G"]
step = st.tuples(
    st.sampled_from(["move", "root", "merge", "order", "close", "reopen"]),
    st.sampled_from(CODES),
    st.sampled_from(CODES),
    st.integers(0, 5),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(step, max_size=14))
def test_any_sequence_of_changes_leaves_a_tree_and_keeps_everybody(db: Any, steps: list[Any]) -> None:
    with transaction.atomic():
        county = make_unit("A")
        for code, parent in (("B", "A"), ("C", "A"), ("D", "B"), ("E", "B"), ("F", "C"), ("G", "D")):
            make_unit(code, parent=Unit.objects.get(code=parent))
        people = [make_user(f"member-{code}", unit=Unit.objects.get(code=code)).pk for code in CODES]
        for kind, one, two, number in steps:
            unit, other = Unit.objects.get(code=one), Unit.objects.get(code=two)
            with contextlib.suppress(PeopleError):
                take_step(kind, unit, other, number)
            assert Unit.find_problems() == ([], [], [], [], [])
        assert Unit.objects.count() == len(CODES)
        for unit in Unit.objects.all():
            assert unit.heir.merged_into is None
            assert len({node.pk for node in unit.get_ancestors()}) == unit.depth - 1
            assert not (unit.merged_into_id and (unit.active or unit.members.exists() or unit.get_children().exists()))
            siblings = [(node.order, node.code) for node in unit.get_siblings()]
            assert siblings == sorted(siblings)
        for member in User.objects.filter(pk__in=people):
            assert member.unit is not None and member.unit.merged_into_id is None
        assert User.objects.filter(pk__in=people).count() == len(CODES)
        assert county.pk
        transaction.set_rollback(True)


# --- through the admin --------------------------------------------------------------------------------------------


def test_the_admin_makes_changes_moves_merges_and_closes(at_admin: Any) -> None:
    def post(name: str, data: dict[str, Any], *args: Any) -> Any:
        return at_admin.post(reverse(f"people_units:{name}", args=args), data, follow=True)

    detail = {"short_name": "", "name_en": "", "kind": "department", "region": "", "order": "0"}
    post("add", {"name": "云溪县", "code": "C", "parent": "", **detail, "kind": "county"})
    county = Unit.objects.get(code="C")
    post("add", {"name": "教育局", "code": "J", "parent": county.pk, **detail})
    post("add", {"name": "体育局", "code": "T", "parent": county.pk, **detail})
    unit, heir = Unit.objects.get(code="T"), Unit.objects.get(code="J")
    post("edit", {"name": "体育中心", "code": "T", **detail}, unit.pk)
    post("move", {"parent": heir.pk}, unit.pk)
    page = post("detail", {}, unit.pk)
    assert page.status_code == 405
    text = at_admin.get(reverse("people_units:detail", args=[unit.pk])).content.decode()
    assert "体育局 → 体育中心" in text and "云溪县 (C) → 教育局 (J)" in text
    post("close", {}, unit.pk)
    assert not Unit.objects.get(pk=unit.pk).active
    post("reopen", {}, unit.pk)
    post("merge", {"heir": heir.pk}, unit.pk)
    assert Unit.objects.get(pk=unit.pk).merged_into == heir
    tree = at_admin.get(reverse("people_units:tree")).content.decode()
    assert "教育局" in tree and "体育中心" not in tree
    assert "体育中心" in at_admin.get(reverse("people_units:tree"), {"closed": "on"}).content.decode()


def test_an_english_name_is_shown_on_english_pages_and_kept_in_history(at_admin: Any, admin: User, home: Any) -> None:
    unit = actions.create_unit(admin, code="C", name="中共云溪县委改革办", short_name="县委改革办")
    with translation.override("en"):
        assert str(unit) == "县委改革办", "without an English name the Chinese one stands"
    detail = {"name": unit.name, "short_name": "县委改革办", "code": "C", "kind": "county", "region": "", "order": "0"}
    at_admin.post(reverse("people_units:edit", args=[unit.pk]), {**detail, "name_en": "Reform Office of Yunxi County"})
    text = at_admin.get(reverse("people_units:detail", args=[unit.pk])).content.decode()
    assert "英文名称：— → Reform Office of Yunxi County" in text
    assert "县委改革办" in at_admin.get(reverse("people_units:tree"), {"q": "reform office"}).content.decode()
    unit = Unit.objects.get(pk=unit.pk)
    page = StandardPageFactory(parent=home, title="联系我们", unit=unit, live=True)
    english = page.copy_for_translation(
        Locale.objects.get_or_create(language_code="en")[0], copy_parents=True, alias=False
    )
    Page.objects.filter(locale=english.locale).update(live=True)
    assert "来源：县委改革办" in Client().get(page.url).content.decode()
    assert "Source: Reform Office of Yunxi County" in Client().get(english.url).content.decode()


def test_a_refusal_stands_beside_its_field_and_keeps_the_form(at_admin: Any) -> None:
    make_unit("A", "教育局")
    answer = at_admin.post(
        reverse("people_units:add"), {"name": "体育局", "code": "a", "parent": "", "kind": "town", "order": "4"}
    )
    assert answer.status_code == 200
    assert "code" in answer.context["form"].errors
    assert 'value="体育局"' in answer.content.decode()


def test_the_tree_finds_a_unit_with_what_is_above_it(at_admin: Any) -> None:
    county = make_unit("C", "云溪县")
    office = make_unit("O", "教育局", county)
    make_unit("D", "招生办", office)
    make_unit("X", "农业局", county)
    page = at_admin.get(reverse("people_units:tree"), {"q": "招生"}).content.decode()
    assert "云溪县" in page and "教育局" in page and "招生办" in page and "农业局" not in page


def test_the_tree_costs_the_same_for_ten_and_for_a_hundred(at_admin: Any, django_assert_max_num_queries: Any) -> None:
    county = make_unit("C")
    for number in range(100):
        make_unit(f"U{number:03}", parent=county)
    at_admin.get(reverse("people_units:tree"))
    with django_assert_max_num_queries(16):
        at_admin.get(reverse("people_units:tree"))


def test_a_closed_unit_is_not_offered_but_stays_where_it_is_chosen(at_admin: Any, admin: User) -> None:
    open_unit, closed = make_unit("A", "教育局"), make_unit("B", "体育局")
    member = make_user("wang", "editor", unit=closed)
    actions.close_unit(closed, admin)
    new = at_admin.get(reverse("wagtailusers_users:add")).content.decode()
    assert f'<option value="{open_unit.pk}">' in new and "体育局" not in new
    edit = at_admin.get(reverse("wagtailusers_users:edit", args=[member.pk])).content.decode()
    assert f'<option value="{closed.pk}" selected>' in edit
