"""How to reach who asked: sealed with keys from outside, shown to who needs it, each look on record."""

import json
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from concerns import contacts
from concerns.actions import contacts as actions
from concerns.contacts import Details
from concerns.models import Concern, ConcernEvent, Contact
from reform.people.roles import ROLES

pytestmark = pytest.mark.django_db

GIVEN = Details(name="沈小满", phone="13958012345", email="xiaoman@example.org", address="清水镇溪山路12号3单元")


@pytest.fixture
def kept(concern: Concern) -> Concern:
    actions.keep(concern, GIVEN)
    return concern


def test_the_table_holds_nothing_readable_and_nothing_prints_it(kept):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM concerns_contact")
        raw = b" ".join(bytes(value) if not isinstance(value, int) else b"" for value in cursor.fetchone())
    row = Contact.objects.get()
    for value in GIVEN.values():
        assert value.encode() not in raw
        assert value not in f"{row!r} {row} {GIVEN!r} {contacts.details_of(kept)}"
    assert contacts.details_of(kept) == GIVEN
    assert "13958012345" not in json.dumps([event.data for event in kept.events.all()])


def test_each_look_is_an_event_that_says_who_and_nothing_else(kept, staff):
    assert actions.look(kept, staff["desk"]) == GIVEN
    actions.look(kept, staff["desk"])
    seen = kept.events.filter(kind="contact_seen")
    assert [(event.user, event.data) for event in seen] == [(staff["desk"], {})] * 2


def test_who_has_to_do_with_it_and_nobody_else(dispatched, staff):
    actions.keep(dispatched, GIVEN)
    for who in ("desk", "handler", "pipes"):
        assert actions.look(dispatched, staff[who])
    for who in ("handler_roads", "leader", "approver", "secret", "editor"):
        with pytest.raises(PermissionDenied):
            actions.look(dispatched, staff[who])


def test_of_an_accusation_only_its_own_staff(concern, staff):
    concern.restricted = True
    concern.save()
    actions.keep(concern, GIVEN)
    assert actions.look(concern, staff["secret"]) == GIVEN
    for who in ("desk", "handler", "superuser"):
        with pytest.raises(PermissionDenied):
            actions.look(concern, staff[who])


@pytest.mark.parametrize("role", [role.key for role in ROLES])
def test_the_admin_page_for_each_role(client, person, units, kept, role):
    client.force_login(person(role, unit=units["office"]))
    address = f"/admin/concerns/{kept.pk}/contact/"
    answer = client.post(address)
    if role == "concern_desk":
        assert client.get(address).status_code == 405  # a link, a preview, a reload shows nothing
        assert "13958012345" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
    else:
        assert answer.status_code in {302, 403, 404}
        assert "13958012345" not in answer.content.decode()
    assert kept.events.filter(kind="contact_seen").exists() == (role == "concern_desk")


def test_the_keys_are_changed_and_the_old_one_thrown_away(kept, settings, capsys):
    old, new = settings.CONTACT_KEYS[0], Fernet.generate_key().decode()
    settings.CONTACT_KEYS = [new, old]
    assert contacts.details_of(kept) == GIVEN
    call_command("rotate_contact_keys")
    call_command("rotate_contact_keys")
    assert capsys.readouterr().out.splitlines() == ["1 sealed anew, 0 unreadable", "0 sealed anew, 0 unreadable"]
    settings.CONTACT_KEYS = [new]
    assert contacts.details_of(kept) == GIVEN
    settings.CONTACT_KEYS = [old]
    with pytest.raises(contacts.Unreadable):
        contacts.details_of(kept)
    with pytest.raises(CommandError):
        call_command("rotate_contact_keys")


def test_taking_all_away_leaves_no_row(kept):
    actions.keep(kept, Details())
    assert not Contact.objects.exists()
    assert kept.events.filter(kind="contact_erased").count() == 1


def test_search_lists_and_exports_have_no_way_to_it() -> Any:
    """No index of Wagtail knows the table, and no permission but one is made for it."""
    assert not hasattr(Contact, "search_fields")
    assert Contact.wagtail_reference_index_ignore
    assert Contact._meta.default_permissions == ()


def test_a_contact_is_written_down_afterwards_and_never_shown_in_the_form(client, dispatched, staff):
    address = f"/admin/concerns/{dispatched.pk}/do/contact/"
    client.force_login(staff["handler"])
    assert client.post(address, {}).status_code == 422, "nothing at all is no contact"
    assert client.post(address, {"name": "沈小满", "phone": "13958012345"}).status_code == 302
    assert contacts.details_of(dispatched) == Details("沈小满", "13958012345")
    shown = client.get(address).content.decode() + client.get(f"/admin/concerns/{dispatched.pk}/").content.decode()
    assert "沈小满" not in shown and "1395801" not in shown
    assert ConcernEvent.objects.filter(concern=dispatched, kind="contact_kept", user=staff["handler"]).count() == 1
    for name in ("handler_roads", "leader", "approver", "secret"):
        client.force_login(staff[name])
        assert client.post(address, {"name": "别人"}).status_code in {302, 403, 404}, name
    assert contacts.details_of(dispatched).name == "沈小满"


def test_who_looks_at_a_contact_is_not_given_the_receipt_code(client, kept, staff):
    client.force_login(staff["desk"])
    page = client.post(f"/admin/concerns/{kept.pk}/contact/").content.decode()
    assert kept.number in page and kept.code not in page
