"""What sections have to say before something is published: what is wrong, who would be touched, and who may not.

Sections register functions here. What is wrong with a page, and whom it would touch, `camtree.core.pages.editing` asks
in the admin; what publishes without an editor, such as a translation that is brought up to date, is never refused for
that. Who may not publish a page is asked before every way of publishing that has somebody's name: in
`BasePage.publish`, through which all of them go, and in `PagePermissions`, so that no button offers it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
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

# Why somebody may not publish a row now, in a sentence; empty where they may. The second is the person. The third says
# whether it would be public then, or only a step of its workflow be passed.
Bar = Callable[[Any, Any, bool], str]

_bars: Registry[type[Model], Bar] = Registry()
_checks: Registry[type[Model], Check] = Registry()
_questions: Registry[type[Model], Question] = Registry()


class BarredError(PermissionDenied):
    """Somebody may not publish a page. Its text is the sentence for them."""


def bars(*models: type[Model]) -> Callable[[Bar], Bar]:
    """Mark the function that says who may not publish rows of these models, and when nobody may."""
    return _bars.marks(*models)


def bar_to_publishing(row: Any, user: Any) -> str:
    """Why `user` may not publish a page as it stands in `row`; empty where they may."""
    bar = _bars.get(_class_of(row))
    return bar(row, user, True) if bar else ""


def bar_to_deciding(row: Any, user: Any) -> str:
    """Why `user` may not decide a step in the workflow of a page; empty where they may."""
    bar = _bars.get(_class_of(row))
    return bar(row, user, False) if bar else ""


def _class_of(row: Any) -> type[Model]:
    """The page type, where only the base row was loaded too."""
    kind: type[Model] = getattr(row, "specific_class", None) or type(row)
    return kind


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
