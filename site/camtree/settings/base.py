"""Settings that hold everywhere. dev, test and production each import this module and none imports another.

Everything that may differ between two machines comes from the environment through ``camtree.env``;
``docs/operating.md`` lists every variable.
"""

import zoneinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from whitenoise.compress import Compressor

from camtree import env
from camtree.background.queues import QUEUES

# The rules of time zones come with the requirements: those of the machine may be years old.
zoneinfo.reset_tzpath(to=())

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(env.text("CAMTREE_VAR_DIR") or BASE_DIR / "var")

# ---------------------------------------------------------------- applications

INSTALLED_APPS = [
    "demo",
    "home",
    "insights",
    "leads",
    "learning",
    "webinars",
    "research",
    "camtree.navigation",
    "camtree.translation",
    "camtree.events",
    "camtree.domains",
    "camtree.vocabularies",
    "camtree.members",
    "camtree.media",
    "camtree.background",
    "camtree.core",
    "django_prose_editor",  # only its script: the editor of drafts
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "camtree.members.users_admin.UsersAdminConfig",  # wagtail.users, for accounts named by an address
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",  # brings modelsearch along: naming that one here as well breaks the first save
    "camtree.search",  # after it, whose listeners it replaces
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_filters",
    "django_countries",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.orcid",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "camtree.core.http.patience.PatienceMiddleware",  # before anybody asks the database
    "camtree.core.http.proxies.VisitorAddressMiddleware",  # who is asking: before anybody wants to know
    "camtree.core.http.request_id.RequestIdMiddleware",
    "camtree.core.caching.generation.GenerationMiddleware",
    "camtree.core.http.health.HealthMiddleware",  # those who watch the server ask it under any name
    "learning.packages.host.PackagesHostMiddleware",  # a host of its own, which knows nothing of the site
    "camtree.domains.hosts.KnownHostsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "camtree.core.http.policies.PoliciesMiddleware",
    "camtree.core.caching.page_cache.AnonymousPageCacheMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "camtree.core.http.compression.TextGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "camtree.core.http.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "camtree.core.http.serving.SiteMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "camtree.core.pages.doors.ReaderMiddleware",
    "camtree.members.middleware.NoStoreMiddleware",
    "camtree.members.middleware.MemberTimeZoneMiddleware",
    "camtree.members.middleware.StaffSecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "camtree.members.kept_words.KeptWordsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "camtree.core.http.nul.NulMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "camtree.urls"
WSGI_APPLICATION = "camtree.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Ours are folded (camtree/core/folding.py), those of libraries are not.
            "builtins": ["camtree.core.templatetags.text_tags"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["camtree.core.folding.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
            ],
        },
    }
]

# ---------------------------------------------------------------- database

DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'camtree.sqlite3'}"),
}
DATABASE_CONN_MAX_AGE = env.integer("DATABASE_CONN_MAX_AGE", 60)
# Seconds that a request waits for a PostgreSQL that says nothing, all its statements together.
DATABASE_PATIENCE = env.integer("DATABASE_PATIENCE", 4, minimum=2)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Readers and the writer do not wait for each other; NORMAL is safe with WAL and saves one flush a write.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        # Two writers queue from their first statement instead of failing at their second.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    # Django's own, given up in time while somebody waits for a page.
    DATABASES["default"]["ENGINE"] = "camtree.core.postgresql"
    # A connection lives on between requests: opening one costs more than most pages' queries together.
    DATABASES["default"]["CONN_MAX_AGE"] = DATABASE_CONN_MAX_AGE
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that is gone without a word is given up after seconds; the kernel's own patience is a quarter of an hour.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 3,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 2,
        "tcp_user_timeout": 5000,  # milliseconds
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---------------------------------------------------------------- cache

CACHES = {"default": env.cache("CACHE_URL", "")}
# The page cache counts on one shared generation number, so it wants a cache that all workers share.
PAGE_CACHE_SECONDS = env.integer("PAGE_CACHE_SECONDS", 600, minimum=0)

# ---------------------------------------------------------------- languages, time

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("es", "Español"),
    ("fr", "Français"),
    ("ar", "العربية"),
    ("zh-hans", "简体中文"),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "site/camtree/locale"]
TIME_ZONE = "UTC"
USE_TZ = True
# A submitted translation must not go live in the source language, and a sync must not publish (stack, trap 5).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_JOBS = {"BACKEND": "camtree.translation.jobs.TaskBackend"}

# ---------------------------------------------------------------- static files, media

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "site/camtree/static"]
# Pages name files by their hash alone; what lies there under its plain name would be compressed for nobody.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Maps are for whoever reads a script in the browser's tools: compressing them takes longer than all the rest.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"

