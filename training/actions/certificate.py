"""Certificates: issued when a course is completed, issued anew, revoked, packed."""

import secrets
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from reform.people.models import User

from .. import rulebook
from ..models import Certificate, CertificateBatch, CertificateTemplate, Enrolment, HourEntry

# Without letters and figures that look alike.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class CertificateError(Exception):
    """The action is not possible now; `str()` says why, to the user."""


def new_serial(year: int) -> str:
    """2026-7KQ4-XM2P: 40 bits of chance, so that numbers cannot be guessed from each other."""
    letters = "".join(secrets.choice(LETTERS) for _turn in range(8))
    return f"{year}-{letters[:4]}-{letters[4:]}"


def template_now() -> CertificateTemplate:
    """The template for new certificates; the shipped one when nobody has made another."""
    found = CertificateTemplate.objects.order_by("-default", "-pk").first()
    if found is None:
        shipped = rulebook.rules("certificates")
        names = ("name", "heading", "text", "issuer")
        found = CertificateTemplate.objects.create(default=True, **{name: shipped[name] for name in names})
    return found


@transaction.atomic
def issue(enrolment: Enrolment, hours: Decimal) -> Certificate | None:
    """The certificate of a completed course that gives one; None for other courses. There is one valid one at a time."""
    if not enrolment.course.certificate or not enrolment.completed_at:
        return None
    found = Certificate.objects.filter(enrolment=enrolment).exclude(state=Certificate.State.REPLACED).first()
    if found is not None:
        return found
    return _make(enrolment, hours, timezone.localdate())


def _make(enrolment: Enrolment, hours: Decimal, on: Any, replaces: Certificate | None = None) -> Certificate:
    template, user = template_now(), enrolment.user
    return Certificate.objects.create(
        serial=new_serial(on.year),
        user=user,
        enrolment=enrolment,
        template=template,
        name=user.name,
        unit_name=user.unit.name if user.unit else "",
        course_title=enrolment.course.title,
        hours=hours,
        issuer=template.issuer,
        issued_on=on,
        replaces=replaces,
    )


def _locked(certificate: Certificate, by: Any) -> Certificate:
    if not by.has_perm("training.revoke_certificate"):
        raise PermissionDenied
    return Certificate.objects.select_for_update().get(pk=certificate.pk)


def _end(certificate: Certificate, state: str, by: Any, reason: str) -> None:
    certificate.state, certificate.ended_on = state, timezone.localdate()
    certificate.ended_reason, certificate.ended_by = reason.strip()[:200], by
    certificate.save(update_fields=["state", "ended_on", "ended_reason", "ended_by"])


@transaction.atomic
def revoke(certificate: Certificate, by: Any, reason: str) -> Certificate:
    """Takes a certificate back; its page says so from now on. Raises `PermissionDenied`, `CertificateError`."""
    found = _locked(certificate, by)
    if not reason.strip():
        raise CertificateError(_("Give a reason."))
    if found.state != Certificate.State.VALID:
        raise CertificateError(_("This certificate is not valid any more."))
    if found.user_id == by.pk:
        raise CertificateError(_("Nobody decides on their own certificate."))
    _end(found, Certificate.State.REVOKED, by, reason)
    log(found, "training.revoke", user=by)
    return found


@transaction.atomic
def reissue(certificate: Certificate, by: Any, reason: str) -> Certificate:
    """A new one with the name, unit and template of today; the old number then says that it was replaced.

    Raises `PermissionDenied`, `CertificateError`.
    """
    found = _locked(certificate, by)
    if not reason.strip():
        raise CertificateError(_("Give a reason."))
    if found.state == Certificate.State.REPLACED:
        raise CertificateError(_("This certificate was replaced already."))
    if found.user_id == by.pk:
        raise CertificateError(_("Nobody decides on their own certificate."))
    _end(found, Certificate.State.REPLACED, by, reason)
    fresh = _make(found.enrolment, found.hours, timezone.localdate(), found)
    log(fresh, "training.reissue", user=by)
    return fresh


@transaction.atomic
def ask_for_batch(by: Any, certificates: list[int], title: str) -> CertificateBatch:
    """A zip of these certificates, to be made by the worker. Raises `PermissionDenied`, `CertificateError`."""
    from ..tasks import make_batch

    if not by.has_perm("training.export_certificate"):
        raise PermissionDenied
    if not certificates:
        raise CertificateError(_("There is no certificate to download."))
    batch = CertificateBatch.objects.create(by=by, certificates=certificates, title=title[:120])
    transaction.on_commit(lambda: make_batch.enqueue(batch.pk))
    return batch


def prune_batches() -> int:
    """Deletes old zips with their rows; how many."""
    days = rulebook.rules("certificates")["batch_days"]
    old = list(CertificateBatch.objects.filter(at__lt=timezone.now() - timedelta(days=days)))
    for batch in old:
        batch.file.delete(save=False)
        batch.delete()
    return len(old)


def hours_given(enrolment: Enrolment) -> Decimal:
    """The hours that an enrolment yielded."""
    entry = HourEntry.objects.filter(enrolment=enrolment, reverses=None).first()
    return entry.hours if entry else Decimal(0)


def masked(name: str) -> str:
    """张三丰 → 张*丰, 张三 → 张*: what a stranger sees of a holder's name."""
    if len(name) <= 2:
        return name[:1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def may_see(user: Any, certificate: Certificate) -> bool:
    """Whether the whole name is for this person: the holder, and who reads certificates by their role."""
    return isinstance(user, User) and (user.pk == certificate.user_id or user.has_perm("training.view_certificate"))
