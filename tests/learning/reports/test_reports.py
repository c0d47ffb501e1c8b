"""Reports about courses and questions: right numbers, of groups only, in a fixed number of queries."""

import csv
import io
import statistics
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.models import AttemptItem, CoursePage, Enrolment, Question, QuizAttempt, Step
from learning.reports.course_statistics import CourseNumbers, Which, drop_off, numbers_of
from learning.reports.question_statistics import correlation
from learning.reports.question_statistics import numbers_of as numbers_of_questions
from learning.reports.small_numbers import share, told
from learning.studying.actions import leave_course, record_step
from tests.factories.cohorts import make_cohort, make_joined, make_steps
from tests.factories.courses import (
    complete,
    correct_question,
    make_course_with_quiz,
    make_enrolment,
    make_question,
    make_quiz,
    make_study,
)
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_course, make_translation
from tests.queries import budget

pytestmark = pytest.mark.django_db

FEW = "fewer than 5"


@pytest.fixture
def editor() -> Client:
    return browser_of(make_member("Editor", roles=("Editors",)))


def rows_of(browser: Client, name: str, *args: Any, **query: Any) -> list[dict[str, str]]:
    """The report as its CSV file says it."""
    answer: Any = browser.get(reverse(name, args=args), {**query, "export": "csv"})
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode().lstrip("\ufeff"))))


# ---------------------------------------------------------------- groups


@pytest.mark.parametrize(
    ("count", "of", "shown", "percent"),
    [
        (0, 10, 0, 0), (1, 10, FEW, None), (4, 10, FEW, None), (5, 10, 5, 50), (6, 10, "all but fewer than 5", None),
        (10, 10, 10, 100), (0, 4, FEW, None), (4, 4, FEW, None), (0, 0, 0, None), (7, 20, 7, 35),
    ],
)  # fmt: skip
def test_a_number_never_tells_of_a_few(count: int, of: int, shown: Any, percent: int | None) -> None:
    assert (told(count, of), share(count, of)) == (shown, percent)


# ---------------------------------------------------------------- courses


def take(course: CoursePage, number: int, days: float | None = None, *, begin: bool = True) -> list[Enrolment]:
    """So many people who take the course, and finish it after so many days."""
    found = []
    for _place in range(number):
        enrolment = make_enrolment(course)
        if days is not None:
            complete(enrolment)
            enrolled = timezone.now() - timedelta(days=30)
            Enrolment.objects.filter(pk=enrolment.pk).update(
                enrolled_at=enrolled, completed_at=enrolled + timedelta(days=days)
            )
        elif begin:
            record_step(enrolment=enrolment, step=Step.objects.current().filter(course_key=course.translation_key)[0])
        found.append(enrolment)
    return found


def test_how_a_course_goes(editor: Client) -> None:
    course = make_study()
    for days in (1, 2, 4, 8, 16, 32):
        take(course, 1, days)
    take(course, 5)
    for enrolment in take(course, 5, begin=False):
        leave_course(enrolment=enrolment)
    make_study(title="Small")
    take(CoursePage.objects.get(title="Small"), 2, 3)
    make_translation(course, "es")
    course_row, small = rows_of(editor, "courses_report")
    assert course_row == {
        "Course": "First steps",
        "Enrolled": "16",
        "Started": "11",
        "Finished": "6",
        "Left": "5",
        "Certificates": "6",
        "Finished, in per cent": "37",
        "Days to finish (median)": "6",
    }
    assert small == {
        "Course": "Small",
        "Enrolled": FEW,
        "Started": FEW,
        "Finished": FEW,
        "Left": FEW,
        "Certificates": FEW,
        "Finished, in per cent": "",
        "Days to finish (median)": "",
    }