# ---------------------------------------------------------------- storage

# "default" holds what everybody may fetch: renditions, video, audio, captions. "private" holds documents and image
# originals: an address there is signed, lives for minutes, and is handed out only after the privacy rules were asked.
PRIVATE_ROOT = VAR_DIR / "private"
PRIVATE_ADDRESS_SECONDS = env.integer("PRIVATE_ADDRESS_SECONDS", 300, minimum=1)

S3_BUCKET = env.text("S3_BUCKET", "")
S3_PRIVATE_BUCKET = env.text("S3_PRIVATE_BUCKET", "")
S3_ENDPOINT_URL = env.text("S3_ENDPOINT_URL", "")
S3_REGION = env.text("S3_REGION", "")
S3_ACCESS_KEY = env.secret("S3_ACCESS_KEY", "")
S3_SECRET_KEY = env.secret("S3_SECRET_KEY", "")
S3_PATH_STYLE = env.flag("S3_PATH_STYLE", False)
S3_PUBLIC_HOST = env.text("S3_PUBLIC_HOST", "")

STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "camtree.media.storages.PublicFileStorage"},
    "private": {"BACKEND": "camtree.media.storages.PrivateFileStorage", "OPTIONS": {"location": str(PRIVATE_ROOT)}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if S3_BUCKET or S3_PRIVATE_BUCKET:
    if not (S3_BUCKET and S3_PRIVATE_BUCKET) or S3_BUCKET == S3_PRIVATE_BUCKET:
        raise ImproperlyConfigured(
            "S3_BUCKET and S3_PRIVATE_BUCKET must name two different buckets, because everybody may read the first."
        )
    from camtree.media.s3 import origins

    S3_OPTIONS = {
        "endpoint_url": S3_ENDPOINT_URL or None,
        "region_name": S3_REGION or None,
        "access_key": S3_ACCESS_KEY or None,
        "secret_key": S3_SECRET_KEY or None,
        "addressing_style": "path" if S3_PATH_STYLE else "virtual",
        "file_overwrite": False,
        "default_acl": None,  # what may be read is the bucket's rule, not each object's
    }
    STORAGES["default"] = {
        "BACKEND": "camtree.media.buckets.PublicBucketStorage",
        "OPTIONS": S3_OPTIONS
        | {
            "bucket_name": S3_BUCKET,
            "querystring_auth": False,
            "custom_domain": S3_PUBLIC_HOST or None,
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
        },
    }
    STORAGES["private"] = {
        "BACKEND": "camtree.media.buckets.BucketStorage",
        "OPTIONS": S3_OPTIONS
        | {
            "bucket_name": S3_PRIVATE_BUCKET,
            "querystring_auth": True,
            "querystring_expire": PRIVATE_ADDRESS_SECONDS,
            "object_parameters": {"CacheControl": "private, no-store"},
        },
    }

# A web server in front that reads the same disk may send the bytes itself (X-Accel-Redirect): the two prefixes are
# its internal locations for MEDIA_ROOT and PRIVATE_ROOT. Empty: this process sends them.
MEDIA_ACCEL_PREFIX = env.text("MEDIA_ACCEL_PREFIX", "")
PRIVATE_ACCEL_PREFIX = env.text("PRIVATE_ACCEL_PREFIX", "")

# The largest upload of each kind, in MiB.
UPLOAD_IMAGE_MIB = env.integer("UPLOAD_IMAGE_MIB", 15, minimum=1)
UPLOAD_IMAGE_MEGAPIXELS = env.integer("UPLOAD_IMAGE_MEGAPIXELS", 50, minimum=1)
UPLOAD_DOCUMENT_MIB = env.integer("UPLOAD_DOCUMENT_MIB", 30, minimum=1)
UPLOAD_MEDIA_MIB = env.integer("UPLOAD_MEDIA_MIB", 2048, minimum=1)
UPLOAD_CAPTIONS_KIB = env.integer("UPLOAD_CAPTIONS_KIB", 512, minimum=1)
UPLOAD_PACKAGE_MIB = env.integer("UPLOAD_PACKAGE_MIB", 200, minimum=1)
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_IMAGE_MIB * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = UPLOAD_IMAGE_MEGAPIXELS * 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o644

WAGTAILIMAGES_IMAGE_MODEL = "media.CamtreeImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.CamtreeDocument"
WAGTAILMEDIA = {
    "MEDIA_MODEL": "media.CamtreeMedia",
    "MEDIA_FORM_BASE": "camtree.media.forms.MediaForm",
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg"],
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
}
WAGTAILIMAGES_IMAGE_FORM_BASE = "camtree.media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "camtree.media.forms.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]  # no SVG: it can carry script
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "password_required.html"  # noqa: S105 - the name of a template
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = WAGTAIL_PASSWORD_REQUIRED_TEMPLATE

