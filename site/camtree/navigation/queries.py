"""Menus, breadcrumbs and the languages of a page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from camtree.core.caching.generation import recall
from camtree.core.http.addresses import address_for, language_of
from camtree.core.pages.models import BasePageQuerySet
from camtree.core.words.locales import locales
from camtree.navigation.models import Menu, Notice


@dataclass(frozen=True)
class MenuLink:
    """A link as it stands in a menu; `language` where its text is in another one than the menu."""

    text: str
    url: str
    language: str = ""


def menu(place: str, locale: Locale) -> dict[str, Any]:
    """Links and text of a menu in a language, else in English. Remembered until something changes."""

    def load() -> dict[str, Any]:
        rows = {row.locale_id: row for row in Menu.objects.filter(place=place).select_related("locale")}
        row = rows.get(locale.pk) or next((r for r in rows.values() if r.locale.language_code == "en"), None)
        if row is None:
            return {"links": [], "text": ""}
        pages = [block.value["page"] for block in row.links if block.value["page"]]
        translated = {
            page.translation_key: page
            for page in Page.objects.live().filter(
                translation_key__in=[page.translation_key for page in pages], locale_id=locale.pk
            )
        }
        links = []
        for block in row.links:
            page = block.value["page"]
            if page is not None:
                page = translated.get(page.translation_key, page)
                if not page.live:
                    continue
                links.append(MenuLink(block.value["text"], address_for(page, locale.language_code)))
            else:
                links.append(MenuLink(block.value["text"], _in_language(block.value["url"], locale)))
        return {"links": links, "text": row.text}

    return recall(f"menu:{place}:{locale.pk}", load)


def _in_language(url: str, locale: Locale) -> str:
    """An address of this site that names no language, in the reader's one."""
    prefixes = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
    if url.startswith("/") and not url.startswith("//") and not url.startswith(prefixes):
        return f"/{locale.language_code}{url}"
    return url


def notices(locale: Locale) -> list[str]:
    """Sentences that stand at the top of every page now."""

    def load() -> list[str]:
        now = timezone.now()
        current = Notice.objects.filter(
            Q(shown_from__isnull=True) | Q(shown_from__lte=now), Q(shown_until__isnull=True) | Q(shown_until__gt=now)
        )
        return list(current.filter(locale_id=locale.pk).order_by("pk").values_list("text", flat=True))

    return recall(f"notices:{locale.pk}", load, 60)


def breadcrumbs(page: Page) -> list[MenuLink]:
    """The pages above this one, from the section down; the home page is the site's mark.

    Remembered for each parent and language until something changes: sisters share them. Above a page that is shown in
    the frame of another language stand the sections of that language, as far as they are there.
    """
    if page.depth <= 3 or not page.path:
        return []
    parent, language = page.path[: -page.steplen], get_language() or settings.LANGUAGE_CODE

    def load() -> list[MenuLink]:
        above = Page.objects.filter(path__in=[parent[: page.steplen * level] for level in range(3, page.depth)])
        rows = list(above.order_by("depth"))
        there = {}
        if any(language_of(row) != language for row in rows):
            works = [row.translation_key for row in rows]
            translations = Page.objects.live().filter(translation_key__in=works, locale__language_code=language)
            there = {row.translation_key: row for row in translations}
        rows = [there.get(row.translation_key, row) for row in rows]
        return [
            MenuLink(row.title, address_for(row, language), code if (code := language_of(row)) != language else "")
            for row in rows
        ]

    return recall(f"breadcrumbs:{language}:{parent}", load)


def live_translations(page: Page) -> list[Page]:
    """The page itself and its live translations, in the order of the languages setting. One query."""
    order = {code: place for place, (code, _name) in enumerate(settings.LANGUAGES)}
    known = locales()
    rows = list(
        BasePageQuerySet(Page)
        .live()
        .public()
        .filter(translation_key=page.translation_key)
        .only("title", "url_path", "path", "depth", "slug", "locale_id", "translation_key", "live")
    )
    for row in rows:
        row.locale = known.get(row.locale_id) or row.locale
    return sorted(rows, key=lambda row: order.get(row.locale.language_code, 99))
