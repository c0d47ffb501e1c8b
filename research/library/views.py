"""Citations of reports and collections, lists to take along, the words of the library, and the pages of authors."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from camtree.core.http.rate_limits import is_over_limit
from camtree.core.papers.spreadsheets import csv_answer
from camtree.core.words.locales import active_locale
from camtree.core.words.slugs import slug_of
from research.library.access import get_collection_for, get_report_for, kept_as_the_report
from research.library.authors import author_context, authors_meant
from research.library.browsing import asked_for, found_keys
from research.library.citing.formats import FORMATS, MOST, answer, cited_by_keys, export
from research.library.citing.styles import styled
from research.library.citing.table import rows
from research.library.citing.works import cited
from research.library.models import CollectionPage, ReportPage
from research.library.queries import collection_context
from research.library.vocabularies import vocabularies

# What the file for spreadsheets is called in addresses, beside the formats of reference programs.
TABLE: Final = "csv"
# Lists that one may take along in an hour: each may be of 2,000 works.
EXPORTS: Final = 60
LONGEST_FILE_NAME: Final = 80


@require_safe
def cite(request: HttpRequest, slug: str) -> HttpResponse:
    """A report in the styles that journals ask for, and the files for reference programs."""
    report = get_report_for(request, slug)
    (work,) = cited([report], request)
    context = {"page": report, "styled": list(styled(work, today=timezone.localdate()))}
    return kept_as_the_report(render(request, "research/library/cite.html", context), report)


@require_safe
def cite_as(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A report as a file for reference programs."""
    report = get_report_for(request, slug)
    if kind not in FORMATS:
        return _unknown(request, report)
    name = f"{report.identifier or report.slug[:60]}-{report.locale.language_code}"
    return kept_as_the_report(answer(export([report], FORMATS[kind], request), FORMATS[kind], name), report)


@require_safe
def cite_collection_as(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """All public reports of a collection in one file, each in the language in which the collection shows it."""
    collection = get_collection_for(request, slug)
    if kind not in FORMATS:
        return _unknown(request, collection)
    reports = [item["report"] for item in collection_context(collection)["items"]]
    name = f"{collection.slug[:60]}-{collection.locale.language_code}"
    return kept_as_the_report(answer(export(reports, FORMATS[kind], request), FORMATS[kind], name), collection)


def _unknown(request: HttpRequest, page: ReportPage | CollectionPage) -> HttpResponse:
    return kept_as_the_report(render(request, "research/library/no_format.html", {"page": page}, status=404), page)


@require_safe
def export_found(request: HttpRequest, kind: str) -> HttpResponseBase:
    """What an address of the library finds, as a file: the same query, at most the first 2,000 reports."""
    if kind not in (*FORMATS, TABLE):
        return render(request, "404.html", {"is_view": True}, status=404)
    if is_over_limit(request, "export", times=EXPORTS, seconds=3600):
        return render(request, "research/library/many_exports.html", {"is_view": True}, status=429)
    locale = active_locale()
    reader = locale if kind == TABLE else None
    asked = asked_for(request.GET, locale)
    works = cited_by_keys(found_keys(asked, MOST), request, reader=reader)
    name = f"{slug_of(f'camtree {asked.in_short}', LONGEST_FILE_NAME)}-{locale.language_code}"
    # Written while the language of the request is the one that is spoken.
    response = (
        csv_answer(list(rows(works)), f"{name}.csv")
        if kind == TABLE
        else answer(FORMATS[kind].written(works), FORMATS[kind], name)
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """All words by which the library is ordered."""
    context = {"vocabularies": vocabularies(active_locale()), "is_view": True}
    return render(request, "research/library/terms.html", context)


@require_safe
def author(request: HttpRequest, key: str) -> HttpResponse:
    """The public works of an author, and where they stand. An address of before leads there; where it was that of
    several, to each."""
    context = author_context(key, active_locale(), request.GET.get("page"))
    if context is None:
        meant = authors_meant(key, active_locale())
        if not meant:
            raise Http404
        if len(meant) == 1:
            return HttpResponsePermanentRedirect(reverse("author", args=[meant[0].key]))
        return render(request, "research/library/authors_meant.html", {"meant": meant, "is_view": True})
    return render(request, "research/library/author.html", context)
