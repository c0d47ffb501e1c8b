"""Handing in a work, and marking it."""

from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from camtree.core.locales import active_locale
from camtree.core.mail import send_mail_on_commit
from camtree.members.models import User
from learning.actions.enrolments import locked, record_step
from learning.choices import StepKind, StepRule, WorkKind, WorkState
from learning.models import AssignmentWork, Enrolment, Step
from research.actions.attachments import cleaned_upload
from research.actions.writing import start_inquiry
from research.choices import InquiryState
from research.models import Inquiry, ReportTemplate
from research.queries import templates_offered


class StaleWorkError(Exception):
    """A newer text stands there. `work` is what was saved."""

    def __init__(self, work: AssignmentWork) -> None:
        super().__init__()
        self.work = work


class WorkClosedError(Exception):
    """It was handed in: nothing in it changes until it is given back."""


class NothingWrittenError(Exception):
    """There is neither a text nor a file in it."""


class NoTemplateError(Exception):
    """The template that the assignment names is not there any more."""


def _held(enrolment: Enrolment, step: Step) -> AssignmentWork:
    """The work of a learner at a step, theirs alone until the transaction ends; made where there is none yet."""
    enrolment = locked(enrolment)
    found = AssignmentWork.objects.filter(enrolment=enrolment, step_key=step.key).first()
    return found or AssignmentWork(enrolment=enrolment, step_key=step.key)


def save_work(
    *, enrolment: Enrolment, step: Step, text: str, number: int, file: Any = None, is_final: bool = False
) -> AssignmentWork:
    """Keep a text and, where one is sent, a file; hand both in where `is_final`. `number` is the version the page knew.

    Sent twice it counts once. Raises StaleWorkError, WorkClosedError, NothingWrittenError, and ValidationError with a
    sentence for a file that cannot be kept.
    """
    content, ending = cleaned_upload(file) if file else (b"", "")
    with transaction.atomic():
        work = _held(enrolment, step)
        is_same = bool(work.pk) and work.text == text and not file
        if not work.is_open:
            if is_same:
                return work
            raise WorkClosedError
        if work.number != number and not is_same:
            raise StaleWorkError(work)
        if not is_same:
            work.text, work.number = text, work.number + 1
        before = str(work.file.name) if file and work.file else ""
        if file:
            work.ending = PurePath(f"x.{ending}").suffix.removeprefix(".")
            work.file.save(f"work.{ending}", ContentFile(content), save=False)
        if is_final:
            if not text.strip() and not work.file:
                raise NothingWrittenError
            work.state, work.submitted_at = WorkState.SUBMITTED, timezone.now()
        work.save()
        if before:
            storage = work.file.storage
            transaction.on_commit(lambda: storage.delete(before))
        if is_final:
            record_step(enrolment=enrolment, step=step, is_done=step.rule == StepRule.SUBMITTED)
    return work


@transaction.atomic
def mark_work(
    *, work: AssignmentWork, by: User, points: dict[str, int], most: int, words: str, passes: bool, number: int
) -> None:
    """Keep the points by criterion (`most` is what all of them together may give) and words; pass it or give it back.

    `number` is the version that was read: one handed in again meanwhile raises StaleWorkError, one that is not handed
    in WorkClosedError. Marked twice the same way, the learner is told once.
    """
    enrolment = locked(work.enrolment)
    work = AssignmentWork.objects.get(pk=work.pk)
    state = WorkState.PASSED if passes else WorkState.RETURNED
    if work.marked_by_id == by.pk and (work.points, work.words, work.state) == (points, words, state):
        return
    if work.state not in {WorkState.SUBMITTED, WorkState.PASSED}:
        raise WorkClosedError
    if work.number != number:
        raise StaleWorkError(work)
    work.points, work.words = points, words
    work.score = Decimal(sum(points.values())) / most if most else None
    work.state = state
    work.marked_by, work.marked_at = by, timezone.now()
    work.save()
    step = Step.objects.filter(course_key=enrolment.course_key, key=work.step_key).first()
    if step is not None:
        record_step(enrolment=enrolment, step=step, is_done=passes or step.rule == StepRule.SUBMITTED, score=work.score)
    member = enrolment.member
    context = {"member": member, "work": work, "course": enrolment.course_title, "passes": passes}
    send_mail_on_commit("work_marked", to=member.email, language=member.preferred_language, context=context)


@transaction.atomic
def take_draft(*, enrolment: Enrolment, step: Step, inquiry: Inquiry | None = None) -> AssignmentWork:
    """Make a draft the answer to an assignment: one that the learner has, else a new one by the step's template.

    Where a draft is chosen already, it stays. Raises NoTemplateError.
    """
    work = _held(enrolment, step)
    if work.inquiry_id:
        return work
    if inquiry is None:
        template = _template(step)
        inquiry = start_inquiry(member=enrolment.member, template=template)
    work.inquiry = inquiry
    work.save()
    follow_draft(inquiry)
    work.refresh_from_db()
    return work


def _template(step: Step) -> ReportTemplate:
    offered = templates_offered(active_locale())
    found = next((row for row in offered if row.slug == step.facts.get("template")), None)
    if found is None:
        raise NoTemplateError
    return found


@transaction.atomic
def follow_draft(inquiry: Inquiry) -> None:
    """Give a work the state of its draft: handed in when the draft is, passed when it is published."""
    if inquiry.state not in {InquiryState.SUBMITTED, InquiryState.PUBLISHED}:
        return
    is_published = inquiry.state == InquiryState.PUBLISHED
    for work in AssignmentWork.objects.filter(inquiry=inquiry).select_related("enrolment"):
        enrolment = locked(work.enrolment)
        work.state = WorkState.PASSED if is_published else WorkState.SUBMITTED
        work.submitted_at = work.submitted_at or timezone.now()
        work.save()
        step = Step.objects.filter(course_key=enrolment.course_key, key=work.step_key, kind=StepKind.ASSIGNMENT).first()
        if step is not None:  # also for who left the course: they find it done when they come back
            is_done = is_published or step.rule == StepRule.SUBMITTED
            record_step(enrolment=enrolment, step=step, is_done=is_done)


def is_report(step: Step) -> bool:
    """Whether a draft is the answer."""
    return step.facts.get("kind") == WorkKind.REPORT
