"""What is being written: drafts and what belongs to them."""

from research.inquiries.models.attachments import Attachment
from research.inquiries.models.comments import PartComment
from research.inquiries.models.file_words import FileWords
from research.inquiries.models.inquiries import Inquiry, InquiryPart, InquiryPerson, PartVersion, ShareLink
from research.inquiries.models.pupils import CasePupil
from research.inquiries.models.references import Reference
from research.inquiries.models.safety import EthicsAnswer, FlagAnswer
from research.inquiries.models.templates import ReportTemplate
from research.inquiries.models.word_uploads import WordUpload

__all__ = [
    "Attachment",
    "CasePupil",
    "EthicsAnswer",
    "FileWords",
    "FlagAnswer",
    "Inquiry",
    "InquiryPart",
    "InquiryPerson",
    "PartComment",
    "PartVersion",
    "Reference",
    "ReportTemplate",
    "ShareLink",
    "WordUpload",
]
