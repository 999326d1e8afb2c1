"""An answer goes public: redacted in all places, approved by a second person, found, shown, taken down, erased."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from concerns.actions import contacts, publishing
from concerns.actions.moving import NotPossible
from concerns.contacts import Details
from concerns.figures import publishable, publishable_row
from concerns.models import Answer, AnswerPage, AnswersPage, Concern, HelpfulVote, PublicAnswer
from concerns.models.public import Submission
from publicity.models import ExplainerPage
from reform.pages import edition
from reform.pages.models import ColumnPage
from search import indexing

pytestmark = pytest.mark.django_db

TEXT = (
    "我叫沈小满，电话13958012345，住清水镇溪山路12号3单元502室。楼里想加装电梯，三楼不同意。请打13958012345找沈小满。"
)
ANSWER = "沈小满您好：按办法第六条，须经三分之二以上业主同意，不要求全体同意。咨询电话0571-87000000。"


@pytest.fixture
def column(home: Any) -> AnswersPage:
    cache.clear()
    page = AnswersPage(title="你问我答", slug="answers", show_in_menus=True)
    home.add_child(instance=page)
    return page


@pytest.fixture
def answered(column: Any, units: Any, staff: Any, home: Any) -> Concern:
    concern = Concern.objects.create(
        channel="web",
        kind="question",
        state="answered",
        received_at=timezone.now(),
        subject="加装电梯，三楼的沈小满该怎么办",
        text=TEXT,
        answer=ANSWER,
        answered_at=timezone.now(),
        unit=units["water"],
    )
    contacts.keep(concern, Details(name="沈小满", phone="13958012345", address="溪山路12号"))
    return concern


@pytest.fixture
def explainer(home: Any) -> ExplainerPage:
    parent = ColumnPage(title="政策解读", slug="jiedu")
    home.add_child(instance=parent)
    page = ExplainerPage(title="加装电梯，钱怎么出", slug="dianti")
    parent.add_child(instance=page)
    return page


def written(concern: Concern, user: Any, **changes: Any) -> PublicAnswer:
    title, question, answer = publishing.proposal(concern)
    words = {"title": title, "question": question, "answer": answer, "basis": "deidentified", **changes}
    return publishing.save(concern, user, **words)


def published(concern: Concern, staff: Any) -> PublicAnswer:
    public = written(concern, staff["desk"])
    confirmed = publishing.left_in(concern, public.title, public.question, public.answer)[1]
    publishing.submit(public, staff["desk"], confirmed)
    publishing.approve(public, staff["approver"])
    public.refresh_from_db()
    return public


def read(address: str) -> Any:
    edition._memory = edition._Memory()  # a test never commits, so no new edition says what changed
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "none"  # past the kept pages
    return browser.get(address)


def words(address: str) -> str:
    """What a reader sees: titles are set clause by clause, the found words are marked."""
    return re.sub(r"<[^>]+>", "", read(address).content.decode())


def test_the_proposal_leaves_out_every_place(answered):
    words = "\n".join(publishing.proposal(answered))
    for secret in ("沈小满", "13958012345", "溪山路12号", "502室"):
        assert secret not in words
    assert "三分之二" in words and "加装电梯" in words


def test_contact_can_never_be_confirmed_and_findings_must(answered, staff):
    public = written(answered, staff["desk"], question="沈小满问：电梯怎么装？")
    with pytest.raises(NotPossible):
        publishing.submit(public, staff["desk"], ["沈小满"])
    public = written(answered, staff["desk"], question="请王大志（13800001111）回答")
    with pytest.raises(NotPossible, match="13800001111"):
        publishing.submit(public, staff["desk"])
    assert PublicAnswer.objects.get().state == "draft"


def test_consent_is_only_claimed_when_it_was_given(answered, staff):
    with pytest.raises(NotPossible):
        written(answered, staff["desk"], basis="consent")
    Submission.objects.create(concern=answered, notice="2026-11", may_publish=True)
    answered.refresh_from_db()
    assert written(answered, staff["desk"], basis="consent").basis == "consent"


def test_no_writer_approves(answered, staff, person, units):
    both = person("concern_desk", "approver", unit=units["office"])
    public = written(answered, staff["desk"])
    confirmed = publishing.left_in(answered, public.title, public.question, public.answer)[1]
    publishing.submit(public, both, confirmed)
    for who in (both, staff["desk"], staff["handler"]):
        with pytest.raises(PermissionDenied):
            publishing.approve(public, who)
    publishing.send_back(public, staff["approver"], "再看看第二段")
    with pytest.raises(NotPossible):
        publishing.approve(public, staff["approver"])
    assert not AnswerPage.objects.exists()


def test_an_accusation_and_an_open_concern_never(answered, staff):
    Concern.objects.filter(pk=answered.pk).update(state="in_work")
    with pytest.raises(NotPossible):
        written(answered, staff["desk"])
    Concern.objects.filter(pk=answered.pk).update(state="answered", restricted=True)
    with pytest.raises(PermissionDenied):
        written(Concern.objects.get(pk=answered.pk), staff["secret"])


def test_published_listed_found_and_shown_on_what_it_cites(answered, staff, explainer, column):
    Answer.objects.create(concern=answered, text=ANSWER).citations.add(explainer)
    public = published(answered, staff)
    page = public.page
    assert page.live and page.received_on == timezone.localdate() and page.unit == answered.unit
    html = read(page.url).content.decode()
    assert "三分之二" in html and explainer.title in html and "沈小满" not in html
    assert page.title in words(column.url)
    assert page.title in words(explainer.url)
    while indexing.update():
        pass
    assert page.url in read("/search/?q=加装电梯三分之二").content.decode()
    assert answered.events.filter(kind="published").count() == 1


def test_nobody_edits_the_page_past_the_second_person(answered, staff, site_admin):
    page = published(answered, staff).page
    for user in (site_admin, staff["superuser"], staff["desk"], staff["editor"]):
        tester = page.permissions_for_user(user)
        allowed = (tester.can_edit(), tester.can_delete(), tester.can_move(), tester.can_copy(), tester.can_unpublish())
        assert not any(allowed)


def test_taken_down_in_one_step(answered, staff, column, explainer):
    Answer.objects.create(concern=answered, text=ANSWER).citations.add(explainer)
    public = published(answered, staff)
    url, title = public.page.url, public.page.title
    assert read(url).status_code == 200 and title in words(column.url) and title in words(explainer.url)
    with pytest.raises(PermissionDenied):
        publishing.take_down(public, staff["handler"], "内容有误")
    publishing.take_down(public, staff["approver"], "内容有误，正在核实")
    gone = read(url)
    assert gone.status_code == 410 and "正在核实" in gone.content.decode()
    assert title not in gone.content.decode()
    for address in (column.url, explainer.url, "/search/?q=加装电梯三分之二"):
        assert title not in words(address)


def test_helpful_counts_once_and_small_numbers_are_not_shown(answered, staff):
    page = published(answered, staff).page
    reader = Client()
    for _time in range(3):
        assert reader.post(f"/ask/helped/{page.pk}/", {"helpful": "yes"}).status_code == 200
    assert HelpfulVote.objects.count() == 1
    assert "1 " not in str(publishable(1)) and publishable(4) is None and publishable(5) == 5
    assert reader.post("/ask/helped/999999/", {"helpful": "yes"}).status_code == 404


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([10, 20], [10, 20]),
        ([3, 20, 30], [None, None, 30]),
        ([1, 2, 6, 30], [None, None, None, 30]),
        ([1, 2, 30], [None, None, None]),  # two that are three together
        ([4], [None]),
        ([0, 9, 7], [None, 9, None]),
    ],
)
def test_small_cells_cannot_be_worked_out_from_the_total(counts, shown):
    assert publishable_row(counts) == shown


def test_the_admin_pages(client, answered, staff, column):
    client.force_login(staff["desk"])
    address = f"/admin/public-answers/of/{answered.pk}/"
    html = client.get(address).content.decode()
    assert "<mark" in html and "13958012345" in html  # at the left, for who may see the concern
    answer = client.post(address, {"title": "电梯", "question": "怎么装？", "answer": "三分之二同意。", "submit": "1"})
    assert answer.status_code == 422  # why it may be published is missing; what was typed comes back
    assert "怎么装？" in answer.content.decode()
    words = {"title": "电梯怎么装", "question": "怎么装？", "answer": "三分之二同意。", "basis": "deidentified"}
    client.post(address, {**words, "submit": "1"})
    public = PublicAnswer.objects.get()
    assert public.state == "submitted"
    review = f"/admin/public-answers/{public.pk}/"
    client.post(review, {"approve": "1"})
    assert not AnswerPage.objects.exists()
    client.force_login(staff["approver"])
    client.post(review, {"approve": "1"})
    assert AnswerPage.objects.get().live
    assert public.title in client.get("/admin/public-answers/").content.decode()
    client.post(review, {"down": "1", "reason": "有误"})
    assert not AnswerPage.objects.get().live
    for who in ("handler", "leader", "editor"):
        client.force_login(staff[who])
        for closed in (address, review, "/admin/public-answers/"):
            assert client.get(closed).status_code in {302, 403, 404}


def test_queries_do_not_grow_with_the_list(answered, staff, column, django_assert_max_num_queries):
    published(answered, staff)
    for number in range(12):
        copy = AnswerPage(
            title=f"问题{number}", slug=f"x{number}", question="问", answer="答",
            received_on=timezone.localdate(), answered_on=timezone.localdate(), unit=answered.unit,
        )  # fmt: skip
        column.add_child(instance=copy)
        copy.save_revision().publish(skip_permission_checks=True)
    Client().get(column.url)
    cache.clear()
    with django_assert_max_num_queries(15):
        assert Client().get(f"{column.url}?utm=1").status_code == 200
