"""Rows of which there is one in each language: said in words where somebody adds a second, not left to the database."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class OnceInALanguage(models.Model):
    """A translatable row whose field `once` has a value once in each language. Its form does not hold the language,
    so Django leaves the constraint to the database."""

    once: ClassVar[str]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        same = {self.once: getattr(self, self.once), "locale": getattr(self, "locale_id", None)}
        others = type(self)._default_manager.filter(**same).exclude(pk=self.pk)
        if all(value is not None for value in same.values()) and others.exists():
            raise ValidationError({self.once: _("There is one of these in this language already.")})
