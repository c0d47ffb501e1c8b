"""The licence of a lead."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from leads.models import LeadProfilePage

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def profile(**licence: Any) -> LeadProfilePage:
    return LeadProfilePage(title="Sunita Rao", slug="sunita-rao", country="IN", path="0001", depth=1, **licence)


def test_a_licence_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValidationError) as refused:
        profile(licence_from=LAST, licence_until=FIRST).clean()
    assert refused.value.message_dict == {"licence_until": ["The licence ends before it begins."]}


@pytest.mark.parametrize(
    "licence",
    [{}, {"licence_from": FIRST}, {"licence_until": LAST}, {"licence_from": FIRST, "licence_until": FIRST}],
)
def test_a_licence_may_be_open_at_either_end_or_last_a_day(licence: dict[str, date]) -> None:
    lead = profile(**licence)
    lead.clean()
    assert {name: getattr(lead, name) for name in licence} == licence


@pytest.mark.parametrize(("days", "is_licensed"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_licence_covers_its_first_and_its_last_day(days: int, is_licensed: bool) -> None:
    first = timezone.localdate() - timedelta(days=days)
    assert profile(licence_from=first, licence_until=first + timedelta(days=1)).is_licensed is is_licensed
