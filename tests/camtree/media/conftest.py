import boto3
import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from moto import mock_aws

from camtree.media.models import CamtreeDocument


@pytest.fixture
def editor(db):
    return get_user_model().objects.create_superuser("editor@example.test", "a password of some length")


@pytest.fixture
def admin_site(client, editor):
    """A browser in which somebody who may do everything is signed in."""
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def stored():
    """How many files lie in both storages, asked when called."""

    def count(storage, folder=""):
        try:
            folders, files = storage.listdir(folder)
        except FileNotFoundError:
            return 0
        return len(files) + sum(count(storage, f"{folder}/{name}".strip("/")) for name in folders if name)

    return lambda: sum(count(storages[alias]) for alias in ("default", "private"))


@pytest.fixture
def documents_move_along(monkeypatch):
    """The document's field took its storage at the start; call this after the settings name another."""
    field = CamtreeDocument._meta.get_field("file")
    return lambda: monkeypatch.setattr(field, "storage", storages["private"])


@pytest.fixture
def local_files(settings, tmp_path, documents_move_along):
    """Files on this machine's disk, also where the suite runs on buckets."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "camtree.media.storages.PublicFileStorage"},
        "private": {
            "BACKEND": "camtree.media.storages.PrivateFileStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        },
    }
    documents_move_along()


@pytest.fixture
def buckets(settings, monkeypatch, documents_move_along):
    """Two buckets that live in this process, also where the suite runs on local files."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test-secret")
    options = {"region_name": "us-east-1", "signature_version": "s3v4", "file_overwrite": False, "default_acl": None}
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            alias: {
                "BACKEND": f"camtree.media.buckets.{'Public' if alias == 'default' else ''}BucketStorage",
                "OPTIONS": {**options, "bucket_name": f"test-{alias}", "querystring_auth": alias == "private"},
            }
            for alias in ("default", "private")
        },
    }
    documents_move_along()
    with mock_aws():
        for alias in ("default", "private"):
            boto3.client("s3", region_name="us-east-1").create_bucket(Bucket=f"test-{alias}")
        yield
