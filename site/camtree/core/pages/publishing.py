"""What sections have to say before something is published in the admin: what is wrong, and who would be touched.

Sections register functions here, which `camtree.core.pages.editing` asks. What publishes without an editor, such as a
translation that is brought up to date, is never refused.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from wagtail.blocks import BlockField, StreamBlockValidationError

from camtree.core.registries import Registry


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be published as it stands, in a sentence, and the field in which it can be mended."""

    sentence: str
    field: str = ""


Check = Callable[[Any], Iterable[Refusal]]
# The address of a page that tells whom publishing a revision would touch, and asks; empty where it touches nobody.
Question = Callable[[HttpRequest, Any, Any], str]

_checks: Registry[type[Model], Check] = Registry()
_questions: Registry[type[Model], Question] = Registry()


def refuses(*models: type[Model]) -> Callable[[Check], Check]:
    """Mark the function that says what is wrong with rows of these models."""
    return _checks.marks(*models)


def asks(*models: type[Model]) -> Callable[[Question], Question]:
    """Mark the function that says where to ask before a revision of these models is approved: from request, row and
    the state of the workflow's task."""
    return _questions.marks(*models)


def refusals_of(row: Any) -> list[Refusal]:
    """What is wrong with a row as it stands, saved or not."""
    check = _checks.get(type(row))
    return list(check(row)) if check else []


def question_about(request: HttpRequest, row: Any, task_state: Any) -> str:
    """Where to ask before approving; empty where there is nothing to ask."""
    question = _questions.get(type(row))
    return question(request, row, task_state) if question else ""


def add_refusals(form: Any) -> bool:
    """Put what is wrong with the row of a valid form beside its fields; whether there was anything."""
    found: dict[str, list[str]] = {}
    for refusal in refusals_of(form.instance):
        found.setdefault(refusal.field if refusal.field in form.fields else "", []).append(refusal.sentence)
    for field, sentences in found.items():
        if field and isinstance(form.fields[field], BlockField):
            form.add_error(field, StreamBlockValidationError(non_block_errors=sentences))
        else:
            form.add_error(field or None, sentences)
    return bool(found)
