"""What pages of the read API are narrowed by. What no field can be compared with is refused in words."""

from datetime import datetime
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from rest_framework.filters import BaseFilterBackend
from wagtail.api.v2.utils import BadRequestError, parse_boolean
from wagtail.fields import StreamField

from camtree.core.words.signs import is_storable

# A locale has a parameter of its own in Wagtail's API.
_OTHERWISE: Final = frozenset({"locale"})


class PageFieldsFilter(BaseFilterBackend):
    """Filters by fields of a page type: `?country=KE`. Terms are named by their slugs; of several, with commas between
    them, a page has all."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        names = set(view.get_available_fields(queryset.model, db_fields_only=True)) - _OTHERWISE
        for name, value in request.GET.items():
            if name in names:
                queryset = _narrowed(queryset, name, value)
        return queryset


def _narrowed(queryset: Any, name: str, value: str) -> Any:
    field = _field_of(queryset.model, name)
    if not is_storable(value):
        raise BadRequestError(f"{name} holds a sign that is no text")
    if isinstance(field, models.ManyToManyField) and _field_of(field.related_model, "slug"):
        for slug in filter(None, (part.strip() for part in value.split(","))):
            queryset = queryset.filter(**{f"{name}__slug": slug})
        return queryset
    if field is None or field.one_to_many or field.many_to_many or isinstance(field, StreamField):
        raise BadRequestError(f"pages cannot be filtered by {name}")
    return queryset.filter(**{name: _compared(field, value)})


def _field_of(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _compared(field: Any, value: str) -> Any:
    """What a field is compared with."""
    field = field.target_field if field.many_to_one else field
    try:
        if isinstance(field, models.BooleanField):
            return parse_boolean(value)
        found = field.to_python(value)
        if isinstance(field, models.IntegerField | models.DecimalField):
            field.run_validators(found)
    except (ValueError, ValidationError) as error:
        raise BadRequestError(f"'{value}' is not a valid value for {field.name}") from error
    is_naive = isinstance(found, datetime) and timezone.is_naive(found)
    return timezone.make_aware(found) if is_naive else found
