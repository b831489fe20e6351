"""Django's settings; whatever an operator may choose comes from the environment (`filon.launcher.environment`)."""

from dataclasses import asdict
from typing import Any
from urllib.parse import unquote, urlsplit

from filon.launcher import addresses, environment
from filon.launcher.place import place_of
from filon.launcher.secrets import secret

ENVIRONMENT = environment.read()
VAR = ENVIRONMENT.var

DEBUG = ENVIRONMENT.debug
SECRET_KEY = secret(VAR, "django")
METRICS_SECRET = secret(VAR, "metrics")
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
BASE_URL = ENVIRONMENT.base_url
DEMO_HOSTS = ENVIRONMENT.demo_hosts

# Database: `default` is the role of the application, `owner` the one that migrates, purges and erases.
if ENVIRONMENT.database_url and ENVIRONMENT.owner_url:
    _application, _owner = addresses.parse(ENVIRONMENT.database_url), addresses.parse(ENVIRONMENT.owner_url)
else:
    _place = place_of(VAR)
    _application, _owner = _place.application(), _place.owner()
DATABASES: dict[str, dict[str, Any]] = {
    "default": {**_application.django(), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True},
    "owner": _owner.django(),
}
REQUEST_SECONDS = ENVIRONMENT.request_seconds
# A machine that disappears says no goodbye: each end notices within half a minute, and the database frees what was locked.
_KEEPALIVE = {"keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "25000"}
_PATIENCE = {"connect_timeout": "5", **_KEEPALIVE}
_GUARD = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c idle_in_transaction_session_timeout=60s"
for _database in DATABASES.values():
    _given = _database["OPTIONS"]
    _database["OPTIONS"] = {**_PATIENCE, **_given, "options": f"{_GUARD} {_given.get('options', '')}".strip()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FLOORS = ("kernel", "people", "partners", "privacy", "agenda", "facts", "agreements", "activities", "ledger", "giving", "site")
FILON_APPS = [f"filon.{name}" for name in FLOORS]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "rules",
    "django_tasks",
    "django_tasks_db",
    *FILON_APPS,
]
AUTH_USER_MODEL = "people.User"
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "filon.people.backends.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

MIDDLEWARE = [
    "filon.site.middleware.SecurityHeaders",
    "filon.kernel.middleware.RequestIdentity",
    "filon.kernel.operations.observed.Observed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "filon.people.middleware.ActingHost",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "filon.kernel.middleware.SizeLimit",
    "filon.kernel.middleware.Answers",
    "filon.kernel.idempotency.Idempotency",
]
ROOT_URLCONF = "filon.site.urls"
WSGI_APPLICATION = "filon.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "filon.site.jinja.environment", "context_processors": ["filon.people.context.shell"]},
    },
]

# Languages: the browser decides, a cookie remembers the switch. Times are stored in UTC and shown in Paris time.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

# Static files: collected into FILON_VAR/static with a digest in their names, served compressed by WhiteNoise, cached for ever.
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = VAR / "files"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "filon.kernel.stores.folder.Folder"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if ENVIRONMENT.bucket:
    STORAGES["default"] = {"BACKEND": "filon.kernel.stores.bucket.Bucket", "OPTIONS": asdict(ENVIRONMENT.bucket)}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Mail: in a demo database nothing leaves; else, without EMAIL_URL, each message is a file in FILON_VAR/mail.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.email_from
EMAIL_BACKEND = "filon.people.mail.Mail"
OUTGOING_EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 20
if ENVIRONMENT.email_url:
    _mail = urlsplit(ENVIRONMENT.email_url)
    OUTGOING_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or (465 if EMAIL_USE_SSL else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")

BOUNCES = ENVIRONMENT.bounces

# Providers of signatures beside Filon itself.
SIGN_FOLDER, SIGN_PROVIDERS = ENVIRONMENT.sign_folder, ENVIRONMENT.sign_providers

# Seals: the time-stamp authority, and the file of the roots it is trusted by; None without one.
TSA_URL, TSA_ROOTS = ENVIRONMENT.tsa_url, ENVIRONMENT.tsa_roots

# Safety. Behind a proxy the address people type (FILON_BASE_URL) says whether the outside speaks https.
CSRF_FAILURE_VIEW = "filon.kernel.error_pages.forged"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.is_https
if ENVIRONMENT.is_https:  # the browser takes these only from this very name, over https, for every path
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "filon.people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.is_https else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENVIRONMENT.is_https else 0
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "filon.kernel.operations.logs.TextLines", "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "filon.kernel.operations.logs.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": ENVIRONMENT.logs}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "filon": {"level": "INFO"},
        "filon.requests": {"level": "INFO" if ENVIRONMENT.logs == "json" else "WARNING"},
        "django": {"level": "WARNING", "handlers": [], "propagate": True},
    },
}
