"""How a lesson opens in the admin."""

from typing import Any

from django.utils.translation import gettext as _


def starting_lesson() -> list[dict[str, Any]]:
    """The parts a new lesson opens with: something to read, something to think about, something to take away."""
    return [
        {"type": "text", "value": ""},
        {"type": "reflection", "value": {"prompt": "", "minutes": 5}},
        {"type": "resource", "value": {"title": _("To take with you"), "text": ""}},
    ]
