from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils import translation

from camtree.core.templatetags import core_tags

NOON = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Tue, 1 Dec 2026, 16:00"), ("es", "mar, 1 dic 2026, 16:00"), ("zh-hans", "2026年12月1日周二 16:00")],
)
def test_local_moment_in_the_readers_language(language: str, words: str) -> None:
    with translation.override(language):
        assert core_tags.local_moment(NOON, "Asia/Almaty") == words


def test_zone_name_tells_the_distance_from_utc() -> None:
    with translation.override("en"):
        assert core_tags.zone_name(NOON, "Asia/Almaty") == "Almaty (UTC+5)"
        assert core_tags.zone_name(NOON, "UTC") == "UTC"


@pytest.mark.parametrize(
    ("code", "direction"),
    [("ar", "rtl"), ("ur", "rtl"), ("en", "ltr"), ("zh-hans", "ltr"), ("", "ltr"), (None, "ltr"), ("xx", "ltr")],
)
def test_direction_of_a_language(code: str | None, direction: str) -> None:
    assert core_tags.direction_of(code) == direction


@pytest.mark.parametrize(("seconds", "words"), [(None, ""), (7, "0:07"), (104.2, "1:44"), (3729, "1:02:09")])
def test_clock(seconds: float | None, words: str) -> None:
    assert core_tags.clock(seconds) == words


def test_query_toggling_adds_a_value_or_takes_it_away_and_forgets_the_page() -> None:
    context = {"request": RequestFactory().get("/en/research/?q=pupils&phase=primary&phase=Special&page=3")}

    assert core_tags.query_toggling(context, "country", "kz") == "?q=pupils&phase=primary&phase=Special&country=kz"
    assert core_tags.query_toggling(context, "phase", "early") == "?q=pupils&phase=primary&phase=Special&phase=early"
    assert core_tags.query_toggling(context, "phase", "special") == "?q=pupils&phase=primary"


def test_query_fields_are_all_parameters_but_those_named_and_the_page() -> None:
    context = {"request": RequestFactory().get("/en/research/?q=pupils&phase=a&phase=b&page=3&utm_source=x")}

    assert core_tags.query_fields(context, "q") == [("phase", "a"), ("phase", "b")]


def test_default_language_is_english_where_there_is_one_else_the_first() -> None:
    arabic, english = {"code": "ar"}, {"code": "en"}

    assert core_tags.default_language([arabic, english]) == english
    assert core_tags.default_language([arabic]) == arabic


def test_has_block_looks_at_the_kinds_of_blocks() -> None:
    stream = SimpleNamespace(raw_data=[{"type": "text", "value": "embed"}])

    assert core_tags.has_block(stream, "text")
    assert not core_tags.has_block(stream, "embed")
    assert not core_tags.has_block(None, "embed")
