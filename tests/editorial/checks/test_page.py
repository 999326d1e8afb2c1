"""The checks on a whole page: every place, attached files, corrections, confirmations, and who may do what."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from publicity.models import StoryPage, StoryPerson
from reform.demo.factories import DocumentFactory, ImageFactory
from reform.editorial import actions, attachments, check_actions, gate
from reform.editorial.actions import ReviewError
from reform.editorial.models import ConfirmedFinding, WordingEntry
from reform.pages.models import SiteSettings

from .files import docx, id_card, pdf, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(column: Any, editor: Any) -> StoryPage:
    page = StoryPage(title="一杯茶的改革", slug="cha", summary="茶山上的新办法", owner=editor)
    page.noindex = False
    page = column.add_child(instance=page)
    page.live = False
    page.save()
    return page


@pytest.fixture(autouse=True)
def words(db: None, empty_wording_list: None) -> None:
    WordingEntry.objects.create(wrong="按装", right="安装", level="must")
    WordingEntry.objects.create(wrong="截止", right="截至", level="advice", unless="截止日期、报名截止")


def draft(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


def save(page: StoryPage, user: Any, **fields: Any) -> StoryPage:
    page = draft(page)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=user)
    return page


def found(page: Any) -> list[tuple[str, str]]:
    return [(item.piece.field, item.finding.text) for item in gate.findings(page)]


def attached(name: str, data: bytes) -> tuple[str, Any]:
    return ("document", {"document": DocumentFactory(title="名单", file=ContentFile(data, name=name)), "title": ""})


def layout_file() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("OFD.xml", "<OFD/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda words: docx("前言", cell=words)),
        ("b.xlsx", lambda words: xlsx([["x"]], hidden=[[words]])),
        ("c.pdf", lambda words: pdf("前言", words)),
        ("d.txt", lambda words: words.encode("gb18030")),
    ],
)
def test_attached_files_are_read(story: StoryPage, name: str, make: Callable[[str], bytes]) -> None:
    story.body = [attached(name, make(f"身份证{id_card()}，按装"))]
    assert found(story) == [("", id_card()), ("", "按装")]
    assert "名单" in gate.findings(story)[0].message()


def test_a_file_behind_a_link_in_the_text_is_read(story: StoryPage) -> None:
    document = DocumentFactory(file=ContentFile("电话13800138000".encode(), name="a.txt"))
    story.body = [("paragraph", f'<p><a linktype="document" id="{document.pk}">附件</a></p>')]
    assert found(story) == [("", "13800138000")]


def test_a_file_that_cannot_be_read_must_be_confirmed(story: StoryPage, editor: Any) -> None:
    save(story, editor, body=[attached("a.pdf", pdf(""))])
    (item,) = gate.blocking(draft(story))
    assert item.finding.kind == "unreadable"
    check_actions.confirm_finding(story, editor, item.digest, "扫描件已逐页核对")
    assert gate.blocking(draft(story)) == []


def test_another_content_of_the_file_must_be_confirmed_again(story: StoryPage, editor: Any) -> None:
    save(story, editor, body=[attached("a.pdf", pdf(""))])
    check_actions.confirm_finding(story, editor, gate.blocking(draft(story))[0].digest, "已核对")
    save(story, editor, body=[attached("a.pdf", pdf("", ""))])
    assert len(gate.blocking(draft(story))) == 1


def test_other_kinds_of_files_are_named_and_do_not_block(story: StoryPage) -> None:
    story.body = [attached("a.ofd", layout_file())]
    (item,) = gate.findings(story)
    assert not item.blocks


def test_the_text_of_a_file_is_read_once_and_forgotten_with_it(story: StoryPage, monkeypatch: Any) -> None:
    read: list[bytes] = []
    monkeypatch.setattr(attachments, "text_of", lambda data: read.append(data) or "电话13800138000")
    block = attached("a.txt", b"x")
    story.body = [block]
    assert gate.findings(story) and gate.findings(story)
    assert len(read) == 1
    block[1]["document"].delete()
    assert attachments.cache.get(attachments._key(block[1]["document"].file_hash)) is None


def test_words_that_come_with_a_picture(story: StoryPage) -> None:
    image = ImageFactory(title="茶山", alt="按装现场", credit="")
    story.cover = image
    (item,) = gate.findings(story)
    assert (item.piece.field, item.finding.text, item.fixable) == ("cover", "按装", False)


def test_mail_links_count(story: StoryPage) -> None:
    story.body = [("paragraph", '<p><a href="mailto:zhang@yunxi.example.cn">写信</a></p>')]
    assert found(story) == [("body", "zhang@yunxi.example.cn")]


def test_the_site_s_own_telephone_passes(story: StoryPage, home: Any) -> None:
    story.summary = "咨询电话0571-87654321，监督电话87654321"
    assert len(found(story)) == 2
    details = SiteSettings.for_site(home.get_site())
    details.phone = "0571-87654321"
    details.save()
    assert found(story) == []


def test_a_correction_leaves_tags_and_right_places_alone(story: StoryPage, editor: Any) -> None:
    table = {"data": [["截止日期", "截止昨天"]], "table_caption": "截止今天", "table_header_choice": "row"}
    save(
        story,
        editor,
        title="截止今年",
        body=[
            ("paragraph", "<p>报名截止，<b>截</b>止目前</p>"),
            ("table", table),
            ("steps", {"items": [{"title": "截止", "text": ""}]}),
            attached("a.txt", "截止".encode()),
        ],
        people=[StoryPerson(name="某人", post="截止员")],
    )
    count = check_actions.apply_suggestion(story, editor, "截止")
    page = draft(story)
    assert count == 6
    assert page.title == "截至今年"
    assert page.body[0].value.source == "<p>报名截止，<b>截至</b>目前</p>"
    assert page.body[1].value["data"] == [["截止日期", "截至昨天"]]
    assert page.body[1].value["table_caption"] == "截至今天"
    assert page.body[2].value["items"][0]["title"] == "截至"
    assert page.people.get().post == "截至员"
    assert found(page) == [("", "截止")]
    with pytest.raises(ReviewError):
        check_actions.apply_suggestion(story, editor, "截止")


def test_a_confirmation_is_for_one_number_on_one_page(story: StoryPage, column: Any, editor: Any) -> None:
    save(story, editor, summary="热线13800138000，又：+86 138-0013-8000，另：13900139000")
    digest = gate.blocking(draft(story))[0].digest
    check_actions.confirm_finding(story, editor, digest, "公开的服务热线")
    assert [item.finding.text for item in gate.blocking(draft(story))] == ["13900139000"]
    other = column.add_child(instance=StoryPage(title="别的", slug="other", summary="热线13800138000", live=False))
    (same_number,) = gate.blocking(other)
    assert same_number.digest != digest
    (entry,) = PageLogEntry.objects.filter(action="editorial.confirm")
    assert entry.data == {"kind": "mobile", "reason": "公开的服务热线"}
    assert entry.user == editor


@pytest.mark.parametrize("reason", ["", " ", "号码是13800138000"])
def test_a_reason_is_needed_and_must_not_hold_the_number(story: StoryPage, editor: Any, reason: str) -> None:
    save(story, editor, summary="热线13800138000")
    digest = gate.blocking(draft(story))[0].digest
    with pytest.raises(ReviewError):
        check_actions.confirm_finding(story, editor, digest, reason)
    assert not ConfirmedFinding.objects.exists()


def test_wording_cannot_be_confirmed(story: StoryPage, editor: Any) -> None:
    save(story, editor, summary="按装")
    for digest in ("", gate.blocking(draft(story))[0].digest):
        with pytest.raises(ReviewError):
            check_actions.confirm_finding(story, editor, digest, "就要这样写")


ROLES = ["editor", "first_review", "second_review", "final_review", "site_admin", "auditor", "emergency"]


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_corrects_and_confirms(client: Client, story: StoryPage, editor: Any, person: Any, role: str) -> None:
    save(story, editor, summary="按装热线13800138000")
    digest = next(item.digest for item in gate.blocking(draft(story)) if item.digest)
    user = person(role)
    client.force_login(user)
    may_edit = role in {"editor", "site_admin"}
    seen = client.get(reverse("editorial:findings", args=[story.pk]))
    assert (seen.status_code == 200) == (may_edit or role == "auditor")
    client.post(reverse("editorial:fix_finding", args=[story.pk]), {"wrong": "按装"})
    assert draft(story).summary.startswith("安装" if may_edit else "按装")
    client.post(reverse("editorial:confirm_finding", args=[story.pk]), {"digest": digest, "reason": "服务热线"})
    assert ConfirmedFinding.objects.exists() == may_edit
    if not may_edit:
        with pytest.raises(PermissionDenied):
            check_actions.confirm_finding(story, user, digest, "服务热线")


def test_strangers_see_nothing(client: Client, story: StoryPage) -> None:
    response = client.get(reverse("editorial:findings", args=[story.pk]))
    assert response.status_code == 302


def test_get_changes_nothing(client: Client, story: StoryPage, editor: Any) -> None:
    client.force_login(editor)
    for name in ("fix_finding", "confirm_finding"):
        assert client.get(reverse(f"editorial:{name}", args=[story.pk])).status_code == 405


def test_a_confirmation_is_listed_and_taken_back(story: StoryPage, editor: Any, site_admin: Any, auditor: Any) -> None:
    save(story, editor, summary="值班电话13800138000")
    item = gate.blocking(draft(story))[0]
    record = check_actions.confirm_finding(story, editor, item.digest, "公布的值班电话")
    browser = Client()
    browser.force_login(editor)
    html = browser.get(reverse("editorial:findings", args=[story.pk])).content.decode()
    assert "公布的值班电话" in html and "13800138000" not in html
    browser.force_login(auditor)
    html = browser.get(reverse("editorial:confirmations")).content.decode()
    assert "公布的值班电话" in html and "手机号码" in html and "13800138000" not in html
    assert reverse("editorial:remove_confirmation", args=[record.pk]) not in html
    of_a_kind = browser.get(reverse("editorial:confirmations"), {"kind": "mobile"})
    assert [row.pk for row in of_a_kind.context["shown"]] == [record.pk]
    browser.post(reverse("editorial:remove_confirmation", args=[record.pk]))
    assert not gate.blocking(draft(story)), "an auditor took it back"
    browser.force_login(site_admin)
    answer = browser.post(reverse("editorial:remove_confirmation", args=[record.pk]), {"to": "list"})
    assert answer.url == reverse("editorial:confirmations")
    assert [found.finding.text for found in gate.blocking(draft(story))] == ["13800138000"]
    line = PageLogEntry.objects.get(page=story.pk, action="editorial.confirmation_removed")
    assert (line.user, line.data) == (site_admin, {"kind": "mobile", "reason": "公布的值班电话"})
    assert browser.post(reverse("editorial:remove_confirmation", args=[record.pk])).status_code == 404


def test_taking_a_confirmation_back_in_review_stops_the_page(
    story: StoryPage, editor: Any, first_reviewer: Any
) -> None:
    save(story, editor, summary="值班电话13800138000")
    record = check_actions.confirm_finding(story, editor, gate.blocking(draft(story))[0].digest, "公布的值班电话")
    actions.submit(story, editor)
    check_actions.remove_confirmation(record, editor)
    state = Page.objects.get(pk=story.pk).specific.current_workflow_task_state
    with pytest.raises(gate.Blocked):
        actions.approve(state, first_reviewer)


def test_a_confirmation_that_is_no_longer_needed_says_so(story: StoryPage, editor: Any) -> None:
    save(story, editor, summary="值班电话13800138000")
    check_actions.confirm_finding(story, editor, gate.blocking(draft(story))[0].digest, "公布的值班电话")
    save(story, editor, summary="没有电话")
    browser = Client()
    browser.force_login(editor)
    assert "已不在页面上" in browser.get(reverse("editorial:findings", args=[story.pk])).content.decode()


def test_findings_in_children_are_counted_in_the_order_of_the_editor(story: StoryPage, editor: Any) -> None:
    page = draft(story)
    page.people = [StoryPerson(name="甲", sort_order=2, post="按装工"), StoryPerson(name="乙", sort_order=1)]
    page.save_revision(user=editor)
    paths = [item.piece.path for item in gate.findings(draft(story))]
    assert paths == [("people", "1", "post")]
