"""Making cohorts, inviting to them, and their places: taking one, waiting for one, giving it back.

Every action about places locks the cohort first and an enrolment after it, so that no place is given twice.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from camtree.events.places import Moved
from camtree.members.models import User
from learning.cohorts.choices import Joining, MemberState
from learning.cohorts.mails import write_to
from learning.cohorts.models import Cohort, CohortMember, Facilitator
from learning.cohorts.models.cohorts import code_in
from learning.cohorts.places import PLACES
from learning.courses.models import CoursePage
from learning.studying.models import Enrolment


class UnknownCodeError(Exception):
    """No cohort is joined with this code."""


@transaction.atomic
def create_cohort(
    *,
    course: CoursePage,
    title: str,
    facilitators: Iterable[User],
    starts_on: date,
    ends_on: date,
    capacity: int,
    by: User | None = None,
    joining: Joining = Joining.INVITATION,
    **facts: Any,
) -> Cohort:
    """A new cohort of a course, in whatever language its page is, with those who run it.

    `facts` may say `language`, `school`, `offer_days` and `is_open`. Never joined by anybody yet.
    """
    cohort = Cohort.objects.create(
        course_key=course.translation_key,
        course_title=course.title,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        capacity=capacity,
        joining=joining,
        created_by=by,
        **{"language": course.language, **facts},
    )
    for user in dict.fromkeys(facilitators):
        Facilitator.objects.create(cohort=cohort, user=user)
    return cohort


@transaction.atomic
def change_cohort(*, cohort: Cohort, **facts: Any) -> Cohort:
    """Keep what is said of a cohort. More places are offered to those who wait; fewer take nobody's place away."""
    cohort = PLACES.held(cohort)
    for name, value in facts.items():
        setattr(cohort, name, value)
    cohort.save(update_fields=list(facts))
    PLACES.settle(cohort, timezone.now())
    return cohort


@transaction.atomic
def add_facilitator(*, cohort: Cohort, user: User) -> Facilitator:
    """Let somebody run a cohort; asked twice, they run it once."""
    return Facilitator.objects.get_or_create(cohort=PLACES.held(cohort), user=user)[0]


@transaction.atomic
def remove_facilitator(*, cohort: Cohort, user: User) -> bool:
    """Take a cohort from somebody who runs it. False where they did not, or nobody else would be left."""
    rows = Facilitator.objects.filter(cohort=PLACES.held(cohort))
    row = rows.filter(user=user).first()
    if row is None or rows.count() == 1:
        return False
    row.delete()
    return True


# ---------------------------------------------------------------- coming in


@transaction.atomic
def invite_members(*, cohort: Cohort, emails: Iterable[str], by: User) -> int:
    """Send each address one mail with a link. Number of mails: those who are in, wait or were invited get none.

    Who left, declined or was too late is invited again. An invitation holds no place.
    """
    cohort = PLACES.held(cohort)
    wanted = list(dict.fromkeys(email.strip().lower() for email in emails if email.strip()))
    rows = {row.email: row for row in cohort.members.filter(email__in=wanted)}
    for row in cohort.members.filter(member__email__in=wanted).select_related("member"):
        rows[row.member.email] = row  # type: ignore[union-attr]
    accounts = {user.email: user for user in User.objects.filter(email__in=wanted, is_active=True)}
    sent, now = 0, timezone.now()
    for email in wanted:
        row = rows.get(email) or CohortMember(cohort=cohort, email=email)
        if row.pk and row.state in {MemberState.INVITED, *CohortMember.INSIDE}:
            continue
        row.state, row.invited_at = MemberState.INVITED, now
        row.save()
        account = row.member or accounts.get(email)
        write_to(row, "cohort_invitation", to=email, language=account.preferred_language if account else "", by=by)
        sent += 1
    return sent


@transaction.atomic
def accept_invitation(*, invitation: CohortMember, member: User) -> CohortMember:
    """Follow an invitation: a place, or the waiting list where none is free. Somebody who is in already stays so.

    The invitation may have gone to another address than that of the account. Raises CohortClosedError.
    """
    cohort, now = PLACES.held_and_settled(invitation.cohort)
    invitation = cohort.members.get(pk=invitation.pk)
    own = cohort.members.filter(member=member).first()
    if own is not None and own.pk != invitation.pk:
        if invitation.member_id is None:
            invitation.delete()
        return PLACES.take_or_wait(cohort, own, now)
    invitation.member = member
    return PLACES.take_or_wait(cohort, invitation, now)


