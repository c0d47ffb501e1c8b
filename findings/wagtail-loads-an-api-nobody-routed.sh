#!/usr/bin/env bash
# wagtail 8.0.1 with Django 6.1.3, on CPython 3.13.
# Given:    a project with wagtail.images and wagtail.contrib.redirects, and no API in its addresses.
# Seen:     django.setup() loads ninja, pydantic and REST framework: apps import their part of the APIs in ready(). That
#           was a sixth of what a server imports at its start, in processes that never answer a call of an API.
# Expected: the API is loaded where its addresses are.
# Matters:  the start of each worker and of each command.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check wagtail==8.0.1 django==6.1.3
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="only-here",
    ROOT_URLCONF="none",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=[
        *("wagtail.contrib.redirects", "wagtail.images", "wagtail.documents", "wagtail.search", "wagtail.snippets"),
        *("wagtail.users", "wagtail.admin", "wagtail", "modelcluster", "taggit", "django.contrib.auth"),
        *("django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles"),
    ],
    STATIC_URL="/static/",
    WAGTAIL_SITE_NAME="x",
    WAGTAILADMIN_BASE_URL="http://localhost",
)
django.setup()
seen = sorted(name for name in ("ninja", "pydantic", "rest_framework") if name in sys.modules)
print(f"wagtail 8.0.1: after django.setup(), with no API routed, these are loaded: {seen}")
sys.exit(0 if seen == ["ninja", "pydantic", "rest_framework"] else "This has changed.")
PYTHON
