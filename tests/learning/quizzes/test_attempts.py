"""Taking a quiz: what is captured, kept, counted and recorded, whatever comes twice, late or at once."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation
from wagtail.models import Locale

from camtree.members.models import User
from camtree.members.personal_data import declared_models, erase, held_about
from camtree.translation.actions import texts_of, translate
from learning.models import (
    Accommodation,
    AttemptItem,
    Enrolment,
    Question,
    Quiz,
    QuizAttempt,
    ShownVersion,
    Step,
    StepRecord,
)
from learning.quizzes.actions import attempts as actions
from learning.quizzes.actions.attempts import mark_answer, save_answers, start_attempt, submit_attempt
from learning.quizzes.queries import quiz_of, versions_of
from learning.quizzes.rendering import asked_items
from learning.quizzes.results import results_of
from tests.factories.courses import (
    as_list,
    correct_question,
    make_course_with_quiz,
    make_learner,
    make_pool,
    make_question,
    make_quiz,
    option,
)
from tests.factories.members import make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def taking(quiz: Quiz, **value: Any) -> tuple[Enrolment, Step]:
    """Somebody who takes a course with the quiz in it."""
    course, step = make_course_with_quiz(quiz, **value)
    return make_learner(course)[1], step


def begin(quiz: Quiz, **value: Any) -> Any:
    enrolment, step = taking(quiz, **value)
    return start_attempt(enrolment=enrolment, step=step, quiz=quiz)


def items_of(attempt: QuizAttempt) -> list[Any]:
    items = list(AttemptItem.objects.filter(attempt=attempt).order_by("position"))
    for item in items:
        item.attempt = attempt
    return items


def submit(attempt: QuizAttempt, answers: dict[int, Any] | None = None, key: str = "page.1") -> Any:
    return submit_attempt(attempt=attempt, answers=answers or {}, client_key=key)


def facilitator() -> User:
    return make_member("Rafael", roles=("Editors",))


# ---------------------------------------------------------------- beginning


def test_an_attempt_captures_questions_versions_and_rules() -> None:
    first, second = make_question("true_false"), make_question("choice")
    attempt = begin(make_quiz(first, second))
    items = items_of(attempt)
    assert [item.question_key for item in items] == [first.translation_key, second.translation_key]
    assert [item.revisions for item in items] == [{"en": first.live_revision_id}, {"en": second.live_revision_id}]
    assert set(ShownVersion.objects.values_list("pk", flat=True)) == {first.live_revision_id, second.live_revision_id}
    assert (attempt.number, attempt.language, attempt.due_at, attempt.passed) == (1, "en", None, None)


def test_beginning_twice_goes_on_with_the_open_attempt() -> None:
    quiz = make_quiz(make_question())
    enrolment, step = taking(quiz)
    first, again = (start_attempt(enrolment=enrolment, step=step, quiz=quiz) for _time in range(2))
    assert first == again
    submit(first)
    assert start_attempt(enrolment=enrolment, step=step, quiz=quiz).number == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        QuizAttempt.objects.create(
            enrolment=enrolment,
            step_key=step.key,
            quiz_key=quiz.translation_key,
            quiz_revision=quiz.live_revision,
            number=3,
            seed=1,
            started_at=timezone.now(),
        )


def test_attempts_are_used_up_and_quizzes_close() -> None:
    quiz = make_quiz(make_question(), attempts=1)
    enrolment, step = taking(quiz)
    submit(start_attempt(enrolment=enrolment, step=step, quiz=quiz))
    with pytest.raises(actions.AttemptsUsedUpError):
        start_attempt(enrolment=enrolment, step=step, quiz=quiz)
    closed = make_quiz(make_question(), closes_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(actions.QuizClosedError):
        start_attempt(enrolment=enrolment, step=taking(closed)[1], quiz=closed)
    empty = make_quiz(draws=((make_pool(name="Empty"), 3),))
    with pytest.raises(actions.EmptyQuizError):
        begin(empty)


def test_draws_come_from_the_pool_and_repeat_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = make_pool(6)
    chosen = Question.objects.filter(pool=pool).order_by("pk")[0]
    unpublished = make_question(title="Draft", pool=pool)
    unpublished.unpublish()
    quiz = make_quiz(chosen, draws=((pool, 4),), shuffle=True)
    enrolment, step = taking(quiz)
    drawn = []
    for seed in (1, 1, 2):
        monkeypatch.setattr(actions.secrets, "randbelow", lambda _most, seed=seed: seed)
        attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz)
        drawn.append([item.question_key for item in items_of(attempt)])
        submit(attempt)
    assert drawn[0] == drawn[1] != drawn[2]
    pooled = set(Question.objects.live().filter(pool=pool).values_list("translation_key", flat=True))
    assert all(len(set(keys)) == 5 and set(keys) <= pooled and chosen.translation_key in keys for keys in drawn)


def test_more_time_is_given_to_those_who_need_it() -> None:
    quiz = make_quiz(make_question(), minutes=40)
    enrolment, step = taking(quiz)
    Accommodation.objects.create(enrolment=enrolment, extra_percent=25)
    attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz)
    assert attempt.due_at is not None
    assert attempt.due_at - attempt.started_at == timedelta(minutes=50)
    assert begin(quiz).due_at is not None
    closing = make_quiz(make_question(), minutes=40, closes_at=timezone.now() + timedelta(minutes=5))
    assert begin(closing).due_at == closing.closes_at


# ---------------------------------------------------------------- saving


def test_answers_are_kept_and_the_same_again_changes_nothing() -> None:
    attempt = begin(make_quiz(make_question(), make_question("short")))
    for _time in range(2):
        save_answers(attempt=attempt, answers={1: True, 2: "pause", 9: "nowhere"}, client_key="a.1")
    first, second = items_of(attempt)
    assert (first.answer, second.answer, first.client_key) == (True, "pause", "a.1")
    answered_at = first.answered_at
    save_answers(attempt=attempt, answers={1: True}, client_key="a.2")
    assert items_of(attempt)[0].answered_at == answered_at
    save_answers(attempt=attempt, answers={1: None}, client_key="a.3")
    assert items_of(attempt)[0].answer is None


def test_what_a_page_sent_earlier_never_replaces_what_it_sent_later() -> None:
    attempt = begin(make_quiz(make_question("short")))
    for answer, key in (("one", "a.1"), ("three", "a.3"), ("two", "a.2"), ("one", "a.1")):
        save_answers(attempt=attempt, answers={1: answer}, client_key=key)
    assert items_of(attempt)[0].answer == "three"
    save_answers(attempt=attempt, answers={1: "elsewhere"}, client_key="b.1")
    assert items_of(attempt)[0].answer == "elsewhere"
    # Changed and changed back, and the change arrives last.
    save_answers(attempt=attempt, answers={1: "elsewhere"}, client_key="b.3")
    save_answers(attempt=attempt, answers={1: "between"}, client_key="b.2")
    assert items_of(attempt)[0].answer == "elsewhere"


@pytest.mark.parametrize(
    ("key", "known", "older"),
    [("a.1", "a.2", True), ("a.2", "a.2", False), ("a.10", "a.9", False), ("b.1", "a.2", False), ("", "", False),
     ("a.x", "a.2", False), ("a", "a", False), ("a.1", "", False)],
)  # fmt: skip
def test_keys_are_compared_within_a_page(key: str, known: str, older: bool) -> None:
    assert actions.is_older(key, known) is older


# ---------------------------------------------------------------- submitting


def test_submitting_scores_and_records_the_step() -> None:
    quiz = make_quiz(make_question(), make_question("numeric"), pass_percent=50)
    attempt = submit(begin(quiz), {1: True, 2: "9"})
    assert (attempt.score, attempt.passed) == (Decimal("0.5"), True)
    assert [item.score for item in items_of(attempt)] == [1, 0]
    record = StepRecord.objects.get()
    assert (record.step_key, record.score, record.done_at is not None) == (attempt.step_key, Decimal("0.5"), True)
    assert attempt.enrolment.completed_at is None
    assert Step.objects.get(kind="quiz").facts == {"quiz": str(quiz.translation_key)}


def test_what_is_not_passed_is_not_done_unless_submitting_is_enough() -> None:
    quiz = make_quiz(make_question())
    failed = submit(begin(quiz), {1: False})
    assert (failed.score, failed.passed) == (0, False)
    assert StepRecord.objects.get(step_key=failed.step_key).done_at is None
    lenient = submit(begin(quiz, must_pass=False), {1: False})
    assert lenient.passed is False
    assert StepRecord.objects.get(step_key=lenient.step_key).done_at is not None


def test_the_best_of_several_attempts_counts() -> None:
    quiz = make_quiz(make_question())
    enrolment, step = taking(quiz)
    for answer in (True, False):
        submit(start_attempt(enrolment=enrolment, step=step, quiz=quiz), {1: answer})
    assert StepRecord.objects.get().score == 1
    assert list(QuizAttempt.objects.values_list("score", flat=True)) == [0, 1]


def test_submitting_twice_is_submitting_once_and_keeps_what_came_later_as_late() -> None:
    attempt = begin(make_quiz(make_question()))
    first = submit(attempt, {1: False})
    again = submit(attempt, {1: False}, "page.1")
    assert (again.submitted_at, again.score) == (first.submitted_at, 0)
    assert items_of(attempt)[0].late_at is None
    other = submit(attempt, {1: True}, "tablet.1")
    item = items_of(attempt)[0]
    assert (other.score, item.answer, item.late_answer, item.late_at is not None) == (0, False, True, True)
    save_answers(attempt=attempt, answers={1: None}, client_key="phone.1")
    assert items_of(attempt)[0].late_answer is None
    assert QuizAttempt.history.filter(id=attempt.pk).count() == 2


def test_late_answers_are_kept_but_do_not_count() -> None:
    attempt = begin(make_quiz(make_question(), make_question("short"), minutes=10))
    save_answers(attempt=attempt, answers={1: True, 2: "pause"}, client_key="a.1")
    moved = timezone.now() - timedelta(seconds=50)
    QuizAttempt.objects.filter(pk=attempt.pk).update(due_at=moved)
    save_answers(attempt=attempt, answers={2: "wait time"}, client_key="a.2")
    assert items_of(attempt)[1].answer == "wait time"
    QuizAttempt.objects.filter(pk=attempt.pk).update(due_at=moved - timedelta(seconds=11))
    result = submit(attempt, {1: False, 2: "wait time"}, "a.3")
    first, second = items_of(attempt)
    assert (first.answer, first.late_answer, first.score) == (True, False, 1)
    assert (second.late_at, second.score, result.score) == (None, 1, 1)
    shown = results_of(items_of(result))
    assert [line.text for line in shown[0].late if line.is_chosen] == ["False"]
    assert shown[1].late == []


def test_what_was_saved_counts_also_for_who_never_comes_back() -> None:
    attempts = [begin(make_quiz(make_question(), minutes=10)) for _number in range(2)]
    for attempt in attempts:
        save_answers(attempt=attempt, answers={1: True}, client_key="a.1")
    QuizAttempt.objects.filter(pk=attempts[0].pk).update(due_at=timezone.now() - timedelta(seconds=61))
    call_command("finish_quizzes", stdout=StringIO())
    assert [QuizAttempt.objects.get(pk=attempt.pk).score for attempt in attempts] == [1, None]
    assert actions.finish_overdue(now=timezone.now()) == 0


def test_a_corrected_question_changes_nothing_that_was_shown_or_scored() -> None:
    question = make_question("choice")
    quiz = make_quiz(question)
    attempt = begin(quiz)
    before = asked_items(items_of(attempt), versions_of(items_of(attempt)))[0]
    right = next(entry["id"] for entry in question.body.raw_data[0]["value"]["options"])
    corrected = correct_question(
        question, prompt="<p>Corrected</p>", options=as_list(option("Waiting", 0), option("New", 100))
    )
    assert corrected.live_revision_id != question.live_revision_id
    after = asked_items(items_of(attempt), versions_of(items_of(attempt)))[0]
    assert (after.question, after.fields) == (before.question, before.fields)
    result = submit(attempt, {1: [right]})
    assert result.score == 1
    correct_question(question, options=as_list(option("A", 0), option("B", 100)))
    assert [line.text for line in results_of(items_of(result))[0].lines if line.is_chosen] == ["Waiting"]
    fresh = start_attempt(enrolment=attempt.enrolment, step=Step.objects.get(kind="quiz"), quiz=quiz)
    assert {
        text
        for _value, text, _chosen in asked_items(items_of(fresh), versions_of(items_of(fresh)))[0].fields[0].choices
    } == {"A", "B"}


def test_a_question_that_was_shown_is_not_deleted() -> None:
    question, unused = make_question(), make_question("short")
    begin(make_quiz(question))
    with pytest.raises(ProtectedError):
        question.delete()
    unused.delete()
    assert list(Question.objects.all()) == [question]


def test_a_quiz_that_changes_keeps_the_rules_of_attempts_that_began() -> None:
    quiz = make_quiz(make_question(), make_question("short"), pass_percent=50)
    attempt = begin(quiz)
    quiz.pass_percent = 90
    quiz.save_revision().publish()
    assert submit(attempt, {1: True}).passed is True


# ---------------------------------------------------------------- languages


def in_spanish(question: Question, **words: str) -> Question:
    """The question translated by wagtail-localize: each text of `words` becomes its value, the rest stays."""
    texts = texts_of(question)
    for strings in texts.strings.values():
        for place, string in enumerate(strings):
            if string.data in words:
                strings[place] = type(string)(words[string.data])
    spanish = Locale.objects.get(language_code="es")
    copy: Question = translate(source=question, locale=spanish, texts=texts, publish=True)
    return Question.objects.get(pk=copy.pk)


def test_a_translated_question_keeps_the_ids_of_its_parts() -> None:
    for kind in ("choice", "matching", "ordering", "numeric", "short", "cloze"):
        question = make_question(kind)
        translated = in_spanish(question, Waiting="Esperar", Teacher="Docente", Plan="Planear", listen="escuchar")
        assert translated.asked is not None
        assert question.asked is not None
        assert translated.asked.ids == question.asked.ids
        assert translated.pool == question.pool


def test_switching_language_keeps_the_answers() -> None:
    question = make_question("choice")
    in_spanish(question, Waiting="Esperar", Slips="Papelitos")
    attempt = begin(make_quiz(question))
    assert set(items_of(attempt)[0].revisions) == {"en", "es"}
    right = question.body.raw_data[0]["value"]["options"][0]["id"]
    save_answers(attempt=attempt, answers={1: [right]}, client_key="a.1")
    shown = {}
    for language in ("en", "es", "ar"):
        with translation.override(language):
            asked = asked_items(items_of(attempt), versions_of(items_of(attempt)))[0]
            shown[language] = (asked.language, [text for _v, text, is_chosen in asked.fields[0].choices if is_chosen])
    assert shown == {"en": ("en", ["Waiting"]), "es": ("es", ["Esperar"]), "ar": ("en", ["Waiting"])}
    assert submit(attempt).score == 1


def test_words_are_right_in_whatever_language_of_the_question() -> None:
    question = make_question("short", answers=as_list(option("wait time", 100)))
    in_spanish(question, **{"wait time": "tiempo de espera"})
    assert submit(begin(make_quiz(question)), {1: "Tiempo de espera"}).score == 1
    assert submit(begin(make_quiz(question)), {1: "wait time"}).score == 1


def test_a_translation_that_lacks_a_part_gives_way_to_the_original() -> None:
    question = make_question("ordering")
    in_spanish(question, Plan="Planear")
    question = correct_question(question, items=as_list("Plan", "Teach"))
    attempt = begin(make_quiz(question))
    with translation.override("es"):
        asked = asked_items(items_of(attempt), versions_of(items_of(attempt)))[0]
    assert asked.language == "en"
    assert {field.label for field in asked.fields} == {"Plan", "Teach"}


def test_the_quiz_speaks_english_and_is_shown_in_the_readers_language() -> None:
    question = make_question()
    in_spanish(question)
    quiz = make_quiz(question)
    step = taking(quiz)[1]
    copy = quiz.copy_for_translation(Locale.objects.get(language_code="es"))
    copy.title = "¿Qué viste?"
    copy.save()
    copy.save_revision().publish()
    with translation.override("es"):
        found = quiz_of(step)
    assert found is not None
    assert (found.source, found.shown.title) == (quiz, "¿Qué viste?")
    quiz.unpublish()
    copy.unpublish()
    assert quiz_of(step) is None


# ---------------------------------------------------------------- marking


def test_an_open_answer_waits_and_its_mark_completes_the_result() -> None:
    attempt = submit(begin(make_quiz(make_question(), make_question("open"))), {1: True, 2: "I will wait."})
    assert (attempt.score, attempt.passed, attempt.waits) == (None, None, True)
    assert StepRecord.objects.get().done_at is None
    item = items_of(attempt)[1]
    marker = facilitator()
    mark_answer(item=item, by=marker, score=Decimal("0.5"), feedback="Name a pupil.")
    attempt.refresh_from_db()
    item.refresh_from_db()
    assert (attempt.score, attempt.passed, item.score, item.marked_by) == (
        Decimal("0.75"),
        True,
        Decimal("0.5"),
        marker,
    )
    assert StepRecord.objects.get().score == Decimal("0.75")
    assert item.points == 10
    mark_answer(item=item, by=marker, score=Decimal("1"), feedback="")
    assert [row.score for row in AttemptItem.history.filter(id=item.pk).order_by("history_date")] == [
        Decimal("0.5"),
        Decimal("1"),
    ]


def test_nobody_marks_without_the_right_or_what_there_is_nothing_to_mark_in() -> None:
    attempt = begin(make_quiz(make_question(), make_question("open")))
    first, second = items_of(attempt)
    marker = facilitator()
    with pytest.raises(actions.NothingToMarkError):
        mark_answer(item=second, by=marker, score=Decimal(1), feedback="")
    submit(attempt, {2: "I will wait."})
    with pytest.raises(actions.NothingToMarkError):
        mark_answer(item=first, by=marker, score=Decimal(1), feedback="")
    for person in (make_member(), attempt.enrolment.member):
        with pytest.raises(PermissionDenied):
            mark_answer(item=second, by=person, score=Decimal(1), feedback="")


# ---------------------------------------------------------------- people


def test_what_is_kept_of_a_learner_is_shown_and_erased_with_its_history() -> None:
    attempt = submit(begin(make_quiz(make_question(), make_question("open"))), {1: True, 2: "I will wait."})
    Accommodation.objects.create(enrolment=attempt.enrolment, extra_percent=50, note="Reads with a magnifier.")
    member = attempt.enrolment.member
    mark_answer(item=items_of(attempt)[1], by=facilitator(), score=Decimal(1), feedback="Good.")
    assert {AttemptItem, QuizAttempt, Accommodation} <= declared_models()
    held = {found.kind.model: found.rows for found in held_about(member)}
    assert [len(held[model]) for model in (AttemptItem, QuizAttempt, Accommodation)] == [2, 1, 1]
    assert "I will wait." in str(held[AttemptItem])
    erase(member)
    for model in (AttemptItem, QuizAttempt, Accommodation):
        assert not model.objects.exists()
        assert not model.history.exists()


# ---------------------------------------------------------------- at once


@pytest.mark.django_db(transaction=True)
def test_two_submissions_at_once_are_one(site_after_flush: None) -> None:
    attempt = begin(make_quiz(make_question(), make_question("short")))
    results = at_once(*[lambda n=n: submit(attempt, {1: True, 2: "wait time"}, f"page{n}.1") for n in range(3)])
    assert [result.score for result in results] == [1, 1, 1]
    assert len({result.submitted_at for result in results}) == 1
    assert QuizAttempt.history.filter(id=attempt.pk).count() == 2
    assert StepRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_save_against_a_submission_loses_nothing(site_after_flush: None) -> None:
    attempt = begin(make_quiz(make_question("short")))
    at_once(
        lambda: save_answers(attempt=attempt, answers={1: "pause"}, client_key="a.1"),
        lambda: submit(attempt, {1: "wait time"}, "b.1"),
    )
    item = items_of(attempt)[0]
    # Saved first, it was replaced in time; saved afterwards, it stands there as late. Never the other way round.
    assert (item.answer, item.score) == ("wait time", 1)
    assert item.late_answer in (None, "pause")


@pytest.mark.django_db(transaction=True)
def test_two_beginnings_at_once_are_one_attempt(site_after_flush: None) -> None:
    quiz = make_quiz(make_question())
    enrolment, step = taking(quiz)
    results = at_once(*[lambda: start_attempt(enrolment=enrolment, step=step, quiz=quiz).pk] * 3)
    assert len(set(results)) == 1
    assert AttemptItem.objects.count() == 1
