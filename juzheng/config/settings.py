"""Settings (配置), read from the environment only.

``JUZHENG_ENV=production`` refuses to start with anything meant for development
(``juzheng.config.safety``). Durations end in their unit.
"""

from __future__ import annotations

import os
from pathlib import Path

from juzheng.config import database, development_keys, workers

ENVIRONMENT = os.environ.get("JUZHENG_ENV", "development")
PRODUCTION = ENVIRONMENT == "production"
DATA_DIR = Path(os.environ.get("JUZHENG_DATA", "var")).absolute()
PACKAGE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ.get("JUZHENG_SECRET_KEY", development_keys.SECRET_KEY)
# 32 bytes, base64: encrypts personal data at rest. Several, with commas: see docs/keys.md.
DATA_KEY = os.environ.get("JUZHENG_DATA_KEY", development_keys.DATA_KEY)
# Signing keys and certificates; see docs/keys.md.
KEYS_DIR = Path(os.environ.get("JUZHENG_KEYS", DATA_DIR / "keys")).absolute()
# The address printed into QR codes. Never derived from a request.
BASE_URL = os.environ.get("JUZHENG_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
# Where an address is looked up: the map of the visitor's own telephone, and no host is named.
# A region may name its own map: an address with {address} in it; empty: no link.
MAP_SEARCH = os.environ.get("JUZHENG_MAP_SEARCH", "geo:0,0?q={address}")

# Processes that serve. One holds some 120 MB; a village needs no second (ADR 41).
WORKERS = workers.counted(os.environ.get("JUZHENG_WORKERS", "1"))

DEBUG = False
# A region's own way to a channel: JUZHENG_CHANNEL_WEIBO=package.module.Class (docs/channels.md).
# Without one the text is kept in DATA_DIR/outbox for a person to post.
CHANNELS = {
    kind: os.environ.get(f"JUZHENG_CHANNEL_{kind.upper()}", "")
    for kind in ("portal", "service_hall", "notice_board", "weibo", "wechat")
}

# How each door's pages are tried before anything is published (acts/catalogue/rehearsal.py).
REHEARSALS = ["juzheng.web.shared.catalogue.rehearsal.rehearse"]

# The district, its people and its papers are made up, and every page says so.
DEMO = os.environ.get("JUZHENG_DEMO", "no" if PRODUCTION else "yes") == "yes"
ALLOWED_HOSTS = os.environ.get("JUZHENG_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "juzheng.records",
    "juzheng.web",
]

MIDDLEWARE = [
    "juzheng.web.shared.proxies.VisitorAddressMiddleware",
    "juzheng.web.shared.security.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "juzheng.web.shared.compression.PublicGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "juzheng.web.shared.preferences.SwitchMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "juzheng.web.shared.request_catalogue.middleware",
    "juzheng.web.shared.errors.ErrorPagesMiddleware",
]

# Widgets are drawn by our own templates too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
ROOT_URLCONF = "juzheng.config.urls"
WSGI_APPLICATION = "juzheng.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "juzheng.web.shared.context.page",
            ],
            "builtins": [
                "juzheng.web.templatetags.juzheng",
                "juzheng.web.templatetags.kept",
                "juzheng.web.templatetags.choosing",
            ],
            # Django's tags, but what is constant is translated once.
            "libraries": {"i18n": "juzheng.web.templatetags.said_once"},
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
for engine in TEMPLATES:
    engine.pop("APP_DIRS")  # explicit loaders above
SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # a library in another's name: i18n, above

DATABASES = {"default": database.chosen(os.environ.get("JUZHENG_DATABASE_URL", ""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "records.User"

PASSWORD_HASHERS = [
    "juzheng.web.shared.hashing.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "juzheng.web.shared.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "juzheng.web.shared.passwords.NotKnown"},
]
LOGIN_URL = "staff:sign-in"
LOGIN_REDIRECT_URL = "clerk:desk"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "web" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
# assets/build.py leaves hashed names, their gzip twins and the manifest here: no collectstatic.
STATIC_ROOT = PACKAGE_DIR / "web" / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_ENGINE = "juzheng.web.shared.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "juzheng.web.shared.errors.expired_page"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private": {"()": "juzheng.web.shared.security.MaskIdentityNumbers"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["private"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
