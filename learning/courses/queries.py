"""Reads over courses, modules and lessons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from camtree.core.caching.generation import recall
from camtree.core.http.addresses import address_for
from camtree.core.pages.doors import Door, door_to, is_closed, paths_closed_to
from camtree.core.templatetags.core_tags import own_language_name
from camtree.core.words.locales import locales
from camtree.vocabularies.queries import term_names
from learning.courses.choices import Level, Mode
from learning.courses.models import CoursePage, LessonPage, ModulePage, Step


@dataclass
class OutlineModule:
    """A module with its lessons, in their order. Of what is closed to the reader there are doors at most."""

    page: ModulePage
    lessons: list[LessonPage] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


# Hours of study, as the filter offers them: up to the number, above the one before.
HOURS = {"2": (Decimal(0), Decimal(2)), "6": (Decimal(2), Decimal(6)), "more": (Decimal(6), Decimal(500))}


def catalogue(locale: Locale, query: Mapping[str, str]) -> dict[str, Any]:
    """Courses a reader of `locale` may see, filtered by `level`, `mode`, `theme`, `hours` and `language`.

    A value that is none of ours filters nothing. A course counts for a language when it can be read in it.
    """
    courses = CoursePage.objects.shown_in(locale).with_card_facts()
    chosen = {name: query.get(name, "") for name in ("level", "mode", "theme", "hours", "language")}
    themes = sorted(term_names(locale)["themes"].items(), key=lambda item: item[1])
    if chosen["level"] in Level.values:
        courses = courses.filter(level=chosen["level"])
    if chosen["mode"] in Mode.values:
        courses = courses.filter(mode=chosen["mode"])
    if chosen["theme"] in dict(themes):
        courses = courses.filter(themes__slug=chosen["theme"])
    if chosen["hours"] in HOURS:
        above, most = HOURS[chosen["hours"]]
        courses = courses.filter(hours__gt=above, hours__lte=most)
    by_code = {row.language_code: row.pk for row in locales().values()}
    if chosen["language"] in by_code:
        there = CoursePage.objects.live().public().filter(locale=by_code[chosen["language"]]).values("translation_key")
        courses = courses.filter(translation_key__in=there)
    return {
        "courses": courses.order_by("title"),
        "levels": Level.choices,
        "modes": Mode.choices,
        "themes": themes,
        "hours": [("2", _("Up to 2 hours")), ("6", _("2 to 6 hours")), ("more", _("More than 6 hours"))],
        "languages": [(code, own_language_name(code)) for code in by_code],
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
    }


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


@dataclass
class OpenOutline:
    """The outline of a course as it is shown to one reader: what they may not open is not named."""

    modules: list[OutlineModule] = field(default_factory=list)
    # Of whole modules.
    doors: list[Door] = field(default_factory=list)


def open_outline(course: CoursePage, request: HttpRequest) -> OpenOutline:
    """The outline of a course without what is closed to the reader, and the doors to it that they could open."""
    modules, closed = outline(course), paths_closed_to(request)
    found = OpenOutline()
    back = address_for(course, request=request)
    for module in modules:
        if is_closed(module.page.path, closed):
            found.doors += _doors([module.page], request, back)
            continue
        barred = [lesson for lesson in module.lessons if is_closed(lesson.path, closed)]
        lessons = [lesson for lesson in module.lessons if lesson not in barred]
        found.modules.append(OutlineModule(module.page, lessons, _doors(barred, request, back)))
    return found


def _doors(pages: Iterable[Any], request: HttpRequest, back: str) -> list[Door]:
    """The doors of these pages, each once."""
    return list(dict.fromkeys(door for page in pages if (door := door_to(page, request, back=back))))


def module_context(module: ModulePage, request: HttpRequest) -> dict[str, Any]:
    """The course around a module and where the module stands in it."""
    course = module.get_parent().specific
    modules = open_outline(course, request).modules
    own = next((item for item in modules if item.page.pk == module.pk), OutlineModule(module))
    return {"course": course, "modules": modules, "lessons": own.lessons, "doors": own.doors}


@dataclass(frozen=True)
class LessonLink:
    """A lesson as a frame names it."""

    pk: int
    translation_key: UUID
    title: str
    address: str
    minutes: int
    path: str


@dataclass(frozen=True)
class CourseFrame:
    """What stands around each lesson of a course: its title and address, and its modules with their lessons."""

    pk: int
    translation_key: UUID
    title: str
    address: str
    modules: tuple[tuple[str, tuple[LessonLink, ...]], ...]

    @property
    def lessons(self) -> list[LessonLink]:
        return [lesson for _title, lessons in self.modules for lesson in lessons]

    def without(self, closed: list[str]) -> "CourseFrame":
        """The same without the lessons at and below these tree paths, and without modules that had no others."""
        if not closed:
            return self
        modules = [
            (title, tuple(lesson for lesson in lessons if not is_closed(lesson.path, closed)))
            for title, lessons in self.modules
        ]
        return replace(self, modules=tuple((title, lessons) for title, lessons in modules if lessons))


def frame_of(lesson: LessonPage, request: HttpRequest) -> CourseFrame | None:
    """The frame of a lesson's course, without what is closed to the reader; None for a preview of a lesson that has no
    course above it yet.

    Remembered whole for each host and language until something is published: every learner looks at it with every
    lesson.
    """

    def load() -> CourseFrame | None:
        course = CoursePage.objects.ancestor_of(lesson).first()
        if course is None:
            return None
        modules = tuple(
            (module.page.title, tuple(_link(row, request) for row in module.lessons)) for module in outline(course)
        )
        address = address_for(course, request=request)
        return CourseFrame(course.pk, course.translation_key, course.title, address, modules)

    if not lesson.path:
        return None
    course_path = lesson.path[: -2 * lesson.steplen]
    frame = recall(f"frame:{request.scheme}:{request.get_host()}:{get_language()}:{course_path}", load)
    return frame.without(paths_closed_to(request)) if frame else None


def _link(lesson: LessonPage, request: HttpRequest) -> LessonLink:
    address = address_for(lesson, request=request)
    return LessonLink(lesson.pk, lesson.translation_key, lesson.title, address, lesson.minutes, lesson.path)


def place_in(frame: CourseFrame, lesson: LessonPage) -> dict[str, Any]:
    """Number and neighbours of a lesson: where one is and what comes next."""
    lessons = frame.lessons
    position = next((i for i, item in enumerate(lessons) if item.pk == lesson.pk), 0)
    return {
        "number": position + 1,
        "total": max(len(lessons), 1),
        "previous_lesson": lessons[position - 1] if lessons and position > 0 else None,
        "next_lesson": lessons[position + 1] if position + 1 < len(lessons) else None,
    }


def steps_of(course_key: UUID) -> tuple[Step, ...]:
    """The steps of the course as it is published now, in their order; remembered, for pages that show them.

    What decides over a certificate asks the database.
    """
    return recall(f"steps:{course_key}", lambda: tuple(Step.objects.current().filter(course_key=course_key)))


def sizes_of_course(course_key: UUID) -> dict[str, int]:
    """Bytes of all lessons together by what they are: `text`, `audio`, `video`, `package`."""
    total = {"text": 0, "audio": 0, "video": 0, "package": 0}
    for step in steps_of(course_key):
        for name in total:
            total[name] += step.sizes.get(name, 0)
    return total
