import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections

from search import indexing

logger = logging.getLogger("reform.search")


class Command(BaseCommand):
    help = "Write changes into the search indices as they come, until it is stopped. Several may run side by side."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="write what waits, then end")
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between two looks at what waits")

    def handle(self, *args: Any, once: bool, interval: float, **options: Any) -> None:
        while True:
            try:
                written = indexing.update()
            except (DatabaseError, InterfaceError):
                # The database is away for a moment: nothing is lost, it is asked again.
                if once:
                    raise
                logger.exception("the search worker cannot read the database")
                written = 0
            if not written:
                if once:
                    return
                close_old_connections()
                time.sleep(interval)
