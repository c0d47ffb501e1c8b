"""Every address of ours gets what nobody keeps: NUL, halves of surrogate pairs, numbers beyond all bounds, deep JSON.

The addresses come from the URL table, so that a new one is tried without being named. Nothing may answer 500.
"""

import re
from collections.abc import Iterator
from itertools import batched
from operator import itemgetter

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db

OURS = ("camtree.", "home.", "insights.", "leads.", "learning.", "research.", "webinars.")
SAMPLES = {"int": str(10**30), "uuid": "6a1f0c7e-0000-4000-8000-00000000beef", "str": "a\u0301'b", "slug": "no-such"}
LONG = "9" * 400
FIELDS = ("text", "html", "name", "title", "number", "version", "email", "key", "q", "page", "file", "parts", "state")
ODD = [
    "\0",
    "a\0b",
    "\ufffe",
    LONG,
    f"-{LONG}",
    "1e999",
    "NaN",
    "Infinity",
    "٣",
    "²",
    "[" * 3000,
    "'\"><",
    "\u202e",
    " ",
]
BODIES = [
    b"",
    b"null",
    b'{"name": "abstract", "html": "a\\u0000b", "number": 0}',
    b'{"name": "abstract", "html": "\\ud800", "number": 1e999}',
    b'{"name": Infinity, "html": NaN, "number": Infinity}',
    b"[" * 50_000,
    b"\xff\xfe\x00",
]


def addresses(patterns=None, before: str = "") -> Iterator[str]:
    """Each address of a view of ours, with a sample in the place of each part that varies."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and module_of(pattern).startswith(OURS) and "(" not in route:
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "a"), route)


def module_of(pattern: URLPattern) -> str:
    view = pattern.callback
    return str(getattr(view, "view_class", view).__module__)


PLACES = sorted(set(addresses()))


def test_the_table_is_read():
    assert len(PLACES) > 150
    assert {"en/register-interest/", "en/my/research/", "readyz", "api/v2/"} & set(PLACES) > {"readyz"}


def told(browser: Client, place: str, *, odd: dict[str, str], bodies: tuple[bytes, ...]) -> Iterator[tuple[str, int]]:
    """What an address answers, with what was sent."""
    browser.raise_request_exception = False
    yield "GET", browser.get(f"/{place}", odd).status_code
    yield "POST", browser.post(f"/{place}", odd).status_code
    yield "POST nothing", browser.post(f"/{place}").status_code
    for body in bodies:
        yield str(body[:30]), browser.post(f"/{place}", body, content_type="application/json").status_code


@pytest.mark.parametrize("places", list(batched(PLACES, 25)), ids=itemgetter(0))
def test_no_address_breaks(places):
    visitor, member = Client(), browser_of(make_member("Amina"))
    operator = browser_of(make_member("Olga", is_superuser=True, is_staff=True))
    one = {name: ODD[number % len(ODD)] for number, name in enumerate(FIELDS)}
    other = {name: ODD[(number + 7) % len(ODD)] for number, name in enumerate(FIELDS)}
    broken = []
    for number, place in enumerate(places):
        # Every body with every kind of address, each address with some of them.
        bodies = (BODIES[number % len(BODIES)], BODIES[(number + 3) % len(BODIES)])
        for who, browser, odd in (("visitor", visitor, one), ("member", member, one), ("operator", operator, other)):
            answers = told(browser, place, odd=odd, bodies=bodies if who != "visitor" else ())
            broken += [(place, who, sent, status) for sent, status in answers if status >= 500 and place != "readyz"]
    assert broken == []
