"""Whom a double anonymous round hides, and what in its manuscript tells them all the same."""

from dataclasses import dataclass, field
from html import escape

from django.utils import translation
from django.utils.translation import gettext as _

from research.inquiries.hidden_names import PdfTelling, names_in_pdfs, names_of_draft
from research.inquiries.models.attachments import PDF
from research.inquiries.withholding import Likely, Names, Person, withhold
from research.review.models import ReviewInvite, Submission


def names_of(submission: Submission) -> Names:
    """Everybody on the draft of a round, and who was when it was submitted. Remembered with the round."""
    known: Names | None = submission.hidden_names
    if known is None:
        known = names_of_draft(submission.inquiry, submission.manuscript.get("authors", []))
        submission.hidden_names = known
    return known


def in_blind(submission: Submission, text: str, *, in_html: bool = False) -> str:
    """A text of a round as its reviewers may read it: without names where names are hidden."""
    if not submission.hides_authors or not text:
        return text
    # A page shows the abstract twice, above the report and in it.
    read: dict[tuple[str, bool], str] = submission.__dict__.setdefault("_read_in_blind", {})
    if (text, in_html) not in read:
        names, instead = names_of(submission), instead_of_a_name(submission)
        read[text, in_html] = withhold(text, names, instead=instead, in_html=in_html).text
    return read[text, in_html]


def unsigned(invite: ReviewInvite, text: str) -> str:
    """What a reviewer wrote, as its authors may read it: without the reviewer's own name where that is hidden."""
    submission = invite.submission
    if not submission.hides_reviewers or not text:
        return text
    names = Names([Person((invite.name,), (invite.email,), also=(str(invite.user or ""),))])
    return withhold(text, names, instead=instead_of_a_name(submission), in_html=False).text


def instead_of_a_name(submission: Submission) -> str:
    """What stands for a name, in the language of the manuscript."""
    with translation.override(submission.inquiry.language):
        return _("[name withheld]")


@dataclass(frozen=True)
class Telling:
    """What a manuscript says of its authors: what reviewers do not see, and what they might still find."""

    withheld: list[str]
    likely: list[Likely]
    # Titles of files, and names that stand inside them.
    files: list[tuple[str, str]]
    # PDFs that have no words, or whose words are not read yet.
    pdfs: list[PdfTelling] = field(default_factory=list)


def what_tells(submission: Submission) -> Telling:
    """What editors should know of before they invite reviewers. Nothing in a round that hides no authors."""
    if not submission.hides_authors:
        return Telling([], [], [])
    if submission.telling is None:
        submission.telling = _look_through(submission)
    told: Telling = submission.telling
    return told


def _look_through(submission: Submission) -> Telling:
    names, kept = names_of(submission), submission.manuscript
    texts = [escape(str(kept["title"])), *kept["parts"].values(), *kept.get("references", [])]
    texts += [escape(file[name]) for file in kept.get("files", []) for name in ("title", "alt")]
    for pupil in kept.get("case_pupils", []):
        words = [pupil["label"], pupil["starting_point"], pupil["prediction"], *pupil["seen"].values()]
        texts += [escape(text) for text in words]
    texts += [escape(given["why"]) for given in kept.get("ethics", {}).values()]
    sure: set[str] = set()
    likely: list[Likely] = []
    for text in texts:
        found = withhold(text, names, instead="")
        sure.update(word.removeprefix("mailto:") for word in found.sure)
        likely += found.likely
    files = [(file["title"], name) for file in kept.get("files", []) for name in file.get("names", [])]
    keys = [file["key"] for file in kept.get("files", []) if file["name"].endswith(f".{PDF}")]
    pdfs = names_in_pdfs(submission.inquiry, keys, kept.get("authors", [])) if keys else {}
    files += [(pdf.title, name) for pdf in pdfs.values() for name in pdf.names]
    unread = [pdf for pdf in pdfs.values() if not (pdf.words and pdf.words.is_whole)]
    return Telling(sorted(sure), list(dict.fromkeys(likely)), files, unread)
