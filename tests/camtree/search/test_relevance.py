"""The search finds what teachers look for: a figure that may rise and not fall (tests/bench/relevance)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests import kept
from tests.bench.relevance.library import LANGUAGES, RELEVANCE, works_by_key
from tests.bench.relevance.scoring import by, ndcg, ours, queries, scores

pytestmark = pytest.mark.django_db

# Of all queries, and of those in each language; what the weaker of the two databases reaches.
FLOOR, FLOOR_LANGUAGE = 0.95, 0.92


@pytest.fixture(scope="module")
def _judged(django_db_setup: None, shelf: kept.Shelf, django_db_blocker: Any) -> Iterator[None]:
    site = [kept.SCHEMA, kept.SITE]
    with django_db_blocker.unblock():
        kept.set_up(shelf, [*site, kept.DEMO, RELEVANCE])
    yield
    with django_db_blocker.unblock():
        kept.set_up(shelf, site)


@pytest.mark.usefixtures("_judged")
def test_every_work_that_is_judged_is_there() -> None:
    works = works_by_key()
    assert [(query.text, key) for query in queries() for key in query.answers if key not in works] == []


@pytest.mark.usefixtures("_judged")
def test_the_best_works_come_first() -> None:
    asked = queries()
    scored = scores(ours, asked)
    worst = [
        f"{score:.2f} {query.language} {query.text}" for query, score in zip(asked, scored, strict=True) if score < 0.5
    ]
    assert sum(scored) / len(scored) >= FLOOR, worst
    assert min(by("language", asked, scored).values()) >= FLOOR_LANGUAGE, worst


def test_queries_are_many_in_each_language_and_of_many_kinds() -> None:
    asked = queries()
    assert Counter(query.language for query in asked) == dict.fromkeys(LANGUAGES, 24)
    assert len({(query.language, query.text) for query in asked}) == 120
    assert {grade for query in asked for grade in query.answers.values()} == {1, 2, 3}
    assert all(query.answers for query in asked)


@pytest.mark.parametrize(
    ("found", "worth"),
    [
        ("ab", 1.0),
        ("ba", (1 + 7 / 1.584962500721156) / (7 + 1 / 1.584962500721156)),
        ("b", 1 / (7 + 1 / 1.584962500721156)),
        ("aab", (7 + 1 / 2) / (7 + 1 / 1.584962500721156)),
        ("xyz", 0.0),
        ("", 0.0),
        ("xxxxxxxxxxab", 0.0),
    ],
)
def test_ndcg(found: str, worth: float) -> None:
    assert ndcg(found, {"a": 3, "b": 1}) == pytest.approx(worth)
