"""What research does from time to time."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from camtree.background.timer import timed
from research.inquiries.tasks import ask_for_reading
from research.publishing.actions.papers import make_missing_pdfs
from research.publishing.datacite import is_configured
from research.publishing.depositing import send_open_deposits
from research.reading.actions import send_digests
from research.review.actions.decisions import send_due_decisions
from research.review.actions.reviews import send_review_reminders


@timed("decisions", _("Decisions whose ten minutes are over"), timedelta(minutes=1))
def decisions(now: datetime) -> str:
    return f"{send_due_decisions(now=now)} decisions sent."


@timed("review-reminders", _("Reminders to reviewers"), timedelta(minutes=15))
def reminders(now: datetime) -> str:
    return f"{send_review_reminders(today=timezone.localdate(now))} reminders sent."


@timed("pdf-words", _("Words of PDFs beside drafts"), timedelta(minutes=5))
def pdf_words(now: datetime) -> str:
    return "asked for." if ask_for_reading() else "nothing to do."


@timed("report-pdfs", _("PDFs of reports"), timedelta(hours=6))
def pdfs(now: datetime) -> str:
    made, failed = make_missing_pdfs()
    return f"{made} made, {failed} failed."


@timed("dois", _("DOIs that DataCite has not taken"), timedelta(hours=1))
def dois(now: datetime) -> str:
    if not is_configured():
        return "DataCite is not configured."
    sent = send_open_deposits()
    return f"{sent.done} registered, {len(sent.failed)} not taken."


@timed("digests", _("Mails on new works"), timedelta(hours=1))
def digests(now: datetime) -> str:
    return f"{send_digests(now=now)} mails sent."
