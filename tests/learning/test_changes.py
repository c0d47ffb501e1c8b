"""A live course is changed without taking anybody's progress; what learners would feel is asked about first."""

import random
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from learning.actions.attempts import start_attempt
from learning.actions.enrolments import enrol_member, leave_course, record_step, write_journal
from learning.attempts import quiz_of
from learning.change_words import sentences
from learning.changes import Change, PlannedStep, impact_of
from learning.choices import StepKind
from learning.models import Certificate, CoursePage, Enrolment, LessonPage, Step, StepRecord
from learning.plans import impact_of_publishing, impacts_of_moving, impacts_of_taking_away
from learning.progress import progress_from, progress_of
from tests.factories.cohorts import make_steps
from tests.factories.courses import (
    complete,
    correct_question,
    lessons_of,
    listed,
    make_course_with_quiz,
    make_enrolment,
    make_question,
    make_quiz,
    make_study,
    page_form,
    raw,
    reflection,
    step_of,
)
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_lesson, make_module, make_translation
from tests.queries import budget

pytestmark = pytest.mark.django_db


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def moderator(role: str = "Moderators") -> Client:
    return browser_of(make_member(role, roles=(role,)))


def done_keys(enrolment: Enrolment) -> set[Any]:
    return {state.step.key for state in progress_of(enrolment).states if state.is_done}


# ---------------------------------------------------------------- nothing is taken


def test_a_live_course_is_changed_without_taking_progress() -> None:
    """Reorder, reword, move a lesson to another module, add an optional step."""
    key = str(uuid.uuid4())
    course = make_study([reflection(key=key, is_required=True)], [])
    enrolment = make_enrolment(course)
    for step in Step.objects.current():
        record_step(enrolment=enrolment, step=step)
    certificate = Certificate.objects.get(enrolment=enrolment)
    before = done_keys(enrolment)
    first, second = lessons_of(course)
    first.move(second, pos="right")
    assert done_keys(enrolment) == (listed(course) and before)
    first = LessonPage.objects.get(pk=first.pk)
    first.title, first.body = "Other words", [reflection("Who spoke first?", key=key), reflection("New")]
    assert impact_of_publishing(first) is None
    first.save_revision().publish()
    listed(course)
    assert done_keys(enrolment) == before
    other = make_module(course, "Another module")
    assert impacts_of_moving(first, other) == []
    LessonPage.objects.get(pk=second.pk).move(other, pos="last-child")
    listed(course)
    assert done_keys(enrolment) == before
    assert (progress_of(enrolment).is_complete, progress_of(enrolment).done) == (True, 3)
    certificate.refresh_from_db()
    assert certificate.is_current


def test_a_corrected_question_leaves_results_alone() -> None:
    question = make_question("true_false")
    quiz = make_quiz(question)
    course, step = make_course_with_quiz(quiz)
    enrolment = make_enrolment(course)
    record_step(enrolment=enrolment, step=step, score=Decimal(1))
    correct_question(question, answer=False)
    listed(course)
    assert progress_of(enrolment).by_key[str(step.key)].score == 1
    assert impact_of_publishing(lessons_of(course)[0]) is None


def test_a_required_step_more_says_who_has_more_to_do_and_that_certificates_stay() -> None:
    course = make_study([])
    complete(make_enrolment(course))
    make_enrolment(course)
    left = make_enrolment(course)
    leave_course(enrolment=left)
    lesson = lessons_of(course)[0]
    lesson.body = [reflection(is_required=True)]  # type: ignore[assignment]
    impact = impact_of_publishing(lesson)
    assert impact is not None
    assert (impact.learners, impact.more, impact.met, impact.lost, impact.certificates) == (1, 1, 1, 1, 1)
    assert list(sentences(impact)) == [
        "1 learner takes this course and has not finished it.",
        "“What to look at” would be required."
        if lesson.title == "What to look at"
        else "“Lesson 1” would be required.",
        "1 learner who is under way would have more to do.",
        "Of 1 learner who meets what the certificate asks for, 1 would not meet it any more.",
        "1 certificate has been earned. It stays.",
    ]
    lesson.save_revision().publish()
    listed(course)
    holder = Enrolment.objects.get(completed_at__isnull=False)
    assert (holder.state, Certificate.objects.get(enrolment=holder).is_current) == ("completed", True)


# ---------------------------------------------------------------- numbers


