"""Django's settings. The database comes from ``DATABASE_URL``, or is the embedded one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from forbear.wiring import clock, logs
from forbear.wiring.database import database_settings
from forbear.wiring.home import data_folder

PACKAGE = Path(__file__).resolve().parent.parent


def _secret_key() -> str:
    """Return the signing key: from the environment, or kept in the data folder, made once."""
    if key := os.environ.get("FORBEAR_SECRET_KEY"):
        return key
    path = data_folder() / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("FORBEAR_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("FORBEAR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [
    origin for origin in os.environ.get("FORBEAR_ORIGINS", "").split(",") if origin
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    # its loader is named below
    "django_cotton.apps.SimpleAppConfig",
    "rules",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "forbear.store",
    "forbear.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # every page asks for a sign-in unless it says otherwise
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    # a session that was ended elsewhere ends here
    "forbear.web.shared.seats.SeatMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "forbear.web.shared.middleware.content_policy",
]
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "forbear.web.shared.backend.PasswordBackend",
]
ROOT_URLCONF = "forbear.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            PACKAGE / "web" / "shared" / "templates",
            PACKAGE / "web" / "desk" / "templates",
            PACKAGE / "web" / "agreements" / "templates",
            PACKAGE / "web" / "cases" / "templates",
            PACKAGE / "web" / "compliance" / "templates",
            PACKAGE / "web" / "money" / "templates",
            PACKAGE / "web" / "messages" / "templates",
            PACKAGE / "web" / "inbound" / "templates",
            PACKAGE / "web" / "wording" / "templates",
            PACKAGE / "web" / "people" / "templates",
            PACKAGE / "web" / "review" / "templates",
            PACKAGE / "web" / "lead" / "templates",
            PACKAGE / "web" / "audit" / "templates",
            PACKAGE / "web" / "webhooks" / "templates",
            PACKAGE / "web" / "conduct" / "templates",
            PACKAGE / "web" / "lost" / "templates",
            PACKAGE / "web" / "guarantors" / "templates",
            PACKAGE / "web" / "portal" / "templates",
        ],
        "OPTIONS": {
            "loaders": [
                (
                    "forbear.web.shared.loading.PageLoader",
                    [
                        "forbear.web.shared.loading.PictureLoader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forbear.web.shared.context.frame",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "forbear.web.shared.tags",
                "django.templatetags.i18n",
            ],
        },
    }
]
FORM_RENDERER = "forbear.web.shared.widgets.KeptRenderer"
WSGI_APPLICATION = "forbear.wiring.wsgi.application"
DATABASES = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The queue's jobs, and the module that picks the gate, the writer and the channels.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["forbear.wiring.tasks"]
# how many of a thousand clean texts a reviewer reads all the same
FORBEAR_REVIEW_PER_THOUSAND = int(os.environ.get("FORBEAR_REVIEW_PER_THOUSAND", "20"))
FORBEAR_ZONE = clock.house_zone_name()
FORBEAR_ADAPTERS = os.environ.get("FORBEAR_ADAPTERS", "forbear.wiring.adapters")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
# a fault is written down, without personal data
LOGGING = logs.LOGGING
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
CSRF_FAILURE_VIEW = "forbear.web.shared.errors.csrf_failure"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
STATIC_URL = "/static/"
STATIC_ROOT = data_folder() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# a page without its collected files still opens, if only to say what is wrong
WHITENOISE_MANIFEST_STRICT = False
SESSION_ENGINE = "forbear.web.shared.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
