"""One of everything that an address of the admin can be about."""

import re
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.models import Locale, Page, Site, Workflow
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import translate_object

from concerns import events
from concerns.models import Attachment, ClockRule, Concern, LogTemplate, PublicAnswer
from publicity.models import WordImport
from reform.demo.factories import ColumnPageFactory, ImageFactory, StandardPageFactory
from reform.editorial.models import (
    ConfirmedFinding,
    Correction,
    EmergencyPublication,
    ReviewTask,
    TranslationRecord,
    WordingEntry,
)
from reform.pages.models import SiteSettings, Topic
from reform.people.encryption import seal
from reform.people.models import ImportBatch, Region, Unit, User, WorkingYear
from search.models import Placement, Synonym, Term
from training.models import (
    Assignee,
    Assignment,
    Certificate,
    CertificateBatch,
    CertificateTemplate,
    CoursePage,
    CoursesPage,
    Enrolment,
    HourEntry,
    UnitContact,
)
from typicals.models import (
    Consent,
    ExemplarPage,
    ExemplarsPage,
    Honour,
    Nomination,
    NominationFact,
    NominationFile,
    Objection,
    ObjectionContact,
)
from typicals.nominating import PURPOSE

from .makers import make_unit, make_user
from .world_training import training_rows

PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


class World:
    """Fills the places of a URL pattern with rows that exist."""

    def __init__(self, **rows: Any) -> None:
        self.rows = rows

    def address(self, path: str) -> str:
        """The address of a pattern. A row called `units/pk` fills `pk` in patterns that begin with `units/`."""

        def fill(match: re.Match[str]) -> str:
            name = match[1] or match[2]
            before = path[: match.start()]
            for key in sorted(self.rows, key=len, reverse=True):
                head, _slash, last = key.rpartition("/")
                if last == name and before.startswith(head):
                    return str(self.rows[key])
            return "1"

        return "/admin/" + PLACE.sub(fill, path).replace("^", "").replace("$", "")


def _exemplar(home: Page, owner: User) -> ExemplarPage:
    column = home.add_child(instance=ExemplarsPage(title="典型", slug="dian-xing"))
    region = Region.objects.get_or_create(code="330101", defaults={"name": "清水镇"})[0]
    page = ExemplarPage(title="某人", kind="person", subject="某人", region=region, year=2026, done="做事")
    page.live, page.owner = False, owner
    column.add_child(instance=page)
    page.save_revision(user=owner)
    return page


def _nomination(proposer: User, unit: Unit) -> Nomination:
    region = Region.objects.get_or_create(code="330101", defaults={"name": "清水镇"})[0]
    topic = Topic.objects.get(slug="shenpi")
    nomination = Nomination.objects.create(
        title="推荐", subject="某单位", region=region, topic=topic, year=2026, done="做事", method="做事",
        copyable="一步", proposer=proposer, unit=unit, state="verifying", round=1,
    )  # fmt: skip
    NominationFact.objects.create(nomination=nomination, text="事实", source="台账")
    file = ContentFile("证明".encode(), name="zheng-ming.txt")
    NominationFile.objects.create(nomination=nomination, title="证明", file=file)
    objection = Objection.objects.create(nomination=nomination, round=1, text="异议")
    ObjectionContact.objects.create(objection=objection, sealed=seal("联系方式", PURPOSE))
    return nomination


def _concern() -> Concern:
    return Concern.objects.create(channel="web", received_at="2026-03-02T09:00:00+08:00", text="路灯不亮")


def _attachment(concern: Concern) -> Attachment:
    file = ContentFile("图".encode(), name="a.jpg")
    return Attachment.objects.create(concern=concern, file=file, mime="image/jpeg", size=3)


def _public_answer() -> PublicAnswer:
    concern = Concern.objects.create(
        channel="web", state="answered", received_at="2026-03-02T09:00:00+08:00", text="井盖松了", answer="换好了"
    )
    return PublicAnswer.objects.create(concern=concern, title="井盖", question="松了", answer="换好了")


def _consent(page: ExemplarPage) -> Consent:
    file = ContentFile("同意".encode(), name="tong-yi.txt")
    return Consent.objects.create(
        page=page, page_key=page.translation_key, given_on="2026-01-05", scope="姓名", file=file
    )


def _training(home: Page, unit: Unit, colleague: User) -> dict[str, int]:
    """A course that a colleague completed, with what came of it."""
    catalogue = home.add_child(instance=CoursesPage(title="学习", slug="xue-xi"))
    course = catalogue.add_child(instance=CoursePage(title="课程", slug="ke-cheng"))
    assignment = Assignment.objects.create(title="任务", course=course, due_on="2027-01-01", created_by=colleague)
    enrolment = Enrolment.objects.create(user=colleague, course=course)
    template = CertificateTemplate.objects.create(name="模板", text="{name}", issuer="办")
    certificate = Certificate.objects.create(
        serial="2026-AAAA-BBBB", user=colleague, enrolment=enrolment, template=template, name="同事",
        course_title="课程", hours=1, issuer="办", issued_on="2026-11-01",
    )  # fmt: skip
    hours = HourEntry.objects.create(
        user=colleague, unit=unit, on="2026-11-01", hours=1, meter="online", rule="x", title="课程", enrolment=enrolment
    )
    return {
        "training/assignments/pk": assignment.pk,
        "training/assignees/pk": Assignee.objects.create(assignment=assignment, user=colleague).pk,
        "training/certificates/pk": certificate.pk,
        "training/certificates/packed/pk": CertificateBatch.objects.create(by=colleague, title="一包", state="done").pk,
        "training/hours/pk": hours.pk,
        "certificate-templates/pk": template.pk,
        "training-contacts/pk": UnitContact.objects.create(unit=unit, user=colleague).pk,
    }


