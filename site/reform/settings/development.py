"""The default: SQLite, mail on the console, debug pages. `make demo` uses `demo`, not this."""

from .base import *
from .base import env

DEBUG = True
DEMO_PASSWORD = env("DEMO_PASSWORD", default="yunxi-demo-2026")
SECRET_KEY = env("SECRET_KEY", default="development-only-not-a-secret")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
