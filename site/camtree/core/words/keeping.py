"""Texts are kept without control signs, whoever brings them: forms, the admin, importers."""

from functools import cache
from typing import Any

from django.db import models
from django.db.models.signals import pre_save

from camtree.core.words.signs import printable


def connect() -> None:
    """Look at each row before it is saved. What is read elsewhere, such as a feed, is made of rows that were saved."""
    pre_save.connect(_clean, dispatch_uid="camtree.core.words.keeping")


def _clean(sender: type[models.Model], instance: models.Model, **_kwargs: Any) -> None:
    for name in _texts(sender):
        value = instance.__dict__.get(name)  # a deferred field is not loaded for this
        if isinstance(value, str) and (clean := printable(value)) != value:
            setattr(instance, name, clean)


@cache
def _texts(model: type[models.Model]) -> list[str]:
    """Fields of a model that hold a text."""
    kinds = (models.CharField, models.TextField)
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, kinds)]
