"""Translating through wagtail-localize, by code."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile
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

from camtree.core.http.addresses import absolute_url
from camtree.core.mail import send_mail_on_commit
from camtree.translation.markup import fault_of
from camtree.translation.pieces import plain
from camtree.translation.po_files import Imported
from camtree.translation.queries import first_to_translate

# What a row says of itself that came as doubtful from a PO file.
DOUBTFUL = "PO File (fuzzy)"


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

    Raises ValueError where a path holds another number of strings than the source: then the translation does not
    follow its original. The same where a page above lacks a translation. Paths that are missing stay in the source
    language.
    """
    if isinstance(source, Page) and (above := first_to_translate(source, locale)):
        raise ValueError(f"{source}: {above}, a page above it, has no translation into {locale} yet.")
    translation_source = TranslationSource.update_or_create_from_instance(source)[0]
    translation, _is_new = Translation.objects.get_or_create(source=translation_source, target_locale=locale)
    by_path: dict[str, list[StringSegment]] = defaultdict(list)
    segments = StringSegment.objects.filter(source=translation_source).select_related("string", "context")
    for segment in segments.order_by("order"):
        by_path[segment.context.path].append(segment)
    # Fetched at once: a page has dozens. Each is saved by itself, because that is where wagtail-localize checks it.
    strings = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(locale=locale, context__object=translation_source.object)
    }
    for path, originals in by_path.items():
        translated = texts.strings.get(path)
        if translated is None:
            continue
        if len(translated) != len(originals):
            raise ValueError(f"{source}: {path} has {len(originals)} strings, its translation {len(translated)}.")
        for segment, string in zip(originals, translated, strict=True):
            where = (segment.string_id, segment.context_id)
            row = strings.setdefault(
                where, StringTranslation(translation_of=segment.string, locale=locale, context=segment.context)
            )
            row.data = string.data
            row.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
            row.tool_name = ""
            row.last_translated_by = user
            row.has_error = False
            row.save()
    for overridable in OverridableSegment.objects.filter(source=translation_source).select_related("context"):
        data = texts.overrides.get(overridable.context.path, overridable.data)
        if data != overridable.data:
            SegmentOverride.objects.update_or_create(
                locale=locale,
                context=overridable.context,
                defaults={"data_json": json.dumps(data), "last_translated_by": user, "has_error": False},
            )
    if not isinstance(source, Page):
        translation.save_target(user=user, publish=publish)
        return translation.get_target_instance()
    # Published here and from a fresh row: wagtail-localize publishes after the commit the page as it was in its hands,
    # and where one transaction translates a page and then those below it, the number of its children is set back to 0.
    translation.save_target(user=user, publish=False)
    target = translation.get_target_instance().specific
    if publish:
        target.get_latest_revision().publish(user=user)
        target.refresh_from_db()
    return target


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


def tell_translator(*, page: Page, submitted_by: Any, published_by: Any) -> None:
    """Mail to whoever submitted a translation that it is published, if they want such mails and did not do it."""
    if submitted_by == published_by or not submitted_by.is_active:
        return
    if UserProfile.get_for_user(submitted_by).approved_notifications:
        send_mail_on_commit(
            "translation_published",
            to=submitted_by.email,
            language=submitted_by.preferred_language,
            context={"page": page, "publisher": published_by, "address": absolute_url(page)},
        )


@transaction.atomic
def mark_fault(*, translation: Translation, segment: StringSegment) -> StringTranslation | None:
    """Mark what a translator wrote for a piece as faulty where its markup is not that of the original: it is kept, with
    the fault beside it, and no page shows it. None where it is good."""
    row = StringTranslation.objects.filter(
        translation_of=segment.string_id, locale=translation.target_locale_id, context=segment.context_id
    ).first()
    fault = fault_of(segment.string.data, row.data) if row is not None else ""
    if row is None or not fault:
        return None
    row.has_error, row.field_error = True, fault
    row.save(update_fields=["has_error", "field_error"])
    return row


@transaction.atomic
def import_po(*, translation: Translation, po: Any, user: Any) -> Imported:
    """Take in the pieces of a PO file that are good, and say what became of the others.

    A piece that is marked as fuzzy stays doubtful: it is shown to the translator, counts as missing and is on no page,
    and never takes the place of a finished one.
    """
    told = Imported()
    segments = {
        (segment.context.path, segment.string.data): segment
        for segment in translation.source.stringsegment_set.select_related("string", "context")
    }
    finished = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale=translation.target_locale, context__object=translation.source.object
        )
    }
    for entry in po:
        if entry.obsolete or not entry.msgstr.strip():
            continue
        segment = segments.get((entry.msgctxt or "", entry.msgid))
        if segment is None:
            told.refused.append((plain(entry.msgid), _("It is no piece of this page as it is now.")))
            continue
        if fault := fault_of(segment.string.data, entry.msgstr):
            told.refused.append((plain(entry.msgid), fault))
            continue
        known = finished.get((segment.string_id, segment.context_id))
        if entry.fuzzy and known is not None and not known.has_error:
            told.doubtful += 1
            continue
        if known is not None and known.data == entry.msgstr and known.has_error == bool(entry.fuzzy):
            told.doubtful += bool(entry.fuzzy)
            told.taken += not entry.fuzzy
            continue
        row = known or StringTranslation(
            translation_of=segment.string, locale=translation.target_locale, context=segment.context
        )
        row.data, row.translation_type = entry.msgstr, StringTranslation.TRANSLATION_TYPE_MANUAL
        row.tool_name, row.last_translated_by = DOUBTFUL if entry.fuzzy else "PO File", user
        row.has_error = bool(entry.fuzzy)
        row.field_error = (
            _("Marked as doubtful in the PO file. Save it to say that it is right.") if entry.fuzzy else ""
        )
        row.save()
        finished[(segment.string_id, segment.context_id)] = row
        told.doubtful += bool(entry.fuzzy)
        told.taken += not entry.fuzzy
    return told


@transaction.atomic
def stop_following(*, translation: Translation, user: Any) -> None:
    """Let a translation follow its original no more. What was translated so far is kept as a draft of the page."""
    target = translation.get_target_instance()
    if isinstance(target, Page) and missing_are_not_all(translation):
        translation.save_target(user=user, publish=False)
    translation.enabled = False
    translation.save(update_fields=["enabled"])


def missing_are_not_all(translation: Translation) -> bool:
    """Whether anything was translated yet."""
    return bool(translation.get_progress()[1])