def test_a_step_that_goes_tells_who_has_done_and_who_has_begun_it() -> None:
    key = str(uuid.uuid4())
    course = make_study([reflection(key=key)])
    step = step_of(course, kind=StepKind.REFLECTION)
    for _place in range(3):
        record_step(enrolment=make_enrolment(course), step=step)
    begun = make_enrolment(course)
    StepRecord.objects.create(enrolment=begun, step_key=step.key, kind=step.kind)
    make_enrolment(course)
    finished = complete(make_enrolment(course))
    lesson = lessons_of(course)[0]
    lesson.body = []  # type: ignore[assignment]
    impact = impact_of_publishing(lesson)
    assert impact is not None
    assert (impact.learners, impact.met, impact.lost, impact.gained, impact.more) == (5, 1, 0, 0, 0)
    assert [(step.title, step.done, step.begun) for step in impact.gone] == [("Lesson 1", 4, 1)]
    assert list(sentences(impact))[1:4] == [
        "“Lesson 1” would no longer be part of the course.",
        "4 learners have done it. That is kept, and counts no more.",
        "1 learner has begun it and could not finish it.",
    ]
    assert finished.completed_at is not None


def test_an_attempt_and_a_text_are_beginnings() -> None:
    course, step = make_course_with_quiz(make_quiz(make_question()))
    found = quiz_of(step)
    assert found is not None
    start_attempt(enrolment=make_enrolment(course), step=step, quiz=found.source)
    lesson = lessons_of(course)[0]
    assert [impact.gone[0].begun for impact in impacts_of_taking_away([lesson])] == [1]
    other = make_study([reflection()])
    noted = step_of(other, kind=StepKind.REFLECTION)
    enrolment = make_enrolment(other)
    write_journal(enrolment=enrolment, step=noted, prompt="", text="", number=0)
    assert impacts_of_taking_away(lessons_of(other))[0].gone[0].begun == 0
    write_journal(enrolment=enrolment, step=noted, prompt="", text="x", number=1)
    StepRecord.objects.all().update(done_at=None)
    assert impacts_of_taking_away(lessons_of(other))[0].gone[0].begun == 1


RULES = (
    (("required_steps", None),),
    (("share", {"percent": 81}),),
    (("share", {"percent": 67}), ("quizzes", {"percent": 70})),
    (("sessions", {"number": 1}), ("required_steps", None)),
    (("quizzes", {"percent": 50}),),
)


@pytest.mark.parametrize("seed", range(12))
def test_the_database_counts_as_progress_does(seed: int) -> None:
    """Random courses, records and rules: the numbers of the one statement are those of one learner after another."""
    chance = random.Random(seed)
    course_key = uuid.uuid4()
    kinds = [StepKind.LESSON, StepKind.QUIZ, StepKind.HALL, StepKind.REFLECTION]
    steps = [
        Step(
            course_key=course_key, lesson_key=uuid.uuid4(), key=uuid.uuid4(), kind=chance.choice(kinds), rule="read",
            is_required=chance.random() < 0.6, title=f"Step {place}", position=place,
        )
        for place in range(chance.randint(1, 6))
    ]  # fmt: skip
    Step.objects.bulk_create(steps)
    before = chance.sample(steps, chance.randint(1, len(steps)))
    after = chance.sample(steps, chance.randint(0, len(steps)))
    rules_before, rules_after = chance.choice(RULES), chance.choice(RULES)
    wanted = {"learners": 0, "met": 0, "lost": 0, "gained": 0, "more": 0}
    required = {step.key for step in before if step.is_required}
    newly = {step.key for step in after if step.is_required} - required
    for place in range(8):
        finished = timezone.now() if chance.random() < 0.3 else None
        enrolment = Enrolment.objects.create(
            member=make_member(f"Learner {place}"), course_key=course_key, course_title="", seen_at=timezone.now(),
            completed_at=finished, state="completed" if finished else "active",
        )  # fmt: skip
        records = {}
        for step in steps:
            if chance.random() < 0.7:
                score = Decimal(chance.choice(["0.33333", "0.5", "0.7", "0.66667", "1"]))
                records[step.key] = StepRecord.objects.create(
                    enrolment=enrolment, step_key=step.key, kind=step.kind,
                    done_at=timezone.now() if chance.random() < 0.8 else None,
                    score=score if step.kind == StepKind.QUIZ else None,
                )  # fmt: skip
        met = progress_from(before, records, rules_before).is_complete
        then = progress_from(after, records, rules_after).is_complete
        done = {key for key, record in records.items() if record.done_at}
        wanted["learners"] += finished is None
        wanted["met"] += met
        wanted["lost"] += met and not then
        wanted["gained"] += finished is None and then and not met
        wanted["more"] += finished is None and not newly <= done
    plan = [
        tuple(PlannedStep(step.key, step.kind, step.is_required, step.title) for step in chosen)
        for chosen in (before, after)
    ]
    impact = impact_of(Change(course_key, "", plan[0], plan[1], rules_before, rules_after))
    assert {name: getattr(impact, name) for name in wanted} == wanted


