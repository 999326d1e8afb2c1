from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from reform.people.roles import ROLES, lines


class Command(BaseCommand):
    help = "Prints the table of roles and permissions; --markdown gives the form that docs/roles.md holds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--markdown", action="store_true")

    def handle(self, *args: Any, markdown: bool, **options: Any) -> None:
        if markdown:
            self._markdown()
            return
        for line in lines():
            names = [role.name for role in ROLES if role.key in line.holders]
            self.stdout.write(f"{line.code}\t{line.area}\t{line.action}\t{' '.join(names)}")

    def _markdown(self) -> None:
        role, purpose, permission = _("Role"), _("What for"), _("Permission")
        self.stdout.write(f"| {role} | {purpose} |\n| --- | --- |")
        for entry in ROLES:
            self.stdout.write(f"| {entry.name} | {entry.purpose} |")
        heads = " | ".join(role.name for role in ROLES)
        self.stdout.write(f"\n| {permission} | {heads} |\n| --- |" + " :-: |" * len(ROLES))
        for line in lines():
            marks = " | ".join("✓" if role.key in line.holders else " " for role in ROLES)
            self.stdout.write(f"| {line.area}：{line.action} `{line.code}` | {marks} |")
