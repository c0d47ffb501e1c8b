"""Questions about pages and their translations."""

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Locale, Page


def missing_in(pages: QuerySet[Page], locale: Locale) -> QuerySet[Page]:
    """Those pages that have no translation of their own in `locale`; a mere copy of the original is none."""
    there = Page.objects.filter(translation_key=OuterRef("translation_key"), locale_id=locale.pk, alias_of__isnull=True)
    return pages.filter(~Exists(there)).exclude(locale_id=locale.pk)


def first_to_translate(page: Page, locale: Locale) -> Page | None:
    """The topmost page above `page` that `locale` lacks, if any.

    wagtail-localize would put a live copy of it there, in the language of the original.
    """
    above = page.get_ancestors().filter(depth__gt=1)
    return missing_in(above, locale).order_by("depth").first()
