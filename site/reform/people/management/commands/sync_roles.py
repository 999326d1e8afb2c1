from typing import Any

from django.core.management.base import BaseCommand

from reform.people.roles import sync_roles


class Command(BaseCommand):
    help = "Makes the groups of all roles hold exactly what the role table says."

    def handle(self, *args: Any, **options: Any) -> None:
        sync_roles()
