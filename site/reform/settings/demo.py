"""`make demo`: as in production (no debug pages, hashed static files, a real cache), but on one machine with nothing to set.

SQLite, files and the secret live in `var/`; mail is written to `var/mail`. For looking at, on the loopback address.
"""

import os
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.management.utils import get_random_secret_key

from .base import *
from .base import CONTACT_KEYS, SECRET_KEY, VAR, env

VAR.mkdir(parents=True, exist_ok=True)


def _kept(name: str, value: str) -> str:
    """The secret of this folder, made at the first start: readable by its owner alone."""
    file: Path = VAR / name
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as target:
            target.write(value)
    return file.read_text().strip()


if not SECRET_KEY:
    SECRET_KEY = _kept("secret-key", get_random_secret_key())
if not CONTACT_KEYS:
    CONTACT_KEYS = [_kept("contact-key", Fernet.generate_key().decode())]

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
