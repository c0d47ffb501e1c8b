"""What the research section keeps, by noun: what is read, what is being written, what is being reviewed."""

from research.models.attachments import Attachment
from research.models.collections import CollectionCurator, CollectionItem, CollectionPage
from research.models.comments import PartComment
from research.models.deposits import DoiDeposit
from research.models.inquiries import Inquiry, InquiryPart, InquiryPerson, PartVersion, ShareLink
from research.models.library import CollectionIndexPage, LibraryPage, ReportIndexPage
from research.models.papers import ReportPdf
from research.models.pupils import CasePupil
from research.models.references import Reference
from research.models.replications import Replication
from research.models.reports import ReportAuthor, ReportPage
from research.models.review import (
    Call,
    Decision,
    DecisionLetter,
    EditorQuestion,
    Reminder,
    ReviewerProfile,
    ReviewInvite,
    ReviewRubric,
)
from research.models.safety import EthicsAnswer, FlagAnswer
from research.models.submissions import ReservedIdentifier, Submission
from research.models.tasks import PeerReviewState, PeerReviewTask
from research.models.templates import ReportTemplate
from research.models.versions import ReportVersion, version_in, work_in
from research.models.vocabularies import CANONICAL_TERMS, VOCABULARIES, Approach, Phase, Subject, Theme
from research.models.withdrawals import RemovedAddress, Withdrawal
from research.models.words import WordUpload

__all__ = [
    "CANONICAL_TERMS",
    "VOCABULARIES",
    "Approach",
    "Attachment",
    "Call",
    "CasePupil",
    "CollectionCurator",
    "CollectionIndexPage",
    "CollectionItem",
    "CollectionPage",
    "Decision",
    "DecisionLetter",
    "DoiDeposit",
    "EditorQuestion",
    "EthicsAnswer",
    "FlagAnswer",
    "Inquiry",
    "InquiryPart",
    "InquiryPerson",
    "LibraryPage",
    "PartComment",
    "PartVersion",
    "PeerReviewState",
    "PeerReviewTask",
    "Phase",
    "Reference",
    "Reminder",
    "RemovedAddress",
    "Replication",
    "ReportAuthor",
    "ReportIndexPage",
    "ReportPage",
    "ReportPdf",
    "ReportTemplate",
    "ReportVersion",
    "ReservedIdentifier",
    "ReviewInvite",
    "ReviewRubric",
    "ReviewerProfile",
    "ShareLink",
    "Subject",
    "Submission",
    "Theme",
    "Withdrawal",
    "WordUpload",
    "version_in",
    "work_in",
]
