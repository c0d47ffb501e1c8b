"""What the menu of a page offers of translating, wherever pages are listed.

As wagtail-localize has it, which asks four queries about each page of a list.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import ListingButton
from wagtail.models import Page
from wagtail_localize import wagtail_hooks as localize
from wagtail_localize.models import TranslationSource

from camtree.core.pages.listed import ask_together
from camtree.core.pages.works import languages_of
from camtree.core.words.locales import locales

PLACES = ("register_page_header_buttons", "register_page_listing_more_buttons")


def translation_buttons(
    page: Page, user: Any, view_name: str | None = None, next_url: str | None = None
) -> Iterator[ListingButton]:
    """To translate a page into what it is not in yet, and to bring what was translated from it up to date."""
    if page.is_root() or not user.has_perm("wagtail_localize.submit_translation"):
        return
    rows = ask_together(page, languages_of).get(page.translation_key, ())
    if not {row.locale for row in rows if not row.is_mirror}.issuperset(locales()):
        address = reverse("wagtail_localize:submit_page_translation", args=[page.alias_of_id or page.pk])
        yield ListingButton(_("Translate this page"), address, priority=60, icon_name="wagtail-localize-language")
    source = ask_together(page, _sources_of).get((page.translation_key, page.locale_id))
    if source is not None:
        address = reverse("wagtail_localize:update_translations", args=[source])
        if next_url is not None:
            address += "?" + urlencode({"next": next_url})
        yield ListingButton(_("Sync translated pages"), address, priority=60, icon_name="resubmit")


def _sources_of(pages: Sequence[Page]) -> dict[tuple[UUID, int], int]:
    """What translations are made from and still follow, by work and language."""
    rows = TranslationSource.objects.filter(
        object__in={page.translation_key for page in pages}, translations__enabled=True
    )
    return {(work, locale): pk for pk, work, locale in rows.values_list("pk", "object_id", "locale_id")}


def take_the_place_of_localizes() -> None:
    """Ours where wagtail-localize has registered its own."""
    for place in PLACES:
        known = hooks._hooks[place]
        known[:] = [
            (translation_buttons if function is localize.page_listing_more_buttons else function, order)
            for function, order in known
        ]
