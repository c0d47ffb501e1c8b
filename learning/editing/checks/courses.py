"""What is wrong with a course as a whole: what it says of itself, what its certificate asks for, what is translated."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from camtree.core.templatetags.core_tags import number
from camtree.core.words.languages import language_name
from learning.cohorts.models import Cohort
from learning.courses.choices import Mode, StepKind
from learning.courses.models import CoursePage, LessonPage, ModulePage
from learning.editing.checks.findings import Finding, Severity
from learning.editing.checks.lessons import facts_of, lesson_findings
from learning.studying.progress import SESSIONS

# Blocks of a lesson that are sessions.
SESSION_BLOCKS: Final = frozenset({"live", "hall"})
# The steps of a course may take so much less or more than it says, in per cent of what it says.
LEAST, MOST = 50, 150


@dataclass
class CourseTree:
    """A course with its modules and lessons, published or not, in their order."""

    course: CoursePage
    modules: list[tuple[ModulePage, list[LessonPage]]] = field(default_factory=list)
    # Lessons that other languages lack: number by the code of the language.
    missing: dict[str, int] = field(default_factory=dict)
    has_cohort: bool = False

    @property
    def lessons(self) -> list[LessonPage]:
        return [lesson for _module, lessons in self.modules for lesson in lessons]

    @property
    def taken(self) -> list[LessonPage]:
        """The lessons learners get; of a course that is not published, those they would get were all of it."""
        if not self.course.live:
            return self.lessons
        return [lesson for module, lessons in self.modules if module.live for lesson in lessons if lesson.live]


@dataclass(frozen=True)
class Activity:
    """What a step is to a certificate."""

    kind: str
    is_required: bool


def trees_of(courses: Sequence[CoursePage]) -> list[CourseTree]:
    """Courses with all below them: six queries for one course and for fifty."""
    trees = {course.path: CourseTree(course) for course in courses}
    below = Q(pk__in=[])
    for path in trees:
        below |= Q(path__startswith=path)
    modules: dict[str, list[LessonPage]] = {}
    for module in ModulePage.objects.filter(below).order_by("path"):
        if tree := trees.get(module.path[: -module.steplen]):
            modules[module.path] = []
            tree.modules.append((module, modules[module.path]))
    for lesson in LessonPage.objects.filter(below).order_by("path"):
        if lesson.path[: -lesson.steplen] in modules:
            modules[lesson.path[: -lesson.steplen]].append(lesson)
    keys = [course.translation_key for course in courses]
    running = set(
        Cohort.objects.filter(course_key__in=keys, ends_on__gte=timezone.localdate()).values_list(
            "course_key", flat=True
        )
    )
    there = _lessons_by_language(keys)
    for tree in trees.values():
        tree.has_cohort = tree.course.translation_key in running
        languages = there[tree.course.translation_key]
        own = {lesson.translation_key for lesson in tree.taken}
        if tree.course.live and tree.course.pk == _speaking(languages):
            for _course, (language, lessons) in languages.items():
                if lacking := len(own - lessons):
                    tree.missing[language] = lacking
    return list(trees.values())


def _lessons_by_language(keys: list[UUID]) -> dict[UUID, dict[int, tuple[str, set[UUID]]]]:
    """By course: each live page of it with its language and the keys of its live lessons. Two queries."""
    found: dict[UUID, dict[int, tuple[str, set[UUID]]]] = defaultdict(dict)
    by_path: dict[str, set[UUID]] = {}
    below = Q(pk__in=[])
    pages = CoursePage.objects.live().filter(translation_key__in=keys).order_by("pk")
    for pk, path, key, language in pages.values_list("pk", "path", "translation_key", "locale__language_code"):
        by_path[path] = set()
        found[key][pk] = (language, by_path[path])
        below |= Q(path__startswith=path)
    steps = 2 * CoursePage.steplen
    for path, key in LessonPage.objects.live().filter(below).values_list("path", "translation_key"):
        by_path[path[:-steps]].add(key)
    return found


def _speaking(languages: dict[int, tuple[str, set[UUID]]]) -> int | None:
    """The page that says which steps there are, as `learning.courses.queries.speaking_course` finds it."""
    english = (pk for pk, (language, _lessons) in languages.items() if language == settings.LANGUAGE_CODE)
    return next(english, next(iter(languages), None))


def findings_of_courses(courses: Sequence[CoursePage]) -> dict[int, list[Finding]]:
    """Everything that is wrong in these courses by the number of their page, in a fixed number of queries."""
    trees = trees_of(courses)
    facts = facts_of([lesson for tree in trees for lesson in tree.lessons])
    found: dict[int, list[Finding]] = {}
    for tree in trees:
        found[tree.course.pk] = list(_of_course(tree))
        for module, lessons in tree.modules:
            found[tree.course.pk] += _of_module(module, len(lessons))
            for lesson in lessons:
                found[tree.course.pk] += lesson_findings(lesson, facts)
    return found


def own_findings(course: CoursePage) -> list[Finding]:
    """What is wrong with the page of a course, published or not, without its lessons."""
    if course.pk is None:
        return list(_of_course(CourseTree(course)))
    return list(_of_course(trees_of([course])[0]))


def module_findings(module: ModulePage) -> list[Finding]:
    """What is wrong with a module, published or not."""
    lessons = LessonPage.objects.child_of(module).count() if module.pk else 0
    return list(_of_module(module, lessons))


def _of_module(module: ModulePage, lessons: int) -> Iterator[Finding]:
    if not lessons:
        yield _warning(module, _("The module “%(title)s” has no lesson.") % {"title": module.title})


def _of_course(tree: CourseTree) -> Iterator[Finding]:
    course = tree.course
    if not course.outcomes:
        words = _("The course does not say what learners will be able to do.")
        yield Finding(Severity.WARNING, words, course, "outcomes")
    if not tree.taken:
        yield _warning(course, _("The course has no lesson that learners can read."))
    activities = activities_in(tree.taken)
    for sentence in unreachable(course, activities, has_cohort=tree.has_cohort):
        # A course is made before its lessons; until they are there, nobody waits for its certificate.
        severity = Severity.ERROR if tree.taken else Severity.WARNING
        yield Finding(severity, sentence, course, "conditions")
    minutes = sum(minutes_of(lesson) for lesson in tree.taken)
    said = int(course.hours * 60) if course.hours else 0
    if tree.taken and not LEAST * said <= minutes * 100 <= MOST * said:
        words = _("The course says it takes %(said)s minutes; its steps together take %(minutes)s.")
        sentence = words % {"said": number(said), "minutes": number(minutes)}
        yield Finding(Severity.WARNING, sentence, course, "hours")
    for language, lacking in sorted(tree.missing.items()):
        words = ngettext(
            "%(language)s: %(number)s lesson of this course is not published.",
            "%(language)s: %(number)s lessons of this course are not published.",
            lacking,
        )
        yield _warning(course, words % {"language": language_name(language), "number": number(lacking)})


def activities_in(lessons: Iterable[LessonPage]) -> list[Activity]:
    """The steps of these lessons as certificates see them, read raw."""
    kinds = {kind.value for kind in StepKind} - {StepKind.LESSON}
    found = []
    for lesson in lessons:
        for row in lesson.body.raw_data:
            if row["type"] in kinds:
                found.append(Activity(row["type"], bool(row["value"].get("is_required"))))
        found.append(Activity(StepKind.LESSON, True))
    return found


def minutes_of(lesson: LessonPage) -> int:
    """Minutes of a lesson with all there is to do in it."""
    values = [row["value"] for row in lesson.body.raw_data if isinstance(row["value"], dict)]
    return lesson.minutes + sum(int(value.get("minutes") or 0) for value in values)


def unreachable(course: CoursePage, activities: Sequence[Activity], *, has_cohort: bool) -> list[str]:
    """Why nobody can earn the certificate, whatever they do: one sentence for each reason."""
    found = []
    conditions = [(row["type"], row["value"]) for row in course.conditions.raw_data] or [("required_steps", None)]
    sessions = [activity for activity in activities if activity.kind in SESSIONS]
    is_bound_to_sessions = False
    for kind, value in conditions:
        if kind == "quizzes" and not any(activity.kind == StepKind.QUIZ for activity in activities):
            found.append(_("The certificate asks for a result in the quizzes, and the course has no quiz."))
        if kind == "sessions":
            is_bound_to_sessions = True
            wanted = int(value.get("number") or 0)
            if len(sessions) < wanted:
                words = ngettext(
                    "The certificate asks for %(wanted)s session, and the course has %(there)s.",
                    "The certificate asks for %(wanted)s sessions, and the course has %(there)s.",
                    wanted,
                )
                found.append(words % {"wanted": number(wanted), "there": number(len(sessions))})
        if kind == "required_steps":
            is_bound_to_sessions |= any(activity.is_required for activity in sessions)
        if kind == "share":
            without = len(activities) - len(sessions)
            is_bound_to_sessions |= without * 100 < int(value.get("percent") or 0) * len(activities)
    if is_bound_to_sessions and sessions and course.mode == Mode.SELF_PACED and not has_cohort:
        found.append(_("The certificate needs a session, but the course is taken alone and no group takes it now."))
    return found


def _warning(about: Any, sentence: str) -> Finding:
    return Finding(Severity.WARNING, sentence, about)


def rule_breaks_with(lesson: LessonPage) -> list[Finding]:
    """Why nobody could earn the certificate once this lesson is published, where today somebody can."""
    course = CoursePage.objects.ancestor_of(lesson).first() if lesson.pk else None
    if course is None or not course.live:
        return []
    tree = trees_of([course])[0]
    before = [other for other in tree.taken if other.pk != lesson.pk]
    today = [other for other in tree.taken if other.pk == lesson.pk]
    known = unreachable(course, activities_in([*before, *today]), has_cohort=tree.has_cohort) if tree.taken else []
    then = unreachable(course, activities_in([*before, lesson]), has_cohort=tree.has_cohort)
    return [Finding(Severity.ERROR, sentence, lesson, "body") for sentence in then if sentence not in known and today]
