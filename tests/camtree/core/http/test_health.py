import contextlib
import threading
import time

import pytest
from django.core.files.storage import storages

from camtree.core.http import health
from tests.parts import refusing_port, silent_server

pytestmark = pytest.mark.django_db

ALL_WELL = {"database": "ok", "migrations": "ok", "cache": "ok", "storage": "ok"}
PATIENCE = health.PATIENCE


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Parts that work may be slow here, where the tests of all cores read migrations at once."""
    monkeypatch.setattr(health, "PATIENCE", 60)


def test_healthz_asks_nothing_of_the_rest(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_both_answer_by_http_under_any_host_name(client, settings, path):
    settings.ALLOWED_HOSTS = ["camtree.example"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200


def test_post_is_refused(client):
    assert client.post("/healthz").status_code == 405


def test_readyz_when_all_is_well(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    tasks = {"waiting": 0, "oldest": 0, "running": 0, "failed": 0}
    assert response.json() == {"status": "ok", "failed": [], "parts": ALL_WELL, "tasks": tasks}


def test_readyz_leaves_nothing_behind(client):
    assert client.get("/readyz").json()["parts"] == ALL_WELL
    for alias in ("default", "private"):
        with contextlib.suppress(FileNotFoundError):
            assert storages[alias].listdir("readyz")[1] == []


@pytest.mark.parametrize("part", ALL_WELL)
def test_readyz_names_what_fails_and_keeps_the_reason_to_itself(client, monkeypatch, caplog, part):
    def fail():
        raise RuntimeError("postgresql://camtree:hidden@db.internal refused")

    monkeypatch.setitem(health.CHECKS, part, fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    said = response.json()
    # What the queue does is asked of the database.
    assert ("tasks" in said) is (part != "database")
    assert said == said | {"status": "failed", "failed": [part], "parts": {**ALL_WELL, part: "failed"}}
    assert b"hidden" not in response.content
    # The log has the reason, without the password.
    assert "RuntimeError: postgresql://…@db.internal refused" in caplog.text
    assert "hidden" not in caplog.text


def test_readyz_sees_a_migration_that_has_not_run(client, monkeypatch):
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan", lambda self, targets: [("home.0009_x", False)]
    )
    assert client.get("/readyz").json()["failed"] == ["migrations"]


def test_readyz_sees_a_cache_that_forgets(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert client.get("/readyz").json()["failed"] == ["cache"]


def test_readyz_sees_a_storage_that_cannot_be_written(client, monkeypatch):
    def fail(self, name, content, max_length=None):
        raise PermissionError(name)

    monkeypatch.setattr(type(storages["private"]), "save", fail)
    assert client.get("/readyz").json()["failed"] == ["storage"]


def test_readyz_waits_for_no_part_that_is_silent(client, monkeypatch):
    """Four probes of a storage that never answered held all threads of a server."""
    begun, go_on = [], threading.Event()

    def hang():
        begun.append(1)
        go_on.wait(30)

    assert PATIENCE == 3
    for name in ALL_WELL:
        monkeypatch.setitem(health.CHECKS, name, hang if name == "storage" else lambda: None)
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    start = time.monotonic()
    answers = [client.get("/readyz") for _ in range(3)]
    assert [answer.json()["failed"] for answer in answers] == [["storage"]] * 3
    assert time.monotonic() - start < 3
    assert begun == [1]
    go_on.set()
    monkeypatch.setattr(health, "PATIENCE", 60)
    health._running["storage"].result(5)
    assert client.get("/readyz").json()["parts"] == ALL_WELL


@pytest.mark.parametrize("away", ["refuses", "silent"])
def test_readyz_with_a_bucket_that_is_away(client, settings, monkeypatch, away):
    with silent_server() as silent:
        port = silent if away == "silent" else refusing_port()
        options = {
            "bucket_name": "camtree",
            "endpoint_url": f"http://127.0.0.1:{port}",
            "access_key": "key",
            "secret_key": "secret",
            "addressing_style": "path",
        }
        bucket = {"BACKEND": "camtree.media.buckets.BucketStorage", "OPTIONS": options}
        settings.STORAGES = settings.STORAGES | {"default": bucket}
        monkeypatch.setattr(health, "PATIENCE", PATIENCE)
        for name in set(ALL_WELL) - {"storage"}:
            monkeypatch.setitem(health.CHECKS, name, lambda: None)
        start = time.monotonic()
        assert client.get("/readyz").json()["failed"] == ["storage"]
        assert time.monotonic() - start < 5
