"""Rooms on a BigBlueButton server: a stand-in on loopback checks each checksum as the real one does."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.members import browser_of, make_member
from tests.factories.webinars import change_page, make_open_webinar, make_registered
from webinars.registrations import bigbluebutton
from webinars.registrations.models import Registration

pytestmark = pytest.mark.django_db
SECRET = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"
REFUSED = "<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>"
MADE = "<response><returncode>SUCCESS</returncode></response>"


def checked(path: str) -> dict[str, str] | None:
    """What a call asks, or None where its checksum is not that of its words."""
    parts = urlsplit(path)
    query, _sign, checksum = parts.query.rpartition("&checksum=")
    call = parts.path.rsplit("/", 1)[-1]
    if hashlib.sha256(f"{call}{query}{SECRET}".encode()).hexdigest() != checksum:
        return None
    return {name: values[0] for name, values in parse_qs(query, strict_parsing=True).items()} | {"call": call}


class StandIn:
    """A server that says what it is told to say."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str] | None] = []
        self.answer, self.waits = MADE, 0.0
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                time.sleep(stand_in.waits)
                facts = checked(self.path)
                stand_in.asked.append(facts)
                self.send_response(200)
                self.end_headers()
                # Who asked may have gone.
                with suppress(BrokenPipeError):
                    self.wfile.write((stand_in.answer if facts else REFUSED).encode())

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library calls it so
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/bigbluebutton/"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def server(settings: Any) -> Iterator[StandIn]:
    stand_in = StandIn()
    settings.BBB_URL, settings.BBB_SECRET = stand_in.address, SECRET
    yield stand_in
    stand_in.close()


def make_now(**facts: Any) -> Registration:
    """Somebody registered for a webinar that begins now and meets on our server."""
    webinar = make_open_webinar("Talk & listen", meeting_link="")
    row = make_registered(webinar, make_member("Nila & Co"))
    change_page(webinar, starts_at=timezone.now(), **facts)
    return row


def enter(row: Registration, browser: Client | None = None) -> Any:
    return (browser or Client()).get(reverse("join_as_registered", args=[row.token]))


def test_the_room_is_made_and_entered(server: StandIn) -> None:
    row = make_now(is_recorded=True)
    answer = enter(row)
    (made,) = server.asked
    assert made is not None
    assert (made["call"], made["meetingID"]) == ("create", str(row.register.work_key))
    assert (made["name"], made["record"]) == ("Talk & listen", "true")
    assert answer.status_code == 302
    assert answer["Location"].startswith(server.address)
    entered = checked(answer["Location"])
    assert entered is not None
    assert (entered["call"], entered["fullName"], entered["role"]) == ("join", "Nila & Co", "VIEWER")
    assert Registration.objects.get().attended_at is not None


def test_who_may_change_the_page_enters_as_a_host(server: StandIn) -> None:
    webinar = make_open_webinar(meeting_link="")
    host = make_member("Host", roles=("Editors",))
    row = make_registered(webinar, host)
    change_page(webinar, starts_at=timezone.now())
    for browser, role in ((browser_of(host), "MODERATOR"), (Client(), "VIEWER")):
        entered = checked(enter(row, browser)["Location"])
        assert entered is not None
        assert entered["role"] == role


@pytest.mark.parametrize("answer", [REFUSED, "no xml", "", "<response/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_a_refusal_is_a_sentence(server: StandIn, answer: str) -> None:
    server.answer = answer
    said = enter(make_now())
    assert said.status_code == 503
    assert "The room does not answer at the moment." in said.content.decode()
    assert Registration.objects.get().attended_at is None


def test_a_wrong_secret_is_a_sentence(server: StandIn, settings: Any) -> None:
    settings.BBB_SECRET = "another"
    assert enter(make_now()).status_code == 503
    assert server.asked == [None]


def test_a_server_that_hangs_or_is_away_is_a_sentence(
    server: StandIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_now()
    monkeypatch.setattr(bigbluebutton, "SECONDS", 0.2)
    server.waits = 1
    assert enter(row).status_code == 503
    settings.BBB_URL = "http://127.0.0.1:9/bigbluebutton/"
    assert enter(row).status_code == 503


def test_a_link_of_the_hosts_comes_first(server: StandIn) -> None:
    row = make_now(meeting_link="https://meet.test/room")
    assert enter(row)["Location"] == "https://meet.test/room"
    assert server.asked == []
