"""Lessons, modules and their steps as a reader finds them: in their language where there is one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from camtree.core.pages.best_language import IsBestLanguage
from camtree.core.words.locales import active_locale, preferred_locale
from learning.courses.models import LessonPage, ModulePage, Step


def lesson_in_reach(lesson_key: UUID) -> LessonPage | None:
    """A lesson in the reader's language, else in the best there is; only what is live and members may read."""
    found: LessonPage | None = in_reach(LessonPage, [lesson_key]).first()
    return found


def modules_in_reach(keys: list[UUID]) -> dict[UUID, ModulePage]:
    """Modules in the reader's language where there is one, by their key: one query."""
    return {page.translation_key: page for page in in_reach(ModulePage, keys)}


def in_reach(model: Any, keys: list[UUID]) -> Any:
    """Pages by their keys, each in the best language there is: the one that is read, else that of the account.

    Learners are signed in: what that opens is in reach.
    """
    best = IsBestLanguage(active_locale(), preferred_locale())
    return model.objects.live().open_to_members().filter(best, translation_key__in=keys)


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