@pytest.mark.parametrize("number", range(1, 8))
def test_the_median_is_that_of_all(number: int) -> None:
    course = make_course()
    days = [1.0, 7.5, 3.25, 3.25, 12.0, 0.5, 40.0][:number]
    for took in days:
        enrolment = make_enrolment(course)
        Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=enrolment.enrolled_at + timedelta(days=took))
    found = numbers_of([course.translation_key], Which())[course.translation_key]
    assert found.median == pytest.approx(statistics.median(days))
    assert (found.days == "") is (number < 5)


def test_filters_count_fewer_people(editor: Client) -> None:
    course = make_study()
    early = take(course, 6)
    Enrolment.objects.filter(pk__in=[row.pk for row in early]).update(enrolled_at=timezone.now() - timedelta(days=100))
    take(course, 7)
    cohort = make_cohort(course=course)
    for _place in range(8):
        make_joined(cohort)
    day = (timezone.localdate() - timedelta(days=50)).isoformat()
    found = {
        name: rows_of(editor, "courses_report", **query)[0]["Enrolled"]
        for name, query in {
            "all": {},
            "before": {"enrolled_to": day, "enrolled_before": day, "enrolled_max": day},
            "group": {"how": "group"},
            "alone": {"how": "alone"},
        }.items()
    }
    assert found == {"all": "21", "before": "6", "group": "8", "alone": "13"}
    make_translation(course, "es")
    make_course("English only")
    assert [row["Course"] for row in rows_of(editor, "courses_report", locale="es")] == ["First steps"]
    assert editor.get(reverse("courses_report"), {"how": "no", "enrolled_from": "x", "locale": "xx"}).status_code == 200


def test_where_people_stop(editor: Client) -> None:
    course = make_study([], [], [])
    first, second, third = Step.objects.current().filter(course_key=course.translation_key)
    take(course, 5, begin=False)
    take(course, 6)
    for enrolment in take(course, 10):
        record_step(enrolment=enrolment, step=second)
    assert [enrolment.completed_at is not None for enrolment in take(course, 5, 3)] == [True] * 5
    skipped = make_enrolment(course)
    record_step(enrolment=skipped, step=third)
    steps = [first, second, third]
    found = drop_off(course.translation_key, steps, Which())
    assert (found.people, found.never_began) == (27, 5)
    told_of = [(row.came, row.did, row.stayed) for row in (found.steps[step.key] for step in steps)]
    assert told_of == [(22, 21, 6), (16, 15, 10), (6, 6, 1)]
    rows = rows_of(editor, "steps_report", course.pk)
    assert [list(row.values())[2:] for row in rows] == [["22", "21", "6"], ["16", "15", "10"], ["6", "6", FEW]]
    html = editor.get(reverse("steps_report", args=[course.pk])).content.decode()
    assert html.count("<progress") == 6
    assert '<progress max="100" value="81">' in html
    assert editor.get(reverse("steps_report", args=[2**40])).status_code == 404


# ---------------------------------------------------------------- questions


def attempt(step: Step, marks: list[str], *, number: int = 1, member: Enrolment | None = None, **fields: Any) -> Any:
    """A submitted attempt with these marks for the questions of `fields["keys"]`."""
    keys, answers = fields.pop("keys"), fields.pop("answers", [None] * len(marks))
    enrolment = member or Enrolment.objects.create(
        member=make_member(), course_key=step.course_key, course_title="", seen_at=timezone.now()
    )
    found = QuizAttempt.objects.create(
        enrolment=enrolment, step_key=step.key, quiz_key=step.facts["quiz"], number=number, seed=1, language="en",
        quiz_revision=fields.pop("quiz").live_revision, started_at=timezone.now(),
        **{"submitted_at": timezone.now(), "score": Decimal("0.5"), **fields},
    )  # fmt: skip
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=found, position=place, question_key=key, score=Decimal(mark), answer=answer)
        for place, (key, mark, answer) in enumerate(zip(keys, marks, answers, strict=True))
    )
    return found


