"""What every installation shares. Deployment values come from environment variables (`.env.example` lists them)."""

import os
from datetime import timedelta
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")  # what this installation writes

env = environ.Env()
env.read_env(ROOT / ".env")

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "reform.people",
    "reform.pages",
    "reform.editorial",
    "search",
    "publicity",
    "publicity.digest",
    "typicals",
    "training",
    "concerns",
    "reform.demo",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "reform.people.wagtail_users.UsersConfig",  # Wagtail's users with our views
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "reform.pages.cache.PageCacheMiddleware",  # first: what it keeps has the headers of all others already
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reform.pages.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "reform.people.middleware.IdleSessionMiddleware",
    "reform.people.middleware.AccountGateMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "reform.editorial.middleware.WithdrawnMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "reform.urls"
WSGI_APPLICATION = "reform.wsgi.application"
ASGI_APPLICATION = "reform.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'reform.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while one process writes; IMMEDIATE avoids the lock upgrade that ends in "database is
    # locked".
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
    # Opening the file and preparing it costs more than most pages ask of it.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        # Short queries: compiling one takes longer than running it (docs/measurements.md).
        DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    # Shared by the workers of one machine; a cluster sets REDIS_URL.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
# Kept pages (`reform.pages.cache`): each process has its own in memory; a cluster shares them.
CACHES["pages"] = (
    CACHES["default"] | {"KEY_PREFIX": "pages"}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1_000},
    }
)