# ---------------------------------------------------------------- who is asking

# Servers of ours that stand in front: their word on a visitor's address and scheme is taken, nobody else's.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")

# ---------------------------------------------------------------- people

AUTH_USER_MODEL = "members.User"
MESSAGE_STORAGE = "camtree.members.kept_words.RefusalsSeen"
AUTHENTICATION_BACKENDS = [
    "camtree.members.backends.OneStatementPermissions",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
CSRF_FAILURE_VIEW = "camtree.core.http.views.form_not_from_here"
LOGIN_REDIRECT_URL = "my_dashboard"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "camtree.members.forms.SignupProfileForm"
ACCOUNT_FORMS = {"signup": "camtree.members.even_signup.EvenSignupForm"}
ACCOUNT_ADAPTER = "camtree.members.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "camtree.members.adapters.SocialAccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail tells the owner of every change to the account
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "CamTREE"
USERSESSIONS_TRACK_ACTIVITY = False  # it would write a row with every request
# Staff (everybody who may enter /admin/) must hold a second factor when this is on.
STAFF_SECOND_FACTOR_REQUIRED = env.flag("STAFF_SECOND_FACTOR_REQUIRED", False)

ORCID_CLIENT_ID = env.text("ORCID_CLIENT_ID", "")
ORCID_CLIENT_SECRET = env.secret("ORCID_CLIENT_SECRET", "")
SOCIALACCOUNT_PROVIDERS = {
    "orcid": {
        "BASE_DOMAIN": env.text("ORCID_BASE_DOMAIN", "orcid.org"),
        "APPS": [{"client_id": ORCID_CLIENT_ID, "secret": ORCID_CLIENT_SECRET}] if ORCID_CLIENT_ID else [],
    }
}

# Limits are on people and not on buildings: a school comes with one address for all. Ten wrong passwords of one person
# must not keep the others out, nor may anybody keep the owner of an account out: they count by account and address
# together (the adapter). What one address may do in all is for those who try one password with many accounts.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/10m/ip,5/300s/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}

# ---------------------------------------------------------------- DOIs

# Reports get a DOI where an account of DataCite is named; a test account has another address.
DATACITE_REPOSITORY = env.text("DATACITE_REPOSITORY", "")
DATACITE_PASSWORD = env.secret("DATACITE_PASSWORD", "")
DATACITE_PREFIX = env.text("DATACITE_PREFIX", "")
DATACITE_URL = env.text("DATACITE_URL", "https://api.datacite.org")
DATACITE_TIMEOUT = env.integer("DATACITE_TIMEOUT", 5, minimum=1)
if any((DATACITE_REPOSITORY, DATACITE_PASSWORD, DATACITE_PREFIX)) and not all(
    (DATACITE_REPOSITORY, DATACITE_PASSWORD, DATACITE_PREFIX)
):
    raise ImproperlyConfigured("DATACITE_REPOSITORY, DATACITE_PASSWORD and DATACITE_PREFIX must be set together.")
if urlsplit(DATACITE_URL).scheme not in {"https", "http"}:
    raise ImproperlyConfigured("DATACITE_URL must be an address that begins with https://.")

# ---------------------------------------------------------------- badges

# Certificates are offered as signed badges where there is a key to sign with. Old public keys are shown for those
# badges that were signed before the key was changed.
CREDENTIAL_KEY_FILE = env.text("CREDENTIAL_KEY_FILE", "")
CREDENTIAL_OLD_KEYS_FILE = env.text("CREDENTIAL_OLD_KEYS_FILE", "")
# A file that is missing is made only where the site is a developer's own.
CREDENTIAL_KEY_IS_MADE = False

# ---------------------------------------------------------------- Wagtail

WAGTAIL_SITE_NAME = "CamTREE"
WAGTAILADMIN_BASE_URL = env.text("PUBLIC_BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no picture is fetched from another host
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # people change their address in /account/, where it is confirmed
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILREDIRECTS_AUTO_CREATE = DATABASES["default"]["ENGINE"].endswith("postgresql")  # stack, trap 9
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "camtree.search.backend"}}
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILUSERS_PASSWORD_ENABLED = False  # people choose their own, by the mail of "Forgot your password?"

# ---------------------------------------------------------------- tasks

# With a worker all tasks wait in one queue in the database. Without, each runs where it is enqueued, and only one that
# fails goes into the queue, where `manage.py run_due` finds it.
TASK_WORKER = env.flag("TASK_WORKER", False)
if TASK_WORKER:
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
else:
    TASKS = {"default": {"BACKEND": "camtree.background.backends.AtOnceBackend", "QUEUES": QUEUES}}

