"""What is wrong with a quiz."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, assert_never
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from camtree.core.templatetags.core_tags import number
from learning.editing.checks.findings import Finding, Severity
from learning.quizzes.choices import GapKind
from learning.quizzes.models import Question, Quiz
from learning.quizzes.questions import Asked, Choice, Cloze, Matching, Numeric, Open, Ordering, Short, TrueFalse


@dataclass(frozen=True)
class Bank:
    """The questions behind some quizzes: by the number of their row, and those that may be asked by key and by pool."""

    rows: dict[int, Question]
    live: dict[UUID, Question]
    pools: dict[int, list[UUID]]


def bank_of(quizzes: Iterable[Quiz]) -> Bank:
    """The questions of these quizzes and of the pools they draw from: one query."""
    items = [item for quiz in quizzes for item in quiz.items.raw_data]
    chosen = {item["value"] for item in items if item["type"] == "question"}
    drawn = {item["value"].get("pool") for item in items if item["type"] == "draw"}
    keys = Question.objects.filter(pk__in=chosen).values("translation_key")
    found = Question.objects.filter(Q(translation_key__in=keys) | Q(pool__in=drawn)).order_by("-pk")
    rows: dict[int, Question] = {}
    live: dict[UUID, Question] = {}
    pools: dict[int, set[UUID]] = defaultdict(set)
    for row in found:
        rows[row.pk] = row
        if row.live:
            # The oldest language is left standing.
            live[row.translation_key] = row
            if row.pool_id:
                pools[row.pool_id].add(row.translation_key)
    return Bank(rows, live, {pool: sorted(keys, key=str) for pool, keys in pools.items()})


def quiz_findings(quiz: Quiz, bank: Bank | None = None) -> list[Finding]:
    """What is wrong with a quiz, published or not."""
    return list(_findings(quiz, bank or bank_of([quiz])))


def _findings(quiz: Quiz, bank: Bank) -> Iterator[Finding]:
    chosen = [item["value"] for item in quiz.items.raw_data if item["type"] == "question"]
    fixed: set[UUID] = set()
    for pk in chosen:
        row = bank.rows.get(pk)
        if row is None:
            yield _error(quiz, _("A question of this quiz is gone."))
        elif row.translation_key not in bank.live:
            yield _error(quiz, _("The question “%(title)s” is not published.") % {"title": row.title})
        else:
            fixed.add(row.translation_key)
    asked = set(fixed)
    wanted = _draws(quiz)
    for pool, count in wanted.items():
        # What is chosen by hand is not drawn as well.
        there = [key for key in bank.pools.get(pool, []) if key not in fixed]
        asked |= set(there)
        if len(there) < count:
            words = ngettext(
                "A pool has %(there)s question to draw, and %(wanted)s are to be drawn.",
                "A pool has %(there)s questions to draw, and %(wanted)s are to be drawn.",
                len(there),
            )
            yield _error(quiz, words % {"there": number(len(there)), "wanted": number(count)})
    if not asked:
        yield _error(quiz, _("This quiz has no question."))
    for key in sorted(asked, key=str):
        if not has_right_answer(bank.live[key].asked):
            yield _error(quiz, _("The question “%(title)s” has no right answer.") % {"title": bank.live[key].title})
    if quiz.is_closed:
        yield Finding(Severity.WARNING, _("This quiz has closed: nobody can take it any more."), quiz, "closes_at")


def _draws(quiz: Quiz) -> dict[Any, int]:
    """How many questions are drawn from each pool."""
    wanted: dict[Any, int] = defaultdict(int)
    for item in quiz.items.raw_data:
        if item["type"] == "draw":
            wanted[item["value"].get("pool")] += int(item["value"].get("number") or 0)
    return wanted


def _error(quiz: Quiz, sentence: str) -> Finding:
    return Finding(Severity.ERROR, sentence, quiz, "items")


def has_right_answer(question: Asked | None) -> bool:
    """Whether some answer earns the whole mark. An open question is for a person to say."""
    match question:
        case None:
            return False
        case Choice():
            percents = [option.percent for option in question.options]
            whole = sum(percent for percent in percents if percent > 0)
            return whole >= 98 if question.multiple else max(percents, default=0) >= 100
        case Numeric():
            return any(amount.percent >= 100 for amount in question.amounts)
        case Short():
            return any(option.percent >= 100 for option in question.options)
        case Cloze():
            return bool(question.gaps) and all(
                any(row.percent >= 100 for row in (gap.amounts if gap.kind == GapKind.NUMERIC else gap.options))
                for gap in question.gaps
            )
        case Matching():
            return bool(question.pairs)
        case Ordering():
            return bool(question.items)
        case TrueFalse() | Open():
            return True
        case _:
            assert_never(question)
