"""Time zones by their IANA names."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def _names() -> list[str]:
    """Names people know: regions with cities, and UTC; none of the historical abbreviations."""
    regions = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return ["UTC", *sorted(name for name in zoneinfo.available_timezones() if name.startswith(regions))]


def time_zone_choices() -> list[tuple[str, str]]:
    """Choices of the time-zone field; a function, so that the list stays out of migrations."""
    return [(name, name.replace("_", " ")) for name in _names()]


def validate_time_zone(value: str) -> None:
    """Refuse names that the time-zone database does not hold."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("This is not the name of a time zone, such as Asia/Almaty."))
