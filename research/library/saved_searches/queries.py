"""What a saved search finds: the library's own answer to a query string, for somebody who is not looking just now."""

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from wagtail.models import Locale

from camtree.search.engine import selection
from research.library.browsing import asked_for
from research.library.models import ReportPage


def works_found(query: QueryDict, locale: Locale) -> QuerySet[ReportPage]:
    """Reports that `/research/?…` finds for a reader of `locale`: of several values of one parameter any, of several
    parameters all."""
    asked = asked_for(query, locale)
    wanted = asked.wanted
    # Asked once more who may see them: an index that is behind shows nothing private.
    reports: QuerySet[ReportPage] = ReportPage.objects.live().public()
    if asked.text and wanted.question.is_empty:
        return reports.none()
    found = selection(wanted)
    return reports.filter(pk__in=RawSQL(f"SELECT e.object_id {found.sql}", found.parameters))  # noqa: S611 - ours
