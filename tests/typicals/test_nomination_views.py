"""Nominations through HTTP: the admin of those who propose, verify and decide, and the notice that readers see."""

from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from typicals import nominating
from typicals.models import Nomination, NominationRules, Objection, ObjectionContact
from typicals.moves import State

from .nominating_desk import Office, fresh

pytestmark = pytest.mark.django_db


def form(office: Office, **fields: Any) -> dict[str, Any]:
    from reform.pages.models import Topic
    from reform.people.models import Region

    region, _made = Region.objects.get_or_create(code="3301", defaults={"name": "清水镇"})
    topic, _made = Topic.objects.get_or_create(
        slug="shen-pi", locale=office.exemplars.locale, defaults={"name": "审批"}
    )
    data = {
        "title": "双河乡：把窗口开到村口", "kind": "unit", "year": "2026", "subject": "双河乡便民服务中心", "post": "",
        "region": region.pk, "topic": topic.pk, "honour": "", "consent_on": "", "done": "把窗口装上车。",
        "method": "旧货车改装。", "copyable": "先建名册\n固定日子",
        "facts-TOTAL_FORMS": "1", "facts-INITIAL_FORMS": "0", "facts-MIN_NUM_FORMS": "1", "facts-MAX_NUM_FORMS": "20",
        "facts-0-text": "一年出车二十四次", "facts-0-source": "出车登记本", "facts-0-ORDER": "1", "facts-0-id": "",
        "files-TOTAL_FORMS": "0", "files-INITIAL_FORMS": "0", "files-MIN_NUM_FORMS": "0", "files-MAX_NUM_FORMS": "10",
    }  # fmt: skip
    return {**data, **fields}


def attachment(content: bytes, name: str = "zheng-ming.pdf") -> dict[str, Any]:
    return {
        "files-TOTAL_FORMS": "1", "files-0-title": "出车登记", "files-0-ORDER": "1", "files-0-id": "",
        "files-0-file": SimpleUploadedFile(name, content),
    }  # fmt: skip


def test_a_unit_proposes_with_an_attachment_and_submits(office: Office, client: Client) -> None:
    client.force_login(office.nominator)
    assert client.get(reverse("nominations:add")).status_code == 200
    answer = client.post(reverse("nominations:add"), form(office, **attachment("登记".encode(), "dengji.txt")))
    nomination = Nomination.objects.get()
    assert answer.status_code == 302 and nomination.unit == office.unit and nomination.proposer == office.nominator
    assert nomination.facts.get().source == "出车登记本" and nomination.files.get().file_size
    page = client.get(answer.headers["Location"]).content.decode()
    assert "提交核实" in page and "出车登记" in page
    edit = reverse("nominations:edit", args=[nomination.pk])
    assert client.get(edit).status_code == 200
    client.post(reverse("typicals_admin:act", args=[nomination.pk, "submit"]))
    assert fresh(nomination).state == State.VERIFYING
    assert client.get(edit).status_code in {302, 403}


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ a program", "x.pdf"), (b"MZ a program", "x.exe"), (b"%PDF-1.4 cut off", "x.pdf")]
)
def test_attachments_are_judged_by_their_content(content: bytes, name: str, office: Office, client: Client) -> None:
    client.force_login(office.nominator)
    answer = client.post(reverse("nominations:add"), form(office, **attachment(content, name)))
    assert answer.status_code == 200 and not Nomination.objects.exists()
    assert "双河乡：把窗口开到村口" in answer.content.decode()


def test_the_form_comes_back_filled(office: Office, client: Client) -> None:
    client.force_login(office.nominator)
    answer = client.post(reverse("nominations:add"), form(office, kind="person"))
    assert answer.status_code == 200 and not Nomination.objects.exists()
    html = answer.content.decode()
    assert "本人同意" in html and "一年出车二十四次" in html


