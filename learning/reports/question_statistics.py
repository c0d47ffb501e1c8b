"""How questions work: how hard they are, whether they tell who knows, and which wrong option tempts.

Counted once for each learner and quiz, by the first attempt that was submitted and is wholly marked: later attempts
are of people who have seen the answers. Facility is the mean share of the mark. Discrimination is the item-rest
correlation, Pearson's r between the marks for the question and the marks for all other questions of the attempt:

    r = (n Σxy - Σx Σy) / √((n Σx² - (Σx)²) (n Σy² - (Σy)²))

with x the mark for the question and y = total - x; the rest and not the total, because a question correlates with a
total of which it is part. See Crocker & Algina, *Introduction to Classical and Modern Test Theory* (1986), chapter 14;
where to look again (0.3, 0.95, 0.2) is common practice for tests in classrooms (Ebel & Frisbie, *Essentials of
Educational Measurement*, 1991, chapter 13).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast
from uuid import UUID

from django.db.models import Avg, Count, Exists, F, FloatField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.quizzes.models import AttemptItem, Question, QuizAttempt, ShownVersion
from learning.quizzes.questions import Choice
from learning.quizzes.scoring import chosen_ids
from learning.reports.small_numbers import FEWEST, is_few, told

# Fewer answers say too little about a question.
ENOUGH: Final = 20
HARD, EASY, DULL = 0.3, 0.95, 0.2
# So small a spread is that of rounding.
NO_SPREAD: Final = 1e-9


@dataclass(frozen=True)
class QuestionNumbers:
    """How a question works."""

    times_shown: int = 0
    answers: int = 0
    mean: float | None = None
    correlation: float | None = None
    tempting: str = ""
    versions: int = 0

    @property
    def shown(self) -> int | str:
        return told(self.times_shown)

    @property
    def counted(self) -> int | str:
        return told(self.answers)

    @property
    def facility(self) -> float | str:
        return "" if self.mean is None or self.answers < FEWEST else round(self.mean, 2)

    @property
    def discrimination(self) -> float | str:
        return "" if self.correlation is None or self.answers < FEWEST else round(self.correlation, 2)

    @property
    def flag(self) -> str | Promise:
        """Why somebody should look at the question again; empty where nothing says so."""
        if self.answers < ENOUGH or self.mean is None:
            return ""
        if self.mean < HARD:
            return _("Very hard")
        if self.mean > EASY:
            return _("Nearly everybody knows it")
        if self.correlation is not None and self.correlation < DULL:
            return _("Does not tell who knows")
        return ""


def first_answers() -> "QuerySet[AttemptItem]":
    """The items that count: of first submitted attempts that are wholly marked."""
    earlier = QuizAttempt.objects.filter(
        enrolment=OuterRef("attempt__enrolment"),
        step_key=OuterRef("attempt__step_key"),
        submitted_at__isnull=False,
        number__lt=OuterRef("attempt__number"),
    )
    marked = AttemptItem.objects.filter(attempt__submitted_at__isnull=False, attempt__score__isnull=False)
    return marked.filter(~Exists(earlier), score__isnull=False).order_by()


def numbers_of(questions: Sequence[Question]) -> dict[UUID, QuestionNumbers]:
    """How these questions work, by their keys: four queries, whatever the number of answers."""
    keys = [question.translation_key for question in questions]
    found = _sums(keys)
    shown = dict(
        AttemptItem.objects.filter(question_key__in=keys).order_by().values_list("question_key").annotate(Count("pk"))
    )
    tempting = _tempting(questions)
    versions = _versions(questions)
    return {
        question.translation_key: replace(
            found.get(question.translation_key, QuestionNumbers()),
            times_shown=shown.get(question.translation_key, 0),
            tempting=tempting.get(question.translation_key, ""),
            versions=versions.get(str(question.pk), 0),
        )
        for question in questions
    }


def _sums(keys: Sequence[UUID]) -> dict[UUID, QuestionNumbers]:
    mark = Cast(F("score"), FloatField()) * Cast(F("points"), FloatField())
    totals = (
        AttemptItem.objects.filter(attempt=OuterRef("attempt"))
        .order_by()
        .values("attempt")
        .annotate(total=Sum(mark))
        .values("total")
    )
    rows = (
        first_answers()
        .filter(question_key__in=keys)
        .annotate(x=mark, total=Subquery(totals, output_field=FloatField()))
        .annotate(y=F("total") - F("x"))
        .values("question_key")
        .annotate(
            n=Count("pk"),
            mean=Avg(Cast("score", FloatField())),
            sx=Sum("x"),
            sy=Sum("y"),
            sxx=Sum(F("x") * F("x")),
            syy=Sum(F("y") * F("y")),
            sxy=Sum(F("x") * F("y")),
        )
    )
    sums = ("n", "sx", "sy", "sxx", "syy", "sxy")
    return {
        row["question_key"]: QuestionNumbers(
            answers=row["n"], mean=row["mean"], correlation=correlation(**{name: row[name] for name in sums})
        )
        for row in cast("Iterable[dict[str, Any]]", rows)
    }


def correlation(*, n: int, sx: float, sy: float, sxx: float, syy: float, sxy: float) -> float | None:
    """Pearson's r from sums; None where all marks of one side are the same."""
    spread_x, spread_y = n * sxx - sx * sx, n * syy - sy * sy
    if spread_x <= NO_SPREAD * n * n or spread_y <= NO_SPREAD * n * n:
        return None
    return max(-1.0, min(1.0, (n * sxy - sx * sy) / math.sqrt(spread_x * spread_y)))


def _tempting(questions: Sequence[Question]) -> dict[UUID, str]:
    """The wrong option that most chose, in the words of the question as it stands; empty where few chose any.

    Answers are read one after the other, and only counted.
    """
    choices = {row.translation_key: row.asked for row in questions if isinstance(row.asked, Choice)}
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    answers = first_answers().filter(question_key__in=list(choices)).values_list("question_key", "answer")
    for key, answer in answers.iterator(chunk_size=2000):
        counts[key].update(chosen_ids(answer))
    found = {}
    for key, question in choices.items():
        assert isinstance(question, Choice)  # noqa: S101 - chosen above
        wrong = [option for option in question.options if option.percent <= 0 and counts[key][option.id]]
        top = max(wrong, key=lambda option: counts[key][option.id], default=None)
        if top is not None and not is_few(counts[key][top.id]):
            found[key] = f"{top.text} ({counts[key][top.id]})"
    return found


def _versions(questions: Sequence[Question]) -> dict[str, int]:
    """How many versions of each row learners were shown."""
    if not questions:
        return {}
    rows = ShownVersion.objects.filter(
        revision__base_content_type=questions[0].get_base_content_type(),
        revision__object_id__in=[str(question.pk) for question in questions],
    )
    return dict(rows.order_by().values_list("revision__object_id").annotate(Count("pk")))
