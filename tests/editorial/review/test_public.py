"""What readers see of corrections and withdrawals."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.models import PageLogEntry

from reform.editorial import actions
from reform.editorial.models import Correction, Withdrawal

from .desk import edit, fresh, publish, read, step, through, write

pytestmark = pytest.mark.django_db


def reviewers(office: Any) -> tuple[Any, ...]:
    return office.first_review, office.second_review, office.final_review


def test_correction_shows_with_its_date_after_the_review_only(office: Any) -> None:
    page = publish(office.column, office)
    actions.add_correction(page, office.editor, "文中“三百户”应为“三百一十户”。")
    assert "三百一十户" not in read(page).content.decode()
    through(page, office.editor, *reviewers(office))
    html = read(page).content.decode()
    assert "三百一十户" in html
    assert "年" in html.split("三百一十户")[0].rsplit("<time", 1)[1]
    note = Correction.objects.get()
    assert note.published_at == fresh(page).last_published_at
    assert PageLogEntry.objects.filter(page=page.pk, action="editorial.correct", user=office.editor).exists()


def test_author_of_the_note_may_not_pass_it(office: Any, person: Any) -> None:
    both = person("editor", "first_review")
    page = publish(office.column, office)
    actions.add_correction(page, both, "地名有误，已改正。")
    actions.submit(page, office.editor)
    with pytest.raises(PermissionDenied):
        actions.approve(step(page), both)


def test_note_waits_for_the_revision_it_belongs_to(office: Any) -> None:
    """A version approved earlier goes live in the emergency path or at its hour: a later note does not come with it."""
    page = publish(office.column, office)
    older = edit(page, office.editor, "较早的版本").latest_revision
    actions.add_correction(page, office.editor, "单位名称已改正。")
    older.publish(skip_permission_checks=True)
    assert Correction.objects.get().published_at is None


def test_note_is_refused_in_review_for_drafts_and_with_personal_data(office: Any) -> None:
    page = write(office.column, office.editor)
    with pytest.raises(actions.ReviewError):
        actions.add_correction(page, office.editor, "还没有发布")
    page = publish(office.column, office, "已发布")
    with pytest.raises(actions.ReviewError):
        actions.add_correction(page, office.editor, "联系人手机 13800138000 有误")
    edit(page, office.editor, "新版")
    actions.submit(page, office.editor)
    with pytest.raises(actions.ReviewError):
        actions.add_correction(page, office.editor, "审核中不能加")


def test_note_is_taken_back_before_readers_see_it_and_not_after(office: Any) -> None:
    page = publish(office.column, office)
    note = actions.add_correction(page, office.editor, "写错了的说明")
    actions.remove_correction(note, office.editor)
    assert not Correction.objects.exists()
    note = actions.add_correction(page, office.editor, "对的说明")
    through(page, office.editor, *reviewers(office))
    with pytest.raises(actions.ReviewError):
        actions.remove_correction(note, office.editor)


def test_withdrawn_page_answers_410_with_reason_and_date(office: Any) -> None:
    page = publish(office.column, office, "旧的办事指南")
    actions.withdraw(page, office.final_review, "流程已经改变，请看新的清单。")
    response = read(page)
    html = response.content.decode()
    assert response.status_code == 410
    assert "流程已经改变" in html
    assert "旧的办事指南" in html
    assert "<time" in html
    assert Client().head(page.url).status_code == 410
    assert Client().get(page.url.rstrip("/")).status_code in {301, 410}
    assert office.editor.notices.filter(kind="withdrawn").count() == 1


def test_withdrawal_is_lifted_by_the_review_only(office: Any) -> None:
    page = publish(office.column, office)
    actions.withdraw(page, office.final_review, "数字有误")
    with pytest.raises(actions.ReviewError):
        actions.emergency_publish(page, office.emergency, "领导要求马上恢复")
    edit(page, office.editor, "核对以后的版本")
    page = through(page, office.editor, *reviewers(office))
    assert read(page).status_code == 200
    assert Withdrawal.objects.get().lifted_at is not None


def test_withdrawal_ends_the_review_of_a_newer_version(office: Any) -> None:
    page = publish(office.column, office)
    edit(page, office.editor, "第二版")
    actions.submit(page, office.editor)
    actions.approve(step(page), office.first_review)
    actions.withdraw(page, office.site_admin, "整篇需要重写")
    assert not fresh(page).workflow_in_progress
    assert read(page).status_code == 410


def test_page_with_live_pages_below_is_not_withdrawn(office: Any) -> None:
    publish(office.column, office)
    office.column.save_revision().publish(skip_permission_checks=True)
    with pytest.raises(actions.ReviewError):
        actions.withdraw(office.column, office.site_admin, "栏目调整")


def test_reason_is_checked_like_any_public_text(office: Any) -> None:
    page = publish(office.column, office)
    for reason in ("  ", "当事人电话 13800138000"):
        with pytest.raises(actions.ReviewError):
            actions.withdraw(page, office.final_review, reason)
    assert read(page).status_code == 200


def test_column_pages_and_addresses_in_english_are_withdrawn_too(office: Any, home: Any) -> None:
    from wagtail.models import Locale

    english, _made = Locale.objects.get_or_create(language_code="en")
    translated = home.copy_for_translation(english)
    translated.live = True
    translated.save_revision().publish(skip_permission_checks=True)
    page = translated.add_child(instance=type(office.column)(title="News", slug="news", locale=english))
    assert page.url.startswith("/en/")
    actions.withdraw(page, office.site_admin, "Moved to another site.")
    response = Client().get(page.url)
    assert response.status_code == 410
    assert "Moved to another site." in response.content.decode()


def test_strange_addresses_below_a_withdrawn_page_stay_404(office: Any) -> None:
    page = publish(office.column, office)
    actions.withdraw(page, office.final_review, "内容有误")
    assert Client().get(page.url + "xia/").status_code == 404
    assert Client().get("/" + "x" * 3000 + "/").status_code == 404
