"""A report becomes public."""

from django.db import transaction
from django.utils import timezone

from camtree.search.indexing import index_keys
from research.inquiries.choices import InquiryState
from research.inquiries.milestones import Milestone, milestones
from research.inquiries.models import Inquiry
from research.library.choices import Precision
from research.library.identifiers import version_in
from research.library.models import ReportPage
from research.publishing.actions.versions import record_version
from research.review.actions.report_files import release_files
from research.review.actions.submitting import answer_rounds, tell_everybody, waiting_inquiry


@transaction.atomic
def record_publication(*, report: ReportPage) -> Inquiry | None:
    """Close a draft whose report is live now, and thank its authors with the address.

    The report carries the day on which it first became public, also when it is published again. None for a report
    that did not come from a draft, and for one whose day is still to come.
    """
    if not report.live:
        return None
    from_drafts = Inquiry.objects.filter(report__translation_key=report.translation_key)
    if report.published_on is None and report.first_published_at is not None and from_drafts.exists():
        report.published_on = timezone.localdate(report.first_published_at)
        report.published_precision = Precision.DAY
        ReportPage.objects.filter(pk=report.pk).update(
            published_on=report.published_on, published_precision=report.published_precision
        )
        index_keys(ReportPage, [report.pk])
    inquiry = waiting_inquiry(report)
    # A correction of the version that is public already, or a translation of it, ends no waiting.
    if inquiry is not None and inquiry.version != version_in(report.identifier):
        inquiry = None
    record_version(report=report, what_changed=inquiry.what_changed if inquiry else "")
    if inquiry is not None:
        release_files(inquiry=inquiry)
        inquiry.state = InquiryState.PUBLISHED
        inquiry.save(update_fields=["state"])
        answer_rounds(inquiry)
        tell_everybody("inquiry_published", inquiry, report=report)
        milestones.reached(Milestone.PUBLISHED, inquiry)
    return inquiry
