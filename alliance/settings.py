"""Settings. Everything that differs between installations comes from the environment (README, "Running it grown").

Two ways to run, one code. Embedded (the default): SQLite, Celery over the file system, files in `var/`. Grown
(`PORTAL_MODE=grown`): PostgreSQL, Redis, several processes; it refuses to start half configured.
"""

import os
import secrets
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

# What panels compute is small: a worker's one thread is faster at it than many that wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

GROWN = env.str("PORTAL_MODE", default="embedded") == "grown"
DEBUG = env.bool("PORTAL_DEBUG", default=False)
DEMO = env.bool("PORTAL_DEMO", default=False)
DATA_DIR = Path(env.str("PORTAL_DATA", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _embedded_secret() -> str:
    """One secret per embedded installation, made at its first start and kept beside its data."""
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


if GROWN:
    SECRET_KEY = env.str("PORTAL_SECRET_KEY", default="")
    ALLOWED_HOSTS = env.list("PORTAL_HOSTS", default=[])
    if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("change-me"):
        raise ImproperlyConfigured("Set PORTAL_SECRET_KEY to a random text of 50 characters or more.")
    if DEBUG:
        raise ImproperlyConfigured("PORTAL_DEBUG shows secrets to visitors: it cannot be on when PORTAL_MODE=grown.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("Set PORTAL_HOSTS to the host names the portal answers to, separated by commas.")
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    REDIS_URL = env.str("REDIS_URL")
    PUBLIC_URL = env.str("PORTAL_PUBLIC_URL", default=f"https://{ALLOWED_HOSTS[0]}")
else:
    SECRET_KEY = env.str("PORTAL_SECRET_KEY", default="") or _embedded_secret()
    ALLOWED_HOSTS = env.list("PORTAL_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
    DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
    REDIS_URL = env.str("REDIS_URL", default="")
    PUBLIC_URL = env.str("PORTAL_PUBLIC_URL", default="http://localhost:8000")

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Every transaction takes the write lock at its start: four processes then lose none of 1,200 writes,
    # where SQLite's deferred default loses most of them to "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_filters",
    "alliance.schools",
    "alliance.people",
    "alliance.workflow",
    "alliance.expertise",
    "alliance.post",
    "alliance.members",
    "alliance.outbox",
    "alliance.diary",
    "alliance.library",
    "alliance.equality",
    "alliance.panels",
    "alliance.surveys",
    "alliance.web",
    "itt",
    "cpd",
    "leadership",
    "sle",
    "support",
    "research",
]

MIDDLEWARE = [
    "alliance.web.received.ReceivedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "alliance.people.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alliance.members.middleware.AllianceMiddleware",
    "alliance.members.middleware.SecondFactorMiddleware",
    "alliance.web.middleware.AnswersMiddleware",
]
ROOT_URLCONF = "alliance.urls"
WSGI_APPLICATION = "alliance.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "alliance.web.context.page",
            ],
            "builtins": ["alliance.web.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("govuk",)
CRISPY_TEMPLATE_PACK = "govuk"

# --- people and sessions
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "alliance.people.account_forms.LoginForm",
    "signup": "alliance.people.account_forms.SignupForm",
    "add_email": "alliance.people.account_forms.AddEmailForm",
    "change_password": "alliance.people.account_forms.ChangePasswordForm",
    "set_password": "alliance.people.account_forms.SetPasswordForm",
    "reset_password": "alliance.people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "alliance.people.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "alliance.people.account_forms.ReauthenticateForm",
    "request_login_code": "alliance.people.account_forms.RequestLoginCodeForm",
    "confirm_login_code": "alliance.people.account_forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "alliance.people.account_forms.ConfirmAddressForm",
    "confirm_password_reset_code": "alliance.people.account_forms.ConfirmResetCodeForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "alliance.people.forms.SignUpForm"
ACCOUNT_ADAPTER = "alliance.members.adapter.AccountAdapter"
# Limits count mainly per account ("key"): a whole school comes from one address.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "request_login_code": "100/m/ip,5/10m/key",
    "reset_password": "100/m/ip,5/10m/key",
    "reset_password_from_key": "100/m/ip",
    "signup": "100/m/ip",
    # Forms that anybody may send without signing in; the key is the address that is written to.
    "public_form": "100/m/ip,3/10m/key",
}
# How many proxies of one's own stand before the portal: from that many the client's address is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PORTAL_PROXIES", default=1 if GROWN else 0)
# Staff and panel members sign in with a second factor everywhere but in the demo.
REQUIRE_SECOND_FACTOR = env.bool("PORTAL_SECOND_FACTOR", default=not DEMO)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey is a second factor because the device asks for a finger, a face or a number first: it always does.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not GROWN  # browsers allow it on localhost alone
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}
MFA_FORMS = {
    "activate_totp": "alliance.people.account_forms.SetUpAppForm",
    "authenticate": "alliance.people.account_forms.AppCodeForm",
    "reauthenticate": "alliance.people.account_forms.AppCodeAgainForm",
    "add_webauthn": "alliance.people.account_forms.NewPasskeyForm",
    "login_webauthn": "alliance.people.account_forms.PasskeyAloneForm",
    "authenticate_webauthn": "alliance.people.account_forms.PasskeyForm",
    "reauthenticate_webauthn": "alliance.people.account_forms.PasskeyAgainForm",
    "edit_webauthn": "alliance.people.account_forms.PasskeyNameForm",
}
MFA_TOTP_ISSUER = "Alliance Portal"
# Nobody gets in with an unproven address anyway; one that was added and never proven must not keep staff from setting
# up the app that they are asked for.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "alliance.people.second_factor.SecondFactorAdapter"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "alliance.web.views.errors.csrf_failure"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# --- transport security: on when grown; the embedded demo answers plain http on localhost
SECURE_SSL_REDIRECT = GROWN and env.bool("PORTAL_HTTPS_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GROWN else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if GROWN else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = GROWN
SECURE_HSTS_PRELOAD = GROWN
SESSION_COOKIE_SECURE = GROWN
if GROWN:
    # Browsers take cookies of these names only from this very host and over https: no neighbouring host can plant one.
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = GROWN
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if GROWN else []
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# --- language, time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# --- files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("PORTAL_STATIC", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = "/media-is-never-served-by-address/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "alliance.library.intake.StopAtLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
UPLOAD_MAX_FILES = 10
# What an operator may upload: the register of schools is about 65 MB.
REGISTER_MAX_BYTES = 200 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- mail: rows first (alliance.post), this is only the wire
EMAIL_HOST = env.str("PORTAL_SMTP_HOST", default="localhost")
# The demo needs no mail server: it writes mails to a folder, unless one is named.
EMAIL_BACKEND = (
    "alliance.post.mail_folder.MailFolder"
    if DEMO and "PORTAL_SMTP_HOST" not in env.ENVIRON
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_PORT = env.int("PORTAL_SMTP_PORT", default=25)
EMAIL_HOST_USER = env.str("PORTAL_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = env.str("PORTAL_SMTP_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("PORTAL_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("PORTAL_MAIL_FROM", default="Alliance Portal <portal@localhost>")

# --- Celery: a message only wakes a worker; the rows are the truth, and a sweep finds what no message woke
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "visibility_timeout": 600,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 3,
    }
else:
    _queue = DATA_DIR / "queue"
    for _folder in ("messages", "processed", "control"):
        (_queue / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "files://localhost//"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "processed_folder": str(_queue / "processed"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
# Sign-in codes and the clock have a queue, and a worker, of their own: they never wait behind 500 letters.
CELERY_TASK_DEFAULT_QUEUE = "quick"
CELERY_TASK_ROUTES = {
    "post.make_letters": {"queue": "bulk"},
    "post.put_together": {"queue": "bulk"},
    "panels.make_pack": {"queue": "bulk"},
    "sle.make_fairness_paper": {"queue": "bulk"},
    "post.remind": {"queue": "bulk"},
}
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_TASK_TIME_LIMIT = 150  # seconds; a claim on a row lasts longer, so that it has one worker at a time
POST_LEASE_SECONDS = env.int("PORTAL_POST_LEASE", default=180)
POST_WAKE_SECONDS = env.int("PORTAL_POST_WAKE", default=60)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 2  # one in hand, one at hand: a file queue is looked at a few times a second only
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # A message that nobody took in time is not worth taking: the next one comes soon, and finds all that is due.
    "sweep the outbox": {"task": "post.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "post reminders": {"task": "post.remind", "schedule": crontab(minute="*/10"), "options": {"expires": 600}},
    "forget old sessions": {"task": "people.forget_sessions", "schedule": crontab(hour="3", minute="20")},
    "do what is due": {"task": "workflow.do_what_is_due", "schedule": 30.0, "options": {"expires": 60}},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("PORTAL_LOG_LEVEL", default="INFO")},
    # They tell every step of every letter.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf")},
}
