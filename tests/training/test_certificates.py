"""Certificates: issued, drawn, checked by strangers, revoked, issued anew, packed."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from reform.demo.factories import ImageFactory
from training import certificate_paper, rulebook, tasks
from training.actions import certificate as actions
from training.actions import course as courses
from training.models import Certificate, CertificateBatch, CertificateTemplate, LessonProgress

from .course_makers import course, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(person: Any) -> Any:
    return person("learner", name="陆小曼")


@pytest.fixture
def certificate(home: Any, holder: Any) -> Certificate:
    page = course(home, {}, hours=2, certificate=True)
    courses.enrol(holder, page)
    (lesson,) = lessons_of(page)
    courses.open_lesson(holder, lesson)
    LessonProgress.objects.update(opened_at=timezone.now() - timedelta(hours=1))
    courses.finish_lesson(holder, lesson)
    return Certificate.objects.get()


def public(certificate: Certificate) -> str:
    return reverse("training:certificate", args=[certificate.serial])


def test_completing_a_course_gives_its_certificate(certificate: Certificate, holder: Any) -> None:
    assert (certificate.name, certificate.course_title, certificate.hours) == ("陆小曼", "一窗通办入门", 2)
    assert certificate.serial.startswith(f"{timezone.localdate().year}-")
    assert "陆小曼" in certificate.words and "2学时" in certificate.words and "{" not in certificate.words


def test_strangers_see_a_masked_name_and_the_holders_link_all_of_it(
    certificate: Certificate, client: Client, holder: Any
) -> None:
    page = client.get(public(certificate)).content.decode()
    assert "陆*曼" in page and "陆小曼" not in page and "证书有效" in page
    assert "陆小曼" in client.get(public(certificate), {"key": certificate.token}).content.decode()
    for key in ("x", "é", certificate.token[:-1]):
        assert "陆小曼" not in client.get(public(certificate), {"key": key}).content.decode()
    client.force_login(holder)
    page = client.get(public(certificate)).content.decode()
    assert "陆小曼" in page and certificate.token in page
    assert [actions.masked(name) for name in ("张三", "欧阳震华", "李")] == ["张*", "欧**华", "李*"]


def test_a_number_is_found_however_it_is_typed(certificate: Certificate, client: Client) -> None:
    typed = certificate.serial.lower().replace("-", "－")
    answer = client.get(reverse("training:verify"), {"number": f" {typed} "})
    assert answer.status_code == 302 and answer.url == public(certificate)
    answer = client.get(reverse("training:verify"), {"number": "2026-AAAA-AAAA"})
    assert answer.status_code == 404 and 'value="2026-AAAA-AAAA"' in answer.content.decode()
    assert client.get(reverse("training:certificate", args=["2026-<b>"])).status_code == 404


def test_guessing_is_slowed_down(certificate: Certificate, client: Client) -> None:
    for _turn in range(rulebook.rules("certificates")["verifications_a_minute"]):
        client.get(reverse("training:verify"), {"number": "2026-AAAA-AAAA"})
    for url in (f"{reverse('training:verify')}?number=x", public(certificate)):
        answer = client.get(url)
        assert answer.status_code == 429 and certificate.course_title not in answer.content.decode()


def test_the_pdf_is_for_the_holder_and_for_who_may_export(
    certificate: Certificate, client: Client, holder: Any, organiser: Any, person: Any
) -> None:
    address = reverse("training:paper", args=[certificate.serial])
    CertificateTemplate.objects.update(seal=ImageFactory(), background=ImageFactory(), signature=ImageFactory())
    assert client.get(address).status_code == 302
    client.force_login(person("learner"))
    assert client.get(address).url == public(certificate)
    for user in (holder, organiser):
        client.force_login(user)
        answer = client.get(address)
        assert answer.content.startswith(b"%PDF") and answer["Content-Type"] == "application/pdf"
        assert b"/Image" in answer.content or b"/XObject" in answer.content
    assert certificate.token not in certificate_paper.check_address(certificate)


def test_revoking_and_issuing_anew(certificate: Certificate, client: Client, organiser: Any, holder: Any) -> None:
    for act in (actions.revoke, actions.reissue):
        with pytest.raises(actions.CertificateError):
            act(certificate, organiser, " ")
        with pytest.raises(PermissionDenied):
            act(certificate, holder, "改名")
    type(holder).objects.filter(pk=holder.pk).update(name="陆曼")
    fresh = actions.reissue(Certificate.objects.get(), organiser, "改名")
    assert fresh.name == "陆曼" and fresh.replaces == certificate
    page = client.get(public(certificate)).content.decode()
    assert "被新证书替换" in page and fresh.serial not in page
    assert fresh.serial in client.get(public(certificate), {"key": certificate.token}).content.decode()
    with pytest.raises(actions.CertificateError):
        actions.reissue(certificate, organiser, "再来")
    actions.revoke(fresh, organiser, "成绩作废")
    page = client.get(public(fresh)).content.decode()
    assert "已撤销" in page and "成绩作废" not in page
    assert ModelLogEntry.objects.filter(action__startswith="training.").count() == 2
    assert actions.issue(fresh.enrolment, fresh.hours) == fresh, "a revoked one does not come back by itself"


def test_nobody_decides_on_their_own(certificate: Certificate, holder: Any) -> None:
    from django.contrib.auth.models import Group

    holder.groups.add(Group.objects.get(name="培训组织者"))
    holder = type(holder).objects.get(pk=holder.pk)
    for act in (actions.revoke, actions.reissue):
        with pytest.raises(actions.CertificateError, match="自己"):
            act(certificate, holder, "改")


def test_a_template_names_only_places_that_are_filled() -> None:
    template = CertificateTemplate(name="新", text="{name}同志{grade}", issuer="办")
    with pytest.raises(ValidationError, match="grade"):
        template.full_clean()
    template.text = "{name}、{course.__class__}"
    template.full_clean()  # not a place: printed as it stands
    assert "{course.__class__}" in template.text


def test_many_are_packed_by_the_worker(
    certificate: Certificate, organiser: Any, holder: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with pytest.raises(PermissionDenied):
        actions.ask_for_batch(holder, [certificate.pk], "x")
    client.force_login(organiser)
    client.post(reverse("training_admin:batches"))
    batch = CertificateBatch.objects.get()
    tasks.make_batch.func(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.total) == ("done", 1, 1)
    answer = client.get(reverse("training_admin:batch_file", args=[batch.pk]))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as pack:
        assert pack.namelist() == [f"{certificate.serial}-陆小曼.pdf"]

    CertificateBatch.objects.update(at=timezone.now() - timedelta(days=9))
    call_command("prune_certificate_batches")
    assert not CertificateBatch.objects.exists()
