"""What is wrong with a lesson. Lessons are read raw: a course is checked in the same number of queries at any size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page

from camtree.media.choices import TrackKind
from camtree.media.models import CamtreeMedia
from learning.courses.models import LessonPage
from learning.editing.checks.findings import Finding, Severity
from learning.editing.checks.quizzes import Bank, bank_of, quiz_findings
from learning.packages.models import CoursePackage
from learning.quizzes.models import Quiz
from research.models import ReportTemplate

# What stands for the sound of a film.
SAID = frozenset({TrackKind.CAPTIONS, TrackKind.SUBTITLES})


@dataclass(frozen=True)
class Facts:
    """What lessons point at."""

    # By the number of any of its rows: the row by which a quiz is taken, None where nothing of it is published.
    quizzes: dict[int, Quiz | None]
    bank: Bank
    recordings: dict[int, CamtreeMedia]
    live_pages: frozenset[int]
    templates: frozenset[str]
    packages: frozenset[int]


def facts_of(lessons: Iterable[LessonPage]) -> Facts:
    """Everything lessons point at: eight queries, whatever their number."""
    values = [row["value"] for lesson in lessons for row in lesson.body.raw_data if isinstance(row["value"], dict)]
    quizzes = _speaking({value["quiz"] for value in values if value.get("quiz")})
    recordings = {value[name] for value in values for name in ("video", "audio") if value.get(name)}
    packages = {value["package"] for value in values if value.get("package")}
    pages = {value["webinar"] for value in values if value.get("webinar")}
    return Facts(
        quizzes=quizzes,
        bank=bank_of({quiz.pk: quiz for quiz in quizzes.values() if quiz}.values()),
        recordings=CamtreeMedia.objects.filter(pk__in=recordings).prefetch_related("caption_tracks").in_bulk(),
        live_pages=frozenset(Page.objects.live().filter(pk__in=pages).values_list("pk", flat=True)),
        templates=frozenset(ReportTemplate.objects.filter(live=True).values_list("slug", flat=True)),
        packages=frozenset(CoursePackage.objects.filter(pk__in=packages).values_list("pk", flat=True)),
    )


def _speaking(numbers: set[int]) -> dict[int, Quiz | None]:
    """For each of these rows the one by which the quiz is taken, as `learning.quizzes.queries.quiz_of` finds it."""
    keys = Quiz.objects.filter(pk__in=numbers).values("translation_key")
    rows = list(Quiz.objects.filter(translation_key__in=keys).select_related("locale").order_by("-pk"))
    speaking: dict[UUID, Quiz] = {}
    for row in rows:
        found = speaking.get(row.translation_key)
        if row.live and (found is None or found.locale.language_code != settings.LANGUAGE_CODE):
            speaking[row.translation_key] = row
    return {row.pk: speaking.get(row.translation_key) for row in rows}


def lesson_findings(lesson: LessonPage, facts: Facts | None = None) -> list[Finding]:
    """What is wrong with a lesson, published or not."""
    return list(_findings(lesson, facts or facts_of([lesson])))


def _findings(lesson: LessonPage, facts: Facts) -> Iterator[Finding]:
    rows = list(lesson.body.raw_data)
    if not any(row["type"] != "text" or has_words(row["value"]) for row in rows):
        yield _error(lesson, _("This lesson has nothing to read, watch or do."))
    for row in rows:
        value = row["value"]
        match row["type"]:
            case "quiz":
                yield from _quiz(lesson, value, facts)
            case "recording" | "video" | "audio":
                yield from _recording(lesson, value, facts)
            case "package" if value.get("package") not in facts.packages:
                yield _error(lesson, _("A package of this lesson is gone."))
            case "live" if value.get("webinar") and value["webinar"] not in facts.live_pages:
                yield _error(lesson, _("The webinar of “%(title)s” is not published.") % {"title": value["title"]})
            case "assignment" if value.get("kind") == "report" and value.get("template") not in facts.templates:
                words = _("There is no report template “%(name)s” for “%(title)s”.")
                yield _error(lesson, words % {"name": value.get("template") or "", "title": value["title"]})


def _quiz(lesson: LessonPage, value: dict[str, Any], facts: Facts) -> Iterator[Finding]:
    if value.get("quiz") not in facts.quizzes:
        yield _error(lesson, _("A quiz of this lesson is gone."))
        return
    quiz = facts.quizzes[value["quiz"]]
    if quiz is None:
        yield _error(lesson, _("A quiz of this lesson is not published."))
        return
    for finding in quiz_findings(quiz, facts.bank):
        words = _("Quiz “%(title)s”: %(sentence)s") % {"title": quiz.title, "sentence": finding.sentence}
        yield Finding(finding.severity, words, quiz if finding.is_error else lesson, "body")


def _recording(lesson: LessonPage, value: dict[str, Any], facts: Facts) -> Iterator[Finding]:
    """A film needs captions and a sound a transcript (WCAG 2.2, 1.2.1 and 1.2.2). Where a film has a transcript
    instead, nobody is shut out, and captions are only asked for."""
    number = value.get("video") or value.get("audio")
    media = facts.recordings.get(number) if number else None
    if media is None:
        yield _error(lesson, _("A recording of this lesson is gone."))
        return
    is_written = has_words(value.get("transcript")) or has_words(media.text_alternative)
    has_captions = any(track.kind in SAID for track in media.caption_tracks.all())
    names = {"title": value.get("title") or media.title}
    if value.get("video") and not has_captions:
        if is_written:
            yield Finding(Severity.WARNING, _("The video “%(title)s” has no captions.") % names, lesson, "body")
        else:
            words = _("The video “%(title)s” has neither captions nor a transcript.")
            yield _error(lesson, words % names)
    if value.get("audio") and not is_written:
        yield _error(lesson, _("The recording “%(title)s” has no transcript.") % names)


def _error(lesson: LessonPage, sentence: str) -> Finding:
    return Finding(Severity.ERROR, sentence, lesson, "body")


def has_words(text: Any) -> bool:
    """Whether rich or plain text says anything."""
    return bool(unescape(strip_tags(str(text or ""))).strip())
