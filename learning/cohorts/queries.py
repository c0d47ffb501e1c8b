"""What a member sees of their cohort: its facts and what is theirs, nothing of anybody else but names they show."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from camtree.core.caching.generation import recall
from camtree.core.words.locales import active_locale
from learning.cohorts.grids import due_days
from learning.cohorts.models import Attendance, Cohort, CohortMember, CohortPost, CohortSession, Facilitator
from learning.courses.choices import StepKind
from learning.courses.models import CoursePage, Step
from learning.studying.models import Enrolment, StepRecord


@dataclass(frozen=True)
class OwnSession:
    """A session, and whether the reader was there."""

    session: CohortSession
    attendance: Attendance | None


@dataclass(frozen=True)
class OwnDeadline:
    """A step and the day until which it is due for the reader."""

    step: Step
    due_on: date
    is_extended: bool
    is_done: bool

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.due_on < timezone.localdate()


@dataclass(frozen=True)
class Post:
    """A post as its reader sees it: without a name where none is shown, without text where it is hidden."""

    row: CohortPost
    name: str
    is_own: bool
    by_facilitator: bool
    text: str
    answers: "list[Post]" = field(default_factory=list)


def course_of(cohort: Cohort) -> CoursePage | None:
    """The page of the course in the reader's language, else in the best there is; None where none is public."""
    found: CoursePage | None = (
        CoursePage.objects.shown_in(active_locale()).filter(translation_key=cohort.course_key).first()
    )
    return found


def cohort_of(enrolment: Enrolment) -> Cohort | None:
    """The cohort in which somebody takes a course now, the latest where there are several."""
    pk = cohort_pk_of(enrolment)
    return Cohort.objects.filter(pk=pk).first() if pk else None


def cohort_pk_of(enrolment: Enrolment) -> int | None:
    """The same, where its number is enough. Asks nothing where the course has no cohorts."""
    ends = recall(f"cohorts:{enrolment.course_key}", lambda: _ends_of_cohorts(enrolment.course_key))
    if not ends:
        return None
    rows = CohortMember.objects.joined().filter(enrolment=enrolment.pk).values_list("pk", "cohort")
    return max(((ends[cohort], pk, cohort) for pk, cohort in rows if cohort in ends), default=(None, None, None))[2]


def _ends_of_cohorts(course_key: UUID) -> dict[int, date]:
    """The last day of each cohort of a course, by its number."""
    return dict(Cohort.objects.filter(course_key=course_key).values_list("pk", "ends_on"))


def facilitators_of(cohort: Cohort) -> list[str]:
    """Names of those who run a cohort."""
    return [str(row.user) for row in cohort.facilitator_rows.select_related("user")]


def own_sessions(member: CohortMember) -> list[OwnSession]:
    """The sessions of a cohort in their order."""
    attended = {row.session_id: row for row in member.attendances.all()}
    return [OwnSession(row, attended.get(row.pk)) for row in member.cohort.sessions.all()]


def own_deadlines(member: CohortMember) -> list[OwnDeadline]:
    """What is due, the earliest first, for steps that the course still has."""
    usual = {row.step_key: row.due_on for row in member.cohort.deadlines.all()}
    own = due_days(member.cohort, [member.pk])[member.pk]
    done = StepRecord.objects.filter(enrolment=member.enrolment_id, done_at__isnull=False, step_key__in=list(own))
    done_keys = set(done.values_list("step_key", flat=True))
    steps = Step.objects.current().filter(course_key=member.cohort.course_key, key__in=list(own))
    found = [OwnDeadline(step, own[step.key], own[step.key] > usual[step.key], step.key in done_keys) for step in steps]
    return sorted(found, key=lambda row: row.due_on)


def names_shown(cohort: Cohort) -> list[str]:
    """Names of those in the cohort who chose to show them, in their order."""
    rows = cohort.members.joined().filter(shows_name=True).select_related("member")
    return sorted((str(row.member) for row in rows), key=str.casefold)


def cohort_page(member: CohortMember) -> dict[str, Any]:
    """All of it, for somebody who is in."""
    cohort = member.cohort
    return {
        "course": course_of(cohort),
        "facilitators": facilitators_of(cohort),
        "sessions": own_sessions(member),
        "deadlines": own_deadlines(member),
        "announcements": list(cohort.announcements.read_by(member).select_related("author")),
        "names": names_shown(cohort),
        "in_all": cohort.members.joined().count(),
        "discussions": discussions_of(cohort),
    }


def discussions_of(cohort: Cohort) -> list[Step]:
    """Steps of the course at which a cohort talks something over."""
    return list(Step.objects.current().filter(course_key=cohort.course_key, kind=StepKind.DISCUSSION))


def posts_of(cohort: Cohort, step_key: UUID | None, reader: Any, *, sees_names: bool) -> list[Post]:
    """The posts of a discussion, answers below what they answer: three queries.

    Who runs the cohort (`sees_names`) sees every name and what is hidden; others see names of facilitators, of those
    who chose to show theirs, and their own.
    """
    rows = list(cohort.posts.at(step_key).select_related("author"))
    running = set(Facilitator.objects.filter(cohort=cohort).values_list("user", flat=True))
    places = cohort.members.joined()
    shown = set((places if sees_names else places.filter(shows_name=True)).values_list("member", flat=True))
    threads: dict[int, Post] = {}
    for row in rows:
        own = row.author_id is not None and row.author_id == reader.pk
        post = Post(
            row=row,
            name=_name(row, own, sees_names or row.author_id in shown or row.author_id in running),
            is_own=own,
            by_facilitator=row.author_id in running,
            text="" if row.hidden_at and not sees_names else row.text,
        )
        if row.parent_id is None:
            threads[row.pk] = post
        elif row.parent_id in threads:
            threads[row.parent_id].answers.append(post)
    return [post for post in threads.values() if _is_worth_showing(post, sees_names)]


def _name(row: CohortPost, own: bool, is_shown: bool) -> str:
    if row.author is None:
        return _("A member who has left")
    if own:
        return _("You")
    return str(row.author) if is_shown else _("A member of the group")


def _is_worth_showing(post: Post, sees_names: bool) -> bool:
    """A hidden post without answers leaves nothing behind."""
    return sees_names or post.row.hidden_at is None or bool(post.answers)


def titles_of(keys: Iterable[UUID], course_key: UUID) -> dict[UUID, str]:
    """Titles of steps by their key, also of those the course has no more."""
    return dict(Step.objects.filter(course_key=course_key, key__in=list(keys)).values_list("key", "title"))
