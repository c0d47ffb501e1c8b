"""What people do in a drill, as browsers do it: what was not acknowledged is sent again."""

import http.client
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

TOKEN = "t" * 32
TURNS = 4
# How many find room in the group of a round.
PLACES = 20
# How long somebody tries, in seconds, and how long they wait before another try.
PATIENCE, PAUSE = 60.0, 0.5


@dataclass
class Told:
    """What somebody was told, and what they sent after that: the database holds one of it."""

    key: int
    last: str = ""
    since: list[str] = field(default_factory=list)
    refused: int = 0
    slowest: float = 0.0
    gave_up: bool = False


def send(port: int, address: str, session: str, body: bytes, kind: str) -> tuple[int, bytes]:
    """Status and text of one answer; 0 where there was none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN, "Content-Type": kind}
    try:
        connection.request("POST", address, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


def insist(port: int, person: dict[str, Any], told: Told, body: bytes, kind: str, well: set[int]) -> tuple[int, bytes]:
    """Send until it is acknowledged, or patience is over."""
    end = time.monotonic() + PATIENCE
    while True:
        start = time.monotonic()
        status, text = send(port, person["address"], person["session"], body, kind)
        told.slowest = max(told.slowest, time.monotonic() - start)
        if status in well:
            return status, text
        if 400 <= status < 500:
            raise RuntimeError(f"{person['address']} answered {status}: {text[:300]!r}")
        told.refused += 1
        if time.monotonic() > end:
            told.gave_up = True
            return status, text
        time.sleep(PAUSE)


def register(port: int, person: dict[str, Any]) -> Told:
    """Ask for a place."""
    told = Told(person["key"])
    time.sleep(random.random() * 4)
    insist(port, person, told, b"", "application/x-www-form-urlencoded", {302})
    told.last = "" if told.gave_up else "a place"
    return told


def answer(port: int, person: dict[str, Any], turn: int) -> Told:
    """Answer a question, and change one's mind."""
    told = Told(person["key"])
    for number in range(TURNS):
        words = f"turn {turn}.{number}"
        told.since.append(words)
        form = {"q1": words, "q1-seen": "", "key": f"drill{person['key']}.{turn * 100 + number + 1}"}
        insist(port, person, told, urlencode(form).encode(), "application/x-www-form-urlencoded", {200})
        if not told.gave_up:
            told.last, told.since = words, []
        time.sleep(random.random())
    return told


def write(port: int, person: dict[str, Any], turn: int) -> Told:
    """Write at a draft, which saves itself."""
    told = Told(person["key"])
    for number in range(TURNS):
        words = f"<p>turn {turn}.{number}</p>"
        told.since.append(words)
        for _time in range(3):
            sent = {"name": person["part"], "html": words, "number": person.setdefault("number", 0)}
            status, text = insist(port, person, told, json.dumps(sent).encode(), "application/json", {200, 409})
            if status in {200, 409}:
                person["number"] = json.loads(text)["number"]
            if status != 409:  # what came in without our hearing of it
                break
        if status == 200:
            told.last, told.since = words, []
        time.sleep(random.random())
    return told