# ---------------------------------------------------------------- e-mail

DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "CamTREE <noreply@camtree.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# An address that people of the team read: mails are answered there, and it hears of registrations.
CONTACT_EMAIL = env.text("CONTACT_EMAIL", "")

# A BigBlueButton server on which webinars without a link of their own meet: both as `bbb-conf --secret` prints them.
BBB_URL = env.text("BBB_URL", "")
BBB_SECRET = env.text("BBB_SECRET", "")
SMTP_HOST = env.text("SMTP_HOST", "")
SMTP_SECURITY = env.choice("SMTP_SECURITY", "starttls", options=["starttls", "tls", "none"])
SMTP_OPTIONS = {
    "host": SMTP_HOST,
    "port": env.integer("SMTP_PORT", 587, minimum=1),
    "username": env.text("SMTP_USERNAME", ""),
    "password": env.secret("SMTP_PASSWORD", ""),
    "use_tls": SMTP_SECURITY == "starttls",
    "use_ssl": SMTP_SECURITY == "tls",
    "timeout": env.integer("SMTP_TIMEOUT", 5, minimum=1),
}
if SMTP_HOST:
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": SMTP_OPTIONS}}
else:
    # No mail server named: mails are written to the log of the process, where a developer reads them.
    MAILERS = {"default": {"BACKEND": "camtree.core.mail.LogBackend"}}

# ---------------------------------------------------------------- logging

LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", options=["DEBUG", "INFO", "WARNING", "ERROR"])
LOG_FORMAT = env.choice("LOG_FORMAT", "lines", options=["json", "lines"])
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "people": {"()": "camtree.core.http.logs.PeopleFilter"},
        "request_id": {"()": "camtree.core.http.logs.RequestIdFilter"},
    },
    "formatters": {
        "json": {"()": "camtree.core.http.logs.JsonFormatter"},
        "lines": {"format": "{levelname:<8} {request_id:.8} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["people", "request_id"]},
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Django gives its logger handlers of its own: without this each line would come twice.
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        # Two lines for every row that is indexed would bury the rest.
        "django.tasks": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        # Says that it is there whenever a command starts.
        "pikepdf": {"level": "WARNING"},
    },
}

# ---------------------------------------------------------------- security

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY", "")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "")
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows previews in a frame of its own
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# The host on which packages play (SCORM, H5P): their scripts are strangers' and must not run where the site is. A name
# that leads to this server and is used for nothing else. Empty: packages do not play.
PACKAGES_HOST = env.text("PACKAGES_HOST", "")
if PACKAGES_HOST and urlsplit(f"//{PACKAGES_HOST}").netloc != PACKAGES_HOST:
    raise ImproperlyConfigured("PACKAGES_HOST must be a host name, such as packages.example.net, without https://.")
if PACKAGES_HOST.lower() in {name.lower() for name in ALLOWED_HOSTS}:
    raise ImproperlyConfigured("PACKAGES_HOST must be a host of its own, which is not among ALLOWED_HOSTS.")

# Hosts of videos that are shown only after the reader asked for them (core/blocks/embed.py).
EMBED_FRAME_HOSTS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]

SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "frame-src": EMBED_FRAME_HOSTS,
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
if S3_BUCKET:
    # Pictures and recordings come from the bucket's own address.
    S3_ORIGINS = origins(
        bucket=S3_BUCKET,
        endpoint=S3_ENDPOINT_URL,
        region=S3_REGION,
        public_host=S3_PUBLIC_HOST,
        path_style=S3_PATH_STYLE,
    )
    # And those of private collections, for whom they let in, from that of the other.
    S3_ORIGINS += origins(
        bucket=S3_PRIVATE_BUCKET,
        endpoint=S3_ENDPOINT_URL,
        region=S3_REGION,
        public_host="",
        path_style=S3_PATH_STYLE,
    )
    S3_ORIGINS = list(dict.fromkeys(S3_ORIGINS))
    SECURE_CSP["img-src"].extend(S3_ORIGINS)
    SECURE_CSP["media-src"].extend(S3_ORIGINS)

# The admin's own scripts write inline styles and evaluate templates.
ADMIN_CSP = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [*SECURE_CSP["img-src"], "data:", "blob:"],
    "frame-src": [CSP.SELF, *EMBED_FRAME_HOSTS],
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

# ---------------------------------------------------------------- demo

# The demo accounts can sign in only where this or DEBUG is on.
CAMTREE_DEMO = env.flag("CAMTREE_DEMO", False)
