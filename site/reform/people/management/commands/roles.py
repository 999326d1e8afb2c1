from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy as _

from reform.people.roles import BY_KEY, ROLES, rows


class Command(BaseCommand):
    help = _("Prints the table of roles and permissions; --markdown gives the form that docs/roles.md holds.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--markdown", action="store_true")

    def handle(self, *args: Any, markdown: bool, **options: Any) -> None:
        if not markdown:
            for row in rows():
                self.stdout.write("\t".join(row))
            return
        purposes = {role.name: role.purpose for role in BY_KEY.values()}
        names = [role.name for role in ROLES]
        held: dict[tuple[str, str], set[str]] = {}
        for name, lines in groupby(rows(), key=lambda row: row[0]):
            for _role, kind, permission in lines:
                held.setdefault((kind, permission), set()).add(name)
        self.stdout.write("| 角色 | 用途 |\n| --- | --- |")
        for name in names:
            self.stdout.write(f"| {name} | {purposes[name]} |")
        self.stdout.write("\n| 权限 | " + " | ".join(names) + " |\n| --- |" + " :-: |" * len(names))
        for (kind, permission), holders in sorted(held.items()):
            marks = " | ".join("✓" if name in holders else "" for name in names)
            self.stdout.write(f"| {kind}: `{permission}` | {marks} |")
