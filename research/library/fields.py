"""Checks of single values."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def validate_orcid(value: str) -> None:
    """Refuse what is not an ORCID iD: sixteen characters in fours, the last one a check digit (ISO 7064 MOD 11-2)."""
    digits = value.replace("-", "")
    if len(value) != 19 or len(digits) != 16 or not digits[:15].isdigit():
        raise ValidationError(_("An ORCID iD has four groups of four digits, for example 0000-0002-1825-0097."))
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[15] != ("X" if check == 10 else str(check)):
        raise ValidationError(_("This ORCID iD has a mistake in it: its last character does not fit the others."))
