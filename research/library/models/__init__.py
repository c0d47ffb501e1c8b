"""What is read: reports, collections and the pages that list them."""

from research.library.models.collections import CollectionCurator, CollectionItem, CollectionPage
from research.library.models.indexes import CollectionIndexPage, LibraryPage, ReportIndexPage
from research.library.models.reports import ReportAuthor, ReportPage

__all__ = [
    "CollectionCurator",
    "CollectionIndexPage",
    "CollectionItem",
    "CollectionPage",
    "LibraryPage",
    "ReportAuthor",
    "ReportIndexPage",
    "ReportPage",
]
