"""A cohort of the demo: nine people who take one course together, each at another place in it."""

import uuid
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any, assert_never

from django.utils import timezone

from camtree.core.words.content_files import NAMESPACE
from camtree.members.models import User
from demo.loading import keep, loaded, without_mail
from demo.peers import mark_each_other
from learning.cohorts.actions.cohorts import create_cohort, show_name, take_place
from learning.cohorts.actions.discussions import announce, write_post
from learning.cohorts.actions.sessions import extend_deadline, keep_attendance, keep_session, set_deadline
from learning.cohorts.choices import Joining
from learning.courses.actions import list_steps
from learning.courses.choices import StepKind, StepRule
from learning.models import Cohort, CohortMember, CohortSession, Deadline, Enrolment, Quiz, QuizAttempt, Step
from learning.quizzes.actions.attempts import mark_answer, start_attempt, submit_attempt
from learning.quizzes.queries import versions_of
from learning.quizzes.questions import Asked, Choice, Cloze, Matching, Numeric, Open, Ordering, Short, TrueFalse
from learning.studying.actions import record_step

COURSE = "courses/research-lesson-study-first-steps"
# How many lessons each has read, whether they attended, how their quiz went, and for how many days they were not seen.
LEARNERS: tuple[tuple[str, int, bool, str, int], ...] = (
    ("beatrice.atieno", 5, True, "passed", 1),
    ("juma.wekesa", 3, True, "", 2),
    ("thandeka.mokoena", 2, True, "", 12),
    ("piotr.wilczek", 0, False, "", 0),
    ("lina.haddad", 4, True, "marked", 3),
    ("nasrin.haque", 4, True, "failed", 1),
    ("emile.kouassi", 5, True, "waiting", 0),
    ("member", 1, True, "", 4),
    ("salma.jebali", 0, False, "", 0),
)


def load_cohorts(people: dict[str, User]) -> None:
    """The cohort, unless it is there."""
    with without_mail():
        keep("cohorts/thursdays", partial(_cohort, people))


def _cohort(people: dict[str, User]) -> Cohort:
    course, lead = loaded(COURSE), people["lead"]
    list_steps(course_key=course.translation_key)  # publishing does it at the end of the transaction
    today = timezone.localdate()
    cohort = create_cohort(
        course=course,
        title="Thursdays after school",
        facilitators=[lead],
        starts_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=40),
        capacity=8,
        by=lead,
        joining=Joining.OPEN,
        school="Teachers' centre, room 4",
    )
    steps = list(Step.objects.current().filter(course_key=cohort.course_key))
    session = _session(cohort, steps)
    rows = {name: _learner(cohort, loaded(f"accounts/{name}"), name) for name, *_rest in LEARNERS}
    keep_attendance(
        session=session,
        present=[rows[name].pk for name, _read, was_there, *_rest in LEARNERS if was_there],
        was=[],
        by=lead,
    )
    for name, read, _was_there, quiz, days in LEARNERS:
        enrolment = rows[name].enrolment
        if enrolment is not None:  # the one on the waiting list has none
            _study(enrolment, steps, read, quiz, lead)
            Enrolment.objects.filter(pk=enrolment.pk).update(seen_at=timezone.now() - timedelta(days=days))
    mark_each_other({name: row.enrolment for name, row in rows.items() if row.enrolment}, steps)
    _talk(cohort, rows, steps, lead)
    return cohort


def _session(cohort: Cohort, steps: list[Step]) -> CohortSession:
    begins = timezone.now().replace(hour=13, minute=0, second=0, microsecond=0) - timedelta(days=21)
    hall = next((step for step in steps if step.kind == StepKind.HALL), None)
    facts: dict[str, Any] = {"time_zone": "Asia/Almaty", "place": "Teachers' centre, room 4"}
    first = keep_session(
        cohort=cohort,
        title="Planning together",
        starts_at=begins,
        ends_at=begins + timedelta(minutes=120),
        step_key=hall.key if hall else None,
        **facts,
    )
    later = begins + timedelta(days=35)
    keep_session(cohort=cohort, title="What we saw", starts_at=later, ends_at=later + timedelta(minutes=120), **facts)
    return first


