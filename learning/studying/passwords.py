"""Whoever takes a course gives its password once, on whatever device: the enrolment remembers it until it changes."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac
from wagtail.models import PageViewRestriction

from camtree.core.http.passwords import remembers
from learning.studying.actions import locked
from learning.studying.choices import EnrolmentState
from learning.studying.models import Enrolment


def _digest(restriction: Any) -> str:
    return salted_hmac("learning.studying.passwords", restriction.password, algorithm="sha256").hexdigest()


@remembers("learning")
def given_before(member: Any, restrictions: list[Any]) -> Iterable[int]:
    """Those whose password, as it is now, `member` gave for a course that they take."""
    taken = Enrolment.objects.filter(member=member.pk).exclude(state=EnrolmentState.LEFT)
    rows = taken.filter(passwords__isnull=False).values_list("passwords", flat=True)
    known = {(key, digest) for row in rows for key, digest in (row or {}).items()}
    return [row.pk for row in restrictions if (str(row.pk), _digest(row)) in known]


@transaction.atomic
def remember_passwords(*, enrolment: Enrolment, page: Any) -> None:
    """Keep with an enrolment that its member was let in to this page of the course, and by which passwords."""
    asked = page.get_view_restrictions().filter(restriction_type=PageViewRestriction.PASSWORD)
    given = {str(row.pk): _digest(row) for row in asked}
    if given.items() <= (enrolment.passwords or {}).items():
        return
    row = locked(enrolment)
    row.passwords = enrolment.passwords = (row.passwords or {}) | given
    row.save(update_fields=["passwords"])