def test_counting_asks_the_same_of_any_number_of_steps_and_learners() -> None:
    course = make_study([reflection()])

    def ask() -> int:
        lesson = LessonPage.objects.get(pk=lessons_of(course)[0].pk)
        lesson.body = []
        with budget(9, 2) as log:
            assert impact_of_publishing(lesson) is not None
        return len(log.captured_queries)

    make_enrolment(course)
    asked = ask()
    make_steps(course, 30)
    for _place in range(10):
        make_enrolment(course)
    assert ask() == asked


# ---------------------------------------------------------------- what is asked, and what happens then


@pytest.fixture
def used() -> LessonPage:
    """A lesson whose reflection somebody has done."""
    course = make_study([reflection()])
    record_step(enrolment=make_enrolment(course), step=step_of(course, kind=StepKind.REFLECTION))
    return lessons_of(course)[0]


TEXT = {"type": "text", "id": str(uuid.uuid4()), "value": '{"blocks": [{"key": "a", "text": "Read on.", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'}  # fmt: skip # noqa: E501


def test_publishing_is_asked_about_and_publishes_what_was_sent(used: LessonPage) -> None:
    browser = moderator()
    answer = browser.post(edit(used), page_form(used, TEXT, title="Shorter", action="publish"))
    assert answer.status_code == 302
    asked = browser.get(answer["Location"])
    html = asked.content.decode()
    assert "“Lesson 1” would no longer be part of the course." in html
    assert "1 learner has done it. That is kept, and counts no more." in html
    assert LessonPage.objects.get(pk=used.pk).title == "Lesson 1"
    sent = dict(asked.context["sent"])
    assert browser.post(answer["Location"], sent).status_code == 302
    published = LessonPage.objects.get(pk=used.pk)
    assert (published.title, [block.block_type for block in published.body]) == ("Shorter", ["text"])
    assert published.live_revision_id == published.latest_revision_id
    # Pressed once more, it is what is there already.
    assert browser.post(answer["Location"], sent).status_code == 302


def test_nothing_is_published_when_somebody_has_changed_it_since(used: LessonPage) -> None:
    browser = moderator()
    answer = browser.post(edit(used), page_form(used, TEXT, title="Shorter", action="publish"))
    asked = browser.get(answer["Location"])
    draft = LessonPage.objects.get(pk=used.pk).get_latest_revision_as_object()
    draft.title = "Saved by itself"
    # As a draft that saves itself does: the same number, other words.
    who = draft.latest_revision.user
    draft.save_revision(user=who, overwrite_revision=draft.latest_revision, clean=False)
    followed = browser.post(answer["Location"], dict(asked.context["sent"]), follow=True)
    assert "Somebody has changed the page since." in followed.content.decode()
    assert LessonPage.objects.get(pk=used.pk).title == "Lesson 1"


def test_nobody_is_asked_where_nobody_is_touched() -> None:
    course = make_study([reflection()])
    lesson = lessons_of(course)[0]
    browser = moderator()
    answer = browser.post(edit(lesson), page_form(lesson, TEXT, title="Shorter", action="publish"))
    assert answer["Location"] == reverse("wagtailadmin_explore", args=[lesson.get_parent().pk])
    assert LessonPage.objects.get(pk=lesson.pk).title == "Shorter"


def test_only_who_may_publish_is_asked(used: LessonPage) -> None:
    address = reverse("learning_publish", args=[used.pk])
    for roles, status in ((("Editors",), 302), (("Translators (es)",), 302), ((), 302), (("Moderators",), 200)):
        assert browser_of(make_member(roles=roles)).get(address).status_code == status
    editor = browser_of(make_member(roles=("Editors",)))
    editor.post(address, {})
    assert LessonPage.objects.get(pk=used.pk).latest_revision_id == LessonPage.objects.get(pk=used.pk).live_revision_id
    index = Page.objects.get(depth=2, slug="en") if Page.objects.filter(depth=2, slug="en") else Page.objects.first()
    assert index is not None
    assert moderator().get(reverse("learning_publish", args=[index.pk])).status_code == 404


def test_other_conditions_are_asked_about() -> None:
    course = make_study([reflection()], [])
    enrolment = make_enrolment(course)
    record_step(enrolment=enrolment, step=step_of(course, position=1))
    course.conditions = [raw("share", percent=30)]  # type: ignore[assignment]
    impact = impact_of_publishing(course)
    assert impact is not None
    assert (impact.gained, impact.lost) == (1, 0)
    browser = moderator()
    answer = browser.post(edit(course), page_form(course, raw("share", percent=30), action="publish"))
    assert reverse("learning_publish", args=[course.pk]) in answer["Location"]


