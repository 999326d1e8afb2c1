from typing import Any

from django.core.management.base import BaseCommand

from typicals import nominating


class Command(BaseCommand):
    help = "Closes public notices whose last day is over, and erases contacts of objectors that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        closed, erased = nominating.close_due(), nominating.forget_contacts()
        if closed or erased:
            self.stdout.write(f"closed: {closed}, contacts erased: {erased}")
