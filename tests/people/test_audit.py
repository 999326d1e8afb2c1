"""Logs: the auditor sees all of them; nobody else sees more than their own work."""

from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import Page

from reform.demo.factories import StandardPageFactory
from reform.people import actions
from reform.people.models import SignIn, User
from reform.people.views.devices import device_name

from .makers import PASSWORD, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_audit(client: Client, auditor: User) -> Client:
    client.force_login(auditor)
    return client


def test_the_auditor_reads_the_log_of_pages_and_of_accounts(at_audit: Client, admin: User) -> None:
    page = StandardPageFactory(parent=Page.get_first_root_node(), title="关于我们")
    log(page, "wagtail.edit", user=admin)
    user = make_user("wang", "editor", name="王一")
    actions.set_roles(user, ["first_review"], admin)
    text = at_audit.get(reverse("people_audit:log")).content.decode()
    assert "关于我们" in text and "王一" in text
    assert "调整角色（增加：初审；取消：编辑）" in text
    assert "管理员甲" in text


def test_the_log_is_filtered_by_what_who_and_when(at_audit: Client, admin: User) -> None:
    user = make_user("wang", "editor", name="王一")
    actions.close_account(user, admin)
    actions.set_roles(make_user("li", "editor", name="李二"), [], admin)
    address = reverse("people_audit:log_results")
    only = at_audit.get(address, {"action": "people.close"}).content.decode()
    assert "王一" in only and "李二" not in only
    assert "李二" not in at_audit.get(address, {"label": "王一"}).content.decode()
    assert "王一" in at_audit.get(address, {"user": admin.pk}).content.decode()
    assert "王一" not in at_audit.get(address, {"timestamp_to": "2020-01-01"}).content.decode()


def test_the_log_of_one_page_joins_what_autosave_wrote_and_shows_reasons(at_audit: Client, admin: User) -> None:
    page = StandardPageFactory(parent=Page.get_first_root_node(), title="关于我们")
    log(page, "wagtail.edit", user=admin)
    log(page, "editorial.withdraw", user=admin, data={"reason": "内容有误"})
    text = at_audit.get(reverse("people_audit:page", args=[page.pk])).content.decode()
    assert "内容有误" in text and "管理员甲" in text
    pk = page.pk
    Page.objects.filter(pk=pk).delete()
    assert "页面已删除" in at_audit.get(reverse("people_audit:page", args=[pk])).content.decode()
    assert at_audit.get(reverse("people_audit:page", args=[999999])).status_code == 404


def test_the_sign_in_log_shows_filters_and_exports_in_local_time(at_audit: Client, settings: Any) -> None:
    person = make_user("wang", "editor", name="王一")
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36 Edg/126.0"
    other = Client(headers={"user-agent": agent})
    other.post("/accounts/login/", {"login": "wang", "password": "falsch"}, REMOTE_ADDR="10.1.2.3")
    other.post("/accounts/login/", {"login": "niemand", "password": "falsch"}, REMOTE_ADDR="10.1.2.4")
    other.post("/accounts/login/", {"login": "wang", "password": PASSWORD}, REMOTE_ADDR="10.1.2.5")
    text = at_audit.get(reverse("people_audit:sign_ins")).content.decode()
    for word in ("王一", "10.1.2.3", "未知用户名", "用户名或密码错误", "Edge 126 · Windows"):
        assert word in text
    assert "niemand" not in text
    results = reverse("people_audit:sign_ins_results")
    only = at_audit.get(results, {"result": "success", "user": "wang"}).content.decode()
    assert "10.1.2.5" in only and "10.1.2.3" not in only
    row = SignIn.objects.filter(user=person, result="success").get()
    csv = at_audit.get(reverse("people_audit:sign_ins"), {"export": "csv"})
    table = b"".join(csv.streaming_content).decode()
    local = row.at.astimezone(__import__("zoneinfo").ZoneInfo(settings.TIME_ZONE))
    assert local.strftime("%Y-%m-%d %H:%M") in table and "10.1.2.4" in table
    xlsx = at_audit.get(reverse("people_audit:sign_ins"), {"export": "xlsx"})
    from io import BytesIO

    book = openpyxl.load_workbook(BytesIO(b"".join(xlsx.streaming_content)))
    assert [cell.value for cell in book.active[1]][:4] == ["时间", "用户名", "姓名", "结果"]


def test_a_browser_that_calls_itself_a_formula_is_no_formula(at_audit: Client) -> None:
    Client(headers={"user-agent": "=HYPERLINK(1)"}).post("/accounts/login/", {"login": "x", "password": "y"})
    csv = at_audit.get(reverse("people_audit:sign_ins"), {"export": "csv"})
    assert ",=HYPERLINK" not in b"".join(csv.streaming_content).decode()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH) HuaweiBrowser/14.0.5 Mobile Safari/537.36",
            "Huawei 14 · HarmonyOS",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "Safari 17 · iOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0.50", "微信 8 · iOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0", "Firefox 126 · Linux"),
        ("curl/8.5", "curl/8.5"),
        ("", ""),
    ],
)
def test_devices_are_named_in_words(agent: str, name: str) -> None:
    assert device_name(agent) == name


def test_what_happened_to_units_is_one_list(at_audit: Client, admin: User) -> None:
    county, other = make_unit("C", "云溪县"), make_unit("T", "清水镇")
    unit = make_unit("O", "教育局", county)
    actions.change_unit(unit, admin, name="教育和体育局")
    actions.move_unit(unit, other, admin)
    text = at_audit.get(reverse("people_audit:units")).content.decode()
    assert "名称：教育局 → 教育和体育局" in text and "云溪县 (C) → 清水镇 (T)" in text
    only = at_audit.get(reverse("people_audit:units_results"), {"kind": "moved"}).content.decode()
    assert "清水镇" in only and "教育局 →" not in only


def test_the_table_of_roles_is_read_in_the_admin(at_audit: Client) -> None:
    text = at_audit.get(reverse("people_audit:roles")).content.decode()
    assert "用户：修改" in text and "应急发布" in text


def test_the_menu_offers_what_may_be_opened(at_audit: Client, admin: User) -> None:
    page = at_audit.get(reverse("people_audit:log")).content.decode()
    assert reverse("people_audit:sign_ins") in page and reverse("people_units:tree") in page
    assert reverse("people_import") not in page
    client = Client()
    client.force_login(make_user("bianji", "editor"))
    page = client.get("/admin/account/").content.decode()
    for name in ("people_audit:log", "people_audit:sign_ins", "people_units:tree", "people_import"):
        assert f'"{reverse(name)}"' not in page
