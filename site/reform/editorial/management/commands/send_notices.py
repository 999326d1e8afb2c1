import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reform.editorial.models import Notice

logger = logging.getLogger(__name__)
BATCH = 200
TRIES = 5


class Command(BaseCommand):
    help = gettext_lazy("Mails the notices that wait, oldest first. Run it every minute.")

    def handle(self, *args: Any, **options: Any) -> None:
        """A notice is marked as sent only after the mail server has taken it; one that fails is tried five times."""
        waiting = Notice.objects.filter(sent_at=None, failures__lt=TRIES).select_related("to", "page")[:BATCH]
        for notice in waiting:
            if not notice.to.email or not notice.to.is_active:
                notice.sent_at = timezone.now()
                notice.save(update_fields=["sent_at"])
                continue
            try:
                self._mail(notice).send()
            except OSError:
                # The address is personal data: the row's number is enough to look it up.
                logger.warning("notice %s could not be mailed", notice.pk)
                notice.failures += 1
                notice.save(update_fields=["failures"])
            else:
                notice.sent_at = timezone.now()
                notice.save(update_fields=["sent_at"])

    @staticmethod
    def _mail(notice: Notice) -> EmailMessage:
        """Says what waits and where; nothing of the text itself."""
        with translation.override(settings.LANGUAGE_CODE):
            name = (
                "editorial:review" if notice.kind in {"to_review", "reminder", "overdue"} else "wagtailadmin_pages:edit"
            )
            address = settings.WAGTAILADMIN_BASE_URL + reverse(name, args=[notice.page_id])
            body = _("%(what)s: “%(title)s”") % {
                "what": notice.get_kind_display(),
                "title": notice.page.get_admin_display_title(),
            }
            return EmailMessage(str(notice.get_kind_display()), f"{body}\n\n{address}\n", to=[notice.to.email])