def build(owner: User) -> World:
    """A county with an office, a colleague, a draft page, and what else the admin is about. `owner` imports people."""
    unit = make_unit("O", "教育局", make_unit("C", "云溪县"))
    colleague = make_user("tongshi", "editor", name="同事", unit=unit)
    site = Site.objects.get(is_default_site=True)
    SiteSettings.for_site(site)  # Wagtail makes the row when it is first read
    home = site.root_page or Page.get_first_root_node()
    page = StandardPageFactory(parent=home, title="草稿", live=False, owner=colleague)
    revision = page.save_revision(user=colleague)
    topic, _made = Topic.objects.get_or_create(slug="shenpi", defaults={"name": "审批", "locale": Locale.get_default()})
    image = ImageFactory()
    source, _made = TranslationSource.get_or_create_from_instance(page)
    english, _made = Locale.objects.get_or_create(language_code="en")
    known = StandardPageFactory(parent=home, title="已发布", live=True, owner=colleague)
    translate_object(known, [english], user=colleague)
    record = TranslationRecord.objects.get(translation__source__object_id=known.translation_key)
    urgent = EmergencyPublication.objects.create(page=page, title="急", revision=revision, reason="急", by=colleague)
    return World(
        pk=page.pk,
        page_id=page.pk,
        parent_page_id=page.get_parent().pk,
        revision_id=revision.pk,
        action="unlock",
        content_type_id=ContentType.objects.get_for_model(page).pk,
        image_id=image.pk,
        translation_source_id=source.pk,
        translation_id=record.translation_id,
        workflow_pk=Workflow.objects.filter(workflow_pages__isnull=False).first().pk,
        **_training(home, unit, colleague),
        **training_rows(owner),
        **{
            "manuals/name": "editors",
            "manuals/pictures/name": "editors-home",
            "units/pk": unit.pk,
            "users/pk": colleague.pk,
            "people/accounts/pk": colleague.pk,
            "publicity/import/pk": WordImport.objects.create(
                by=owner,
                column=ColumnPageFactory(parent=home),
                kind="story",
                file="x.docx",
                name="x.docx",
                state="read",
            ).pk,
            "people/import/pk": ImportBatch.objects.create(by=owner, file_name="x.xlsx").pk,
            "working-years/pk": WorkingYear.objects.first().pk,
            "regions/pk": Region.objects.create(code="330100", name="云溪县").pk,
            "snippets/pages/topic/pk": topic.pk,
            "snippets/choose/pages/topic/pk": topic.pk,
            "snippets/editorial/wordingentry/pk": (
                entry := WordingEntry.objects.create(wrong="只为这里试用", right="试")
            ).pk,
            "snippets/choose/editorial/wordingentry/pk": entry.pk,
            "snippets/search/term/pk": (term := Term.objects.create(text="一窗办")).pk,
            "snippets/choose/search/term/pk": term.pk,
            "snippets/search/synonym/pk": (group := Synonym.objects.create(words="低保 最低生活保障")).pk,
            "snippets/choose/search/synonym/pk": group.pk,
            "snippets/typicals/honour/pk": (
                honour := Honour.objects.create(
                    name="先进", slug="xian-jin", awarding_body="县", locale=Locale.get_default()
                )
            ).pk,
            "snippets/choose/typicals/honour/pk": honour.pk,
            "public-answers/pk": (public := _public_answer()).pk,
            "public-answers/of/pk": public.concern_id,
            "nominations/pk": (nomination := _nomination(colleague, unit)).pk,
            "exemplars/nominations/pk": nomination.pk,
            "exemplars/nominations/action": "send_back",
            "concerns/pk": (concern := _concern()).pk,
            "concerns/topics/pk": topic.pk,
            "concerns/bulk/kind": "close",
            "concerns/bulk/number": events.append(
                concern, "bulk_done", None, {"kind": "close", "concerns": [concern.pk], "refused": 0}
            ).number,
            "concerns/files/pk": _attachment(concern).pk,
            "concerns/name": "dispatch",
            "log-templates/pk": LogTemplate.objects.create(name="路灯", text="路灯不亮").pk,
            "clock-rules/pk": ClockRule.objects.first().pk,
            "exemplars/nominations/files/pk": nomination.files.get().pk,
            "exemplars/objections/pk": nomination.objections.get().pk,
            "exemplars/page_id": (exemplar := _exemplar(home, colleague)).pk,
            "exemplars/consent/file/pk": _consent(exemplar).pk,
            "snippets/search/placement/pk": (
                placement := Placement.objects.create(page=Page.objects.last(), queries="低保")
            ).pk,
            "snippets/choose/search/placement/pk": placement.pk,
            "images/chooser/chosen/pk": image.pk,
            "review-steps/pk": ReviewTask.objects.first().pk,
            "editorial/emergency/pk": urgent.pk,
            "editorial/corrections/pk": Correction.objects.create(page=page, text="更正", by=colleague).pk,
            "translations/pk": record.pk,
            "editorial/confirmations/pk": ConfirmedFinding.objects.create(
                page=page, kind="mobile", digest="0", reason="值班电话", by=colleague
            ).pk,
            "groups/pk": Group.objects.get(name="编辑").pk,
            "bulk/app_label": "people",
            "bulk/model_name": "user",
            "bulk/action": "delete",
        },
    )
