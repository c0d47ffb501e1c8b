"""Quizzes of the demo, with their questions, in every language there is a file for."""

import tomllib
import uuid
from functools import partial
from pathlib import Path
from typing import Any

from camtree.core.words.content_files import NAMESPACE, html
from demo.loading import CONTENT, keep, loaded, locale, record
from learning.models import AttemptItem, Question, QuestionPool, Quiz, QuizAttempt, ShownVersion

LISTS = ("options", "pairs", "extra", "items", "answers", "gaps")
DEFAULTS: dict[str, dict[str, Any]] = {
    "choice": {"shuffle": True},
    "matching": {"extra": []},
    "numeric": {"unit": ""},
    "short": {"matters_case": False},
}


def load_quizzes() -> None:
    """Every quiz that is not there yet. Before the courses: their lessons point at them."""
    for path in sorted((CONTENT / "quizzes").glob("*.toml")):
        if path.name.count(".") == 1:
            _load(path)


def _load(path: Path) -> None:
    facts, name = _read(path), f"quizzes/{path.stem}"
    questions = []
    for place, row in enumerate(facts["questions"]):
        key = f"{name}/{place}"
        questions.append(keep(key, partial(_question, row, key))[0])
    made, _is_new = keep(name, partial(_quiz, facts, questions))
    for file in sorted(path.parent.glob(f"{path.stem}.*.toml")):
        language, words = file.name.split(".")[1], _read(file)
        for place, (question, row) in enumerate(zip(questions, facts["questions"], strict=True)):
            _translate(question, f"{name}/{place}", language, {**row, **_merged(row, words["questions"][place])})
        if not loaded(f"{name}.{language}"):
            sister = made.copy_for_translation(locale(language))
            sister.title, sister.introduction = words["title"], words["introduction"]
            _publish(sister)
            record(f"{name}.{language}", sister)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _publish(snippet: Any) -> Any:
    snippet.save()
    snippet.save_revision().publish()
    return snippet


def _question(row: dict[str, Any], key: str) -> Question:
    pool = keep(f"pools/{row['pool']}", partial(_pool, row["pool"]))[0] if "pool" in row else None
    question = Question(title=row["title"], pool=pool, locale=locale("en"), body=_body(row, key))
    question.translation_key = uuid.uuid5(NAMESPACE, key)
    return _publish(question)


def _pool(name: str) -> QuestionPool:
    return QuestionPool.objects.create(name=name)


def _translate(question: Question, key: str, language: str, row: dict[str, Any]) -> None:
    if loaded(f"{key}.{language}"):
        return
    sister = question.copy_for_translation(locale(language))
    sister.title, sister.body = row["title"], _body(row, key)
    _publish(sister)
    record(f"{key}.{language}", sister)


def _quiz(facts: dict[str, Any], questions: list[Question]) -> Quiz:
    items: list[tuple[str, Any]] = [("question", question.pk) for question in questions if question.pool_id is None]
    if "draw" in facts:
        pool = QuestionPool.objects.get(name=facts["draw"]["pool"])
        items.append(("draw", {"pool": pool.pk, "number": facts["draw"]["number"]}))
    rules = {name: facts[name] for name in ("title", "introduction", "pass_percent", "attempts")}
    stream = [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in items]
    return _publish(Quiz(locale=locale("en"), items=stream, **rules))


def _body(row: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The question as raw data. Ids come from the place in the file, so they are the same in every language."""
    facts = {name: value for name, value in row.items() if name not in {"kind", "title", "pool"}}
    value = {"general_feedback": "", "prompt": "", **DEFAULTS.get(row["kind"], {}), **facts}
    value["prompt"] = html(value["prompt"])
    value = {name: _listed(part, f"{key}/{name}") if name in LISTS else part for name, part in value.items()}
    return [{"type": row["kind"], "value": value, "id": str(uuid.uuid5(NAMESPACE, f"{key}/body"))}]


def _listed(rows: list[Any], key: str) -> list[dict[str, Any]]:
    found = []
    for place, row in enumerate(rows):
        where = f"{key}/{place}"
        if isinstance(row, dict):
            row = {"feedback": "", **row} if "percent" in row else row
            row = {name: _listed(part, f"{where}/{name}") if name in LISTS else part for name, part in row.items()}
        found.append({"type": "item", "value": row, "id": str(uuid.uuid5(NAMESPACE, where))})
    return found


def _merged(original: Any, words: Any) -> Any:
    """The facts of the original with the words of a translation in their places."""
    if isinstance(original, dict) and isinstance(words, dict):
        return {**original, **{name: _merged(original.get(name), part) for name, part in words.items()}}
    if isinstance(original, list) and isinstance(words, list):
        return [_merged(part, word) for part, word in zip(original, words, strict=True)]
    return words


def forget_attempts(quizzes: list[Quiz]) -> None:
    """Take every attempt at these quizzes away, also those of people who only tried the demo."""
    attempts = QuizAttempt.objects.filter(quiz_key__in={row.translation_key for row in quizzes})
    for model, rows in ((AttemptItem, AttemptItem.objects.filter(attempt__in=attempts)), (QuizAttempt, attempts)):
        keys = list(rows.values_list("pk", flat=True))
        model._default_manager.filter(pk__in=keys).delete()
        model.history.filter(id__in=keys).delete()


def forget_shown(questions: list[Question]) -> None:
    """Let the versions of these questions go that somebody was shown."""
    for question in questions:
        ShownVersion.objects.filter(revision__in=question.revisions.all()).delete()