@pytest.mark.parametrize("deed", ["unpublish", "delete"])
@pytest.mark.parametrize("level", ["lesson", "module", "course"])
def test_taking_away_is_asked_about_and_done(used: LessonPage, deed: str, level: str) -> None:
    pages = {"lesson": used, "module": used.get_parent(), "course": used.get_parent().get_parent()}
    # Only administrators delete pages with others below them.
    page, browser = pages[level], moderator("Administrators")
    address = reverse(f"wagtailadmin_pages:{deed}", args=[page.pk])
    assert browser.get(address).status_code == 200
    asked = browser.post(address, {"include_descendants": "on"})
    assert asked.status_code == 200
    assert "would no longer be part of the course." in asked.content.decode()
    assert Page.objects.get(pk=page.pk).live
    sent = dict(asked.context["sent"])
    assert sent == {"include_descendants": "on", "learners_known": "1"}
    assert browser.post(asked.context["address"], sent).status_code == 302
    assert not Page.objects.filter(pk=used.pk, live=True).exists()
    assert StepRecord.objects.count() == 1


def test_pages_ticked_in_a_list_are_asked_about(used: LessonPage) -> None:
    browser, back = moderator(), reverse("wagtailadmin_explore", args=[used.get_parent().pk])
    for deed in ("unpublish", "delete"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", deed])
        asked = browser.post(f"{address}?id={used.pk}&next={back}")
        assert "would no longer be part of the course." in asked.content.decode()
        assert LessonPage.objects.get(pk=used.pk).live
    assert browser.post(asked.context["address"], dict(asked.context["sent"]))["Location"] == back
    assert not LessonPage.objects.filter(pk=used.pk).exists()


def test_a_lesson_that_moves_to_another_course(used: LessonPage) -> None:
    goal = make_module(make_study(title="Another course"), "New home")
    browser = moderator()
    address = reverse("wagtailadmin_pages:move_confirm", args=[used.pk, goal.pk])
    asked = browser.post(address)
    assert "would no longer be part of the course." in asked.content.decode()
    assert not LessonPage.objects.child_of(goal).exists()
    browser.post(asked.context["address"], dict(asked.context["sent"]))
    assert LessonPage.objects.child_of(goal).get().pk == used.pk


def test_translations_touch_nobody(used: LessonPage) -> None:
    course = CoursePage.objects.ancestor_of(used).get()
    make_translation(course, "es")
    make_translation(used.get_parent(), "es")
    spanish = make_translation(used, "es")
    spanish.body = []
    assert impact_of_publishing(spanish) is None
    assert impacts_of_taking_away([spanish]) == []
    # Of a course that stays in another language, nothing goes with its English page.
    assert impacts_of_taking_away([course]) == []


def test_approving_is_asked_about_with_its_comment(used: LessonPage) -> None:
    editor = browser_of(make_member(roles=("Editors",)))
    editor.post(edit(used), page_form(used, TEXT, title="Shorter", action="submit"))
    state = Page.objects.get(pk=used.pk).current_workflow_task_state
    browser = moderator()
    approve = reverse("wagtailadmin_pages:workflow_action", args=[used.pk, "approve", state.pk])
    answer = browser.post(approve, {"comment": "Well done"})
    asked = browser.get(answer["Location"])
    assert "1 learner has done it." in asked.content.decode()
    assert "Approve anyway" in asked.content.decode()
    assert Page.objects.get(pk=used.pk).workflow_in_progress
    # The same from the editor, with words the moderator has changed.
    sent = {**page_form(used, TEXT, title="Shorter still"), "action-workflow-action": "1"}
    answer = browser.post(edit(used), sent | {"workflow-action-name": "approve"})
    asked = browser.get(answer["Location"])
    browser.post(answer["Location"], dict(asked.context["sent"]))
    state.refresh_from_db()
    assert (LessonPage.objects.get(pk=used.pk).title, Page.objects.get(pk=used.pk).workflow_in_progress) == (
        "Shorter still",
        False,
    )


def test_enrolling_and_lessons_of_drafts_are_not_touched(used: LessonPage) -> None:
    """A lesson below a module that nobody sees asks nobody."""
    hidden = make_module(CoursePage.objects.ancestor_of(used).get(), "Not yet", live=False)
    draft = make_lesson(hidden, "Draft", live=False, body=[reflection(is_required=True)])
    assert impact_of_publishing(draft) is None
    hidden.live = False
    assert enrol_member(course=CoursePage.objects.ancestor_of(used).get(), member=make_member()).is_open
    LessonPage.objects.filter(pk=draft.pk).update(live=True)
    impact = impact_of_publishing(hidden)
    assert impact is not None
    assert (impact.learners, impact.more) == (2, 2)
