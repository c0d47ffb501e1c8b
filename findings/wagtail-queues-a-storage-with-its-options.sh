#!/usr/bin/env bash
# wagtail 8.0.1 with django-storages 1.14.6 (S3) and boto3 1.44.5, on CPython 3.13.
# Given:    a bucket in STORAGES with a `client_config` of botocore, as django-storages offers for time-outs and addressing.
# Seen:     deleting a document raises TypeError once the row is gone, because the task that deletes its file is given the
#           storage with all its options, and those are no JSON. The file stays in the bucket and nothing knows it any longer.
# Expected: the task is told which storage it is, as Django's own settings name it.
# Matters:  every deletion by an editor; the product gives its storages a `deconstruct` of their own (media/buckets.py).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check wagtail==8.0.1 django==6.1.3 django-storages==1.14.6 boto3==1.44.5
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import django
from botocore.config import Config
from django.conf import settings

WAGTAIL = ["documents", "images", "users", "admin", "search", "sites"]
OPTIONS = {"bucket_name": "papers", "region_name": "eu-west-2", "client_config": Config(connect_timeout=2)}
settings.configure(
    SECRET_KEY="only here",
    INSTALLED_APPS=[
        *(f"wagtail.{name}" for name in WAGTAIL),
        "wagtail",
        "taggit",
        "django.contrib.auth",
        "django.contrib.contenttypes",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    STORAGES={
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": OPTIONS},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    STATIC_URL="/static/",
    WAGTAIL_SITE_NAME="Here",
    WAGTAILADMIN_BASE_URL="http://localhost",
)
django.setup()
from django.core.management import call_command
from wagtail.documents import get_document_model

call_command("migrate", verbosity=0)
Document = get_document_model()
document = Document(title="Paper", file="documents/paper.pdf", file_size=1, file_hash="0")
Document.objects.bulk_create([document])
try:
    document.delete()
    seen = "nothing raised"
except TypeError as error:
    seen = str(error)
left = Document.objects.count()
print(f"deleting a document: {seen!r}; rows left: {left}")
sys.exit(0 if "Config" in seen and left == 0 else "This has changed.")
PYTHON
