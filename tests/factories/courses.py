"""Courses with something to do in them, and people who take them."""

import json
import uuid
from typing import Any

from wagtail.models import Locale

from camtree.members.models import User
from learning.actions.enrolments import enrol_member
from learning.actions.steps import list_steps
from learning.models import CoursePage, Enrolment, LessonPage, Question, QuestionPool, Quiz, Step
from tests.factories.members import make_member
from tests.factories.pages import make_course, make_lesson, make_module


def reflection(prompt: str = "Who spoke last?", *, is_required: bool = False, key: str = "") -> dict[str, Any]:
    """A question to think about, as raw data of a lesson."""
    value = {"prompt": prompt, "minutes": 5, "is_required": is_required}
    return {"type": "reflection", "value": value, "id": key or str(uuid.uuid4())}


def listed(course: CoursePage) -> CoursePage:
    """The course, its steps written down as publishing does it once the transaction ends."""
    list_steps(course_key=course.translation_key)
    return course


def make_study(*bodies: list[dict[str, Any]], **fields: Any) -> CoursePage:
    """A course with one module and a lesson for each body; two empty lessons where none is given."""
    course = make_course(**fields)
    module = make_module(course)
    for number, body in enumerate(bodies or ([], []), start=1):
        make_lesson(module, f"Lesson {number}", body=body)
    return listed(course)


def lessons_of(course: CoursePage) -> list[LessonPage]:
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


def make_enrolment(course: CoursePage | None = None, member: User | None = None) -> Enrolment:
    return enrol_member(course=course or make_study(), member=member or make_member())


def step_of(course: CoursePage, **facts: Any) -> Step:
    """The only step of the course that is like that."""
    return Step.objects.current().get(course_key=course.translation_key, **facts)


def listed_values(*values: Any) -> list[dict[str, Any]]:
    """Values as a ListBlock keeps them, each with an id."""
    return [{"type": "item", "id": str(uuid.uuid4()), "value": value} for value in values]


def option(text: str, percent: int = 0, feedback: str = "", **rest: Any) -> dict[str, Any]:
    return {"text": text, "percent": percent, "feedback": feedback, **rest}


# The raw value of a question of each kind; `learning.question_blocks` tells the shapes.
VALUES: dict[str, dict[str, Any]] = {
    "choice": {
        "multiple": False,
        "shuffle": True,
        "options": listed_values(option("Waiting", 100, "Yes."), option("Calling out", 0, "No."), option("Slips", 50)),
    },
    "true_false": {"answer": True, "feedback_true": "So it is.", "feedback_false": "It is so."},
    "matching": {
        "pairs": listed_values({"left": "Teacher", "right": "Teaches"}, {"left": "Observer", "right": "Watches"}),
        "extra": listed_values("Sleeps"),
    },
    "ordering": {"items": listed_values("Plan", "Teach", "Discuss", "Plan again")},
    "numeric": {
        "unit": "s",
        "answers": listed_values({"value": "3", "tolerance": "0.5", "percent": 100, "feedback": "Three."}),
    },
    "short": {
        "matters_case": False,
        "answers": listed_values(option("wait* time", 100, "Indeed."), option("pause", 50)),
    },
    "cloze": {
        "text": "Wait [[1]] seconds before a [[2]] answers, then [[3]].",
        "gaps": listed_values(
            {"kind": "numeric", "answers": listed_values(option("3", 100, tolerance="1"))},
            {"kind": "choice", "answers": listed_values(option("pupil", 100), option("teacher", 0))},
            {"kind": "short", "answers": listed_values(option("listen", 100))},
        ),
    },
    "open": {"guidance": "Names a pupil.", "points": 10},
}


def make_question(
    kind: str = "true_false", title: str = "", *, pool: QuestionPool | None = None, **value: Any
) -> Question:
    """A published question of one kind; `value` changes what its block says."""
    block = {"prompt": f"<p>{title or kind}?</p>", "general_feedback": "", **VALUES[kind], **value}
    question = Question(
        title=title or kind,
        pool=pool,
        locale=Locale.objects.get(language_code="en"),
        body=json.dumps([{"type": kind, "id": str(uuid.uuid4()), "value": block}]),
    )
    question.save()
    question.save_revision().publish()
    question.refresh_from_db()
    return question


def correct_question(question: Question, **value: Any) -> Question:
    """The same question once more, published with other words or answers."""
    question = Question.objects.get(pk=question.pk)
    block = question.body.raw_data[0]
    question.body = json.dumps([{**block, "value": {**block["value"], **value}}])  # type: ignore[assignment]
    question.save_revision().publish()
    question.refresh_from_db()
    return question


def make_pool(number: int = 0, name: str = "Observation") -> QuestionPool:
    """A pool with so many questions."""
    pool = QuestionPool.objects.create(name=name)
    for place in range(number):
        make_question("true_false", f"{name} {place}", pool=pool)
    return pool


def make_quiz(*questions: Question, draws: tuple[tuple[QuestionPool, int], ...] = (), **fields: Any) -> Quiz:
    """A published quiz of these questions and draws."""
    items = [{"type": "question", "id": str(uuid.uuid4()), "value": question.pk} for question in questions]
    for pool, number in draws:
        items.append({"type": "draw", "id": str(uuid.uuid4()), "value": {"pool": pool.pk, "number": number}})
    locale = Locale.objects.get(language_code="en")
    quiz = Quiz(title=fields.pop("title", "What did you see?"), locale=locale, items=json.dumps(items), **fields)
    quiz.save()
    quiz.save_revision().publish()
    quiz.refresh_from_db()
    return quiz


def make_course_with_quiz(quiz: Quiz, **value: Any) -> tuple[CoursePage, Step]:
    """A course of one lesson with a quiz in it, and the step of the quiz."""
    course = make_course()
    block = {"quiz": quiz.pk, "is_required": True, "must_pass": True, **value}
    body = json.dumps([{"type": "quiz", "id": str(uuid.uuid4()), "value": block}])
    make_lesson(make_module(course), body=body)
    list_steps(course_key=course.translation_key)
    return course, Step.objects.get(course_key=course.translation_key, kind="quiz")


def make_learner(course: CoursePage, name: str = "Nila Perera", **fields: Any) -> tuple[User, Enrolment]:
    """Somebody who takes a course."""
    member = make_member(name, **fields)
    return member, enrol_member(course=course, member=member)
