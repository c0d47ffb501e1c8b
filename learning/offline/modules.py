"""A module as it stands on paper and in a pack: its lessons, what this learner did, and what there is to fill in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, assert_never
from uuid import UUID

from learning.assignments.models import AssignmentWork
from learning.courses.choices import StepKind, WorkKind
from learning.courses.lesson_parts import parts_of
from learning.courses.models import LessonPage, ModulePage, Step
from learning.courses.queries import speaking_course
from learning.courses.reading import in_open_lessons, lesson_pages, modules_in_reach
from learning.quizzes.models import AttemptItem, Quiz, QuizAttempt
from learning.quizzes.queries import versions_of
from learning.quizzes.rendering import AskedItem, asked_items
from learning.studying.journals import notes_of
from learning.studying.models import Enrolment, JournalEntry, StepRecord


@dataclass(frozen=True)
class PackedStep:
    """Something to do in a lesson, with what the learner did so far."""

    step: Step
    value: Any = None
    record: StepRecord | None = None
    note: JournalEntry | None = None
    work: AssignmentWork | None = None
    attempt: QuizAttempt | None = None
    items: tuple[AskedItem, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.record is not None and self.record.done_at is not None

    @property
    def prefix(self) -> str:
        """What the ids of the questions begin with, because several quizzes stand on one page."""
        return f"a{self.attempt.pk}-" if self.attempt else ""

    @property
    def form(self) -> str:
        """Which form stands here: `note`, `work`, `quiz`, `done`, or none for what is done on the site alone."""
        match StepKind(self.step.kind):
            case StepKind.REFLECTION | StepKind.DISCUSSION:
                return "note"
            case StepKind.QUIZ:
                return "quiz" if self.items else ""
            case StepKind.ASSIGNMENT:
                is_text = self.step.facts.get("kind") == WorkKind.TEXT
                return "work" if is_text and (self.work is None or self.work.is_open) else ""
            case StepKind.LESSON | StepKind.RECORDING:
                return "" if self.is_done else "done"
            case StepKind.LIVE | StepKind.HALL | StepKind.PACKAGE:
                return ""
            case _ as kind:
                assert_never(kind)


@dataclass(frozen=True)
class PackedPart:
    """Blocks that are only read, or one step."""

    blocks: tuple[Any, ...] = ()
    step: PackedStep | None = None


@dataclass(frozen=True)
class PackedLesson:
    """A lesson in its parts; the step that says it was read stands at its end."""

    page: LessonPage
    parts: tuple[PackedPart, ...]
    end: PackedStep | None = None


@dataclass(frozen=True)
class PackedModule:
    """A module for one learner."""

    enrolment: Enrolment
    page: ModulePage
    lessons: tuple[LessonPage, ...]
    steps: tuple[Step, ...]

    @property
    def sizes(self) -> dict[str, int]:
        """Bytes of its lessons together, by what they are."""
        total = {"text": 0, "audio": 0, "video": 0}
        for step in self.steps:
            for name in total:
                total[name] += step.sizes.get(name, 0)
        return total

    def only(self, lesson: UUID) -> "PackedModule":
        """The same with one lesson of it; the whole where it has no such lesson."""
        pages = tuple(page for page in self.lessons if page.translation_key == lesson)
        steps = tuple(step for step in self.steps if step.lesson_key == lesson)
        return PackedModule(self.enrolment, self.page, pages, steps) if pages else self


def module_of(enrolment: Enrolment, key: UUID) -> PackedModule | None:
    """A module of the course, in the reader's language where there is one; None where it has no such module."""
    course = speaking_course(enrolment.course_key)
    page = modules_in_reach([key]).get(key)
    if course is None or page is None:
        return None
    source = ModulePage.objects.child_of(course).live().filter(translation_key=key).first()
    if source is None:
        return None
    keys = list(LessonPage.objects.child_of(source).live().values_list("translation_key", flat=True))
    steps = in_open_lessons(Step.objects.current().filter(course_key=enrolment.course_key, lesson_key__in=keys))
    pages = lesson_pages(steps)
    return PackedModule(enrolment, page, tuple(pages[one] for one in keys if one in pages), tuple(steps))


def modules_of(enrolment: Enrolment) -> list[ModulePage]:
    """The modules of the course in their order, each in the reader's language where there is one."""
    course = speaking_course(enrolment.course_key)
    if course is None:
        return []
    keys = list(ModulePage.objects.child_of(course).live().values_list("translation_key", flat=True))
    pages = modules_in_reach(keys)
    return [pages[key] for key in keys if key in pages]


def quizzes_to_pack(steps: Iterable[Step]) -> list[Step]:
    """The quizzes that may be taken along: not those in which the clock runs from the first look."""
    quizzes = [step for step in steps if step.kind == StepKind.QUIZ]
    live = Quiz.objects.filter(translation_key__in=[step.facts.get("quiz") for step in quizzes], live=True)
    minutes: dict[str, bool] = {}
    for key, limit in live.values_list("translation_key", "minutes"):
        minutes[str(key)] = minutes.get(str(key), False) or limit is not None
    return [step for step in quizzes if minutes.get(str(step.facts.get("quiz"))) is False]


def packed(module: PackedModule) -> list[PackedLesson]:
    """The lessons with everything that is shown and filled in; in a fixed number of queries for the whole module."""
    keys = [step.key for step in module.steps]
    enrolment = module.enrolment
    records = {row.step_key: row for row in enrolment.records.filter(step_key__in=keys)}
    works = {row.step_key: row for row in AssignmentWork.objects.filter(enrolment=enrolment, step_key__in=keys)}
    notes = notes_of(enrolment, module.steps)
    quizzes = _open_attempts(enrolment, [step.key for step in quizzes_to_pack(module.steps)])
    by_key = {}
    for step in module.steps:
        attempt, items = quizzes.get(step.key, (None, ()))
        by_key[str(step.key)] = PackedStep(
            step,
            record=records.get(step.key),
            note=notes.get(str(step.key)),
            work=works.get(step.key),
            attempt=attempt,
            items=items,
        )
    return [
        PackedLesson(page, tuple(_parts(page, by_key)), by_key.get(str(page.translation_key)))
        for page in module.lessons
    ]


def _parts(page: LessonPage, by_key: dict[str, PackedStep]) -> Iterator[PackedPart]:
    for part in parts_of(page):
        blocks = tuple(part.blocks)
        if not part.is_step:
            yield PackedPart(blocks)
        elif found := by_key.get(blocks[0].id):
            facts = {name: getattr(found, name) for name in ("record", "note", "work", "attempt", "items")}
            yield PackedPart(step=PackedStep(found.step, value=blocks[0].value, **facts))


def _open_attempts(enrolment: Enrolment, keys: list[UUID]) -> dict[UUID, tuple[QuizAttempt, tuple[AskedItem, ...]]]:
    """Attempts that are begun and not submitted, with their questions, by the key of their step: three queries."""
    rows = QuizAttempt.objects.filter(enrolment=enrolment, step_key__in=keys, submitted_at=None)
    attempts = {row.pk: row for row in rows}
    items = list(AttemptItem.objects.filter(attempt__in=attempts).order_by("attempt", "position"))
    versions = versions_of(items)
    found = {}
    for pk, attempt in attempts.items():
        own = [item for item in items if item.attempt_id == pk]
        for item in own:
            item.attempt = attempt
        found[attempt.step_key] = (attempt, tuple(asked_items(own, versions)))
    return found
