"""How well a search answers the queries of `queries/`: nDCG, which is 1 where the best works come first."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import batched
from math import log2
from statistics import mean
from typing import Any

from modelsearch.backends import get_search_backends
from wagtail.models import Locale, Page
from wagtail.search.backends.database import SearchBackend

from camtree.core.pages.models import BasePageQuerySet
from camtree.search.queries import find, page_types
from tests.bench.relevance.library import HERE, LANGUAGES, works_by_key

# Pages that enter Wagtail's index together.
AT_ONCE = 500
DEPTH = 10

# The works found for a text and a reader's language, the best first.
type Search = Callable[[str, Locale], Iterable[Any]]


@dataclass(frozen=True)
class Query:
    """What is typed, by a reader of which language, of what kind it is, and how well each work answers (1 to 3)."""

    language: str
    text: str
    kind: str
    answers: Mapping[str, int]


def queries() -> list[Query]:
    return [
        Query(language, row["text"], row["kind"], row["answers"])
        for language in LANGUAGES
        for row in tomllib.loads((HERE / f"queries/{language}.toml").read_text(encoding="utf-8"))["queries"]
    ]


def ndcg(found: Iterable[Any], answers: Mapping[Any, int], depth: int = DEPTH) -> float:
    """What the first works found are worth, of what the best order would be worth. A work that comes twice, such as in
    two languages, takes a place and gains nothing the second time."""
    left, gained = dict(answers), 0.0
    for place, work in zip(range(depth), found, strict=False):
        gained += _worth(left.pop(work, 0), place)
    best = sorted(answers.values(), reverse=True)[:depth]
    return gained / sum(_worth(grade, place) for place, grade in enumerate(best))


def _worth(grade: int, place: int) -> float:
    return float((2**grade - 1) / log2(place + 2))


def ours(text: str, locale: Locale) -> list[Any]:
    """The search page."""
    return [hit.page.translation_key for hit in find(text, locale, size=DEPTH).hits]


@cache
def wagtails_backend() -> Any:
    """Wagtail's own search of the database that is used, with a configuration that is nobody's language."""
    return SearchBackend({"SEARCH_CONFIG": "simple"})


def wagtails_own(text: str, locale: Locale) -> list[Any]:
    """What a site on Wagtail has without a search of its own: all public pages, in whatever language."""
    pages = BasePageQuerySet(Page).live().public()
    return [page.translation_key for page in wagtails_backend().search(text, pages)[:DEPTH]]


def index_for_wagtails_own() -> None:
    """Enter all pages that the search knows into Wagtail's own index, where ours is another."""
    if any(type(backend) is type(wagtails_backend()) for backend in get_search_backends(with_auto_update=True)):
        return
    for model in page_types().values():
        # A hundred thousand at once take 17 GB.
        for some in batched(model.get_indexed_objects().iterator(chunk_size=AT_ONCE), AT_ONCE):
            wagtails_backend().add_bulk(model, list(some))


def scores(search: Search, asked: Sequence[Query]) -> list[float]:
    """What the search gets for each query."""
    works, locales = works_by_key(), {locale.language_code: locale for locale in Locale.objects.all()}
    return [
        ndcg(search(query.text, locales[query.language]), {works[key]: grade for key, grade in query.answers.items()})
        for query in asked
    ]


def by(name: str, asked: Sequence[Query], scored: Sequence[float]) -> dict[str, float]:
    """The mean for each `language` or `kind`, in their order."""
    values: dict[str, list[float]] = {}
    for query, score in zip(asked, scored, strict=True):
        values.setdefault(getattr(query, name), []).append(score)
    return {value: mean(found) for value, found in values.items()}
