"""The demo, and beside it a view that does nothing but return the same bytes."""

import os

from reform.settings.demo import *

if os.environ.get("BENCH_BARE"):
    # Django alone: what any page of this size costs before a line of ours runs.
    ROOT_URLCONF = "tests.bench.bare"
    MIDDLEWARE: list[str] = []