MARKS = [("1", "1", "1"), ("1", "0.5", "1"), ("0", "0", "0.5"), ("1", "0", "0"), ("0", "0.5", "1"), ("0", "0", "0")]


def make_taken(times: int = 1) -> tuple[list[Question], Step, Any]:
    """Three questions and a quiz of them that some have taken."""
    questions = [make_question("choice", f"Question {place}") for place in range(3)]
    quiz = make_quiz(*questions)
    _course, step = make_course_with_quiz(quiz)
    keys = [question.translation_key for question in questions]
    for _time in range(times):
        for marks in MARKS:
            attempt(step, list(marks), keys=keys, quiz=quiz)
    return questions, step, quiz


def test_facility_and_discrimination_are_what_the_formula_says() -> None:
    questions, _step, _quiz = make_taken(2)
    found = numbers_of_questions(questions)
    table = [[float(mark) for mark in marks] for marks in MARKS] * 2
    for place, question in enumerate(questions):
        numbers = found[question.translation_key]
        own, rest = [row[place] for row in table], [sum(row) - row[place] for row in table]
        assert numbers.answers == numbers.times_shown == 12
        assert numbers.mean == pytest.approx(statistics.mean(own))
        assert numbers.correlation == pytest.approx(statistics.correlation(own, rest))
        assert (numbers.facility, numbers.discrimination) == (
            round(statistics.mean(own), 2),
            round(statistics.correlation(own, rest), 2),
        )


def test_only_first_attempts_that_are_marked_count() -> None:
    questions, step, quiz = make_taken()
    keys = [question.translation_key for question in questions]
    member = Enrolment.objects.order_by("pk").first()
    attempt(step, ["1", "1", "1"], number=2, member=member, keys=keys, quiz=quiz)
    attempt(step, ["1", "1", "1"], keys=keys, quiz=quiz, score=None)
    attempt(step, ["1", "1", "1"], keys=keys, quiz=quiz, submitted_at=None, score=None)
    found = numbers_of_questions(questions)[keys[0]]
    assert (found.answers, found.times_shown, found.mean) == (6, 9, 0.5)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"n": 3, "sx": 3, "sy": 3, "sxx": 3, "syy": 5, "sxy": 3}, None),
        ({"n": 2, "sx": 1, "sy": 1, "sxx": 1, "syy": 1, "sxy": 1}, 1.0),
        ({"n": 2, "sx": 1, "sy": 1, "sxx": 1, "syy": 1, "sxy": 0}, -1.0),
    ],
)
def test_a_correlation_without_spread_is_none(numbers: dict[str, Any], expected: float | None) -> None:
    assert correlation(**numbers) == expected


