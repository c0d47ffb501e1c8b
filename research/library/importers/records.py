"""What every importer yields."""

import re
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Refusal:
    """A piece of input that was not taken: where it stands, which record it is, and why."""

    line: int
    identifier: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.identifier or 'no id'}: {self.reason}"


@dataclass(frozen=True)
class Record:
    """A report as another library describes it."""

    line: int
    source: str
    title: str
    language: str
    authors: list[str] = field(default_factory=list)
    abstract: str = ""
    published_on: date | None = None
    address: str = ""
    publisher: str = ""
    kind: str = ""
    other_titles: list[str] = field(default_factory=list)


_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?$")


def day(text: str) -> date | None:
    """A date of ISO 8601, whole or only year or year and month: then its first day. None for an empty text.

    Raises ValueError for what is no date.
    """
    text = text.strip()
    if not text:
        return None
    match = _DATE.match(text)
    if match is None:
        raise ValueError(f"{text!r} is no date such as 2021, 2021-05 or 2021-05-17")
    year, month, number = match.groups()
    try:
        return date(int(year), int(month or 1), int(number or 1))
    except ValueError as error:
        raise ValueError(f"{text!r} is no day of the calendar") from error
