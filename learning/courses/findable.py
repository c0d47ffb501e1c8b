"""By what courses and lessons are found, besides their texts."""

from camtree.search.documents import Document, adds, kinds
from camtree.search.facts import add_label
from learning.courses.choices import Level, Mode
from learning.courses.models import CoursePage, LessonPage

kinds.add(CoursePage, "course")
kinds.add(LessonPage, "lesson")


@adds(CoursePage)
def _course(course: CoursePage, document: Document) -> None:
    add_label(document, Level, course.level)
    add_label(document, Mode, course.mode)
    document.day = course.first_published_at.date() if course.first_published_at else None


@adds(LessonPage)
def _lesson(lesson: LessonPage, document: Document) -> None:
    document.day = lesson.first_published_at.date() if lesson.first_published_at else None
