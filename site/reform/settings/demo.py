"""`make demo`: as in production (no debug pages, hashed static files, a real cache), but on one machine with nothing to set.

SQLite, files and the secret live in `var/`; mail is written to `var/mail`. For looking at, on the loopback address.
"""

import os

from django.core.management.utils import get_random_secret_key

from .base import *
from .base import SECRET_KEY, VAR, env

VAR.mkdir(parents=True, exist_ok=True)

if not SECRET_KEY:
    _file = VAR / "secret-key"
    if not _file.exists():
        # Exclusive and readable by its owner alone: whoever has the key can sign a session.
        with os.fdopen(os.open(_file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as _target:
            _target.write(get_random_secret_key())
    SECRET_KEY = _file.read_text().strip()

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
WAGTAILADMIN_BASE_URL = env("WAGTAILADMIN_BASE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}")

MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on the loopback address, which has no https

if not env("DATABASE_URL", default=""):
    DATABASES["default"]["NAME"] = str(VAR / "demo.sqlite3")
if not env("MEDIA_ROOT", default=""):
    MEDIA_ROOT = str(VAR / "demo-media")
if not env("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
DEMO_PASSWORD = env("DEMO_PASSWORD", default="yunxi-demo-2026")
