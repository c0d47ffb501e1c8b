"""Bringing in what other libraries hold."""

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale

from research.library.choices import Precision
from research.library.importers.records import Record
from research.library.models import (
    CollectionIndexPage,
    CollectionItem,
    CollectionPage,
    ReportAuthor,
    ReportIndexPage,
    ReportPage,
)
from research.library.names import read


@transaction.atomic
def open_scratch_collection(*, title: str) -> CollectionPage:
    """The collection of that title, made now where there is none. Imported reports are put into it."""
    english = Locale.objects.get(language_code="en")
    slug = slugify(title)[:80] or "imported"
    found = CollectionPage.objects.filter(locale=english, slug=slug).first()
    if found is not None:
        return found
    index = CollectionIndexPage.objects.get(locale=english)
    collection = CollectionPage(title=title, slug=slug, locale=english)
    index.add_child(instance=collection)
    collection.save_revision().publish()
    return collection


@transaction.atomic
def import_record(*, record: Record, collection: CollectionPage) -> tuple[ReportPage, bool]:
    """Publish a record of another library as a report of the collection. A record that is here already is left alone.

    Returns the report and whether it is new. Reports of others are marked as not reviewed by CamTREE.
    """
    existing = ReportPage.objects.filter(imported_from=record.source).first()
    if existing is not None:
        return existing, False
    locale = Locale.objects.filter(language_code=record.language).first() or Locale.objects.get(language_code="en")
    index = ReportIndexPage.objects.filter(locale=locale).first() or ReportIndexPage.objects.get(
        locale__language_code="en"
    )
    report = ReportPage(
        title=record.title,
        slug=_free_slug(index, record),
        locale=index.locale,
        introduction=_first_words(record),
        abstract_context=record.abstract,
        original_language=record.language,
        published_on=record.issued.day if record.issued else None,
        published_precision=record.issued.precision if record.issued else Precision.DAY,
        imported_from=record.source,
        source_address=record.address,
        body=[],
    )
    report.authors = [
        ReportAuthor(locale=index.locale, sort_order=place, **read(name)) for place, name in enumerate(record.authors)
    ]
    index.add_child(instance=report)
    report.save_revision().publish()
    last = collection.items.order_by("-sort_order").values_list("sort_order", flat=True).first()
    CollectionItem.objects.create(
        collection=collection, locale=collection.locale, report=report, sort_order=(last or 0) + 1
    )
    return report, True


def _free_slug(index: ReportIndexPage, record: Record) -> str:
    """A readable slug; the source's id keeps two reports of one title apart."""
    words = slugify(record.title)[:60].strip("-") or "report"
    return f"{words}-{slugify(record.source.partition(':')[2])[:40]}"


def _first_words(record: Record) -> str:
    """What stands on the card: the beginning of the abstract, else what the source says of the kind and publisher."""
    text = record.abstract or ". ".join(part for part in (record.kind.capitalize(), record.publisher) if part)
    return text if len(text) <= 300 else text[:299].rsplit(" ", 1)[0] + "…"
