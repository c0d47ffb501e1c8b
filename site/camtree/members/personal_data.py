"""What CamTREE keeps about people: declared by each section, shown and handed out to them, erased, forgotten in time.

Each section registers its models in `AppConfig.ready()`; a system check (members/checks.py) names the model that was
forgotten. What is registered here is what `/my/data/` shows and what `manage.py forget_old_data` acts on.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from graphlib import TopologicalSorter
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete
from django.utils.translation import gettext

from camtree.background.each import each
from camtree.core.registries import Milestones, Registry
from camtree.members.models import User


@dataclass(frozen=True)
class PersonalData:
    """One kind of thing kept about people.

    `rows` gives those that belong to a member, `fields` are what the member gets to read. `kept` is how long a row
    stays after its last change; without it, as long as somebody wants it. `let_go` is for rows that others rely on: it
    takes the member out of them when the account goes, where deleting them would take something from those others.
    """

    model: type[Model]
    title: Any
    rows: Callable[[User], QuerySet[Any]]
    fields: tuple[str, ...]
    kept: timedelta | None = None
    let_go: Callable[[User], None] | None = None


class Held(NamedTuple):
    """What is held about one member of one kind."""

    kind: PersonalData
    rows: list[dict[str, str]]


_kinds: Registry[type[Model], PersonalData] = Registry()


def register_personal_data(kind: PersonalData) -> None:
    """Declare a model that keeps something about people; the same model again replaces it."""
    _kinds.add(kind.model, kind)


def declared_models() -> frozenset[type[Model]]:
    """Every model that was declared."""
    return _kinds.keys()


def in_iso(moment: datetime) -> str:
    """A moment for other software (ISO 8601)."""
    return moment.isoformat(timespec="seconds")


def held_about(member: User, moment: Callable[[datetime], str] = in_iso) -> list[Held]:
    """All that is held about a member, by kind: names of fields in the reader's language, and their values.

    `moment` writes dates with their time.
    """
    return [Held(kind, [_in_words(row, kind.fields, moment) for row in kind.rows(member)]) for kind in _kinds]


def _joined(parts: Iterable[object]) -> str:
    return ", ".join(str(part) for part in parts)


def _in_words(row: Model, fields: Iterable[str], moment: Callable[[datetime], str]) -> dict[str, str]:
    words = {}
    for name in fields:
        display = getattr(row, f"get_{name}_display", None)
        value = display() if display else getattr(row, name)
        if isinstance(value, datetime):
            value = moment(value)
        elif isinstance(value, bool) and moment is not in_iso:
            value = gettext("Yes") if value else gettext("No")
        elif isinstance(value, Decimal):
            value = f"{value.normalize():f}"
        elif isinstance(value, dict):
            value = _joined(value.values())
        elif isinstance(value, list):
            value = _joined(value)
        # Django names fields without a name itself, in English; our catalogue has those that are shown here.
        label = gettext(str(row._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        words[label] = "" if value is None else str(value)
    return words


class Milestone(StrEnum):
    """A moment in the life of an account."""

    ERASING = "erasing"


# What has to happen before an account goes, such as handing shared work to somebody who stays.
milestones: Milestones[Milestone, User] = Milestones()


def erase(member: User) -> None:
    """Delete what belongs to a member, the account itself last. Part of the caller's transaction."""
    milestones.reached(Milestone.ERASING, member)
    for kind in _kinds:
        if kind.let_go is not None:
            kind.let_go(member)
    # Found before anything is deleted: whose a draft is, only its people say.
    found = {kind.model: keys_of(kind.rows(member)) for kind in _kinds}
    with histories_go_too():
        for model in in_erasing_order(found):
            _delete(model, found[model])


@contextmanager
def histories_go_too() -> Iterator[None]:
    """What is deleted in this block takes its history with it: also rows that go because what they point at does."""
    gone: dict[type[Model], set[Any]] = defaultdict(set)
    mine = threading.get_ident()

    def note(sender: type[Model], instance: Model, **kwargs: Any) -> None:
        # The receiver hears of what other threads delete for other people, too.
        if hasattr(sender, "history") and threading.get_ident() == mine:
            gone[sender].add(instance.pk)

    post_delete.connect(note, weak=False)
    try:
        yield
    finally:
        post_delete.disconnect(note)
    for model, keys in gone.items():
        model.history.filter(id__in=keys).delete()  # type: ignore[attr-defined]


def in_erasing_order(models: Collection[type[Model]]) -> list[type[Model]]:
    """Models in the order in which their rows can go: what points at something before what it points at.

    The account comes last. Raises graphlib.CycleError for models that point at each other.
    """
    order: TopologicalSorter[type[Model]] = TopologicalSorter({model: set() for model in models})
    for model in models:
        pointed_at = {field.related_model for field in model._meta.concrete_fields if field.is_relation} - {model}
        if model is not User:
            pointed_at.add(User)
        for other in set(models) & pointed_at:
            order.add(other, model)
    return list(order.static_order())


def forget(now: datetime) -> dict[str, int]:
    """Delete what is older than was promised. Number of rows by name of their model; safe to repeat."""
    return {kind.model._meta.label: _forget(kind.model, now - kind.kept) for kind in _kinds if kind.kept is not None}


def _forget(model: type[Any], before: datetime) -> int:
    # A model with a limit keeps its history, so its last change is the last contact.
    touched = model.history.filter(history_date__gte=before)
    old = model._default_manager.exclude(pk__in=touched.values("id"))
    return sum(each("forgetting", old, lambda row: _delete(model, [row.pk])))


def keys_of(rows: QuerySet[Any]) -> list[Any]:
    return list(rows.values_list("pk", flat=True))


def _delete(model: type[Any], keys: list[Any]) -> int:
    """Delete rows and their history. One by one, because a page takes its place in the tree with it."""
    for key in keys:
        row = model._default_manager.filter(pk=key).first()
        if row is not None:
            row.delete()
    if hasattr(model, "history"):
        model.history.filter(id__in=keys).delete()
    return len(keys)