def test_units_see_their_own_and_the_office_sees_what_was_submitted(
    office: Office, client: Client, person: Any, auditor: Any, editor: Any
) -> None:
    from reform.demo.factories import make_unit

    other = person("nominator", unit=make_unit("YX-SQ", "石桥镇人民政府"))
    draft, sent = office.propose(title="还在写的"), office.submitted(title="已经报送的")
    index = reverse("nominations:index")
    for user, titles in (
        (office.nominator, {"还在写的", "已经报送的"}), (other, set()), (office.verifiers[0], {"已经报送的"}),
        (office.decider, {"已经报送的"}), (auditor, {"已经报送的"}),
    ):  # fmt: skip
        client.force_login(user)
        html = client.get(index).content.decode()
        assert {title for title in ("还在写的", "已经报送的") if title in html} == titles
        for row in (draft, sent):
            status = client.get(reverse("typicals_admin:nomination", args=[row.pk])).status_code
            assert (status == 200) == (row.title in titles)
    client.force_login(editor)
    assert client.get(index).status_code == 302


def test_the_list_filters_and_exports(office: Office, client: Client) -> None:
    office.submitted(title="单位的推荐")
    office.submitted(title="个人的推荐", kind="person", subject="石柱", consent_on="2026-01-05")
    client.force_login(office.verifiers[0])
    index = reverse("nominations:index")
    html = client.get(f"{index}?kind=person").content.decode()
    assert "个人的推荐" in html and "单位的推荐" not in html
    csv = client.get(f"{index}?export=csv").getvalue().decode()
    assert "个人的推荐" in csv and "核实中" in csv
    assert "没有" in client.get(f"{index}?kind=person&year=1999").content.decode()


def test_two_verify_and_the_notice_is_public(office: Office, client: Client, today: Any) -> None:
    nomination = office.submitted()
    facts = list(nomination.facts.all())
    assert client.get(reverse("typicals:notice", args=[nomination.pk])).status_code == 404
    for verifier in office.verifiers[:2]:
        client.force_login(verifier)
        data = {f"fact-{fact.pk}": "yes" for fact in facts}
        answer = client.post(reverse("typicals_admin:check", args=[nomination.pk]), data)
        assert answer.status_code == 200 and "checked" in answer.content.decode()  # no source: it comes back filled
        data |= {f"source-{fact.pk}": "原件" for fact in facts}
        client.post(reverse("typicals_admin:check", args=[nomination.pk]), data)
    client.post(reverse("typicals_admin:act", args=[nomination.pk, "open_notice"]))
    client.logout()
    html = client.get(reverse("typicals:notice", args=[nomination.pk])).content.decode()
    assert "一年出车二十四次" in html and "出车登记本" in html and "2026年12月1日" in html and "提出异议" in html
    assert nomination.title in client.get(reverse("typicals:notices")).content.decode()
    assert str(office.verifiers[0]) not in html


def sent(**fields: str) -> dict[str, str]:
    earlier = signing.TimestampSigner(salt="typicals.objection")
    earlier.timestamp = lambda: signing.b62_encode(int(timezone.now().timestamp()) - 60)  # type: ignore[method-assign]
    return {
        "text": "没有出这么多次车。",
        "name": "",
        "contact": "",
        "website": "",
        "opened": earlier.sign("opened"),
        **fields,
    }


@pytest.fixture
def noticed(office: Office, today: Any) -> Nomination:
    cache.clear()
    return office.noticed()


def test_a_stranger_objects_without_a_name(noticed: Nomination, client: Client, office: Office) -> None:
    url = reverse("typicals:object", args=[noticed.pk])
    page = client.get(url)
    assert "no-store" in page.headers["Cache-Control"]
    answer = client.post(url, sent())
    assert answer.status_code == 302 and client.get(answer.headers["Location"]).status_code == 200
    assert Objection.objects.get().text == "没有出这么多次车。" and not ObjectionContact.objects.exists()
    public = client.get(reverse("typicals:notice", args=[noticed.pk])).content.decode()
    assert "没有出这么多次车" not in public
    for user, seen in ((office.verifiers[2], True), (office.decider, False), (office.nominator, False)):
        client.force_login(user)
        html = client.get(reverse("typicals_admin:nomination", args=[noticed.pk])).content.decode()
        assert ("没有出这么多次车" in html) == seen