def _learner(cohort: Cohort, user: User, name: str) -> CohortMember:
    row = take_place(cohort=cohort, member=user)
    if name != "thandeka.mokoena" and row.enrolment_id:
        show_name(member=row, shows_name=True)
    # They came when it began: who came today is not missed yet.
    CohortMember.objects.filter(pk=row.pk, joined_at__isnull=False).update(
        joined_at=timezone.now() - timedelta(days=30)
    )
    row.refresh_from_db()
    return row


def _study(enrolment: Enrolment, steps: list[Step], read: int, quiz: str, lead: User) -> None:
    lessons = [step for step in steps if step.rule == StepRule.READ][:read]
    for step in lessons:
        record_step(enrolment=enrolment, step=step)
    if lessons:
        Enrolment.objects.filter(pk=enrolment.pk).update(lesson_key=lessons[-1].lesson_key)
    asked = next(step for step in steps if step.kind == StepKind.QUIZ)
    if quiz:
        attempt = _answer(enrolment, asked, is_right=quiz != "failed")
        if quiz != "waiting":
            points = {"passed": "1", "marked": "0.5", "failed": "0"}[quiz]
            for item in attempt.items.filter(score=None):
                mark_answer(
                    item=item, by=lead, score=Decimal(points), feedback="Who would see that it failed, and when?"
                )


def _answer(enrolment: Enrolment, step: Step, *, is_right: bool) -> QuizAttempt:
    quiz = Quiz.objects.get(translation_key=step.facts["quiz"], locale__language_code="en")
    attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz)
    items = list(attempt.items.all())
    versions = versions_of(items)
    answers = {}
    for item in items:
        question = versions[item.revisions["en"]]
        answers[item.position] = best_answer(question) if is_right or isinstance(question, Open) else None
    return submit_attempt(attempt=attempt, answers=answers, client_key="demo.1")


def best_answer(question: Asked) -> Any:
    """The JSON of an answer that earns the whole; of an open question, some words."""
    match question:
        case Choice():
            return [option.id for option in question.options if option.percent > 0]
        case TrueFalse():
            return question.answer
        case Matching():
            return {pair.id: pair.id for pair in question.pairs}
        case Ordering():
            return {item.id: place for place, item in enumerate(question.items, start=1)}
        case Numeric():
            return str(max(question.amounts, key=lambda amount: amount.percent).value)
        case Short():
            return max(question.options, key=lambda option: option.percent).text
        case Cloze():
            return {gap.id: _fill(gap) for gap in question.gaps}
        case Open():
            return "B will draw three coins and count them one by one before she writes anything."
        case _:
            assert_never(question)


def _fill(gap: Any) -> str:
    if gap.amounts:
        return str(gap.amounts[0].value)
    best = max(gap.options, key=lambda option: option.percent)
    return str(best.id if gap.kind == "choice" else best.text)


def _talk(cohort: Cohort, rows: dict[str, CohortMember], steps: list[Step], lead: User) -> None:
    def key(name: str) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, f"cohorts/thursdays/{name}")

    announce(
        cohort=cohort,
        author=lead,
        title="Bring a plan you would have taught anyway",
        text="On Thursday we write predictions into your own plans. One page is enough. Tea is at four.",
        key=key("announcement"),
    )
    talk = next((step for step in steps if step.kind == StepKind.DISCUSSION), None)
    for name, text in (
        ("juma.wekesa", "How can we improve the way we teach form one to estimate before they calculate?"),
        ("beatrice.atieno", "What would you expect to see on their paper if it went well?"),
    ):
        author = loaded(f"accounts/{name}")
        write_post(cohort=cohort, author=author, text=text, key=key(name), step=talk, member=rows[name])
    asked = next(step for step in steps if step.kind == StepKind.QUIZ)
    deadline = set_deadline(cohort=cohort, step_key=asked.key, due_on=timezone.localdate() + timedelta(days=3))
    if deadline is not None:
        later = timezone.localdate() + timedelta(days=10)
        extend_deadline(deadline=deadline, member=rows["juma.wekesa"], due_on=later, reason="Examinations", by=lead)


def forget_deadlines(cohorts: list[Cohort]) -> None:
    """Take the deadlines of these cohorts away, also what the history keeps of them."""
    keys = list(Deadline.objects.filter(cohort__in=cohorts).values_list("pk", flat=True))
    Deadline.objects.filter(pk__in=keys).delete()
    Deadline.history.filter(id__in=keys).delete()
