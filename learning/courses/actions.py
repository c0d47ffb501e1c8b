"""The steps of a course, written down whenever one of its pages is published."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from camtree.core.caching.generation import forget_all_pages
from learning.courses.blocks import StepBlock
from learning.courses.choices import StepKind, StepRule
from learning.courses.models import CoursePage, LessonPage, ModulePage, Step
from learning.courses.queries import outline, speaking_course

FIELDS = ("lesson_key", "kind", "rule", "is_required", "title", "minutes", "position", "facts", "sizes", "retired_at")


@dataclass
class FoundStep:
    """A step as a lesson has it: the values of a `Step` without its course and place."""

    key: uuid.UUID
    lesson_key: uuid.UUID
    kind: StepKind
    rule: StepRule
    title: str
    is_required: bool = True
    minutes: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


def steps_in(lesson: LessonPage) -> list[FoundStep]:
    """The steps of a lesson, its activities first: the lesson itself is done when one goes on from its end."""
    found = []
    for block in lesson.body:
        if isinstance(block.block, StepBlock):
            found.append(
                FoundStep(
                    key=uuid.UUID(block.id),
                    lesson_key=lesson.translation_key,
                    kind=block.block.step_kind,
                    rule=block.block.rule_of(block.value),
                    title=block.block.title_of(block.value) or lesson.title,
                    is_required=bool(block.value.get("is_required")),
                    minutes=block.value.get("minutes") or 0,
                    facts=block.block.facts_of(block.value),
                )
            )
    return [
        *found,
        FoundStep(
            key=lesson.translation_key,
            lesson_key=lesson.translation_key,
            kind=StepKind.LESSON,
            rule=StepRule.READ,
            title=lesson.title,
            minutes=lesson.minutes,
            sizes=sizes_of(lesson),
        ),
    ]


def sizes_of(lesson: LessonPage) -> dict[str, int]:
    """Bytes of a lesson by what they are: `text`, `audio`, `video`, `package`."""
    sizes = {"text": len(str(lesson.body.render_as_block()).encode()) if lesson.body else 0, "audio": 0, "video": 0}
    for block in lesson.body:
        for kind in ("audio", "video"):
            media = block.value.get(kind) if hasattr(block.value, "get") else None
            if media is not None and media.file_size:
                sizes[kind] += media.file_size
        package = block.value.get("package") if block.block_type == "package" else None
        if package is not None:
            sizes["package"] = sizes.get("package", 0) + package.bytes
    return sizes


@transaction.atomic
def list_steps(*, course_key: uuid.UUID) -> int:
    """Write down the steps of the published course; the number of steps it has now.

    Steps that are gone are retired, and come back with their records when the editor brings them back. Waits for
    another listing of the same course, so that two pages published at once do not leave half of each.
    """
    known = {step.key: step for step in Step.objects.select_for_update().filter(course_key=course_key)}
    course = speaking_course(course_key)
    found: dict[uuid.UUID, FoundStep] = {}
    if course is not None:
        for module in outline(course, with_text=True):
            for lesson in module.lessons:
                found |= {step.key: step for step in steps_in(lesson)}
    new, changed = [], []
    for position, step in enumerate(found.values()):
        facts = {
            **{name: getattr(step, name) for name in FIELDS if hasattr(step, name)},
            "position": position,
            "retired_at": None,
        }
        row = known.pop(step.key, None)
        if row is None:
            new.append(Step(course_key=course_key, key=step.key, **facts))
        elif any(getattr(row, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(row, name, value)
            changed.append(row)
    Step.objects.bulk_create(new, ignore_conflicts=True)
    Step.objects.bulk_update(changed, FIELDS)
    gone = [row.pk for row in known.values() if row.retired_at is None]
    Step.objects.filter(pk__in=gone).update(retired_at=timezone.now())
    forget_all_pages()
    return len(found)


def course_key_of(page: CoursePage | ModulePage | LessonPage) -> uuid.UUID | None:
    """The course to which a page belongs; None for a page that has no course above it."""
    if isinstance(page, CoursePage):
        return page.translation_key
    course = CoursePage.objects.ancestor_of(page).first()
    return course.translation_key if course else None
