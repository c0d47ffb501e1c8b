"""Sessions of a cohort, who was there, and days until which steps are due.

Attendance is taken three ways: from the list, with the code on the wall, and from paper afterwards.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from camtree.members.models import User
from learning.cohorts.choices import AttendanceBy
from learning.cohorts.models import Attendance, Cohort, CohortMember, CohortSession, Deadline, Extension
from learning.cohorts.models.cohorts import code_in, new_code
from learning.courses.models import Step
from learning.studying.actions import locked, record_step
from learning.studying.models import Enrolment, StepRecord
from learning.studying.progress import SESSIONS


class WrongCodeError(Exception):
    """This is not the code on the wall, or its time is over."""


@transaction.atomic
def keep_session(*, cohort: Cohort, session: CohortSession | None = None, **facts: Any) -> CohortSession:
    """A new session of a cohort, or what has changed about one."""
    session = session or CohortSession(cohort=cohort)
    for name, value in facts.items():
        setattr(session, name, value)
    session.save()
    return session


@transaction.atomic
def remove_session(*, session: CohortSession) -> bool:
    """Take a session away that nobody attended. False where somebody did: what was attended stays."""
    session = CohortSession.objects.select_for_update().get(pk=session.pk)
    if session.attendances.exists():
        return False
    session.delete()
    return True


@transaction.atomic
def open_code(*, session: CohortSession, minutes: int, now: datetime | None = None) -> CohortSession:
    """Show a code in the room for so many minutes. A code that counts already stays and counts for longer."""
    session = CohortSession.objects.select_for_update().get(pk=session.pk)
    session.code = session.code if session.takes_code else new_code(6)
    session.code_until = (now or timezone.now()) + timedelta(minutes=minutes)
    session.save(update_fields=["code", "code_until", "changed_at"])
    return session


@transaction.atomic
def close_code(*, session: CohortSession) -> None:
    """The code counts no longer."""
    CohortSession.objects.filter(pk=session.pk).update(code="", code_until=None)


@transaction.atomic
def attend_by_code(*, session: CohortSession, member: CohortMember, code: str) -> Attendance:
    """A member types what stands on the wall. Case, spaces and dashes are forgiven; said twice it counts once.

    Raises WrongCodeError, also where the code is right and its time is over.
    """
    session = CohortSession.objects.get(pk=session.pk)
    if not session.takes_code or code_in(code) != session.code:
        raise WrongCodeError
    return _attend(session, member, how=AttendanceBy.CODE, by=member.member)


@transaction.atomic
def keep_attendance(
    *,
    session: CohortSession,
    present: Iterable[int],
    was: Iterable[int],
    by: User,
    how: AttendanceBy = AttendanceBy.LIST,
    minutes: int | None = None,
) -> tuple[int, int]:
    """Keep a list: keys of members who were `present`, and of those whom the list showed as present before.

    Only what differs is changed, so that somebody who typed the code while the list was open stays. Numbers of
    members added and taken out.
    """
    now, before = set(present), set(was)
    members = {row.pk: row for row in CohortMember.objects.joined().filter(cohort=session.cohort_id)}
    new = sorted((now - before) & members.keys())
    added = [_attend(session, members[pk], how=how, by=by, minutes=minutes) for pk in new]
    removed = [pk for pk in sorted(before - now) if _was_not_there(session, pk)]
    return len(added), len(removed)


def _attend(
    session: CohortSession, member: CohortMember, *, how: AttendanceBy, by: User | None, minutes: int | None = None
) -> Attendance:
    enrolment = locked(_enrolment_of(member))
    row, _is_new = Attendance.objects.get_or_create(
        session=session, member=member, defaults={"how": how, "recorded_by": by, "minutes": minutes}
    )
    step = _step_of(session)
    if step is not None:
        record_step(enrolment=enrolment, step=step)
    return row


def _was_not_there(session: CohortSession, pk: int) -> bool:
    """Somebody was ticked by mistake: the step is open again, unless another session did it."""
    row = Attendance.objects.filter(session=session, member=pk).select_related("member__enrolment").first()
    if row is None:
        return False
    enrolment = locked(_enrolment_of(row.member))
    row.delete()
    others = Attendance.objects.filter(member__enrolment=enrolment, session__step_key=session.step_key)
    if session.step_key and not others.exists():
        StepRecord.objects.filter(enrolment=enrolment, step_key=session.step_key).update(done_at=None)
    return True


def _enrolment_of(member: CohortMember) -> Enrolment:
    enrolment = member.enrolment
    assert enrolment is not None  # noqa: S101 - who joined takes the course
    return enrolment


def _step_of(session: CohortSession) -> Step | None:
    """The step for which a session counts; None where the course has it no more."""
    steps = Step.objects.current().filter(course_key=session.cohort.course_key, kind__in=SESSIONS)
    return steps.filter(key=session.step_key).first() if session.step_key else None


# ---------------------------------------------------------------- deadlines


@transaction.atomic
def set_deadline(*, cohort: Cohort, step_key: UUID, due_on: date | None) -> Deadline | None:
    """A step is due on a day; None takes the deadline away, with the extensions to it."""
    if due_on is None:
        for row in Deadline.objects.filter(cohort=cohort, step_key=step_key):
            row.delete()
        return None
    return Deadline.objects.update_or_create(cohort=cohort, step_key=step_key, defaults={"due_on": due_on})[0]


@transaction.atomic
def extend_deadline(
    *, deadline: Deadline, member: CohortMember, due_on: date, reason: str = "", by: User | None = None
) -> Extension:
    """One member has longer. A second extension takes the place of the first."""
    facts = {"due_on": due_on, "reason": reason, "given_by": by}
    return Extension.objects.update_or_create(deadline=deadline, member=member, defaults=facts)[0]
