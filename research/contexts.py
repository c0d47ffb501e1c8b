"""What the templates of the research section are given."""

from typing import Any

from django.http import HttpRequest

from camtree.core.pages.contexts import context_of
from camtree.core.pages.on_demand import on_demand
from camtree.core.words.locales import active_locale
from research.library.browsing import library_context
from research.library.models import CollectionIndexPage, CollectionPage, LibraryPage, ReportIndexPage, ReportPage
from research.library.queries import collection_context, collections_shown
from research.publishing.queries import report_context


@context_of(LibraryPage, ReportIndexPage)
def library(page: LibraryPage | ReportIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Search, facets and one page of reports."""
    return on_demand(
        lambda: library_context(page, request.GET),
        *(
            "reports",
            "facets",
            "is_looking",
            "chosen",
            "query",
            "sort",
            "is_filtered",
            "is_broader",
            "most_taken",
            "meant",
            "collections",
        ),
    )


@context_of(CollectionIndexPage)
def collections(page: CollectionIndexPage, request: HttpRequest) -> dict[str, Any]:
    """All collections, in the reader's language."""
    return {"collections": collections_shown(active_locale())}


@context_of(ReportPage)
def report(page: ReportPage, request: HttpRequest) -> dict[str, Any]:
    """Sections, and the collections that hold the report."""
    return report_context(page)


@context_of(CollectionPage)
def collection(page: CollectionPage, request: HttpRequest) -> dict[str, Any]:
    """Its reports with the curators' notes, and the curators."""
    return on_demand(lambda: collection_context(page), "items", "curators", "curator_names")
