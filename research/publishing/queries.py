"""What stands around a report: its family, its versions, its notice, who tried it too."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Subquery, Window
from django.utils.functional import SimpleLazyObject
from django.utils.translation import ngettext

from camtree.core.http.addresses import address_for
from camtree.core.pages.on_demand import on_demand
from camtree.core.templatetags.core_tags import number
from camtree.core.words.languages import join
from camtree.core.words.locales import active_locale
from camtree.vocabularies.queries import term_names
from research.library.citing.works import Original, is_translated, live_originals, originals_of
from research.library.likeness import more_like
from research.library.models import CollectionItem, CollectionPage, ReportPage
from research.publishing.choices import ReplicationState
from research.publishing.models import DoiDeposit, Replication, Withdrawal


def report_context(report: ReportPage) -> dict[str, Any]:
    """The written sections of a report, and the collections that hold it in any of its languages; made on demand."""
    holding = CollectionItem.objects.filter(report__translation_key=report.translation_key).values("collection")
    return {
        "paper": getattr(report, "paper", None),
        "family": SimpleLazyObject(lambda: family_of(report)),
        "notice": SimpleLazyObject(lambda: notice_of(report) if report.withdrawn_on else None),
        **on_demand(lambda: _standing(report), "versions", "doi", "original"),
        "alike": SimpleLazyObject(lambda: more_like(report, active_locale())),
        "paper_url": f"{address_for(report)}pdf/",
        "sections": SimpleLazyObject(lambda: [block.value for block in report.body if block.value["content"]]),
        "collections": CollectionPage.objects.shown_in(active_locale())
        .filter(pk__in=holding)
        .defer_streamfields()
        .order_by("title"),
    }


@dataclass(frozen=True)
class Family:
    """Records of those who tried what a report tells: how many of each result, and the latest in full."""

    counts: dict[str, int]
    records: list[Replication]

    @property
    def more(self) -> int:
        return sum(self.counts.values()) - len(self.records)

    @property
    def summary(self) -> str:
        """“Tried again 3 times: 2 better and 1 the same”, in the reader's language."""
        words = {
            "better": ngettext("%(n)s better", "%(n)s better", self.counts.get("better", 0)),
            "same": ngettext("%(n)s the same", "%(n)s the same", self.counts.get("same", 0)),
            "worse": ngettext("%(n)s worse", "%(n)s worse", self.counts.get("worse", 0)),
        }
        parts = [words[key] % {"n": number(self.counts[key])} for key in words if self.counts.get(key)]
        total = sum(self.counts.values())
        line = ngettext("Tried again %(n)s time: %(results)s.", "Tried again %(n)s times: %(results)s.", total)
        return line % {"n": number(total), "results": join(parts)}


# So many records are shown in full.
FAMILY_SHOWN = 30


def family_of(report: ReportPage) -> Family:
    """Who tried it too, in one query."""
    rows: list[Any] = list(
        Replication.objects.of_work(report)
        .published()
        .annotate(phase_slug=F("phase__slug"), phase_plain=F("phase__name"))
        .annotate(of_result=Window(Count("pk"), partition_by=F("result")))
        .defer("answer")[:FAMILY_SHOWN]
    )
    names = term_names(active_locale()).get("phases", {}) if rows else {}
    for row in rows:
        row.phase_name = names.get(row.phase_slug, row.phase_plain or "")
    counts = {row.result: row.of_result for row in rows}
    if len(rows) == FAMILY_SHOWN:  # a result may be among those that are not shown
        grouped = Replication.objects.of_work(report).filter(state=ReplicationState.PUBLISHED).order_by()
        counts = dict(grouped.values_list("result").annotate(Count("pk")))
    return Family(counts, rows)


def _standing(report: ReportPage) -> dict[str, Any]:
    """The versions of a report, its DOI and its original, in one query where it has a version."""
    registered = DoiDeposit.objects.filter(work=report.translation_key, registered_at__isnull=False)
    rows: Any = report.versions.defer("content").annotate(doi=Subquery(registered.values("doi")[:1]))
    if is_translated(report):
        rows = rows.annotate(original_title=Subquery(live_originals(report).values("title")[:1]))
    versions = list(rows)
    if not versions:
        original = originals_of([report]).get(report.translation_key)
        return {"versions": [], "doi": doi_link(report), "original": original}
    told = versions[0]
    title = told.original_title if is_translated(report) else None
    return {
        "versions": versions,
        "doi": DoiDeposit(doi=told.doi).link if told.doi else "",
        "original": Original(title, report.original_language) if title else None,
    }


def registered_dois(works: Iterable[UUID]) -> dict[UUID, str]:
    """The DOIs of those works that have one registered."""
    deposits = DoiDeposit.objects.filter(work__in=list(works), registered_at__isnull=False)
    return dict(deposits.values_list("work", "doi"))


def doi_link(report: ReportPage) -> str:
    """The DOI of a report as an address, once it is registered; "" before that."""
    deposit = DoiDeposit.objects.filter(work=report.translation_key, registered_at__isnull=False).first()
    return deposit.link if deposit else ""


def notice_of(report: ReportPage) -> Withdrawal | None:
    """What readers are told of a report that is withdrawn."""
    return Withdrawal.objects.notices().filter(work=report.translation_key).first()
