"""What an attacker with an account tries: to learn of nominations and objections that are not theirs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reform.demo.factories import make_unit
from typicals import nominating
from typicals.models import Objection

from .nominating_desk import Office

pytestmark = pytest.mark.django_db
SECRET, OBJECTION, FINDING = "别人的推荐标题", "这件事不是他们做的", "已到现场核对"


@pytest.fixture
def noticed(office: Office) -> Any:
    """A nomination in public notice with an objection that was answered."""
    nomination = office.noticed(title=SECRET)
    nominating.object_to(nomination, OBJECTION, "", "")
    nominating.answer_objection(Objection.objects.get(), office.verifiers[0], False, FINDING)
    return nomination


def test_another_unit_reaches_nothing_of_a_nomination(office: Office, person: Any, client: Client) -> None:
    found = office.propose(title=SECRET)
    client.force_login(person("nominator", unit=make_unit("YX-SQ", "石桥镇人民政府")))
    for address in (
        "/admin/",
        reverse("nominations:index"),
        f"{reverse('nominations:index')}?q={SECRET[:2]}",
        f"{reverse('nominations:index')}?export=xlsx",
        f"{reverse('nominations:index')}?ordering=waiting",
        reverse("nominations:edit", args=[found.pk]),
        reverse("nominations:history", args=[found.pk]),
        reverse("nominations:usage", args=[found.pk]),
        reverse("typicals_admin:nomination", args=[found.pk]),
        reverse("typicals_admin:act", args=[found.pk, "submit"]),
        "/admin/reports/site-history/",
        f"/admin/reports/site-history/?label={SECRET[:2]}",
        "/admin/search/?q=推荐",
    ):
        answer = client.get(address, follow=True)
        assert SECRET.encode() not in b"".join(answer), address
    for action in ("submit", "withdraw"):
        client.post(reverse("typicals_admin:act", args=[found.pk, action]), {"reason": "x"})
    found.refresh_from_db()
    assert found.state == "draft"


def test_objections_are_for_verifiers_alone(office: Office, noticed: Any, auditor: Any, client: Client) -> None:
    page = reverse("typicals_admin:nomination", args=[noticed.pk])
    objection = Objection.objects.get()
    for user, sees in (
        (office.verifiers[0], True),
        (office.nominator, False),
        (office.decider, False),
        (auditor, False),
    ):
        client.force_login(user)
        html = client.get(page).content.decode()
        assert SECRET in html
        for words in (OBJECTION, FINDING):
            assert (words in html) == sees, (user, words)
        assert ("收到异议" in html) == (user != office.nominator), user
        if not sees:
            for name in ("answer", "contact"):
                answer = client.post(reverse(f"typicals_admin:{name}", args=[objection.pk]), {"upheld": "yes"})
                assert answer.status_code == 302 and OBJECTION not in answer.content.decode()
            listed = client.get(f"{reverse('nominations:index')}?export=xlsx")
            assert OBJECTION.encode() not in b"".join(listed)
    objection.refresh_from_db()
    assert objection.upheld is False
    for address in (f"/public-notices/{noticed.pk}/", "/public-notices/"):
        html = Client().get(address).content.decode()
        assert OBJECTION not in html and FINDING not in html
