"""A PostgreSQL that takes every connection and is silent, from the start or after it has let somebody in."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError, close_old_connections, connection, connections, transaction
from django.test import Client

from camtree.core.postgresql.patience import patience, patient_for
from tests.parts import silent_postgres, silent_server
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
# Seconds within which everything is answered.
PATIENCE = 5


@pytest.fixture(params=["silent", "silent once it has let in"])
def silent_port(request: pytest.FixtureRequest) -> Iterator[int]:
    with ExitStack() as stack:
        yield stack.enter_context(silent_server() if request.param == "silent" else silent_postgres())


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, silent_port: int) -> None:
    """Threads that begin now find that PostgreSQL in the place of the database of the tests."""
    held = connections.settings["default"]
    facts = {"ENGINE": "camtree.core.postgresql", "HOST": "127.0.0.1", "PORT": silent_port, "NAME": "camtree"}
    facts |= {"USER": "camtree", "PASSWORD": "", "OPTIONS": {"connect_timeout": 3}}
    facts |= {"CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60}
    monkeypatch.setitem(connections.settings, "default", held | facts)


def in_a_thread(do: Any) -> tuple[Any, float]:
    """What it gives in a thread, which has connections of its own, and how many seconds it took."""
    given: list[Any] = []

    def run() -> None:
        given.append(do())
        connections.close_all()

    thread, start = Thread(target=run), time.monotonic()
    thread.start()
    thread.join()
    return given[0], time.monotonic() - start


PAGES = ("/en/", "/en/account/login/", "/en/research/", "/en/learning/", "/en/my/", "/admin/")


@pytest.mark.usefixtures("away", "nothing_kept")
def test_pages_and_what_is_sent_say_so_in_time() -> None:
    def browser() -> Client:
        browser = Client(raise_request_exception=False)
        browser.cookies["sessionid"] = "a" * 32
        return browser

    asked = [partial(in_a_thread, partial(browser().get, path)) for path in PAGES]
    asked.append(partial(in_a_thread, partial(browser().post, "/en/my/profile/", {"name": "Ana"})))
    for answer, seconds in at_once(*asked):
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "A part of our servers does not answer just now." in answer.content.decode()
        assert seconds < PATIENCE


@pytest.mark.usefixtures("away")
def test_whoever_watches_is_answered() -> None:
    answer, seconds = in_a_thread(lambda: Client().get("/healthz"))
    assert (answer.status_code, seconds < 0.5) == (200, True)
    answer, seconds = in_a_thread(lambda: Client().get("/readyz"))
    assert (answer.status_code, seconds < 3.5) == (503, True)
    assert set(answer.json()["failed"]) >= {"database", "migrations"}


@pytest.mark.usefixtures("away")
def test_who_waits_once_waits_no_second_time() -> None:
    def ask() -> list[str]:
        said = []
        with patient_for(2):
            for _time in range(20):
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute("SELECT 1")
                except OperationalError as error:
                    said.append(str(error))
        return said

    said, seconds = in_a_thread(ask)
    assert len(said) == 20
    assert seconds < 4


def test_outside_of_a_request_nobody_counts() -> None:
    assert patience() is None
    with patient_for(2) as given:
        assert patience() is given
    assert patience() is None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL can be slow")
def test_a_slow_statement_is_left_and_the_next_has_a_connection() -> None:
    def ask() -> Any:
        with patient_for(0.5), pytest.raises(OperationalError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(30)")
        close_old_connections()  # as at the end of each request
        with patient_for(5), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(30)'")
            return cursor.fetchone()

    found, seconds = in_a_thread(ask)
    assert found == (0,)
    assert seconds < 4


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL can be slow")
def test_who_works_waits_longer_for_a_server_that_answers() -> None:
    def ask() -> Any:
        with patient_for(0.6, afterwards=5), connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1.5), 7")
            return cursor.fetchone()[1]

    assert in_a_thread(ask)[0] == 7


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL can be slow")
def test_what_nobody_waits_for_may_take_its_time() -> None:
    def ask() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1), 7")
            return cursor.fetchone()[1]

    assert in_a_thread(ask)[0] == 7
