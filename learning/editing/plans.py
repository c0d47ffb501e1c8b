"""What a course would be if a page of it were published, taken away or moved: the changes that `changes` counts."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from learning.courses.actions import FoundStep, steps_in
from learning.courses.models import CoursePage, LessonPage, ModulePage, Step
from learning.courses.queries import speaking_course
from learning.editing.impacts import REQUIRED_STEPS, UNDER_WAY, Change, Impact, PlannedStep, Rules, impact_of
from learning.studying.models import Enrolment

CourseLike = CoursePage | ModulePage | LessonPage


def impact_of_publishing(page: CourseLike) -> Impact | None:
    """What publishing a page as it stands, saved or not, would do; None where it concerns no learner."""
    change = _publishing(page)
    return next(iter(_felt([change])), None) if change else None


def impacts_of_taking_away(pages: Iterable[CourseLike]) -> list[Impact]:
    """What unpublishing or deleting these pages would do, course by course."""
    return _felt(_taking_away(pages))


@dataclass(frozen=True)
class LostLanguage:
    """A page that goes in one language and stays in another: how many learners read the first, and get the second."""

    title: str
    language: str
    instead: str
    readers: int


def languages_lost(pages: Iterable[CourseLike]) -> list[LostLanguage]:
    """Languages that learners read and would not find any more. Nothing of the course is lost with them.

    What somebody reads is the language of their account.
    """
    pages = list(pages)
    going = {page.pk for page in pages}
    found = []
    for page in pages:
        course = _course_of(page)
        staying = type(page).objects.live().filter(translation_key=page.translation_key).exclude(pk__in=going)
        if course is None or not page.live or not (others := list(staying.order_by("pk"))):
            continue
        readers = Enrolment.objects.filter(
            UNDER_WAY, course_key=course.translation_key, member__preferred_language=page.language
        ).count()
        if readers:
            instead = next((other for other in others if other.language == settings.LANGUAGE_CODE), others[0])
            found.append(LostLanguage(page.title, page.language, instead.language, readers))
    return found


def impacts_of_moving(page: CourseLike, destination: CourseLike) -> list[Impact]:
    """What moving a page below another would do: within a course nothing goes, whatever the order."""
    home, goal = _course_of(page), _course_of(destination)
    leaves = home is not None and (goal is None or goal.pk != home.pk or not destination.live)
    changes = _taking_away([page]) if leaves else []
    if goal is not None and leaves and destination.live and page.live and _speaks(goal):
        known = {lesson.translation_key: lesson for lesson in _lessons_below(page)}
        steps = [step for lesson in known.values() for step in steps_in(lesson)]
        changes.append(_change(goal, added=steps))
    return _felt(changes)


def _felt(changes: Iterable[Change]) -> list[Impact]:
    return [impact for change in changes if (impact := impact_of(change)).is_felt]


def _publishing(page: CourseLike) -> Change | None:
    course = _course_of(page)
    if course is None or not course.live or not _speaks(course):
        return None
    if isinstance(page, CoursePage):
        return _change(course, rules=_rules_in(page)) if _keeps_rules(course) else None
    if isinstance(page, ModulePage):
        # Of a module that is live already, publishing changes words.
        lessons = [] if page.live else [lesson for lesson in _lessons_below(page) if lesson.live]
        return _change(course, added=[step for lesson in lessons for step in steps_in(lesson)])
    if not page.get_parent().live:
        return None
    return _change(course, gone={page.translation_key}, added=steps_in(page))


def _taking_away(pages: Iterable[CourseLike]) -> list[Change]:
    pages = list(pages)
    going = {page.pk for page in pages}
    gone: dict[int, set[UUID]] = {}
    courses: dict[int, CoursePage] = {}
    for page in pages:
        course = _course_of(page)
        if course is None or not course.live or not _speaks(course):
            continue
        courses[course.pk] = course
        lessons = {lesson.translation_key for lesson in _lessons_below(page)}
        if isinstance(page, CoursePage):
            lessons -= _lessons_elsewhere(course, going)
        gone.setdefault(course.pk, set()).update(lessons)
    return [_change(course, gone=gone[pk]) for pk, course in courses.items()]


def _change(
    course: CoursePage, *, gone: Set[UUID] = frozenset(), added: Iterable[FoundStep] = (), rules: Rules | None = None
) -> Change:
    """The course without these lessons and with these steps. Its steps today are in the rows: one query."""
    rows = list(Step.objects.current().filter(course_key=course.translation_key))
    before = [PlannedStep(row.key, row.kind, row.is_required, row.title) for row in rows]
    after = {row.key: step for row, step in zip(rows, before, strict=True) if row.lesson_key not in gone}
    after |= {step.key: PlannedStep(step.key, step.kind, step.is_required, step.title) for step in added}
    today = _rules_in(_ruling(course))
    return Change(
        course_key=course.translation_key,
        course_title=course.title,
        before=tuple(before),
        after=tuple(after.values()),
        rules_before=today,
        rules_after=today if rules is None else rules,
    )


def _course_of(page: CourseLike) -> CoursePage | None:
    """The course of a page, as it is published."""
    course: CoursePage | None = CoursePage.objects.ancestor_of(page, inclusive=True).first()
    return course


def _speaks(course: CoursePage) -> bool:
    """Whether this page is the one that says which steps the course has."""
    speaking = speaking_course(course.translation_key)
    return speaking is not None and speaking.pk == course.pk


def _ruling(course: CoursePage) -> CoursePage:
    """The page whose conditions count: the oldest live one (`learning.studying.progress.progress_of`)."""
    live = CoursePage.objects.live().filter(translation_key=course.translation_key)
    return live.order_by("pk").first() or course


def _keeps_rules(course: CoursePage) -> bool:
    return _ruling(course).pk == course.pk


def _rules_in(course: CoursePage) -> Rules:
    return tuple((row["type"], row["value"]) for row in course.conditions.raw_data) or REQUIRED_STEPS


def _lessons_below(page: CourseLike) -> list[LessonPage]:
    return list(LessonPage.objects.descendant_of(page, inclusive=True))


def _lessons_elsewhere(course: CoursePage, going: Set[int]) -> set[UUID]:
    """Lessons that the course keeps in another language when this page and the others `going` go."""
    others = (
        CoursePage.objects.live().filter(translation_key=course.translation_key).exclude(pk__in=going | {course.pk})
    )
    after = next((page for page in others.order_by("pk")), None)
    if after is None:
        return set()
    return set(LessonPage.objects.live().descendant_of(after).values_list("translation_key", flat=True))
