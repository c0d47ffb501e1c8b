"""Quizzes and attempts as they are read: which row of a quiz speaks, and the versions of questions behind answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Revision

from learning.courses.models import Step
from learning.quizzes.models import AttemptItem, Question, Quiz, QuizAttempt
from learning.quizzes.questions import Asked, Cloze, Short, question_in
from learning.quizzes.scoring import score
from learning.quizzes.selection import drawn
from learning.studying.models import Enrolment


@dataclass(frozen=True)
class StepQuiz:
    """The quiz of a step: the row by which it is taken, and the one in the reader's language."""

    source: Quiz
    shown: Quiz

    def attempts_left(self, used: int) -> int | None:
        """How many attempts are left; None where there may be any number."""
        return max(0, self.source.attempts - used) if self.source.attempts else None


def quiz_of(step: Step) -> StepQuiz | None:
    """The quiz of a step, or None where nothing of it is published. The English row speaks, else the oldest."""
    rows = Quiz.objects.filter(translation_key=step.facts.get("quiz"), live=True).select_related("locale")
    live = list(rows.order_by("pk"))
    if not live:
        return None
    by_language = {row.locale.language_code: row for row in reversed(live)}
    source = by_language.get(settings.LANGUAGE_CODE, live[0])
    return StepQuiz(source, by_language.get(get_language() or "", source))


def attempts_at(enrolment: Enrolment, step: Step) -> list[QuizAttempt]:
    """A learner's attempts at a quiz, the last one first."""
    return list(QuizAttempt.objects.filter(enrolment=enrolment, step_key=step.key).order_by("-number"))


def versions_of(items: Iterable[AttemptItem]) -> dict[int, Asked]:
    """Every version of every question that was captured for `items`, by the number of its revision. One query."""
    wanted = {pk for item in items for pk in item.revisions.values()}
    rows = Revision.objects.filter(pk__in=wanted).values_list("pk", "content")
    return {pk: question for pk, content in rows if (question := question_in(content))}


def earned(item: AttemptItem, versions: Mapping[int, Asked]) -> Decimal | None:
    """What the answer of an item earns by the versions captured for it; None while a person has to mark it.

    Words are right in whatever language of the question somebody wrote them: places can be compared, words cannot.
    """
    question = versions.get(item.scoring_version)
    if question is None:
        return Decimal(0)
    if not isinstance(question, Short | Cloze):
        return score(question, item.answer)
    spoken = [versions[pk] for pk in item.revisions.values() if pk in versions]
    return max(score(version, item.answer) or Decimal(0) for version in spoken)


def questions_drawn(quiz: Quiz, seed: int) -> dict[UUID, dict[str, Question]]:
    """The questions that an attempt with this seed has, in their order by translation key: the published row in each
    language. Three queries, whatever their number."""
    rows = list(quiz.items.raw_data)
    chosen = [row["value"] for row in rows if row["type"] == "question"]
    keys = dict(Question.objects.filter(pk__in=chosen).values_list("pk", "translation_key"))
    pools = Question.objects.keys_in([row["value"]["pool"] for row in rows if row["type"] == "draw"])
    wanted = {*keys.values(), *(key for pool in pools.values() for key in pool)}
    by_key: dict[UUID, dict[str, Question]] = {}
    live = Question.objects.live().filter(translation_key__in=wanted).select_related("locale", "live_revision")
    for row in live.order_by("pk"):
        by_key.setdefault(row.translation_key, {})[row.locale.language_code] = row
    keys = {pk: key for pk, key in keys.items() if key in by_key}
    found = drawn(rows, seed=seed, shuffle=quiz.shuffle, keys=keys, pools=pools)
    return {key: by_key[key] for key in found}


def live_question(row: Question) -> Asked | None:
    """The question as it is published."""
    return question_in(row.live_revision.content) if has_own_version(row) else row.asked


def has_own_version(row: Any) -> bool:
    """Whether the live revision is one of this row: a translation is copied with that of its original."""
    return row.live_revision is not None and row.live_revision.object_id == str(row.pk)