# Posters and PDFs (`reform.pages.ways_out.made`): each machine keeps its own, a gigabyte or so at most.
CACHES["made"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": VAR / "made",
    "OPTIONS": {"MAX_ENTRIES": 2_000},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# What `manage.py run_jobs` calls, and the seconds between two runs.
SCHEDULED_JOBS = {
    "search_update": 1,
    "search_reconcile": 3600,
    "search_learn": 3600,
    "publish_scheduled": 60,
    "send_notices": 60,
    "send_review_reminders": 900,
    "close_notices": 900,
    "run_concern_clocks": 900,
    "send_digest": 300,
    "training_reminders": 600,
    "prune_certificate_batches": 86_400,
    "clearsessions": 86_400,
    "prune_db_task_results": 86_400,
    "prune_sign_ins": 86_400,
    "drop_vote_stamps": 3_600,
    "erase_expired": 86_400,
    "prune_word_imports": 86_400,
    "prune_concern_exports": 86_400,
    "close_attempts": 60,
    "seal_papers": 600,
}

# --- People -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["reform.people.lockout.LockoutBackend", "reform.people.lockout.PasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "mobile")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# A link for a first or a new password is good for this long; a one-time password for this many days.
PASSWORD_RESET_TIMEOUT = env.int("PASSWORD_LINK_DAYS", default=3) * 86_400
ONE_TIME_PASSWORD_DAYS = env.int("ONE_TIME_PASSWORD_DAYS", default=7)

# Staff must have a second factor before they enter the admin.
REQUIRE_MFA_FOR_STAFF = env.bool("REQUIRE_MFA_FOR_STAFF", default=False)
# Staff are signed out after this long without anything done, and in any case after a working day.
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", default=12 * 3600)
# 《网络安全法》第二十一条 asks for logs to be kept for six months or longer.
SIGN_IN_LOG_DAYS = env.int("SIGN_IN_LOG_DAYS", default=400)

ACCOUNT_ADAPTER = "reform.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are entered by administrators
ACCOUNT_SESSION_REMEMBER = False  # shared office computers: the cookie ends with the browser
ACCOUNT_USER_DISPLAY = str
ACCOUNT_FORMS = {
    "login": "reform.people.forms.SignInForm",
    "change_password": "reform.people.forms.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",  # against floods only; guessing is stopped by the lockout
    "login_failed": "5/5m/key",  # codes of the second factor
    "reset_password": "10/m/ip,3/h/key",
}
MFA_ADAPTER = "reform.people.adapters.SecondFactorAdapter"
MFA_FORMS = {"add_webauthn": "reform.people.forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.bool("WEBAUTHN_ALLOW_INSECURE_ORIGIN", default=False)
# How many proxies of ours stand in front; without it every visitor of a proxied site has one and the same address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

LOGIN_FAILURES_PER_NAME = env.int("LOGIN_FAILURES_PER_NAME", default=5)
LOGIN_FAILURES_PER_ADDRESS = env.int("LOGIN_FAILURES_PER_ADDRESS", default=20)
AXES_FAILURE_LIMIT = LOGIN_FAILURES_PER_NAME
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOGIN_LOCKOUT_MINUTES", default=15))
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else a stranger could keep a name locked by asking now and then
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_HANDLER = "reform.people.lockout.LockoutHandler"
AXES_USERNAME_CALLABLE = "reform.people.lockout.name_of_request"
AXES_CLIENT_IP_CALLABLE = "reform.people.lockout.client_address"
AXES_CLIENT_STR_CALLABLE = "reform.people.lockout.nothing_to_name"
AXES_LOCKOUT_CALLABLE = "reform.people.lockout.same_answer"
AXES_SENSITIVE_PARAMETERS = ["login", "username", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True  # `people.SignIn` is the log
AXES_VERBOSE = False

# --- Language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
# What “Settings → Locales” offers. A language is shown to readers once something is published in it; words of the site
# itself that are not translated into it stay Chinese.
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("zh-hans", _("Chinese")),
    ("en", _("English")),
    ("zh-hant", _("Traditional Chinese")),
    ("mn", _("Mongolian")),
    ("ug", _("Uyghur")),
    ("kk", _("Kazakh")),
    ("ky", _("Kyrgyz")),
    ("ja", _("Japanese")),
    ("ko", _("Korean")),
    ("ru", _("Russian")),
    ("fr", _("French")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
    ("vi", _("Vietnamese")),
    ("th", _("Thai")),
]
# Our own strings; then what the packages leave in English (deploy/vendor_messages.py).
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "vendor"]
# What a filter without a choice shows.
FILTERS_EMPTY_CHOICE_LABEL = _("all")
USE_I18N = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = env("TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR / "static"))
STATICFILES_DIRS = [ROOT / "site" / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# nginx sends the files itself when it has MEDIA_ROOT under this internal location (docs/operations).
MEDIA_ACCEL_PREFIX = env("MEDIA_ACCEL_PREFIX", default="")
if env("AWS_STORAGE_BUCKET_NAME", default=""):
    STORAGES["default"] = {"BACKEND": "storages.backends.s3.S3Storage"}

# --- Mail ---------------------------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="webmaster@localhost")

# --- Wagtail ------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = env("WAGTAIL_SITE_NAME", default="改革宣传网")
WAGTAILADMIN_BASE_URL = env("WAGTAILADMIN_BASE_URL", default="http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # passwords are changed on the one account page, under /accounts/
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # an address opens an account, so an administrator enters it
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILIMAGES_IMAGE_MODEL = "pages.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "pages.CustomDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "reform.pages.upload_forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "reform.pages.upload_forms.DocumentForm"
# What comes in; what is stored is JPEG or PNG (`reform.pages.photos`).
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_JPEG_QUALITY, WAGTAILIMAGES_WEBP_QUALITY, WAGTAILIMAGES_AVIF_QUALITY = 78, 76, 58
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nothing is loaded from another host
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# An approval counts for the revision that was read: whatever changes it starts the review again.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "reform.editorial.finish.publish_approved"
# A translation of a live page starts as a draft and goes through the review like any text.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Off by default: a machine's words about public business are nobody's words. A class and its options (docs/translators.md).
if env("WAGTAILLOCALIZE_MACHINE_TRANSLATOR", default=""):
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": env("WAGTAILLOCALIZE_MACHINE_TRANSLATOR"),
        "OPTIONS": env.json("WAGTAILLOCALIZE_MACHINE_TRANSLATOR_OPTIONS", default={}),
    }
WAGTAILAPI_LIMIT_MAX = 100
WAGTAIL_AUTOSAVE_INTERVAL = 1000  # milliseconds after the last change; each save is one request and one write
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- Search (docs/search.md) --------------------------------------------------------------------------------------

# Without an address the embedded engine of the site's database answers; with one it stands by.
ELASTICSEARCH_URL = env("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_API_KEY = env("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_CA_CERTS = env("ELASTICSEARCH_CA_CERTS", default="")
ELASTICSEARCH_PREFIX = env("ELASTICSEARCH_PREFIX", default="reform")
ELASTICSEARCH_TIMEOUT = env.float("ELASTICSEARCH_TIMEOUT", default=0.8)
# How long queries are kept, without who asked; 0 keeps none. A stranger's questions and keystrokes a minute; 0: no limit.
SEARCH_LOG_DAYS = env.int("SEARCH_LOG_DAYS", default=180)
SEARCH_RATE = env.int("SEARCH_RATE", default=60)
SEARCH_COMPLETE_RATE = env.int("SEARCH_COMPLETE_RATE", default=300)
SEARCH_WEIGHTS: dict[str, float] = {}  # see search/weights.py

# --- Security -----------------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel frames our own pages
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
CONTENT_SECURITY_POLICY_ADMIN = {
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long story has many block fields

# Keys that seal the contacts of people who asked (`concerns.contacts`): the newest first, all of them open.
CONTACT_KEYS = env.list("CONTACT_KEYS", default=[])
# Open311 GeoReport v2 for other programs, off by default; who may send has one of the keys.
OPEN311 = env.bool("OPEN311", default=False)
OPEN311_KEYS = env.list("OPEN311_KEYS", default=[])

# Telephone numbers and addresses that the office itself publishes; the personal-data check lets them pass.
PUBLISHED_NUMBERS = env.list("PUBLISHED_NUMBERS", default=[])

DEBUG_TOOLBAR = False

# The password of the people that `build_demo` makes. Only the demo and development have one that everybody knows.
DEMO_PASSWORD = env("DEMO_PASSWORD", default="")
