"""Translating through wagtail-localize, by code."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue


@dataclass
class Texts:
    """What a translation says: strings by the path of where they stand, in their order there, and values that may be
    other than the source's, such as the picture of a figure with words in it."""

    strings: dict[str, list[StringValue]] = field(default_factory=lambda: defaultdict(list))
    overrides: dict[str, Any] = field(default_factory=dict)


def texts_of(instance: Any) -> Texts:
    """The translatable strings and overridable values of an instance."""
    found = Texts()
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            found.strings[segment.path].append(segment.string)
        elif isinstance(segment, OverridableSegmentValue):
            found.overrides[segment.path] = segment.data
    return found


def texts_with(instance: Any, **values: Any) -> Texts:
    """What `texts_of` would say if the instance held `values`. Nothing is saved.

    A list of model instances is put in as the children of that name.
    """
    shadow = type(instance)._default_manager.get(pk=instance.pk)
    for name, value in values.items():
        field = shadow._meta.get_field(name)
        if hasattr(field, "stream_block"):
            value = json.dumps(value)
        setattr(shadow, name, value)
    return texts_of(shadow)


@transaction.atomic
def translate(*, source: Any, locale: Locale, texts: Texts, publish: bool, user: Any = None) -> Any:
    """Make or renew the translation of a page or snippet in `locale` with `texts`, and return it.

    Raises ValueError where a path holds another number of strings than the source:
    then the translation does not follow its original. Paths that are missing stay in the source language.
    """
    translation_source, _created = TranslationSource.update_or_create_from_instance(source)
    translation, _created = Translation.objects.get_or_create(source=translation_source, target_locale=locale)
    by_path: dict[str, list[StringSegment]] = defaultdict(list)
    segments = StringSegment.objects.filter(source=translation_source).select_related("string", "context")
    for segment in segments.order_by("order"):
        by_path[segment.context.path].append(segment)
    for path, originals in by_path.items():
        translated = texts.strings.get(path)
        if translated is None:
            continue
        if len(translated) != len(originals):
            raise ValueError(f"{source}: {path} has {len(originals)} strings, its translation {len(translated)}.")
        for segment, string in zip(originals, translated, strict=True):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={
                    "data": string.data,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "tool_name": "",
                    "last_translated_by": user,
                    "has_error": False,
                },
            )
    for overridable in OverridableSegment.objects.filter(source=translation_source).select_related("context"):
        data = texts.overrides.get(overridable.context.path, overridable.data)
        if data != overridable.data:
            SegmentOverride.objects.update_or_create(
                locale=locale,
                context=overridable.context,
                defaults={"data_json": json.dumps(data), "last_translated_by": user, "has_error": False},
            )
    translation.save_target(user=user, publish=publish)
    target = translation.get_target_instance()
    return target.specific if isinstance(target, Page) else target


@transaction.atomic
def submit_translation(*, translation: Translation, user: Any) -> bool:
    """Write the translated texts into a draft of the page and start its workflow. False where one runs already."""
    page = translation.get_target_instance().specific
    workflow = page.get_workflow()
    if workflow is None or page.workflow_in_progress:
        return False
    translation.save_target(user=user, publish=False)
    workflow.start(translation.get_target_instance().specific, user)
    return True
