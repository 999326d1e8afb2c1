"""manage.py rotate_contact_keys: seals every contact with the first key of CONTACT_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from concerns import contacts, events
from concerns.models.contact import Contact

BATCH = 200


class Command(BaseCommand):
    help = "Seals contacts with the first of CONTACT_KEYS. Then the older keys can be taken away. May be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        sealed, unreadable, after = 0, 0, 0
        while True:
            with transaction.atomic():
                rows = list(Contact.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:BATCH])
                if not rows:
                    break
                changed = []
                for row in rows:
                    try:
                        anew = contacts.sealed_anew(row.sealed)
                    except contacts.Unreadable:
                        unreadable += 1
                        continue
                    if anew is not None:
                        row.sealed = anew
                        changed.append(row)
                Contact.objects.bulk_update(changed, ["sealed"])
            sealed += len(changed)
            after = rows[-1].pk
        events.append(None, "keys_rotated", data={"sealed": sealed, "unreadable": unreadable})
        self.stdout.write(f"{sealed} sealed anew, {unreadable} unreadable")
        if unreadable:
            raise CommandError("A key is missing in CONTACT_KEYS: add it at the end and run this again.")
