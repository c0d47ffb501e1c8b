"""Moments of a recording as people and addresses write them."""

import re
from collections.abc import Mapping
from typing import Final

# Longer than any recording: ten digits of hours would be a mistake.
MOST_SECONDS: Final = 100 * 3600
_CLOCK: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)", re.ASCII)


def seconds_in(text: str) -> int | None:
    """The seconds that `754`, `12:34` or `1:02:34` stands for; None for anything else."""
    text = text.strip()
    if text.isascii() and text.isdecimal():
        second = int(text) if len(text) <= 6 else MOST_SECONDS
        return second if second < MOST_SECONDS else None
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (hours * 60 + minutes) * 60 + seconds if not match[1] or minutes < 60 else None


def moment_asked(query: Mapping[str, str]) -> int | None:
    """The second of a recording that an address names: `?t=754`, and `?at=754` as results of the search have it."""
    return seconds_in(query.get("t") or query.get("at") or "")
