"""Reads over what readers keep."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery

from camtree.core.words.locales import active_locale
from camtree.members.models import User
from research.library.models import ReportPage
from research.library.queries import listed
from research.reading.models import Digest, ListedWork, ReadingList

PER_PAGE = 24
SHOWN = 5


@dataclass(frozen=True)
class Kept:
    """A work on a list, as it is shown: the report in the reader's language, and what its keeper says of it."""

    row: ListedWork
    report: ReportPage


def lists_of(member: User) -> QuerySet[ReadingList]:
    """The lists of a member, the bookmarks first, each with the number of its works."""
    return ReadingList.objects.filter(member=member).annotate(number=Count("works"))


def works_on(reading_list: ReadingList) -> QuerySet[ListedWork]:
    """The rows of a list whose works a reader of the present language may read, in its order."""
    readable = ReportPage.objects.shown_in(active_locale()).order_by().values("translation_key")
    return reading_list.works.filter(work__in=readable)


def page_of(reading_list: ReadingList, number: Any) -> Any:
    """One page of a list, as it is shown."""
    page: Any = Paginator(works_on(reading_list), PER_PAGE).get_page(number)
    rows = list(page.object_list)
    reports = reports_of(row.work for row in rows)
    page.object_list = [Kept(row, reports[row.work]) for row in rows if row.work in reports]
    return page


def reports_of(works: Iterable[UUID]) -> dict[UUID, ReportPage]:
    """The reports of these works as a reader of the present language finds them, by their work."""
    shown = listed(ReportPage.objects.shown_in(active_locale()).filter(translation_key__in=list(works)))
    return {report.translation_key: report for report in shown}


def in_its_order(reading_list: ReadingList) -> list[ReportPage]:
    """All reports of a list, in its order: for what is made of a whole list, such as a file of references."""
    works = list(works_on(reading_list).values_list("work", flat=True))
    reports = reports_of(works)
    return [reports[work] for work in works if work in reports]


def kept_by(member: User, work: UUID) -> QuerySet[ListedWork]:
    """Where a member has a work already."""
    return ListedWork.objects.filter(reading_list__member=member, work=work).select_related("reading_list")


def my_reading(member: User) -> dict[str, Any]:
    """What the member's own page shows: what was saved last, each work once. One query."""
    own = ListedWork.objects.filter(reading_list__member=member).order_by()
    last = own.filter(work=OuterRef("translation_key")).order_by("-pk").values("pk")[:1]
    reports = (
        ReportPage.objects.shown_in(active_locale())
        .filter(translation_key__in=own.values("work"))
        .annotate(last_kept=Subquery(last))
        .order_by("-last_kept")
        .only("title", "locale", "path", "depth", "url_path", "slug", "translation_key")
    )
    return {"reports": list(reports[:SHOWN])}


def digest_of(member: User) -> Digest:
    """How often a member hears of new works; not kept yet for who never said."""
    return Digest.objects.filter(member=member).first() or Digest(member=member)
