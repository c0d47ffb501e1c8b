"""Lessons, modules and their steps as a reader finds them: in their language where there is one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from camtree.core.pages.best_language import IsBestLanguage
from camtree.core.pages.doors import paths_closed_to_reader
from camtree.core.words.locales import active_locale, preferred_locale
from learning.courses.models import LessonPage, ModulePage, Step


def lesson_in_reach(lesson_key: UUID) -> LessonPage | None:
    """A lesson in the reader's language, else in the best there is; only what is live and lets the reader in."""
    found: LessonPage | None = in_reach(LessonPage, [lesson_key]).first()
    return found


def modules_in_reach(keys: list[UUID]) -> dict[UUID, ModulePage]:
    """Modules in the reader's language where there is one, by their key: one query."""
    return {page.translation_key: page for page in in_reach(ModulePage, keys)}


def in_reach(model: Any, keys: list[UUID]) -> Any:
    """Pages by their keys, each in the best language there is: the one that is read, else that of the account.

    What is private is in reach of those whom it lets in.
    """
    best = IsBestLanguage(active_locale(), preferred_locale())
    return model.objects.live().open_to_reader().filter(best, translation_key__in=keys)


def closed_lessons(keys: Iterable[UUID]) -> dict[UUID, LessonPage]:
    """Those of these lessons that are live and closed to the reader, each in one of its languages, by their key."""
    closed = paths_closed_to_reader()
    if not closed:
        return {}
    live = {page.translation_key: page for page in LessonPage.objects.filter(translation_key__in=list(keys)).live()}
    opened = set(in_reach(LessonPage, list(live)).values_list("translation_key", flat=True))
    return {key: page for key, page in live.items() if key not in opened}


def in_open_lessons(steps: Iterable[Step]) -> list[Step]:
    """These steps without those of lessons that are closed to the reader. What no page holds any more is open: it is
    for those alone who did something there."""
    steps = list(steps)
    closed = closed_lessons({step.lesson_key for step in steps})
    return [step for step in steps if step.lesson_key not in closed]


def lesson_after(step: Step) -> LessonPage | None:
    """The lesson that comes after the one of this step, in the course as it is published now."""
    later = Step.objects.current().filter(course_key=step.course_key, position__gt=step.position)
    following = later.exclude(lesson_key=step.lesson_key).first()
    return lesson_in_reach(following.lesson_key) if following else None


def lesson_pages(steps: Iterable[Step]) -> dict[UUID, LessonPage]:
    """The lessons of these steps, in the reader's language where there is one, by their key: one query."""
    return {page.translation_key: page for page in in_reach(LessonPage, list({s.lesson_key for s in steps}))}


def value_at(step: Step) -> Any:
    """The block of a step, in the reader's language; None where the lesson is not to be read."""
    lesson = lesson_in_reach(step.lesson_key)
    return next((block.value for block in lesson.body if block.id == str(step.key)), None) if lesson else None


def prompt_at(step: Step) -> str:
    """What a step of a lesson asks."""
    value = value_at(step)
    return str(value.get("prompt") or "") if value else ""


def assignment_at(step: Step) -> dict[str, Any] | None:
    """What an assignment asks: title, brief, and criteria with the ids by which points are kept."""
    value = value_at(step)
    if value is None:
        return None
    criteria = [{"id": row.id, **row.value} for row in value["criteria"].bound_blocks]
    return {"title": value["title"], "brief": value["brief"], "criteria": criteria}
