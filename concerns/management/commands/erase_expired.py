"""manage.py erase_expired: erases concerns and contacts whose time is over."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from concerns import retention


class Command(BaseCommand):
    help = "Erases concerns and contacts whose time is over (concerns/rules/retention.yaml). Runs every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased, and erase nothing")
        parser.add_argument("--json", action="store_true", help="the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report = retention.run(timezone.now(), dry=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False))
            return
        labels = {rule["name"]: rule["label"] for rule in retention.rules()["rules"]}
        for name, counts in report.rules.items():
            self.stdout.write(f"{labels[name]}\t{counts['concerns']} concerns\t{counts['contacts']} contacts")
        self.stdout.write(f"files never sent\t{report.files}")
        if report.dry:
            self.stdout.write("Nothing was erased: dry run.")
