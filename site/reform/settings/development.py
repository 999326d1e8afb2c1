"""The default: SQLite, mail on the console, debug pages and the debug toolbar. `make demo` uses `demo`, not this."""

from importlib.util import find_spec

from .base import *
from .base import env

DEBUG = True
DEMO_PASSWORD = env("DEMO_PASSWORD", default="yunxi-demo-2026")
SECRET_KEY = env("SECRET_KEY", default="development-only-not-a-secret")
CONTACT_KEYS = env.list("CONTACT_KEYS", default=["ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQtISE="])
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Nothing is kept, so that each page shows the templates and the queries of now. (The edition and `{% remembered %}` work.)
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

# In requirements/dev.txt; without it (`make demo` installs the others) the site runs as well.
DEBUG_TOOLBAR = find_spec("debug_toolbar") is not None
if DEBUG_TOOLBAR:
    INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
    # Inside of the page cache, which compresses.
    MIDDLEWARE = [MIDDLEWARE[0], "debug_toolbar.middleware.DebugToolbarMiddleware", *MIDDLEWARE[1:]]
    INTERNAL_IPS = ["127.0.0.1", "::1"]
    DEBUG_TOOLBAR_CONFIG = {"SHOW_COLLAPSED": True}
    CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY | {"style-src": "'self' 'unsafe-inline'"}
