"""Questions that come from other systems."""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from operator import itemgetter
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale

from camtree.core.http.faults import is_part_away
from camtree.members.models import User
from learning.quizzes.exchange import Fault, Reading, read_questions
from learning.quizzes.exchange.questions import ImportedQuestion
from learning.quizzes.models import Question, QuestionImport, QuestionPool

logger = logging.getLogger(__name__)

# Values that are lists: their items get the ids by which answers will know them.
LISTS = frozenset({"options", "pairs", "extra", "items", "answers", "gaps"})


@dataclass
class Import:
    """What became of a file: the new questions, how many were there before, and what is wrong with the rest."""

    new: list[Question] = field(default_factory=list)
    known: int = 0
    faults: list[Fault] = field(default_factory=list)


@transaction.atomic
def import_questions(*, reading: Reading, pool_name: str, locale: Locale, by: User | None) -> Import:
    """Publish the questions of a file. Each goes into the pool `pool_name`, or, where that is empty, of its category.

    A question that its pool has already, word for word, is left alone: the same file sent twice changes nothing.
    """
    found, pools, known = Import(faults=list(reading.faults)), {}, {}
    for row in reading.questions:
        name = (pool_name or row.category or str(_("Imported questions")))[:120]
        if name not in pools:
            pools[name] = QuestionPool.objects.get_or_create(name=name)[0]
            rows = Question.objects.filter(pool=pools[name], locale=locale)
            known[name] = {_told(question.body.raw_data[0]) for question in rows}
        raw = {"type": row.kind, "value": _with_ids(row.value), "id": str(uuid.uuid4())}
        told = _told(raw)
        if told in known[name]:
            found.known += 1
            continue
        known[name].add(told)
        question = Question(title=row.title, pool=pools[name], locale=locale, body=[raw])
        try:
            block: Any = question.body.stream_block
            block.clean(question.body)
        except ValidationError as error:
            found.faults.append(Fault(row.line, row.title[:80], " ".join(dict.fromkeys(_sentences(error)))))
            continue
        question.save()
        question.save_revision(user=by).publish()
        found.new.append(question)
    found.faults.sort(key=lambda fault: fault.line)
    return found


# So many in one transaction: other writers wait for it where the database is SQLite.
PIECE: Final = 5


def go_on_with_import(*, pk: int) -> None:
    """Bring in what is left of a file, PIECE by PIECE. Where this ends halfway, the next call goes on from there."""
    row = QuestionImport.objects.filter(pk=pk, finished_at=None).select_related("locale", "by").first()
    if row is None or row.content is None:
        return
    with override(row.language):
        reading = read_questions(bytes(row.content))
        while _bring_piece_in(row, reading):
            pass


@transaction.atomic
def _bring_piece_in(row: QuestionImport, reading: Reading) -> bool:
    """Whether there is more. Two that run at once do not meet: the row is held."""
    row = QuestionImport.objects.select_for_update(of=("self",)).select_related("locale", "by").get(pk=row.pk)
    if row.finished_at is not None:
        return False
    piece = reading.questions[row.position : row.position + PIECE]
    if row.position == 0:
        row.faults = [astuple(fault) for fault in reading.faults]
    done = _imported(row, piece)
    row.position += len(piece)
    row.new, row.known = row.new + len(done.new), row.known + done.known
    row.faults = sorted([*row.faults, *(astuple(fault) for fault in done.faults)], key=itemgetter(0))
    if row.position >= len(reading.questions):
        row.finished_at, row.content = timezone.now(), None
    row.save()
    return row.finished_at is None


def _imported(row: QuestionImport, piece: list[ImportedQuestion]) -> Import:
    """What became of a piece. Where one of its questions fails for a reason that nobody foresaw, it alone is told."""

    def bring(questions: list[ImportedQuestion]) -> Import:
        with transaction.atomic():
            return import_questions(reading=Reading(questions), pool_name=row.pool_name, locale=row.locale, by=row.by)

    try:
        return bring(piece)
    except Exception as error:
        if is_part_away(error):
            raise
    done = Import()
    for question in piece:
        try:
            one = bring([question])
        except Exception as error:
            if is_part_away(error):
                raise
            logger.exception("a question could not be brought in", extra={"line": question.line})
            done.faults.append(Fault(question.line, question.title[:80], _("This question could not be brought in.")))
        else:
            done.new, done.known, done.faults = done.new + one.new, done.known + one.known, done.faults + one.faults
    return done


def _with_ids(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _with_ids(part, key) for key, part in value.items()}
    if isinstance(value, list) and name in LISTS:
        return [{"type": "item", "value": _with_ids(part), "id": str(uuid.uuid4())} for part in value]
    return value


def without_ids(value: Any) -> Any:
    """The raw value of a question as a file gives it: plain lists, no ids."""
    if isinstance(value, dict):
        if set(value) == {"type", "value", "id"} and value["type"] == "item":
            return without_ids(value["value"])
        return {key: without_ids(part) for key, part in value.items()}
    return [without_ids(part) for part in value] if isinstance(value, list) else value


def _told(raw: Any) -> str:
    """What a question says, for comparing: numbers may come back from the database as text."""
    value = without_ids(raw["value"])
    return f"{raw['type']}|{sorted((key, str(part)) for key, part in value.items() if part not in ('', [], None))}"


def _sentences(error: Any) -> Iterator[str]:
    """Every sentence of a block's error, wherever it stands."""
    for name in ("block_errors", "non_block_errors"):
        inner = getattr(error, name, None)
        for part in inner.values() if isinstance(inner, dict) else inner or ():
            if part is not None:
                yield from _sentences(part)
    if not hasattr(error, "block_errors"):
        if isinstance(error, ValidationError):
            yield from error.messages
        else:
            yield str(error)


def export_rows(pool: QuestionPool | None, locale: Locale) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Title, kind and raw value of the published questions of a pool, or of all, in one language."""
    rows = Question.objects.live().filter(locale=locale).order_by("title", "pk")
    for question in rows.filter(pool=pool) if pool else rows:
        block = question.body.raw_data[0]
        yield question.title, block["type"], without_ids(block["value"])
