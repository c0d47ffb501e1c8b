import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import storages


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
