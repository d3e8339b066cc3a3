"""Django's settings, derived from the table of options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from sangto.config.keys import secret_keys
from sangto.config.options import OptionError, database_settings, read_options
from sangto.outgoing import AllowedHost

django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).resolve().parent.parent

try:
    OPTION: dict[str, Any] = read_options()
    SANGTO_DATA: Path = OPTION["DATA"]
    SANGTO_SECRET_KEYS: tuple[str, ...] = secret_keys(OPTION["SECRET_KEYS"], SANGTO_DATA)
except OptionError as error:
    sys.stderr.write(f"sangto: {error}\n")
    raise SystemExit(3) from None

SANGTO_BASE_URL: str = OPTION["BASE_URL"]
SANGTO_NETWORK: str = OPTION["NETWORK"]
SANGTO_MAIL: str = OPTION["MAIL"]
SANGTO_DEMO: bool = OPTION["DEMO"]
SANGTO_STAFF_SECOND_FACTOR: bool = (
    not SANGTO_DEMO if OPTION["STAFF_SECOND_FACTOR"] is None else OPTION["STAFF_SECOND_FACTOR"]
)
SANGTO_CONTACT_DAYS: int = OPTION["CONTACT_DAYS"]
SANGTO_UPLOAD_BYTES: int = OPTION["UPLOAD_MEGABYTES"] * 1024 * 1024
SANGTO_PAGE_SECONDS: int = OPTION["PAGE_SECONDS"]
SANGTO_SENTENCE_MODEL: str | Path = OPTION["SENTENCE_MODEL"]
SANGTO_FALSE_ANSWER_RATE: float = OPTION["FALSE_ANSWER_RATE"]
SANGTO_CHILD_HOTLINE: str = OPTION["CHILD_HOTLINE"]
SANGTO_HOTLINE_POLICE: str = OPTION["HOTLINE_POLICE"]
SANGTO_HOTLINE_BANKS: tuple[tuple[str, str], ...] = OPTION["HOTLINE_BANKS"]
SANGTO_HOTLINE_SPAM: str = OPTION["HOTLINE_SPAM"]
SANGTO_HOTLINE_CONSUMERS: str = OPTION["HOTLINE_CONSUMERS"]
SANGTO_HOTLINE_AMBULANCE: str = OPTION["HOTLINE_AMBULANCE"]
SANGTO_HOTLINE_FIRE: str = OPTION["HOTLINE_FIRE"]
SANGTO_CONTACT_EMAIL: str = OPTION["CONTACT_EMAIL"]
SANGTO_TIMESTAMP_URL: str = OPTION["TIMESTAMP_URL"]
SANGTO_TIMESTAMP_ROOTS: Path | None = OPTION["TIMESTAMP_ROOTS"]
SANGTO_OUTGOING_ALLOWED: tuple[AllowedHost, ...] = OPTION["OUTGOING_ALLOWED"]
SANGTO_MAINTENANCE: bool = OPTION["MAINTENANCE"]

SECRET_KEY = SANGTO_SECRET_KEYS[0]
SECRET_KEY_FALLBACKS = list(SANGTO_SECRET_KEYS[1:])
DEBUG: bool = OPTION["DEBUG"]
ALLOWED_HOSTS = list(OPTION["HOSTS"])
USE_X_FORWARDED_HOST = False
if OPTION["TRUSTED_PROXY"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

ROOMS = [
    "sangto.audit",
    "sangto.queue",
    "sangto.organisations",
    "sangto.documents",
    "sangto.notices",
    "sangto.intake",
    "sangto.matching",
    "sangto.cases",
    "sangto.consultation",
    "sangto.verdicts",
    "sangto.handling",
    "sangto.appeals",
    "sangto.transparency",
    "sangto.reporting",
]
INSTALLED_APPS = [
    "sangto.web",
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sangto.web.security.headers_middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sangto.web.maintenance.maintenance_middleware",
    "sangto.web.kept.kept_pages_middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sangto.web.security.refusals_middleware",
]
ROOT_URLCONF = "sangto.config.urls"
WSGI_APPLICATION = "sangto.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sangto.web.context.site",
                "sangto.web.desk.desk",
                "sangto.web.navigation.public_navigation",
                "sangto.web.accounts.demo.demo_accounts",
            ],
        },
    }
]
FORM_RENDERER = "sangto.web.forms.renderer.SangtoRenderer"

DATABASES = {"default": database_settings(OPTION["DATABASE_URL"], SANGTO_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sangto_cache",
    }
}

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "sangto.web.accounts.adapter.StaffAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {"login": "sangto.web.accounts.forms.SignInForm"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "sangto.web.accounts.factors.StaffFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "sangto.web.accounts.forms.SecondFactorForm",
    "reauthenticate": "sangto.web.accounts.forms.ConfirmByCodeForm",
    "activate_totp": "sangto.web.accounts.forms.AppCodeForm",
    "add_webauthn": "sangto.web.accounts.forms.KeyForm",
    "edit_webauthn": "sangto.web.accounts.forms.KeyNameForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = SANGTO_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = SANGTO_DATA / "files"
MEDIA_URL = ""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

DEFAULT_FROM_EMAIL = OPTION["MAIL_FROM"]
SERVER_EMAIL = OPTION["MAIL_FROM"]
EMAIL_BACKEND = "sangto.notices.mail.ConfiguredBackend"

_HTTPS = SANGTO_BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = _HTTPS
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "sangto.web.accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SANGTO_BASE_URL]
CSRF_FAILURE_VIEW = "sangto.web.security.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "sangto": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
