"""Two people at one form: what each changed stays, and what both changed is theirs to choose.

A form says what it showed (`seen_input`). When it comes back, a field that only one of the two changed takes that
change; one that both changed is not replaced: the form comes back (409), tells who wrote what, and asks. The form has
to be made and its words kept in one transaction that holds the row (`held`), so that nobody comes in between.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from camtree.core.access import or_404

# Beside the name of a field: what shall stand there, "<choice> <digest of the other words>".
CHOICE = "keep-"


def held[M: Model](row: M) -> M:
    """The row as it is now, held until the transaction ends. Raises Http404 where it is gone."""
    model: type[M] = row._meta.concrete_model  # type: ignore[assignment] # also of a row that is fetched late
    found: M | None = model._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    return or_404(found)


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: what stands there now, and what can be done."""

    name: str
    theirs: str
    choices: list[tuple[str, str]]


class SeenMixin(forms.BaseForm):
    """A form about one row that others may change meanwhile. Its initial values are what stands there now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clashes: dict[str, Clash] = {}

    @property
    def changed_by(self) -> str:
        """Who changed the row last, where that is known; else empty."""
        row: Any = getattr(self, "instance", None)
        history = getattr(row, "history", None)
        last = history.select_related("history_user").first() if history is not None and row.pk else None
        return str(last.history_user) if last and last.history_user else ""

    @property
    def refusal(self) -> int:
        """The status with which it goes back."""
        return 409 if self.clashes else 422

    @property
    def seen(self) -> str:
        """Digests of the values that it shows, by field."""
        return json.dumps({name: _digest(self._stored(name)) for name in self._asked()}, separators=(",", ":"))

    @property
    def seen_input(self) -> SafeString:
        """The hidden field that says so. One that came back says what it said before."""
        said = str(self.data.get(self.add_prefix("seen"), "")) if self.is_bound else ""
        return format_html('<input type="hidden" name="{}" value="{}">', self.add_prefix("seen"), said or self.seen)

    def full_clean(self) -> None:
        if self.is_bound and not self.clashes:
            self._bring_together()
        super().full_clean()
        if self.clashes:
            who = self.changed_by
            for name in self.clashes:
                self.add_error(name, _("%(name)s changed this meanwhile. Choose what stays.") % {"name": who} if who
                               else _("Somebody changed this meanwhile. Choose what stays."))  # fmt: skip

    def __getitem__(self, name: str) -> Any:
        bound: Any = super().__getitem__(name)
        bound.clash = self.clashes.get(name)
        return bound

    def _asked(self) -> Iterator[str]:
        return (
            name
            for name, field in self.fields.items()
            if not (isinstance(field, forms.FileField) or isinstance(field.widget, forms.HiddenInput))
        )

    def _stored(self, name: str) -> Any:
        field = self.fields[name]
        return _said(field, field.prepare_value(self.get_initial_for_field(field, name)))

    def _typed(self, name: str) -> Any:
        field = self.fields[name]
        return _said(field, field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))

    def _bring_together(self) -> None:
        """Take over what only somebody else changed; find what both did, and obey what was chosen."""
        try:
            seen = json.loads(str(self.data.get(self.add_prefix("seen"), "")))
        except ValueError:
            return
        if not isinstance(seen, dict):
            return
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name in self._asked():
            stored, typed = self._stored(name), self._typed(name)
            if name not in seen or seen[name] == _digest(stored) or typed == stored:
                continue
            choice, _space, told = str(self.data.get(self.add_prefix(CHOICE + name), "")).partition(" ")
            if seen[name] == _digest(typed) or (choice == "theirs" and told == _digest(stored)):
                _put(data, self.add_prefix(name), stored)
            elif told == _digest(stored) and choice in {"mine-first", "theirs-first"}:
                both = [typed, stored] if choice == "mine-first" else [stored, typed]
                _put(data, self.add_prefix(name), "\n\n".join(str(words) for words in both))
            elif not (told == _digest(stored) and choice == "mine"):
                self.clashes[name] = self._clash(name, stored)
        self.data = data

    def _clash(self, name: str, stored: Any) -> Clash:
        told = _digest(stored)
        choices = [(f"mine {told}", _("Keep mine")), (f"theirs {told}", _("Take the other"))]
        if isinstance(self.fields[name].widget, forms.Textarea):
            choices.append((f"mine-first {told}", _("Keep both, mine first")))
            choices.append((f"theirs-first {told}", _("Keep both, mine last")))
        return Clash(CHOICE + name, _in_words(self.fields[name], stored), choices)


def _said(field: forms.Field, value: Any) -> Any:
    """A value as a form sends it: a text, a list of texts, or yes and no."""
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput):
        return bool(value)
    if isinstance(value, list | tuple | set) or hasattr(value, "values_list"):
        return sorted(str(part) for part in value)
    if isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
        return []
    if isinstance(widget, forms.DateTimeInput | forms.DateInput | forms.TimeInput):
        value = widget.format_value(value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def _put(data: Any, name: str, value: Any) -> None:
    if isinstance(value, bool):
        data.pop(name, None)
        if value:
            data[name] = "on"
    elif isinstance(value, list):
        data.setlist(name, value)
    else:
        data[name] = value


def _in_words(field: forms.Field, value: Any) -> str:
    """A value for people to read: names of choices instead of their keys."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    names = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    if isinstance(value, list):
        return ", ".join(names.get(key) or str(key) for key in value)
    return names.get(value) or str(value)
