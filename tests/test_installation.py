"""What exists after `migrate`, before anybody did anything."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from reform.people.roles import ROLES, role_permissions

pytestmark = pytest.mark.django_db


def test_every_role_is_a_group():
    assert {role.name for role in ROLES} <= set(Group.objects.values_list("name", flat=True))


def test_the_review_has_three_steps_in_order():
    workflow = Page.get_first_root_node().get_workflow()
    assert [task.name for task in workflow.tasks] == ["初审", "复审", "终审"]


def test_the_front_door_is_shut_to_strangers(client):
    response = client.get("/admin/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_each_role_reaches_the_admin(person, client):
    entering = [role for role, may in role_permissions().items() if "wagtailadmin.access_admin" in may]
    assert {role.key for role in ROLES} - set(entering) == {"learner"}, "who only learns has the site"
    for role in entering:
        client.force_login(person(role))
        assert client.get("/admin/account/").status_code == 200, role
