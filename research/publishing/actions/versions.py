"""New versions of a report that is published."""

from django.db import transaction
from django.utils import timezone

from research.inquiries.actions.writing import DraftClosedError
from research.inquiries.choices import InquiryState
from research.inquiries.models import Inquiry
from research.library.identifiers import version_in
from research.library.models import ReportPage
from research.publishing.models import ReportVersion
from research.review.actions.submitting import WithdrawnError


@transaction.atomic
def start_new_version(*, inquiry: Inquiry, what_changed: str) -> Inquiry:
    """Open the draft of a published report again. Its page stays as it is until the new version is approved.

    Starting again while the draft is open only changes what is said to have changed. Raises DraftClosedError where
    the report is not public, or waits for the editors, and WithdrawnError.
    """
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if inquiry.report is not None and inquiry.report.withdrawn_on is not None:
        raise WithdrawnError
    if inquiry.state == InquiryState.PUBLISHED and inquiry.report is not None and inquiry.report.live:
        # A report from before versions were kept.
        record_version(report=inquiry.report)
        inquiry.version = version_in(inquiry.report.identifier) + 1
        inquiry.state = InquiryState.DRAFT
    elif not (inquiry.is_open and inquiry.version > 1):
        raise DraftClosedError
    inquiry.what_changed = what_changed.strip()
    inquiry.save(update_fields=["state", "version", "what_changed"])
    return inquiry


@transaction.atomic
def record_version(*, report: ReportPage, what_changed: str = "") -> ReportVersion:
    """Keep what a published page says as its present version; a correction goes into the version that is there."""
    number = version_in(report.identifier)
    content = report.serializable_data()
    version, is_new = ReportVersion.objects.get_or_create(
        page=report,
        number=number,
        defaults={
            "identifier": report.identifier,
            "published_on": report.published_on if number == 1 else timezone.localdate(),
            "what_changed": what_changed or _said_elsewhere(report, number),
            "content": content,
        },
    )
    if not is_new:
        version.content, version.identifier = content, report.identifier
        if number == 1:
            version.published_on = report.published_on
        version.save(update_fields=["content", "identifier", "published_on"])
    return version


def _said_elsewhere(report: ReportPage, number: int) -> str:
    """What the authors said of this version, for a translation of it that is published later."""
    same = ReportVersion.objects.filter(page__translation_key=report.translation_key, number=number)
    return same.exclude(what_changed="").values_list("what_changed", flat=True).first() or ""
