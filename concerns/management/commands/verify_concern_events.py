from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerns.events import breaks
from concerns.models import ConcernEvent


class Command(BaseCommand):
    help: Any = gettext_lazy(
        "Checks that nobody changed the events of the inbox; names the first place where they did."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exits with 1 at a break."""
        words = {
            "missing": _("Event %(number)d is missing."),
            "link": _("Event %(number)d does not continue the one before."),
            "changed": _("Event %(number)d was changed."),
            "head": _("The end of the chain is missing, from event %(number)d on."),
        }
        for number, wrong in breaks():
            raise CommandError(words[wrong] % {"number": number})
        self.stdout.write(_("%(count)d events, unbroken.") % {"count": ConcernEvent.objects.count()})
