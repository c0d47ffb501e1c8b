"""What comes back from a pack: a file of answers, read with suspicion, and taken in step by step.

The file is JSON: `{"camtree": 1, "pack": "<hex>", "course": "<uuid>", "enrolment": 5, "forms": [...]}`, and each form
`{"kind": "note" | "work" | "quiz" | "done", "step": "<uuid>", "attempt": 1, "fields": [["name", "value"], ...]}`, as
a browser would send it. Only forms in which something was changed are in it.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from camtree.core.words.json import read_json
from camtree.core.words.signs import is_storable, without_unstorable

# More than a module can hold; a file beyond it is none of ours.
MOST_BYTES, MOST_FORMS, MOST_FIELDS = 4 * 1024 * 1024, 1000, 1000
KINDS = ("note", "work", "quiz", "done")


class NotAnswersError(Exception):
    """Not a file of answers to this course; says why in a sentence."""


@dataclass(frozen=True)
class SentForm:
    """One form of a pack as it was filled in."""

    kind: str
    step: UUID
    attempt: int
    fields: QueryDict
    has_broken_signs: bool = False  # something that cannot be kept was left out of the fields


@dataclass(frozen=True)
class SentPack:
    """The forms of a file of answers, and the name under which its pages send."""

    pack: str
    number: int
    forms: tuple[SentForm, ...]


def read_answers(content: bytes, *, course: UUID, enrolment: int) -> SentPack:
    """The answers in a file. Raises NotAnswersError for what is no such file, or belongs to other studies."""
    if len(content) > MOST_BYTES:
        raise NotAnswersError(_("This file is larger than a file of answers can be."))
    try:
        told: Any = read_json(content, any_signs=True)
    except ValueError:
        told = None
    if not isinstance(told, dict) or told.get("camtree") != 1 or not isinstance(told.get("forms"), list):
        raise NotAnswersError(
            _("This is not a file of answers. Open the page of your pack and press “Save my answers as a file”.")
        )
    if told.get("course") != str(course):
        raise NotAnswersError(_("These answers belong to another course. Upload them there."))
    if told.get("enrolment") != enrolment:
        raise NotAnswersError(_("These answers come from a pack that another member downloaded."))
    forms = [_form(row) for row in told["forms"][:MOST_FORMS]]
    pack, number = str(told.get("pack", ""))[:32], told.get("number")
    number = number if isinstance(number, int) and 0 <= number < 10**12 else 0
    return SentPack(pack if pack.isalnum() else "", number, tuple(form for form in forms if form is not None))


def _form(row: Any) -> SentForm | None:
    """A form of the file; None for what nobody's browser made."""
    if not isinstance(row, dict) or row.get("kind") not in KINDS or not isinstance(row.get("fields"), list):
        return None
    try:
        step = UUID(str(row.get("step")))
    except ValueError:
        return None
    attempt = row.get("attempt")
    fields, is_whole = QueryDict(mutable=True), True
    for pair in row["fields"][:MOST_FIELDS]:
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(text, str) for text in pair):
            is_whole = is_whole and all(map(is_storable, pair))
            fields.appendlist(*map(without_unstorable, pair))
    number = attempt if isinstance(attempt, int) and 0 < attempt < 10**6 else 0
    return SentForm(row["kind"], step, number, fields, has_broken_signs=not is_whole)
