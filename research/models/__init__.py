"""What the research section keeps, by noun: what is read, what is being written, what is being reviewed."""

from research.models.collections import CollectionCurator, CollectionItem, CollectionPage
from research.models.inquiries import Inquiry, InquiryPart, InquiryPerson, PartVersion, ShareLink
from research.models.library import CollectionIndexPage, LibraryPage, ReportIndexPage
from research.models.reports import ReportAuthor, ReportPage
from research.models.submissions import ReservedIdentifier, Submission
from research.models.templates import ReportTemplate
from research.models.vocabularies import CANONICAL_TERMS, VOCABULARIES, Approach, Phase, Subject, Theme

__all__ = [
    "CANONICAL_TERMS",
    "VOCABULARIES",
    "Approach",
    "CollectionCurator",
    "CollectionIndexPage",
    "CollectionItem",
    "CollectionPage",
    "Inquiry",
    "InquiryPart",
    "InquiryPerson",
    "LibraryPage",
    "PartVersion",
    "Phase",
    "ReportAuthor",
    "ReportIndexPage",
    "ReportPage",
    "ReportTemplate",
    "ReservedIdentifier",
    "ShareLink",
    "Subject",
    "Submission",
    "Theme",
]