def test_flags_want_twenty_answers() -> None:
    questions, _step, _quiz = make_taken(3)
    assert {str(row.flag) for row in numbers_of_questions(questions).values()} == {""}
    for marks, flag in ((("0", "1"), "Very hard"), (("1", "0"), "Nearly everybody knows it")):
        pair = [make_question("choice", f"{flag} {place}") for place in range(2)]
        quiz = make_quiz(*pair)
        _course, step = make_course_with_quiz(quiz)
        for _place in range(20):
            attempt(step, list(marks), keys=[question.translation_key for question in pair], quiz=quiz)
        assert str(numbers_of_questions(pair)[pair[0].translation_key].flag) == flag
    pair = [make_question("choice", f"Dull {place}") for place in range(2)]
    quiz = make_quiz(*pair)
    _course, step = make_course_with_quiz(quiz)
    for place in range(20):
        attempt(step, [str(place % 2), str(place // 2 % 2)], keys=[q.translation_key for q in pair], quiz=quiz)
    assert str(numbers_of_questions(pair)[pair[0].translation_key].flag) == "Does not tell who knows"


def test_the_wrong_option_that_tempts_and_the_versions(editor: Client) -> None:
    questions, step, quiz = make_taken()
    asked: Any = questions[0].asked
    wrong = next(option for option in asked.options if option.percent == 0)
    keys = [question.translation_key for question in questions]
    for _place in range(4):
        attempt(step, ["0", "0", "0"], keys=keys, quiz=quiz, answers=[[wrong.id], None, "nonsense"])
    assert numbers_of_questions(questions)[keys[0]].tempting == ""
    attempt(step, ["0", "0", "0"], keys=keys, quiz=quiz, answers=[[wrong.id], None, None])
    correct_question(questions[0], general_feedback="Look again.")
    assert numbers_of_questions([Question.objects.get(pk=questions[0].pk)])[keys[0]].tempting == "Calling out (5)"
    rows = rows_of(editor, "questions_report")
    assert [(row["Question"], row["First answers"]) for row in rows] == [(f"Question {n}", "11") for n in range(3)]
    assert rows[0]["Most chosen wrong option"] == "Calling out (5)"


def test_questions_nobody_saw_are_not_listed_and_few_answers_tell_nothing(editor: Client) -> None:
    make_question("choice", "Never shown")
    question = make_question("choice", "=HYPERLINK(1)")
    quiz = make_quiz(question)
    _course, step = make_course_with_quiz(quiz)
    attempt(step, ["1"], keys=[question.translation_key], quiz=quiz)
    assert rows_of(editor, "questions_report") == [
        {
            "Question": "'=HYPERLINK(1)",
            "Times shown": FEW,
            "First answers": FEW,
            "Facility": "",
            "Discrimination": "",
            "Most chosen wrong option": "",
            "Versions": "0",
            "To look at": "",
        }
    ]


# ---------------------------------------------------------------- who, and how much is asked


REPORTS = ("courses_report", "questions_report", "course_findings_report")


def test_reports_are_there_for_those_who_write_courses(editor: Client) -> None:
    course = make_study()
    make_enrolment(course, make_member("Nila Perera", email="nila@school.test"))
    addresses = [*(reverse(name) for name in REPORTS), reverse("steps_report", args=[course.pk])]
    menu = editor.get(reverse("wagtailadmin_home")).content.decode()
    for address in addresses:
        html = editor.get(address).content.decode()
        assert ("Nila" in html, "nila@" in html) == (False, False)
        assert editor.get(address, {"export": "xlsx"}).status_code == 200
        for roles in (("Translators (es)",), ("Leads",), ("Reviewers",), ()):
            assert browser_of(make_member(roles=roles)).get(address).status_code == 302
    assert all(reverse(name) in menu for name in REPORTS)


def test_courses_with_findings(editor: Client) -> None:
    make_study([])
    assert rows_of(editor, "course_findings_report") == [{"Course": "First steps", "Errors": "1", "Warnings": "2"}]


def test_reports_ask_the_same_of_three_and_thirty(editor: Client) -> None:
    addresses = [reverse(name) for name in REPORTS]
    course = make_study([], [], [])
    addresses.append(reverse("steps_report", args=[course.pk]))

    def add(number: int) -> None:
        questions = [make_question("choice", f"Question {number} {place}") for place in range(number)]
        quiz = make_quiz(*questions)
        _course, step = make_course_with_quiz(quiz)
        keys = [question.translation_key for question in questions]
        for _place in range(2):
            attempt(step, ["1"] * number, keys=keys, quiz=quiz)
        take(course, 1)

    def ask() -> list[int]:
        found = []
        for address in addresses:
            cache.clear()
            editor.get(address)
            with budget(21, 1) as log:
                editor.get(address)
            found.append(len(log.captured_queries))
        return found

    add(3)
    asked = ask()
    add(27)
    make_steps(course, 27)
    assert ask() == asked


def test_a_course_nobody_takes_has_nothing_to_tell() -> None:
    assert (CourseNumbers().enrolled, CourseNumbers().percent_finished, CourseNumbers().days) == (0, "", "")
