"""Results as templates print them."""

from decimal import ROUND_DOWN, Decimal
from typing import Any

from django import template

register = template.Library()


@register.filter
def percent(share: Any) -> int | None:
    """A share of 0 to 1 in whole per cent, rounded down, so that 70 is never shown for what is not a pass at 70."""
    return int((Decimal(share) * 100).to_integral_value(ROUND_DOWN)) if share is not None else None
