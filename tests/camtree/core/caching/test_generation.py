"""What is remembered until something is published."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from camtree.core.caching import generation
from camtree.core.caching.generation import GenerationMiddleware, forget_all_pages, raise_generation, recall
from leads.models import LeadProfilePage
from tests.factories.pages import make_lead
from tests.threads import at_once


@pytest.fixture
def numbers() -> Iterator[int]:
    return count(1)


def test_a_fact_is_asked_for_once_in_a_generation(numbers: Iterator[int]) -> None:
    assert [recall("number", lambda: next(numbers)) for _time in range(3)] == [1, 1, 1]
    assert recall("another", lambda: next(numbers)) == 2
    raise_generation()
    assert recall("number", lambda: next(numbers)) == 3


def test_a_fact_outlives_neither_its_time_nor_a_cache_that_was_emptied(numbers: Iterator[int]) -> None:
    assert [recall("short", lambda: next(numbers), seconds=0) for _time in range(2)] == [1, 2]
    assert recall("number", lambda: next(numbers)) == 3
    cache.clear()
    assert recall("number", lambda: next(numbers)) == 4


def test_what_is_not_there_is_asked_for_again() -> None:
    found: Iterator[str | None] = iter([None, "here"])
    assert [recall("perhaps", lambda: next(found)) for _time in range(3)] == [None, "here", "here"]


def test_memory_does_not_grow_with_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "MOST_FACTS", 10)
    for place in range(100):
        recall(f"fact {place}", lambda place=place: place)  # type: ignore[misc]
    assert len(generation._memory[1]) <= 10
    assert recall("fact 99", lambda: -1) == 99


def test_a_request_belongs_to_one_generation(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def kept(name: str, *_others: Any) -> int:
        asked.append(name)
        return 7

    monkeypatch.setattr(generation.cache, "get_or_set", kept)

    def view(_request: Any) -> HttpResponse:
        return HttpResponse(f"{generation.generation()} {generation.generation()}")

    answer = GenerationMiddleware(view)(RequestFactory().get("/"))
    assert (answer.content, asked) == (b"7 7", ["generation"])
    generation.generation()
    assert len(asked) == 2


def test_a_request_that_publishes_sees_the_new_generation() -> None:
    def view(_request: Any) -> HttpResponse:
        before = generation.generation()
        raise_generation()
        return HttpResponse(str(generation.generation() > before))

    assert GenerationMiddleware(view)(RequestFactory().get("/")).content == b"True"


# ---------------------------------------------------------------- when it begins


@pytest.mark.django_db
def test_pages_are_forgotten_on_commit_and_not_before() -> None:
    before = generation.generation()
    with transaction.atomic():
        with transaction.atomic():
            forget_all_pages()
        assert generation.generation() == before
    assert generation.generation() > before


@pytest.mark.django_db
def test_pages_are_forgotten_at_once_where_nothing_waits_for_a_commit() -> None:
    before = generation.generation()
    forget_all_pages()
    assert generation.generation() > before


@pytest.mark.django_db
def test_pages_are_kept_where_the_change_is_taken_back() -> None:
    before = generation.generation()
    with transaction.atomic():
        forget_all_pages()
        transaction.set_rollback(True)
    assert generation.generation() == before


@pytest.fixture
def lead(site_after_flush: None) -> LeadProfilePage:
    return make_lead(introduction="The old words.")


def words_for_a_stranger(*addresses: str) -> list[str]:
    """Which of the words somebody else is shown, who has a connection of their own."""

    def look(address: str) -> str:
        html = Client().get(address).content.decode()
        (word,) = [word for word in ("old", "new") if f"The {word} words." in html]
        return word

    return [at_once(lambda address=address: look(address))[0] for address in addresses]  # type: ignore[misc]


@pytest.mark.django_db(transaction=True)
def test_others_see_the_old_page_until_the_commit_and_the_new_one_after_it(lead: LeadProfilePage) -> None:
    assert words_for_a_stranger(lead.url) == ["old"]
    # Nobody asks for the second address before the publish: its old words come into the cache while the commit is due.
    addresses = (lead.url, f"{lead.url}?seen=meanwhile")
    lead.introduction = "The new words."
    with transaction.atomic():
        lead.save_revision().publish()
        assert words_for_a_stranger(*addresses) == ["old", "old"]
    assert words_for_a_stranger(*addresses) == ["new", "new"]


@pytest.mark.django_db(transaction=True)
def test_others_see_the_old_page_after_a_publish_that_was_taken_back(lead: LeadProfilePage) -> None:
    before = generation.generation()
    lead.introduction = "The new words."
    with transaction.atomic():
        lead.save_revision().publish()
        transaction.set_rollback(True)
    assert generation.generation() == before
    assert words_for_a_stranger(lead.url) == ["old"]
