"""The two mails: the question whether to begin, and the digest. Plain text with simple HTML beside it, nothing to load.

No picture, no counted link: nobody learns who has read what.
"""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.models import Site

from reform.pages.models import SiteSettings

from . import links, sealing
from .models import Issue, Subscriber


@task()
def ask(subscriber_id: str, language: str) -> None:
    """Mails the question. The address and the link are worked out here: no row of the job table holds them."""
    subscriber = Subscriber.objects.filter(pk=subscriber_id).first()
    if subscriber is None:
        return
    with translation.override(language):
        name = site_name(language)
        context = {
            "site_name": name,
            "confirm_url": links.confirm_address(subscriber_id, language),
            "leave_url": links.leave_address(subscriber_id, language),
            "known": subscriber.confirmed_at is not None,
            "days": links.CONFIRM_DAYS,
        }
        subject = _("Please confirm: the weekly digest of %(site)s") % {"site": name}
        _message("confirm", subject, subscriber, context).send()


def digest(issue: Issue, subscriber: Subscriber) -> EmailMultiAlternatives:
    """The mail of one issue to one reader."""
    language = issue.language
    with translation.override(language):
        name = site_name(language)
        leave = links.leave_address(str(subscriber.pk), language)
        first = issue.entries[0]["title"]
        subject = _("%(site)s this week: %(title)s") % {"site": name, "title": first}
        context = {"site_name": name, "issue": issue, "entries": issue.entries, "leave_url": leave}
        message = _message("digest", subject, subscriber, context)
    # RFC 2369 and RFC 8058: mail programs show a button that leaves with one click.
    message.extra_headers |= {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }
    return message


def _message(name: str, subject: str, subscriber: Subscriber, context: dict[str, Any]) -> EmailMultiAlternatives:
    text = render_to_string(f"digest/mail/{name}.txt", context)
    message = EmailMultiAlternatives(
        " ".join(subject.split()),
        text,
        None,
        [sealing.unseal(subscriber.sealed)],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"digest/mail/{name}.html", context), "text/html")
    return message


def site_name(language: str) -> str:
    """The name of the site in a language."""
    site = Site.objects.filter(is_default_site=True).first()
    return SiteSettings._in_language(site, language).name
