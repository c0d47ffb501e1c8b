"""Dates of which only the year or the month may be known: 2012 is not 1 January. The one place that writes them."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from babel.dates import format_skeleton
from rest_framework.fields import Field

from camtree.core.templatetags.core_tags import local_date
from camtree.core.words.languages import current_locale
from research.library.choices import Precision

_ISO: Final = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?$")
_KNOWN: Final = {1: Precision.YEAR, 2: Precision.MONTH, 3: Precision.DAY}


@dataclass(frozen=True)
class PartialDate:
    """A date as far as it is known; what is not known of `day` is 1."""

    day: date
    precision: str = Precision.DAY

    @classmethod
    def of(cls, day: date | None, precision: str) -> Self | None:
        """Of two fields of a row; None where there is no date."""
        return cls(day, precision) if day else None

    @classmethod
    def read(cls, text: str) -> Self | None:
        """A date of ISO 8601, whole or only year or year and month. None for an empty text.

        Raises ValueError for what is no date.
        """
        text = text.strip()
        if not text:
            return None
        match = _ISO.match(text)
        if match is None:
            raise ValueError(f"{text!r} is no date such as 2021, 2021-05 or 2021-05-17")
        known = [int(part) for part in match.groups() if part]
        try:
            return cls(date(*known, *[1] * (3 - len(known))), _KNOWN[len(known)])
        except ValueError as error:
            raise ValueError(f"{text!r} is no day of the calendar") from error

    @property
    def parts(self) -> list[int]:
        """Year, month and day, as many as are known."""
        day = self.day
        many = next(many for many, precision in _KNOWN.items() if precision == self.precision)
        return [day.year, day.month, day.day][:many]

    @property
    def iso(self) -> str:
        """By ISO 8601: `2012`, `2012-05` or `2012-05-17`."""
        return self.day.isoformat()[: {1: 4, 2: 7, 3: 10}[len(self.parts)]]

    @property
    def slashed(self) -> str:
        """As Highwire tags and RIS have it: `2012`, `2012/05` or `2012/05/17`."""
        return self.iso.replace("-", "/")

    @property
    def words(self) -> str:
        """In the reader's language."""
        if self.precision == Precision.DAY:
            return local_date(self.day)
        skeleton = "y" if self.precision == Precision.YEAR else "yMMMM"
        return str(format_skeleton(skeleton, self.day, locale=current_locale()))

    def __str__(self) -> str:
        return self.iso


class IssuedField(Field):
    """The date of a report in the API, as precise as it is known."""

    def get_attribute(self, instance: Any) -> Any:
        return instance.issued

    def to_representation(self, value: PartialDate) -> str:
        return value.iso
