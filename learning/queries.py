"""Reads over courses, modules and lessons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from wagtail.models import Locale

from learning.choices import Level
from learning.models import CoursePage, LessonPage, ModulePage


@dataclass
class OutlineModule:
    """A module with its lessons, in their order."""

    page: ModulePage
    lessons: list[LessonPage] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


def catalogue(locale: Locale, query: Mapping[str, str]) -> dict[str, Any]:
    """Courses a reader of `locale` may see, filtered by `level` where it is one we know."""
    courses = CoursePage.objects.shown_in(locale).with_card_facts()
    level = query.get("level", "")
    if level in Level.values:
        courses = courses.filter(level=level)
    else:
        level = ""
    return {"courses": courses.order_by("title"), "levels": Level.choices, "chosen_level": level}


def speaking_course(course_key: UUID) -> CoursePage | None:
    """The page of a course that says which steps it has: the English one, else the oldest; live ones only."""
    live = list(CoursePage.objects.filter(translation_key=course_key).live().order_by("pk"))
    by_language = {course.language: course for course in reversed(live)}
    return by_language.get(settings.LANGUAGE_CODE) or (live[0] if live else None)


def outline(course: CoursePage, *, with_text: bool = False) -> list[OutlineModule]:
    """Live modules of the course with their live lessons, in two queries whatever their number.

    The text of the lessons is left out unless `with_text` asks for it.
    """
    modules = list(ModulePage.objects.child_of(course).live().defer_streamfields())
    lessons = LessonPage.objects.descendant_of(course).live()
    if not with_text:
        lessons = lessons.defer_streamfields()
    by_path = {module.path: OutlineModule(module) for module in modules}
    for lesson in lessons:
        parent = by_path.get(lesson.path[: -lesson.steplen])
        if parent:
            parent.lessons.append(lesson)
    return list(by_path.values())


def module_context(module: ModulePage) -> dict[str, Any]:
    """The course around a module and where the module stands in it."""
    course = module.get_parent().specific
    modules = outline(course)
    own = next((item for item in modules if item.page.pk == module.pk), OutlineModule(module))
    return {"course": course, "modules": modules, "lessons": own.lessons}


def lesson_context(lesson: LessonPage) -> dict[str, Any]:
    """Course, module, neighbours and number of a lesson: where one is and what comes next."""
    course = CoursePage.objects.ancestor_of(lesson).first()
    if course is None:  # a preview of a lesson that has no parent yet
        return {"course": None, "module": None, "modules": [], "number": 1, "total": 1}
    modules = outline(course)
    lessons = [item for module in modules for item in module.lessons]
    position = next((i for i, item in enumerate(lessons) if item.pk == lesson.pk), 0)
    return {
        "course": course,
        "module": next((m.page for m in modules if any(item.pk == lesson.pk for item in m.lessons)), None),
        "modules": modules,
        "number": position + 1,
        "total": max(len(lessons), 1),
        "previous_lesson": lessons[position - 1] if lessons and position > 0 else None,
        "next_lesson": lessons[position + 1] if position + 1 < len(lessons) else None,
    }
