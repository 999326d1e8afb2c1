"""gunicorn's settings, for the demo, the one-server install and the container. WEB_WORKERS and WEB_THREADS change them."""

import gc
import multiprocessing
import os
from typing import Any

pythonpath = "site"
workers = int(os.environ.get("WEB_WORKERS") or min(multiprocessing.cpu_count(), 4))
threads = int(os.environ.get("WEB_THREADS") or 4)
worker_class = "gthread"
timeout = 60
graceful_timeout = 20
# A worker is renewed now and then, not all at once: what a library leaks goes with it.
max_requests = 5000
max_requests_jitter = 500
# Addresses of readers are in the web server's log, where they are rotated away; not here a second time.
accesslog = None


def post_worker_init(worker: Any) -> None:
    """What was loaded at the start stays: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
