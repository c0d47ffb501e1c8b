"""What the frame of every page asks for."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page, Site

from camtree.core.caching.generation import recall
from camtree.core.http.addresses import absolute_url, address_for, asked, asked_address, language_of
from camtree.core.words.locales import active_locale
from camtree.navigation import queries

register = template.Library()


@register.simple_tag(takes_context=True)
def menu(context: Context, place: str) -> dict[str, Any]:
    """Links and text of the menu at `place`."""
    return queries.menu(place, active_locale())


@register.simple_tag(takes_context=True)
def notices(context: Context) -> list[str]:
    """Sentences for the top of the page."""
    return queries.notices(active_locale())


@register.simple_tag
def breadcrumbs(page: Any) -> list[queries.MenuLink]:
    """Pages above `page`; nothing where there is no page."""
    return queries.breadcrumbs(page) if isinstance(page, Page) else []


@register.simple_tag(takes_context=True)
def languages(context: Context) -> Any:
    """The languages this page can be read in, made when they are asked for: code, name in that language, address,
    whether it is the present one. `switching` is the address with what the query asks for: no piece of a page that is
    kept may hold it.

    Every page is offered in all of them: in those it is not translated into, its text stays as it is and the frame
    changes (decision 23). `is_there` says whether the text is in that language, `is_text` whether it is this one. A
    view whose address has no language in front is asked for one.
    """
    request, page = context.get("request"), context.get("page")
    is_page = isinstance(page, Page) and page.pk and not context.get("is_view")
    return SimpleLazyObject(lambda: _of_page(page, request) if is_page else _of_view(request))


def _of_page(page: Page, request: Any) -> list[dict[str, Any]]:
    present, text = get_language(), language_of(page)
    query = asked(request).urlencode() if request else ""
    there = {code: (url, full_url) for code, url, full_url in _translations(page, request)}
    rows = []
    for code, name in settings.LANGUAGES:
        url, full_url = there.get(code) or (address_for(page, code, request), "")
        if url:
            row = {"code": code, "name": name, "url": url, "full_url": full_url, "is_present": code == present}
            rows.append(row | {"is_there": code in there, "is_text": code == text, "switching": _asking(url, query)})
    return rows


def _asking(address: str, query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{query}" if query else address


def _of_view(request: Any) -> list[dict[str, Any]]:
    if request is None:
        return []
    path, present = asked_address(request), get_language()
    return [
        {
            "code": code,
            "name": name,
            "url": (url := _in_language(path, code)),
            "switching": url,
            "full_url": request.build_absolute_uri(url),
            "is_present": code == present,
            "is_there": True,
            "is_text": code == present,
        }
        for code, name in settings.LANGUAGES
    ]


def _translations(page: Page, request: Any) -> list[tuple[str, str, str]]:
    """Language, address and whole address of a page and its live translations; remembered."""

    def load() -> list[tuple[str, str, str]]:
        rows = queries.live_translations(page)
        return [(row.locale.language_code, row.get_url(request) or "", absolute_url(row, request)) for row in rows]

    if request is None or getattr(request, "is_preview", False):
        return load()
    return recall(f"translations:{request.scheme}:{request.get_host()}:{page.pk}", load)


def _in_language(path: str, code: str) -> str:
    if path.split("/", 2)[1] in dict(settings.LANGUAGES):
        return translate_url(path, code)
    return f"{path.partition('?')[0]}?language={code}"


@register.simple_tag(takes_context=True)
def home_url(context: Context) -> str:
    """Address of the front page in the reader's language."""
    return f"/{get_language()}/"


@register.simple_tag(takes_context=True)
def site_name(context: Context) -> str:
    """Name of the site or hosted domain one is on."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    return (site.site_name if site else "") or settings.WAGTAIL_SITE_NAME