@transaction.atomic
def join_by_code(*, code: str, member: User) -> CohortMember:
    """A place in the cohort that has this code, or its waiting list. Case, spaces and dashes are forgiven.

    Raises UnknownCodeError, CohortClosedError.
    """
    cohort = Cohort.objects.filter(join_code=code_in(code), joining=Joining.CODE).first()
    if cohort is None:
        raise UnknownCodeError
    return take_place(cohort=cohort, member=member)


@transaction.atomic
def take_place(*, cohort: Cohort, member: User) -> CohortMember:
    """A place, or the waiting list where none is free; an offered place is accepted. Asked twice, nothing changes.

    Whoever calls this has looked whether `member` may join. Raises CohortClosedError.
    """
    cohort, now = PLACES.held_and_settled(cohort)
    row = cohort.members.filter(member=member).first() or CohortMember(cohort=cohort, member=member)
    return PLACES.take_or_wait(cohort, row, now)


# ---------------------------------------------------------------- giving a place back


@transaction.atomic
def decline_place(*, member: CohortMember) -> CohortMember:
    """Say no to an invitation or an offer, or stop waiting. Frees the place for the next."""
    among = (MemberState.INVITED, MemberState.OFFERED, MemberState.WAITING)
    return PLACES.give_back(member, event=member.cohort, state=MemberState.DECLINED, among=among)


@transaction.atomic
def leave_cohort(*, member: CohortMember) -> CohortMember:
    """Go out of a cohort, or be taken out. The course goes on alone; the place goes to the next who waits."""
    return PLACES.give_back(member, event=member.cohort, state=MemberState.LEFT, among=CohortMember.INSIDE)


@transaction.atomic
def leave_cohorts_of(*, member: User, course_key: UUID | None = None) -> int:
    """Go out of all cohorts, or those of a course, and off their waiting lists. Number of cohorts left.

    For somebody who stops taking the course, and for an account that goes.
    """
    rows = CohortMember.objects.filter(member=member, state__in=[*CohortMember.INSIDE, MemberState.INVITED])
    if course_key is not None:
        rows = rows.filter(cohort__course_key=course_key)
    # In one order whoever asks, so that two who leave the same cohorts never wait for each other.
    found = list(rows.select_related("cohort").order_by("cohort_id"))
    for row in found:
        decline_place(member=row) if row.state == MemberState.INVITED else leave_cohort(member=row)
    return len(found)


def leave_cohorts_with_course(enrolment: Enrolment) -> None:
    """Somebody stops taking a course: out of its cohorts, which are taken before the enrolment, as everywhere."""
    leave_cohorts_of(member=enrolment.member, course_key=enrolment.course_key)


@transaction.atomic
def show_name(*, member: CohortMember, shows_name: bool) -> None:
    """What the others of the cohort see of somebody is theirs to say."""
    row = CohortMember.objects.select_for_update().get(pk=member.pk)
    row.shows_name = shows_name
    row.save(update_fields=["shows_name"])


# ---------------------------------------------------------------- the waiting list


def move_waiting_lists(*, now: datetime) -> Moved:
    """Let offers run out whose time is over, and offer free places on. Numbers of offers that ran out and were made.

    Also deletes invitations to cohorts that are over, because nobody can follow them. Safe at any time and by several
    machines at once.
    """
    today = timezone.localdate(now)
    moved = PLACES.settle_all(Cohort.objects.taking_members(today), now)
    _forget_invitations(today)
    return moved


@transaction.atomic
def _forget_invitations(today: date) -> None:
    """Addresses of people without an account are kept no longer than they are of use."""
    over = CohortMember.objects.filter(member=None, cohort__ends_on__lt=today)
    pks = list(over.values_list("pk", flat=True))
    over.delete()
    CohortMember.history.filter(id__in=pks).delete()
