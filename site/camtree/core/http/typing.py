"""What a page sends by itself while somebody types in a form that can be saved before it is handed in."""

from datetime import datetime
from typing import Any, Protocol

from django.http import HttpRequest


class Versioned(Protocol):
    """A text that counts its changes."""

    text: Any
    number: Any
    saved_at: Any


def is_as_typed(request: HttpRequest) -> bool:
    """Whether the script sent it, which reads data, and not a person who wants to see a page."""
    return request.POST.get("as") == "typed"


def changed_elsewhere(row: Versioned) -> dict[str, Any]:
    """What stands there now, for a page that knew an older version: its text, its number, when (milliseconds)."""
    saved: datetime = row.saved_at
    return {"text": row.text, "number": row.number, "at": int(saved.timestamp() * 1000)}
