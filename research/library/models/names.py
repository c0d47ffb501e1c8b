"""The name of a person, in its parts and in their own script."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from research.library.names import LONGEST, LONGEST_PART, NameParts, inverted, parts_of

NAME: tuple[str, ...] = ("name", "family_name", "given_name", "is_family_first", "native_name")


class PersonName(models.Model):
    """How somebody is named on a report. `name` is what readers see; where both parts are known it is made of them."""

    name = models.CharField(
        _("name"),
        max_length=LONGEST,
        blank=True,
        help_text=_("As readers see it. Written by itself where family name and given names are filled in."),
    )
    family_name = models.CharField(_("family name"), max_length=LONGEST_PART, blank=True, default="", db_default="")
    given_name = models.CharField(_("given names"), max_length=LONGEST_PART, blank=True, default="", db_default="")
    is_family_first = models.BooleanField(
        _("the family name is written first"),
        default=False,
        db_default=False,
        help_text=_("As in 王小明 or Nagy Anna."),
    )
    native_name = models.CharField(_("name in its own script"), max_length=160, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._write()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Write the name out of its parts. Raises ValidationError where there is none, and where it is too long."""
        super().clean()
        self._write()
        if not self.name:
            raise ValidationError({"name": _("Give a name, or a family name and given names.")})
        if len(self.name) > LONGEST:
            says = _("Together these names have more than %(most)s characters. Shorten one of them.")
            raise ValidationError({"family_name": says % {"most": LONGEST}})

    @property
    def inverted_name(self) -> str:
        """As catalogues sort it: `Kuutti, Julius`."""
        return inverted(self)

    @property
    def _parts(self) -> NameParts:
        return parts_of(
            name=self.name, family=self.family_name, given=self.given_name, is_family_first=self.is_family_first
        )

    def _write(self) -> None:
        for field, value in self._parts.items():
            setattr(self, field, value)
