"""Sentences at the top of every page, on the days they are for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from camtree.core.caching.generation import raise_generation
from camtree.navigation.models import Notice
from camtree.navigation.queries import notices

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def make_notice(text: str = "Back on Monday.", language: str = "en", **days: Any) -> Notice:
    return Notice.objects.create(text=text, locale=Locale.objects.get(language_code=language), **days)


def shown(address: str = "/en/privacy/") -> list[str]:
    page = BeautifulSoup(Client().get(address).content, "html.parser")
    return [tag.get_text() for tag in page.select(".notices p")]


@pytest.mark.parametrize(
    ("days", "is_shown"),
    [
        ({}, [True, True, True]),
        ({"shown_from": NOON}, [False, True, True]),
        ({"shown_until": NOON}, [True, False, False]),
        ({"shown_from": NOON, "shown_until": NOON + MOMENT}, [False, True, False]),
        ({"shown_from": NOON + MOMENT, "shown_until": NOON - MOMENT}, [False, False, False]),
    ],
)
def test_a_notice_is_shown_from_its_first_moment_and_no_longer_at_its_last(
    monkeypatch: pytest.MonkeyPatch, days: dict[str, Any], is_shown: list[bool]
) -> None:
    make_notice(**days)
    seen = []
    for now in (NOON - MOMENT, NOON, NOON + MOMENT):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        raise_generation()  # what a process remembers of notices it remembers for a minute
        seen.append(notices(Locale.objects.get(language_code="en")) == ["Back on Monday."])
    assert seen == is_shown


def test_notices_stand_on_every_page_in_the_order_they_were_written() -> None:
    now, day = timezone.now(), timedelta(days=1)
    make_notice("Today.", shown_from=now - day, shown_until=now + day)
    make_notice("Over.", shown_until=now - day)
    make_notice("Not yet.", shown_from=now + day)
    make_notice("Always.")
    for address in ("/en/", "/en/privacy/", "/en/research/", "/en/account/login/"):
        assert shown(address) == ["Today.", "Always."], address


def test_a_notice_is_for_the_readers_of_its_language() -> None:
    make_notice("Back on Monday.")
    make_notice("نعود يوم الاثنين.", language="ar")
    assert (shown(), shown("/ar/research/"), shown("/es/research/")) == (["Back on Monday."], ["نعود يوم الاثنين."], [])


def test_a_notice_comes_and_goes_at_once_also_on_pages_that_were_kept() -> None:
    assert shown() == shown() == []
    notice = make_notice()
    assert shown() == ["Back on Monday."]
    notice.text = "Back on <b>Tuesday</b>."
    notice.save()
    assert shown() == ["Back on <b>Tuesday</b>."]
    notice.delete()
    assert shown() == []
    assert 'class="notices"' not in Client().get("/en/privacy/").content.decode()
