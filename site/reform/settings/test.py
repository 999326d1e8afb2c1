"""For the test suite: fast hashing, memory mail, no manifest. DATABASE_URL chooses SQLite (default) or PostgreSQL."""

import tempfile
from pathlib import Path

from .base import *

SECRET_KEY = "only-for-tests"  # noqa: S105
CONTACT_KEYS = ["b25seS1mb3ItdGVzdHMtLW9ubHktZm9yLXRlc3RzLSE="]
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "pages", "made")
}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# No worker runs beside the tests: a task runs where it is queued.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = str(Path(tempfile.gettempdir()) / "reform-test-media")
WAGTAILADMIN_BASE_URL = "http://testserver"
