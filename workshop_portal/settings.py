"""Settings of the portal, in both shapes. The environment it reads is the next forty lines.

Nothing set: the embedded shape (SQLite, a folder as broker, one worker, files in PORTAL_DATA).
DATABASE_URL and REDIS_URL set: the full shape (PostgreSQL, Redis, any number of hosts).
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from workshop_portal.logs import LOGGING as LOGGING

django_stubs_ext.monkeypatch()  # ModelForm[Brief] and the like; Django itself lacks the brackets
BASE_DIR = Path(__file__).resolve().parent.parent

# --- The environment: every name, its type and its default ---------------------------------
env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

DATABASE_URL: str = env.str("DATABASE_URL", "")  # postgresql://user:password@host/name
REDIS_URL: str = env.str("REDIS_URL", "")  # redis://:password@host:6379/0 or a unix:// socket
PORTAL_DATA = Path(env.str("PORTAL_DATA", str(BASE_DIR / "var"))).resolve()  # files of the portal
PORTAL_PORT: int = env.int("PORTAL_PORT", 8000)
PORTAL_DEMO_PASSWORD: str = env.str("PORTAL_DEMO_PASSWORD", "")  # example users; empty: random
SITE_URL: str = env.str("SITE_URL", f"http://localhost:{PORTAL_PORT}").rstrip("/")
SECRET_KEY: str = env.str("SECRET_KEY", "")  # must be set in the full shape
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])  # keys before, newest first
DEBUG: bool = env.bool("DEBUG", False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
TRUSTED_PROXY_COUNT: int = env.int("TRUSTED_PROXY_COUNT", 0)  # TLS proxies in front of the web
EMAIL_URL: str = env.str("EMAIL_URL", "")  # smtp+tls://user:password@host:587; empty: files
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "portal@localhost")
# -------------------------------------------------------------------------------------------

FULL_SHAPE = bool(DATABASE_URL or REDIS_URL)
if FULL_SHAPE and not (DATABASE_URL and REDIS_URL):
    raise ImproperlyConfigured("The full shape needs both DATABASE_URL and REDIS_URL.")
PORTAL_DATA.mkdir(mode=0o750, parents=True, exist_ok=True)


def kept_secret_key() -> str:
    """The key made once for the embedded shape, kept in PORTAL_DATA with mode 0600."""
    path = PORTAL_DATA / "secret_key"
    if not path.exists():
        written = PORTAL_DATA / f"secret_key.{os.getpid()}"
        written.touch(mode=0o600)
        written.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # another process was first: its key is everybody's
            path.hardlink_to(written)
        written.unlink()
    return path.read_text()


if not SECRET_KEY:
    if FULL_SHAPE:
        raise ImproperlyConfigured("SECRET_KEY must be set in the full shape.")
    SECRET_KEY = kept_secret_key()

ROOT_URLCONF = "workshop_portal.urls"
WSGI_APPLICATION = "workshop_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "accounts",
    "jobs",
    "documents",
    "writing",
    "frameworks",
    "projects",
    "cities",
    "workshops",
    "participants",
    "recovery_plans",
    "recommendations",
    "briefs",
    "desk",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "bootstrap",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "import_export",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "workshop_portal.headers.HeadersMiddleware",
    "workshop_portal.addresses.AddressesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database, cache, broker
DATABASES: dict[str, Any]
if FULL_SHAPE:
    DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60)}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    CACHES = {
        "default": {
            "BACKEND": "workshop_portal.cache.PatientRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "portal",
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "workshop_portal.sqlite",
            "NAME": PORTAL_DATA / "portal.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # the default refused 453 of 800 parallel writes
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
                "cached_statements": 16,  # one of ten thousand parameters keeps megabytes
            },
        }
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "portal_cache",
        }
    }

# Files: nothing here has a public address; documents.downloads is the only way out.
MEDIA_ROOT = PORTAL_DATA / "media"
STATIC_URL = "static/"
STATIC_ROOT = PORTAL_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # with the next line: collected in 7 seconds, not in 18
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "gif", "ico", "md", "txt"]
FILE_UPLOAD_TEMP_DIR = PORTAL_DATA / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o750, exist_ok=True)

# Celery: JSON only; the row is the job, so nothing is kept of a result.
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any]
if FULL_SHAPE:
    CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
    CELERY_BROKER_CONNECTION_TIMEOUT = 1
    CELERY_BROKER_TRANSPORT_OPTIONS = {  # else a request waits a minute for a frozen Redis
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        "max_retries": 0,
        "visibility_timeout": 3600,  # the sweep is faster; this only tidies up
    }
else:
    CELERY_BROKER_URL = "localhost"  # has no meaning for a folder, but kombu asks for a host
    CELERY_BROKER_TRANSPORT = "jobs.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {"folder": str(PORTAL_DATA / "queue")}
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_CONCURRENCY = 2
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60  # a child warms up before it says that it lives
CELERY_WORKER_LOST_WAIT = 1  # seconds in which a child that died still counts as busy
CELERY_TASK_ACKS_LATE = True  # a worker holds no ring that another could answer
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the sweep counts attempts, a broker does not
JOB_LEASE_SECONDS = 60
JOB_RING_SECONDS = 30  # after which an unclaimed job is rung again
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kB; a process that made PDFs grows to 290 MB
CELERY_BEAT_SCHEDULE_FILENAME = str(PORTAL_DATA / "beat")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "jobs.tasks.sweep", "schedule": 30, "options": {"expires": 30}},
    "staged": {
        "task": "participants.tasks.delete_staged",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "staged-words": {
        "task": "briefs.tasks.delete_staged_words",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "files-over": {
        "task": "briefs.tasks.write_letters",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "marks": {
        "task": "participants.tasks.tidy_marks",
        "schedule": 24 * 3600,
        "options": {"expires": 3600},
    },
    "rounds": {
        "task": "recommendations.tasks.tend_rounds",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "plans": {
        "task": "recovery_plans.tasks.remind",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "clocks": {
        "task": "desk.tasks.sweep_personal_data",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
}

# Mail: without EMAIL_URL each letter is a file in PORTAL_DATA/mail.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = PORTAL_DATA / "mail"
if EMAIL_URL:
    globals().update({key: value for key, value in env.dj_email_url("EMAIL_URL").items() if value})
EMAIL_TIMEOUT = 10
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation went there
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers cannot make us write to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # letters take their time
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser: offices share computers
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/300s/key"}  # an office is one address
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://localhost")
MFA_ALLOW_UNVERIFIED_EMAIL = True  # none is verified by allauth, see above
MFA_TOTP_ISSUER = "Urban Recovery Portal"
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are up to half a minute off
QUEUE_LETTER = "jobs.services.queue_letter"  # named, since accounts may not import jobs

# Words and time
LANGUAGE_CODE = "en"
LANGUAGES = [  # of the pages for people without an account: accounts.languages
    ("en", "English"), ("fr", "Français"), ("es", "Español"), ("ru", "Русский"),
    ("ar", "العربية"), ("vi", "Tiếng Việt"),
]  # fmt: skip
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["workshop_portal.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

# Security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "frame-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "workshop_portal.errors.csrf_failure"
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 7 * 24 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20  # what is typed or pasted; files have limits of their own
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT  # else limits count the proxy as one
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # probes ask from within, without TLS
if SITE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
