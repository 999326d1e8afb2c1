"""A citizen asks on a phone and follows by code; the answer is redacted, approved, found, shown; retention erases it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Complaints
from .county import PASSWORD, manage

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SUBJECT = "河湾小区的电梯，五楼的费用怎么分摊"
TEXT = "我叫沈小满，电话13958012345，住河湾小区12号3单元502室。想问加装电梯时五楼出多少钱。"
ANSWER = "费用由本单元业主商定，可参考楼层系数：五楼高于三楼。签好协议再申请。"
REFUSED = re.compile(r"/(ask/step|admin/public-answers)/\S+: Failed to load resource: .* 422")
PEOPLE = f"""
from reform.people.models import Unit, User
from reform.demo.factories import UserFactory
for name, roles in (("zhiban-shi", ["concern_desk"]), ("shenpi-shi", ["approver"])):
    User.objects.filter(username=name).exists() or UserFactory(
        username=name, name=name, unit=Unit.objects.get(code="YX-GGB-ZH"), roles=roles, password="{PASSWORD}"
    )
"""
ANSWERED = f"""
from django.utils import timezone
from concerns.models import Answer, Concern
from publicity.models import ExplainerPage
concern = Concern.objects.get(subject="{SUBJECT}")
Concern.objects.filter(pk=concern.pk).update(state="answered", answer="{ANSWER}", answered_at=timezone.now())
made = Answer.objects.create(concern=concern, text="{ANSWER}", sent_at=timezone.now(), way="web")
made.citations.add(ExplainerPage.objects.get(slug="dian-ti-wu-wen", locale__language_code="zh-hans"))
print(concern.pk)
"""
LATER = """
from datetime import timedelta
from django.utils import timezone
from concerns import retention
print(retention.run(timezone.now() + timedelta(days=1200)).rules["web"]["concerns"])
"""


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    return {}


def usable(page: Page, check: Callable[..., None]) -> None:
    expect(page.locator("h1")).to_be_visible()
    check(page)
    assert page.evaluate(SIDEWAYS) <= 0, page.url


@pytest.fixture(autouse=True)
def refusals(complaints: Complaints) -> Iterator[None]:
    """A form that comes back filled is answered with 422, and the browser notes it."""
    yield
    complaints[:] = [line for line in complaints if not REFUSED.search(line)]


def test_a_citizen_asks_on_a_phone_and_follows_by_code(
    open_as: Callable[..., Page], assert_accessible: Callable[..., None], told: dict[str, str]
) -> None:
    page = open_as(size="phone")
    page.goto("/")
    page.locator("#ask-home").fill(SUBJECT)
    page.locator("form[action$='/ask/begin/'] button").click()
    usable(page, assert_accessible)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("input[name=kind][value=question]").check()
    page.get_by_role("button", name="下一步").click()
    usable(page, assert_accessible)
    expect(page.locator("[name=subject]")).to_have_value(SUBJECT)
    page.locator("[name=text]").fill(TEXT)
    page.get_by_role("button", name="下一步").click()
    if "/answered/" in page.url:
        usable(page, assert_accessible)
        page.get_by_role("button", name="没有答案，继续提问").click()
    usable(page, assert_accessible)
    page.get_by_role("button", name="下一步").click()
    usable(page, assert_accessible)
    page.locator("[name=name]").fill("沈小满")
    page.locator("[name=phone]").fill("13958012345")
    page.get_by_role("button", name="下一步").click()
    usable(page, assert_accessible)
    page.locator("[name=agreed]").check()
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/ask/sent/")
    usable(page, assert_accessible)
    told["code"] = page.locator(".code").inner_text()
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", told["code"])
    other = open_as(size="phone")
    other.goto("/ask/status/")
    usable(other, assert_accessible)
    other.locator("[name=code]").fill(told["code"].lower().replace("-", " "))
    other.get_by_role("button", name="查看").click()
    expect(other.locator("h1")).to_contain_text("电梯")
    expect(other.locator(".progress [aria-current=step]")).to_contain_text("已收到")
    usable(other, assert_accessible)
    assert told["code"].replace("-", "") not in other.url.replace("-", "")


def test_without_scripts_it_works_as_well(open_as: Callable[..., Page]) -> None:
    page = open_as(javascript=False)
    page.goto("/ask/")
    page.locator("[name=subject]").fill("桥头的路灯不亮")
    page.get_by_role("button", name="开始").click()
    page.locator("input[name=kind][value=help]").check()
    page.get_by_role("button", name="下一步").click()
    page.locator("[name=text]").fill("渡口桥头两盏路灯不亮，已经一周。")
    page.get_by_role("button", name="下一步").click()
    if "/answered/" in page.url:
        page.get_by_role("button", name="没有答案，继续提问").click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    page.locator("[name=agreed]").check()
    expect(page.locator("noscript, .notice").first).to_be_attached()
    page.wait_for_timeout(15_500)
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".code")).to_be_visible()


def test_the_answer_goes_public_redacted_and_approved_and_is_found(
    open_as: Callable[..., Page],
    assert_accessible: Callable[..., None],
    told: dict[str, str],
    served: tuple[str, Path],
) -> None:
    manage(served[1], "shell", "-v0", "-c", PEOPLE)
    pk = manage(served[1], "shell", "-v0", "-c", ANSWERED).split()[-1]
    desk = open_as("zhiban-shi")
    desk.goto(f"/admin/public-answers/of/{pk}/")
    expect(desk.locator("mark").first).to_be_visible()
    expect(desk.locator("[name=question]")).not_to_have_value(re.compile("沈小满|13958012345|502室"))
    desk.locator("[name=title]").fill("加装电梯，五楼的费用怎么分摊？")
    desk.locator("[name=question]").fill("加装电梯时，五楼要出多少钱？")
    desk.locator("input[name=basis][value=deidentified]").check()
    desk.locator("button[name=submit]").click()
    expect(desk.locator(".messages")).to_be_visible()
    expect(desk.locator("button[name=approve]")).to_have_count(0)
    address = desk.url
    approver = open_as("shenpi-shi")
    approver.goto(address)
    approver.locator("button[name=approve]").click()
    expect(approver.locator(".messages")).to_be_visible()
    manage(served[1], "search_update")
    reader = open_as(size="phone")
    reader.goto("/search/?q=加装电梯五楼费用分摊")
    reader.get_by_role("link", name=re.compile("五楼的费用怎么分摊")).first.click()
    expect(reader.locator(".yours-answer")).to_contain_text("楼层系数")
    usable(reader, assert_accessible)
    assert "沈小满" not in reader.content()
    told["page"] = reader.url
    reader.get_by_role("link", name=re.compile("楼里要装电梯")).first.click()
    expect(reader.locator(".asked")).to_contain_text("五楼的费用怎么分摊")
    reader.goto("/answers/")
    usable(reader, assert_accessible)


def test_the_person_says_it_is_settled_and_retention_erases(
    open_as: Callable[..., Page],
    assert_accessible: Callable[..., None],
    told: dict[str, str],
    served: tuple[str, Path],
) -> None:
    page = open_as()
    page.goto("/ask/status/")
    page.locator("[name=code]").fill(told["code"])
    page.get_by_role("button", name="查看").click()
    usable(page, assert_accessible)
    page.get_by_role("button", name="问题解决了").click()
    expect(page.locator(".messages")).to_be_visible()
    assert int(manage(served[1], "shell", "-v0", "-c", LATER).split()[-1]) >= 1
    page.goto("/ask/status/yours/")
    expect(page.locator("h1")).to_contain_text("已全部删除")
    usable(page, assert_accessible)
    page.goto(told["page"])
    expect(page.locator(".yours-answer")).to_contain_text("楼层系数")  # it tells nobody's name
