"""Settings of the test suite: fast, alone, and on whichever database, cache and storage the environment names."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from . import base
from .base import *

# Tests see what a visitor sees.
DEBUG = False
SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests-only-for-tests"  # noqa: S105 - it guards nothing
ALLOWED_HOSTS = ["*"]

# Databases that are set up once and copied (tests/kept.py). They outlive the run.
KEPT_DIR = base.VAR_DIR / "kept"

# One directory for each process, so that parallel workers never meet. The first file that is stored makes it.
VAR_DIR = Path(tempfile.gettempdir()) / f"camtree-tests-{uuid4().hex}"
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
STATIC_ROOT = VAR_DIR / "static"

if S3_BUCKET:
    # A folder of its own in each bucket, for the same reason.
    for alias in ("default", "private"):
        STORAGES[alias]["OPTIONS"] = STORAGES[alias]["OPTIONS"] | {"location": VAR_DIR.name}
else:
    STORAGES["private"]["OPTIONS"] = {"location": str(PRIVATE_ROOT)}

# Browsers lead every name under localhost to this machine.
PACKAGES_HOST = "packages.localhost"

# Names without hashes: a test must not need collectstatic first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Static files are found where they lie, also without DEBUG, for the browser tests.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# A password hash is meant to be slow; a thousand sign-ins in tests are not.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file of its own: in memory, all threads of the live server would share one connection, and trip over each other.
    # Nothing in it has to survive.
    VAR_DIR.mkdir()
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
    }
else:
    # A thread of the live server must not hold the test database open when it is dropped.
    DATABASES["default"]["CONN_MAX_AGE"] = 0

if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # Workers share the server but not a database of it, because clearing one clears it whole.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = urlsplit(CACHES["default"]["LOCATION"])._replace(path=f"/{worker}").geturl()
else:
    CACHES["default"]["LOCATION"] = VAR_DIR.name

# No test asks the real DataCite; those of the client name a server of their own.
DATACITE_REPOSITORY = ""

# Tests of badges make keys of their own.
CREDENTIAL_KEY_FILE = CREDENTIAL_OLD_KEYS_FILE = ""

# Tasks run where they are called, whatever the environment says; those that are put off, too.
TASK_WORKER = False
TASKS = {"default": {"BACKEND": "tests.tasks.NowBackend", "QUEUES": base.QUEUES}}

# Playwright keeps an event loop in the thread in which browser tests also use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
