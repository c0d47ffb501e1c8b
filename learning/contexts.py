"""What the templates of the learning section are given."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from camtree.core.page_contexts import context_of
from learning.asking import preview_of
from learning.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Question
from learning.queries import catalogue, lesson_context, module_context, outline


@context_of(CourseIndexPage)
def courses(page: CourseIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The courses and their filters."""
    return catalogue(page.locale, request.GET)


@context_of(CoursePage)
def course(page: CoursePage, request: HttpRequest) -> dict[str, Any]:
    """Modules with their lessons."""
    return {"modules": SimpleLazyObject(lambda: outline(page))}


@context_of(ModulePage)
def module(page: ModulePage, request: HttpRequest) -> dict[str, Any]:
    """The course around it."""
    return module_context(page)


@context_of(LessonPage)
def lesson(page: LessonPage, request: HttpRequest) -> dict[str, Any]:
    """Where one is and what comes next."""
    return lesson_context(page)


@context_of(Question)
def question(row: Question, request: HttpRequest) -> dict[str, Any]:
    """The question as a learner sees it, and what is right."""
    return preview_of(row)
