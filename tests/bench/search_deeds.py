"""What the benchmark of the search asks of a library: which words are common and rare in it, where things lie, and what
is true of it, counted without the search."""

import re
from collections import Counter
from functools import cache
from statistics import mean
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page

from camtree.core.caching.generation import forget_all_pages
from camtree.core.pages.models import BasePageQuerySet
from camtree.search.analysis.folding import fold
from camtree.search.analysis.tokens import main_token
from camtree.search.queries import find
from demo.generated.actions import numbers_there
from demo.generated.works import CLOSED, HIDDEN, work_of
from research.library.choices import ABSTRACT_PARTS
from research.models import ReportPage
from tests.bench.people import account
from tests.bench.relevance import scoring
from tests.factories.members import browser_of
from tests.queries import shapes

# Phrases of demo/generated: the most usual one, and one that a hundredth of the works is about.
COMMON, MIDDLE = "pupils", "algebra"
CHINESE = "学生"
WORDS = re.compile(r"\w+")


def places() -> dict[str, str]:
    """Words and addresses by the names that `tests.bench.search` has for them."""
    reports = ReportPage.objects.filter(locale__language_code="en").count()
    everywhere = ReportPage.objects.count()
    return {
        "common": COMMON,
        "middle": MIDDLE,
        "rare": rare_name("en"),
        "chinese": CHINESE,
        "rare_chinese": rare_name("zh-hans"),
        "middle_page": str(max(1, reports // 12 // 2)),
        "middle_of_api": str(everywhere // 2),
        "admin_search": reverse("wagtailadmin_pages:search"),
        "editor": str(browser_of(account("editor")).cookies["sessionid"].value),
    }


def rare_name(code: str) -> str:
    """The rarest name of a task that stands in a public work in the middle of the library."""
    numbers = sorted(numbers_there(seed=1))
    for number in numbers[len(numbers) // 2 :]:
        work = work_of(1, number, {})
        if work.language.code == code and not (work.is_among(CLOSED) or work.is_among(HIDDEN)):
            report = ReportPage.objects.get(imported_from=work.mark, locale__language_code=code)
            names = [work.language.name(rank) for rank in sorted(work.names, reverse=True)]
            return next(name for name in names if any(name in text for text in texts_of(report))).lower()
    raise LookupError(f"The library has no public work in {code}.")


def texts_of(report: ReportPage) -> list[str]:
    """Everything that its author wrote, for whoever reads it without a search."""
    body: Any = ReportPage._meta.get_field("body")
    names = ["title", "introduction", *(name for name, _heading in ABSTRACT_PARTS)]
    return [*(getattr(report, name) for name in names), *body.get_searchable_content(report.body)]


def true_counts(word: str, country: str) -> dict[str, Any]:
    """How many reports shown to an English reader hold a word, in any of its forms, and are from a country, and of each
    kind, by reading."""
    reports = ReportPage.objects.shown_in(Locale.objects.get(language_code="en")).filter(country=country)
    found: Counter[str] = Counter()
    wanted = main_token(fold(word), "en")
    forms = cache(lambda found: main_token(fold(found), "en") == wanted)
    for report in reports.iterator(chunk_size=500):
        if any(forms(found) for text in texts_of(report) for found in WORDS.findall(text.lower())):
            found[report.kind] += 1
    return {"all": found.total(), "kinds": dict(found)}


def index_sizes() -> dict[str, float]:
    """MiB of what the search keeps, ours and Wagtail's own, by the beginning of the tables' names."""
    return {front: _size_of(front) for front in ("search_", "wagtailsearch_")}


def _size_of(front: str) -> float:
    if connection.vendor == "postgresql":
        sql = "SELECT SUM(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND starts_with(relname, %s)"
    else:
        sql = (
            "SELECT SUM(pgsize) FROM dbstat JOIN sqlite_master AS part USING (name) "
            "WHERE substr(part.tbl_name, 1, length(%s)) = %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [front] * sql.count("%s"))
        return float(cursor.fetchone()[0] or 0) / 1024**2


def search_queries(addresses: list[str], session: str) -> tuple[int, int]:
    """How many queries a look asks, the first time after a publish and later, of one page at three addresses."""
    client = Client(headers={"host": "127.0.0.1"})
    if session:
        client.cookies["sessionid"] = session
    warm, first, again = addresses
    client.get(warm)
    forget_all_pages()
    counted = []
    for address in (first, again):
        with CaptureQueriesContext(connection) as log:
            assert client.get(address).status_code == 200, address
        counted.append(shapes(log).total())
    return counted[0], counted[1]


def search_ours(text: str, times: int) -> int:
    """The first ten and how many there are; that number."""
    english = Locale.objects.get(language_code="en")
    return [find(text, english).total for _time in range(times)][-1]


def search_wagtails_own(text: str, times: int) -> int:
    """The same by Wagtail's own search."""
    counted = 0
    for _time in range(times):
        found = scoring.wagtails_backend().search(text, BasePageQuerySet(Page).live().public())
        assert len(found[:10]) <= 10
        counted = found.count()
    return counted


def relevance() -> dict[str, dict[str, float]]:
    """nDCG of ours and of Wagtail's own, of each language and of all queries."""
    asked, told = scoring.queries(), {}
    for name, search in (("ours", scoring.ours), ("wagtails own", scoring.wagtails_own)):
        scored = scoring.scores(search, asked)
        told[name] = {**scoring.by("language", asked, scored), "all": mean(scored)}
    return told


DEEDS: dict[str, Any] = {
    "search_places": places,
    "true_counts": true_counts,
    "index_sizes": index_sizes,
    "search_queries": search_queries,
    "search_ours": search_ours,
    "search_wagtails_own": search_wagtails_own,
    "relevance": relevance,
}
