import logging
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger("reform.jobs")


class Command(BaseCommand):
    """The one process beside the web server: background tasks as they come, and scheduled commands when they are due.

    `settings.SCHEDULED_JOBS` lists the commands with the seconds between two runs. A command that fails is logged and
    tried again when it is next due; the others go on. Run one such process for a site; more hands for the tasks alone
    are `manage.py db_worker`.
    """

    help = "Runs background tasks and scheduled commands until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="run the waiting tasks and every command once, then end"
        )
        parser.add_argument("--interval", type=float, default=2, help="seconds between two looks at the queue")

    def handle(self, *args: Any, once: bool, interval: float, verbosity: int, **options: Any) -> None:
        due = dict.fromkeys(settings.SCHEDULED_JOBS, 0.0)
        failed = []
        while True:
            close_old_connections()
            now = time.monotonic()
            for name, at in due.items():
                if once or at <= now:
                    due[name] = now + settings.SCHEDULED_JOBS[name]
                    if not self.run(name):
                        failed.append(name)
            if DBTaskResult.objects.ready().exists():
                # `reload` defaults to DEBUG and cannot be had together with `batch`.
                options = {"batch": True, "startup_delay": False, "reload": False, "queue_name": "*"}
                call_command("db_worker", verbosity=verbosity, **options)
            if once:
                self.stdout.write(f"{len(due)} commands, {len(failed)} failed")
                return
            time.sleep(interval)

    def run(self, name: str) -> bool:
        """One command; False when it failed. Only its name and the kind of error are logged, for texts may be personal."""
        try:
            call_command(name, stdout=self.stdout, verbosity=0)
        except Exception as error:
            logger.error("%s failed: %s", name, type(error).__name__)
            return False
        return True
