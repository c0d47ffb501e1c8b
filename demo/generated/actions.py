"""Making a library of invented reports of any size, and taking it away."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection, reset_queries, transaction
from django.db.models import F
from django.db.models.query import QuerySet
from wagtail.models import Page, PageLogEntry

from camtree.core.caching.generation import forget_all_pages
from camtree.search.index import written_in_bulk
from camtree.search.rebuilding import index_missing
from demo.generated.indexers import Indexers
from demo.generated.rows import CLOSED_SLUG, Shelves, add_works
from demo.generated.works import mark_of
from home.models import StandardPage
from research.models import ReportPage, Withdrawal

# Works in one transaction: what a run that is cut loses at the most, and what the memory holds.
BATCH = 500

type Told = Callable[[int, int], object]


@dataclass(frozen=True)
class Made:
    """What a run has made: works, pages with their translations, and seconds by what they went for."""

    works: int
    pages: int
    seconds: dict[str, float] = field(default_factory=dict)


def generate_reports(*, number: int, seed: int = 1, beside: int = 0, told: Told = lambda done, of: None) -> Made:
    """Have the first `number` invented works of a seed. What is there stays: a run that was cut goes on.

    So many processes `beside` this one put them into the search. `told` hears how many are there, and how many there
    will be.
    """
    there, shelves = numbers_there(seed), Shelves()
    missing = [place for place in range(number) if place not in there]
    pages = 0
    with written_in_bulk():
        with Indexers(beside) as indexers:
            for start in range(0, len(missing), BATCH):
                told(number - len(missing) + start, number)
                keys = add_works(seed, missing[start : start + BATCH], shelves)
                indexers.index(keys)
                pages += len(keys)
                reset_queries()  # which Django keeps where DEBUG is on
        shelves.seconds["search"] = indexers.seconds
        while index_missing():  # after a run that was cut between the two
            reset_queries()
    told(number, number)
    if missing:
        with shelves.timed("statistics"):
            _count_anew()
        forget_all_pages()
    return Made(len(missing), pages, shelves.seconds)


def numbers_there(seed: int) -> set[int]:
    """The numbers of the works of a seed that are there."""
    front = mark_of(seed, "")
    marks = ReportPage.objects.filter(imported_from__startswith=front).values_list("imported_from", flat=True)
    return {int(mark.removeprefix(front)) for mark in marks.iterator()}


def drop_generated(*, told: Told = lambda done, of: None) -> int:
    """Delete every invented report, of whatever seed, and what hangs on it; how many pages that were."""
    generated = ReportPage.objects.filter(imported_from__startswith="generated:")
    number, dropped = generated.count(), 0
    while keys := list(generated.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        told(dropped, number)
        dropped += _drop(keys)
        reset_queries()
    for page in StandardPage.objects.filter(slug=CLOSED_SLUG, numchild=0):
        key = page.pk
        page.delete()
        PageLogEntry.objects.filter(page=key).delete()
    told(number, number)
    if dropped:
        _count_anew()
        forget_all_pages()
    return dropped


@transaction.atomic
def _drop(keys: list[int]) -> int:
    """Delete some of the pages. The tree's own deleting would ask for what lies below each, which is nothing."""
    pages = ReportPage.objects.filter(pk__in=keys)
    above: dict[str, int] = {}
    for path in pages.values_list("path", flat=True):
        parent = path[: -Page.steplen]
        above[parent] = above.get(parent, 0) + 1
    for path, number in sorted(above.items()):
        Page.objects.filter(path=path).update(numchild=F("numchild") - number)
    works = list(pages.values_list("translation_key", flat=True))
    Withdrawal.objects.filter(work__in=works).delete()
    Withdrawal.history.filter(work__in=works).delete()
    # Else each would be unpublished first, and its other languages with it.
    pages.update(live=False)
    QuerySet(ReportPage).filter(pk__in=keys).delete()
    PageLogEntry.objects.filter(page__in=keys).delete()
    return len(keys)


def _count_anew() -> None:
    """The planner knows nothing yet of what was just loaded."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
