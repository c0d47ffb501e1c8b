"""What a saved search finds: the library's own answer to a query string, for somebody who is not looking just now."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from wagtail.models import Locale

from camtree.search.engine import selection
from research.library.browsing import asked_for
from research.library.models import ReportPage


def works_found(query: QueryDict, locale: Locale, since: datetime | None = None) -> QuerySet[ReportPage]:
    """Reports that `/research/?…` finds for a reader of `locale`: of several values of one parameter any, of several
    parameters all; with `since` those alone of which no language was public before."""
    asked = asked_for(query, locale)
    wanted = asked.wanted
    # Asked once more who may see them: an index that is behind shows nothing private.
    reports: QuerySet[ReportPage] = ReportPage.objects.live().public()
    if asked.text and wanted.question.is_empty:
        return reports.none()
    found = selection(wanted)
    reports = reports.filter(pk__in=RawSQL(f"SELECT e.object_id {found.sql}", found.parameters))  # noqa: S611 - ours
    if since is not None:
        older = ReportPage.objects.filter(
            translation_key=OuterRef("translation_key"), first_published_at__lte=since, live=True
        )
        reports = reports.filter(~Exists(older), first_published_at__gt=since)
    return reports
