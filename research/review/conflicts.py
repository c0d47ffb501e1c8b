"""Who may not publish a report that came from a draft, who may not decide about it, and from whom it is hidden.

One rule stands before every way of publishing (`camtree.core.pages.publishing`): whoever is named on the draft,
submitted it or reviews it does neither, and nobody publishes a manuscript past its review.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from camtree.core.pages.confidential import hides
from camtree.core.pages.listed import ask_together
from camtree.core.pages.publishing import bars
from research.inquiries.choices import InquiryState
from research.library.identifiers import version_in
from research.library.models import ReportPage
from research.review.choices import SubmissionState, Verdict
from research.review.models import Submission


@bars(ReportPage)
def bar_to_report(report: Any, user: Any, publishes: bool) -> str:
    """Why `user` may not publish a report, or decide a step of its workflow; empty where they may."""
    latest = ask_together(report, _latest_rounds).get(report.translation_key)
    if latest is None:
        return ""
    if has_interest(user, report):
        return _("You are named on this report, or you review it: somebody else has to publish it.")
    if publishes and not _may_be_public(report, latest):
        return _("This report is being reviewed. It can be published once the editors have accepted it.")
    return ""


def has_interest(user: Any, report: Any) -> bool:
    """Whether `user` is named on the draft of a report, submitted it, or reviews it."""
    return report.translation_key in ask_together(report, _works_of_interest, user)


def _rounds_of(reports: Sequence[Any]) -> Any:
    return Submission.objects.filter(inquiry__report__translation_key__in={one.translation_key for one in reports})


def _latest_rounds(reports: Sequence[Any]) -> dict[UUID, Submission]:
    """The latest round of each report that came from a draft."""
    rounds = _rounds_of(reports).select_related("inquiry").order_by("inquiry__version", "round")
    return {row.work: row for row in rounds.annotate(work=F("inquiry__report__translation_key"))}


def _works_of_interest(reports: Sequence[Any], user: Any) -> dict[UUID, bool]:
    rounds = _rounds_of(reports)
    theirs = rounds.exclude(pk__in=rounds.not_of(user).values("pk"))
    return dict.fromkeys(theirs.values_list("inquiry__report__translation_key", flat=True), True)


def _may_be_public(report: Any, latest: Submission) -> bool:
    """Whether a report, as it stands in `report`, was accepted. What was public before the latest version still is."""
    version = version_in(getattr(report, "identifier", "") or report.specific.identifier)
    if version < latest.inquiry.version and _was_public(report):
        return True
    if latest.is_open:
        # Where there is no peer review, the last approval of the workflow publishes.
        state = ask_together(report, _latest_states).get(str(report.pk))
        if state is None or state.status != WorkflowState.STATUS_APPROVED:
            return False
        # An approval of the version before does not count.
        return (
            latest.state == SubmissionState.CHECK
            and state.task_states.filter(finished_at__gte=latest.submitted_at).exists()
        )
    decision = latest.decisions.filter(sent_at__isnull=False, undone_at=None).first()
    if decision is not None:
        return bool(decision.verdict == Verdict.ACCEPT)
    return latest.inquiry.state == InquiryState.PUBLISHED


def _latest_states(reports: Sequence[Any]) -> dict[str, WorkflowState]:
    """The latest run of each report through a workflow, whatever came of it."""
    pages = ContentType.objects.get_for_model(Page)
    states = WorkflowState.objects.filter(base_content_type=pages, object_id__in=[str(one.pk) for one in reports])
    return {state.object_id: state for state in states.order_by("created_at", "pk")}


def _was_public(report: Any) -> bool:
    """Whether any language of a report was ever public: a later version under review bars nothing of it."""
    works = ReportPage.objects.filter(translation_key=report.translation_key)
    return bool(works.exclude(first_published_at=None).exists())


@hides("research.review")
def reports_hidden_from(user: Any) -> QuerySet[Any]:
    """Keys of reports that were never public and came from drafts: hidden from all but those who may decide on them."""
    submitted = Submission.objects.all()
    if user.has_perm("research.decide_submission"):
        submitted = submitted.exclude(pk__in=Submission.objects.not_of(user).values("pk"))
    works = submitted.filter(inquiry__report__isnull=False).order_by().values("inquiry__report__translation_key")
    never_public = ReportPage.objects.filter(live=False, first_published_at=None, translation_key__in=works)
    return never_public.values_list("pk", flat=True)