def test_a_named_objection_is_opened_on_record_only(noticed: Nomination, client: Client, office: Office) -> None:
    client.post(reverse("typicals:object", args=[noticed.pk]), sent(name="白鹭", contact="乡政府对面"))
    objection = Objection.objects.get()
    client.force_login(office.verifiers[2])
    page = client.get(reverse("typicals_admin:nomination", args=[noticed.pk])).content.decode()
    assert "白鹭" not in page
    contact = reverse("typicals_admin:contact", args=[objection.pk])
    assert client.get(contact).status_code == 405
    assert "白鹭" in client.post(contact).content.decode()
    assert noticed.events.filter(action="contact_seen").count() == 1
    client.post(reverse("typicals_admin:answer", args=[objection.pk]), {"upheld": "no", "finding": "登记本齐全。"})
    objection.refresh_from_db()
    assert objection.upheld is False and objection.answered_by == office.verifiers[2]


def test_robots_and_floods_are_kept_out(noticed: Nomination, client: Client) -> None:
    url = reverse("typicals:object", args=[noticed.pk])
    assert client.post(url, sent(website="http://spam.example")).status_code == 302
    assert not Objection.objects.exists()
    now = signing.TimestampSigner(salt="typicals.objection").sign("opened")
    for opened in ("", "forged", now):
        answer = client.post(url, sent(opened=opened))
        assert answer.status_code == 422 and "没有出这么多次车" in answer.content.decode()
    assert client.post(url, sent(text=" ")).status_code == 422
    allowed = NominationRules.load().objections_per_hour
    for _time in range(allowed):
        assert client.post(url, sent()).status_code == 302
    assert client.post(url, sent()).status_code == 422
    assert Objection.objects.count() == allowed
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert other.post(url, sent()).status_code == 302


def test_no_address_of_the_network_is_kept(noticed: Nomination, settings: Any) -> None:
    from django.apps import apps

    Client(REMOTE_ADDR="192.0.2.77").post(reverse("typicals:object", args=[noticed.pk]), sent())
    for model in apps.get_app_config("typicals").get_models():
        for row in model.objects.all().values():
            assert "192.0.2.77" not in str(row)


def test_after_the_last_day_nobody_objects_and_later_the_notice_is_gone(
    noticed: Nomination, client: Client, office: Office, today: Any
) -> None:
    today(2026, 12, 2)
    nominating.close_due()
    assert client.get(reverse("typicals:object", args=[noticed.pk])).status_code == 404
    html = client.get(reverse("typicals:notice", args=[noticed.pk])).content.decode()
    assert "本次公示已经结束" in html
    nominating.decline(noticed, office.decider, "不够成熟")
    today(2027, 1, 15)
    from django.core.cache import caches

    caches["pages"].clear()
    assert client.get(reverse("typicals:notice", args=[noticed.pk])).status_code == 404


def test_what_is_withdrawn_is_no_longer_in_public_notice(noticed: Nomination, client: Client, office: Office) -> None:
    nominating.withdraw(noticed, office.nominator, "材料有误")
    assert client.get(reverse("typicals:notice", args=[noticed.pk])).status_code == 404


def test_moves_that_are_not_theirs_are_refused(office: Office, client: Client) -> None:
    nomination = office.submitted()
    for user, action in (
        (office.nominator, "open_notice"), (office.nominator, "approve"), (office.verifiers[0], "approve"),
        (office.verifiers[0], "withdraw"), (office.decider, "send_back"),
    ):  # fmt: skip
        client.force_login(user)
        answer = client.post(reverse("typicals_admin:act", args=[nomination.pk, action]), {"reason": "x"})
        assert answer.status_code in {302, 403}
        assert fresh(nomination).state == State.VERIFYING
    client.force_login(office.verifiers[0])
    for action in ("close_notice", "nothing"):
        assert client.post(reverse("typicals_admin:act", args=[nomination.pk, action])).status_code == 404


def test_topics_and_honours_are_offered_in_one_language(office: Office, client: Client) -> None:
    from wagtail.models import Locale

    english, _made = Locale.objects.get_or_create(language_code="en")
    copy = office.honour.copy_for_translation(english)
    copy.name = "Reform Pioneer"
    copy.save()
    client.force_login(office.nominator)
    html = client.get(reverse("nominations:add")).content.decode()
    assert office.honour.name in html and "Reform Pioneer" not in html
