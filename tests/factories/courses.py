"""Courses with something to do in them, and people who take them."""

import json
import uuid
from typing import Any

from wagtail.models import Locale

from camtree.media.models import CamtreeMedia
from camtree.members.models import User
from learning.courses.actions import list_steps
from learning.models import Certificate, CoursePage, Enrolment, LessonPage, Question, QuestionPool, Quiz, Step
from learning.studying.actions import enrol_member, record_step
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


def as_list(*values: Any) -> list[dict[str, Any]]:
    """Values as a ListBlock keeps them, each with an id."""
    return [{"type": "item", "id": str(uuid.uuid4()), "value": value} for value in values]


def option(text: str, percent: int = 0, feedback: str = "", **rest: Any) -> dict[str, Any]:
    return {"text": text, "percent": percent, "feedback": feedback, **rest}


# The raw value of a question of each kind; `learning.quizzes.question_blocks` tells the shapes.
VALUES: dict[str, dict[str, Any]] = {
    "choice": {
        "multiple": False,
        "shuffle": True,
        "options": as_list(option("Waiting", 100, "Yes."), option("Calling out", 0, "No."), option("Slips", 50)),
    },
    "true_false": {"answer": True, "feedback_true": "So it is.", "feedback_false": "It is so."},
    "matching": {
        "pairs": as_list({"left": "Teacher", "right": "Teaches"}, {"left": "Observer", "right": "Watches"}),
        "extra": as_list("Sleeps"),
    },
    "ordering": {"items": as_list("Plan", "Teach", "Discuss", "Plan again")},
    "numeric": {
        "unit": "s",
        "answers": as_list({"value": "3", "tolerance": "0.5", "percent": 100, "feedback": "Three."}),
    },
    "short": {
        "matters_case": False,
        "answers": as_list(option("wait* time", 100, "Indeed."), option("pause", 50)),
    },
    "cloze": {
        "text": "Wait [[1]] seconds before a [[2]] answers, then [[3]].",
        "gaps": as_list(
            {"kind": "numeric", "answers": as_list(option("3", 100, tolerance="1"))},
            {"kind": "choice", "answers": as_list(option("pupil", 100), option("teacher", 0))},
            {"kind": "short", "answers": as_list(option("listen", 100))},
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


def make_listed_course(title: str = "First steps", *, lessons: int = 1, **fields: Any) -> CoursePage:
    """A course of one module whose steps are written down: so many lessons, nothing in them."""
    course = make_course(title, **fields)
    module = make_module(course)
    for number in range(lessons):
        make_lesson(module, f"Lesson {number + 1}", body=[])
    list_steps(course_key=course.translation_key)
    return course


def complete(enrolment: Enrolment) -> Enrolment:
    """Do every step there is."""
    for step in Step.objects.current().filter(course_key=enrolment.course_key):
        record_step(enrolment=enrolment, step=step)
    enrolment.refresh_from_db()
    return enrolment


def make_certificate(member: User | None = None, course: CoursePage | None = None) -> Certificate:
    """The certificate of somebody who has done all of a course."""
    course = course or make_listed_course(hours="6.5", outcomes=[("outcome", "Ask fewer, better questions")])
    enrolment = complete(enrol_member(course=course, member=member or make_member()))
    return Certificate.objects.get(enrolment=enrolment)


def make_recording(title: str = "A planning talk", *, kind: str = "video", **fields: Any) -> Any:
    """A film or sound recording without a file behind it."""
    return CamtreeMedia.objects.create(title=title, type=kind, duration=60, file=f"media/{uuid.uuid4()}.mp4", **fields)


def page_form(page: Any, *blocks: dict[str, Any], action: str = "", **fields: Any) -> dict[str, Any]:
    """What a browser sends from the editor of a lesson, module or course; `blocks` are raw, of the body.

    `action` is the name of the button: `publish`, `submit`; without one it saves a draft.
    """
    sent: dict[str, Any] = {
        "title": page.title,
        "slug": page.slug,
        "introduction": page.introduction,
        "related_pages-count": "0",
        **{f"comments-{key}": "0" for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")},
        "comments-MAX_NUM_FORMS": "1000",
    }
    if isinstance(page, LessonPage):
        sent |= {"minutes": str(page.minutes), **_stream("body", blocks)}
    if isinstance(page, CoursePage):
        sent |= {
            **{name: str(getattr(page, name)) for name in ("level", "mode", "hours", "certificate_rule")},
            **{f"{name}-count": "0" for name in ("outcomes", "prerequisites", "body", "team")},
            **_stream("conditions", blocks),
        }
    if action:
        sent[f"action-{action}"] = "1"
    return sent | fields


def _stream(name: str, blocks: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {f"{name}-count": str(len(blocks))}
    for place, block in enumerate(blocks):
        start = f"{name}-{place}"
        sent |= {f"{start}-{key}": block[key] for key in ("type", "id")}
        sent |= {f"{start}-deleted": "", f"{start}-order": str(place)}
        value = block["value"]
        if isinstance(value, dict):
            for key, part in value.items():
                if part not in (False, None):
                    sent[f"{start}-value-{key}"] = "on" if part is True else str(part)
        else:
            sent[f"{start}-value"] = value or ""
    return sent


def raw(kind: str, /, **value: Any) -> dict[str, Any]:
    """A block of a lesson or a condition of a certificate, as raw data."""
    return {"type": kind, "id": str(uuid.uuid4()), "value": value or None}
