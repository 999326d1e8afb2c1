from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reform.demo import county
from reform.people.models import User


class Command(BaseCommand):
    help = "Builds the demo county; a second run changes nothing. --reset empties the database first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true")
        parser.add_argument("--quiet-accounts", action="store_true", help="do not print the accounts")

    def handle(self, *args: Any, reset: bool, quiet_accounts: bool, **options: Any) -> None:
        if User.objects.exists() and not User.objects.filter(username="bianji").exists():
            raise CommandError("This database has users that are not the demo's; it is left alone.")
        password = settings.DEMO_PASSWORD
        if not password:
            raise CommandError("Set DEMO_PASSWORD: only the demo and development have one that everybody knows.")
        if reset:
            call_command("flush", interactive=False, verbosity=0)
            call_command("migrate", verbosity=0)
        county.build(password, lambda text: self.stdout.write(text))
        cache.clear()
        if not quiet_accounts:
            self.stdout.write("")
            for user in User.objects.prefetch_related("groups").order_by("pk"):
                roles = "、".join(group.name for group in user.groups.all())
                if roles:
                    self.stdout.write(f"  {roles:　<8}{user.username:<12}{password}")
