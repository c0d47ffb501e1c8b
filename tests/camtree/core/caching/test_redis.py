"""What the site does without Redis, with one that is silent, and with one that takes nothing more."""

import time
from contextlib import ExitStack

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache

from camtree import env
from camtree.core.caching import redis
from camtree.core.caching.generation import generation, raise_generation
from camtree.core.http.rate_limits import _is_over
from tests.parts import fake_redis, refusing_port, silent_server


@pytest.fixture
def redis_at(settings, monkeypatch):
    """Make the site use a Redis at a port."""
    monkeypatch.setattr(redis._State, "away_until", 0.0)
    monkeypatch.setattr(redis._State, "has_missed", False)
    LocMemCache("counters", {}).clear()

    def use(port):
        monkeypatch.setenv("CACHE_URL", f"redis://127.0.0.1:{port}/0")
        settings.CACHES = {"default": env.cache("CACHE_URL", "")}

    return use


@pytest.fixture(params=["refuses", "silent", "slow"])
def port_of_one_away(request):
    with ExitStack() as stack:
        match request.param:
            case "refuses":
                yield refusing_port()
            case "silent":
                yield stack.enter_context(silent_server())
            case "slow":
                server = stack.enter_context(fake_redis())
                server.pause = 0.9
                yield server.port


def test_what_is_kept_comes_back(redis_at):
    with fake_redis() as server:
        redis_at(server.port)
        cache.set("a", {"b": [1]})
        assert (cache.get("a"), cache.add("a", 2), cache.get("z", "none")) == ({"b": [1]}, False, "none")
        cache.set("n", 1)
        assert (cache.incr("n"), cache.delete("n"), cache.get("n")) == (2, True, None)


def test_one_that_is_away_keeps_nothing_and_is_asked_once(redis_at, port_of_one_away):
    redis_at(port_of_one_away)
    start = time.monotonic()
    for number in range(50):
        cache.set(f"k{number}", number)
        assert cache.get(f"k{number}", "none") == "none"
        assert cache.add(f"k{number}", number) is True
    assert (cache.delete("k"), cache.has_key("k"), cache.get_many(["k"]), cache.touch("k")) == (False, False, {}, False)
    with pytest.raises(ValueError, match="k"):
        cache.incr("k")
    # One connection and one more at once, each half a second, with its greeting.
    assert time.monotonic() - start < 4


@pytest.mark.django_db
def test_pages_are_answered_and_each_look_is_a_new_one(redis_at, port_of_one_away, client):
    redis_at(port_of_one_away)
    start = time.monotonic()
    for path in ("/en/", "/en/account/login/", "/en/research/", "/admin/login/", "/healthz"):
        assert client.get(path, follow=True).status_code == 200
        assert "X-Cache" not in client.get(path) or client.get(path)["X-Cache"] == "miss"
    assert time.monotonic() - start < 25
    assert client.get("/readyz").json()["failed"] == ["cache"]


def test_limits_are_counted_by_each_process_meanwhile(redis_at, port_of_one_away):
    redis_at(port_of_one_away)
    assert [_is_over("somebody signs in", 2, 60) for _ in range(4)] == [False, False, True, True]


@pytest.mark.django_db
def test_wrong_passwords_are_counted_meanwhile(redis_at, client):
    redis_at(refusing_port())
    sent = {"login": "amina@camtree.test", "password": "not-the-password"}
    said = [client.post("/en/account/login/", sent).content.decode() for _ in range(6)]
    assert ["Too many failed" in text for text in said] == [False] * 5 + [True]


def test_a_publish_that_redis_was_not_told_of_is_made_up_for(redis_at, monkeypatch):
    """Redis comes back with what it kept before the publish: nothing of that may be shown."""
    with fake_redis() as server:
        redis_at(server.port)
        before = generation()
        assert generation() == before
        monkeypatch.setattr(redis._State, "away_until", time.monotonic() + 60)
        monkeypatch.setattr(redis._State, "has_missed", True)
        raise_generation()
        assert generation() != generation()
        # It is back.
        monkeypatch.setattr(redis._State, "away_until", 0.0)
        after = generation()
        assert after > before
        assert generation() == after


def test_one_that_is_full_forgets_what_it_could_not_replace(redis_at):
    with fake_redis() as server:
        redis_at(server.port)
        cache.set("page", "old")
        before = generation()
        server.is_full = True
        cache.set("page", "new")
        assert cache.get("page") is None
        raise_generation()
        assert generation() > before
        assert cache.add("other", 1) is True
        server.is_full = False
        cache.set("page", "newest")
        assert cache.get("page") == "newest"


@pytest.mark.django_db
def test_pages_are_answered_by_one_that_is_full_and_readyz_says_so(redis_at, client):
    with fake_redis() as server:
        redis_at(server.port)
        server.is_full = True
        assert [client.get(path).status_code for path in ("/en/", "/en/account/login/")] == [200, 200]
        assert client.get("/readyz").json()["failed"] == ["cache"]


def test_what_another_release_wrote_and_this_one_cannot_read_is_not_there(redis_at):
    with fake_redis() as server:
        redis_at(server.port)
        cache.set("a", "kept")
        (key,) = server.held
        server.held[key] = b"\x80\x05\x8c\x07no.such\x94\x8c\x05Thing\x94\x93\x94."
        assert cache.get("a", "none") == "none"
        assert cache.get_many(["a"]) == {}


def test_limits_are_counted_beside_one_that_is_full(redis_at):
    with fake_redis() as server:
        redis_at(server.port)
        server.is_full = True
        assert [_is_over("somebody signs in", 3, 60) for _ in range(5)] == [False, False, False, True, True]


@pytest.mark.django_db
def test_wrong_passwords_are_counted_beside_one_that_is_full(redis_at, client):
    with fake_redis() as server:
        redis_at(server.port)
        server.is_full = True
        sent = {"login": "amina@camtree.test", "password": "not-the-password"}
        said = [client.post("/en/account/login/", sent).content.decode() for _ in range(6)]
        assert ["Too many failed" in text for text in said] == [False] * 5 + [True]
