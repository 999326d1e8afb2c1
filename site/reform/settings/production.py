"""For the open network: values from environment variables, and no start with an unsafe one (`safety`)."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import VAR, env
from .safety import problems

VAR.mkdir(parents=True, exist_ok=True)
if found := problems(globals(), dict(os.environ)):
    raise ImproperlyConfigured("This site does not start with unsafe settings:\n  - " + "\n  - ".join(found))

# --- Transport ----------------------------------------------------------------------------------------------------

# A web server of ours stands in front (deploy/nginx.conf) and sets these headers itself; 0 when none does. Believing
# them without one would let every visitor choose an address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SILENCED_SYSTEM_CHECKS = [
    # The office answers for this host name alone: its sister hosts may be others' and without https.
    "security.W005",
    "security.W021",
    # Wagtail's preview frames our own pages.
    "security.W019",
]

# --- Mail and logs ------------------------------------------------------------------------------------------------

SERVER_EMAIL = env("SERVER_EMAIL", default=DEFAULT_FROM_EMAIL)

# To the standard error output, where systemd or the container keeps it. No request body, no user, no address: Django's
# mails to administrators carry the whole request, and are not used.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # Writes user names and addresses at each failure; the sign-in log in the database is the place for these.
        "axes": {"level": "ERROR"},
    },
}
