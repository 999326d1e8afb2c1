"""A document of wide concern is not published without its explainer or a plan; what lacks one is on a list."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from publicity import plans, queries
from publicity.models import PolicyPage
from reform.editorial import actions, gate
from tests.editorial.review.desk import client, fresh, step, through

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(person: Any) -> Any:
    return [person(role) for role in ("editor", "first_review", "second_review", "final_review")]


def draft(make_policy: Any, editor: Any, **fields: Any) -> PolicyPage:
    page = make_policy(
        "关于殡葬服务收费的通知", live=False, wide_concern=True, body=[("paragraph", "<p>正文。</p>")], **fields
    )
    page.save_revision(user=editor)
    return fresh(page)


def test_submission_asks_for_an_explainer_or_a_plan(make_policy: Any, office: Any) -> None:
    page = draft(make_policy, office[0])
    with pytest.raises(gate.Blocked) as caught:
        actions.submit(page, office[0])
    assert [item.field for item in caught.value.findings] == ["plan_person"]


def test_a_plan_lets_it_through_with_the_offices_own_date(make_policy: Any, office: Any) -> None:
    page = through(draft(make_policy, office[0], plan_person="李工"), *office)
    assert page.live
    begun = timezone.localtime(page.first_published_at).date()
    assert plans.due(page) == plans.working_days_after(begun, 3)
    assert plans.due(page) > begun


def test_an_explainer_in_review_is_enough_to_submit_but_not_to_publish(
    make_policy: Any, make_explainer: Any, office: Any
) -> None:
    policy = draft(make_policy, office[0])
    explainer = make_explainer("收费怎么变", live=False, explains=[policy])
    explainer.save_revision(user=office[0])
    actions.submit(fresh(explainer), office[0])
    actions.submit(policy, office[0])
    for reviewer in office[1:3]:
        actions.approve(step(policy), reviewer)
    with pytest.raises(actions.ReviewError) as caught:
        actions.approve(step(policy), office[3])
    assert "解读" in str(caught.value)
    assert not fresh(policy).live
    for reviewer in office[1:]:
        actions.approve(step(explainer), reviewer)
    actions.approve(step(policy), office[3])
    assert fresh(policy).live


def test_haste_is_no_way_round(make_policy: Any, office: Any, person: Any) -> None:
    page = draft(make_policy, office[0])
    with pytest.raises(gate.Blocked):
        actions.emergency_publish(page, person("emergency"), "今天必须公布")
    with pytest.raises(ValidationError):
        page.latest_revision.publish(skip_permission_checks=True)
    assert not fresh(page).live


def test_a_date_that_is_past_is_no_plan(make_policy: Any, office: Any) -> None:
    page = draft(make_policy, office[0], plan_person="李工", plan_date=timezone.localdate() - timedelta(days=1))
    with pytest.raises(gate.Blocked):
        actions.submit(page, office[0])


def test_the_list_shows_the_oldest_first_and_who_promised(make_policy: Any, make_explainer: Any, person: Any) -> None:
    for number in range(3):
        page = make_policy(f"文件{number}", wide_concern=number == 1, plan_person="李工" if number == 1 else "")
        when = timezone.now() - timedelta(days=number * 30)
        PolicyPage.objects.filter(pk=page.pk).update(first_published_at=when)
    make_policy("废了的", state="repealed", date_repealed=date(2026, 1, 1))
    explained = make_policy("有解读的")
    make_explainer(explains=[explained])
    assert [page.title for page in queries.unexplained()] == ["文件2", "文件1", "文件0"]
    browser = client(person("editor"))
    html = browser.get("/admin/publicity/unexplained/").content.decode()
    assert html.index("文件2") < html.index("文件1") < html.index("文件0")
    assert "李工" in html and "逾期" in html and "有解读的" not in html
    assert browser.get("/admin/publicity/unexplained/?wide_concern=true").content.decode().count("文件") >= 1
    export = browser.get("/admin/publicity/unexplained/?export=csv")
    assert "文件2" in b"".join(export.streaming_content).decode()
    assert client(person("emergency")).get("/admin/publicity/unexplained/").status_code == 302


def test_the_report_of_links_names_page_and_document(make_policy: Any, make_explainer: Any, person: Any) -> None:
    old = make_policy("旧办法", state="repealed", date_repealed=date(2026, 1, 1))
    make_explainer("还在引用的解读", explains=[old])
    make_policy("新办法", replaces=[old])
    html = client(person("editor")).get("/admin/publicity/stale-links/").content.decode()
    assert "还在引用的解读" in html and "旧办法" in html and "新办法" not in html


def test_a_report_of_many_rows_costs_no_more(make_policy: Any, person: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = client(person("editor"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries_made:
            assert browser.get("/admin/publicity/unexplained/").status_code == 200
        return len(queries_made)

    make_policy("甲")
    cost()
    few = cost()
    for number in range(10):
        make_policy(f"文件{number}", wide_concern=True, plan_person="李工", plan_date=date(2030, 1, 1))
    assert cost() <= few


def test_an_explainer_counts_for_the_translation_too(make_policy: Any, make_explainer: Any) -> None:
    from wagtail.models import Locale

    policy = make_policy("一窗通办实施方案")
    make_explainer(explains=[policy])
    english, _made = Locale.objects.get_or_create(language_code="en")
    policy.get_parent().specific.copy_for_translation(english, copy_parents=True)
    copy = policy.copy_for_translation(english)
    copy.wide_concern = True
    copy.save_revision().publish(skip_permission_checks=True)
    assert not queries.unexplained()
