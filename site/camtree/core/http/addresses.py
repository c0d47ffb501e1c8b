"""Addresses: of pages for a reader, whole ones for everything that is read elsewhere, and what an address asks for.

The language of an address is that of the frame: menu, labels, breadcrumbs. A page that is not there in it is shown in
that frame all the same (decision 23), so that links never take readers out of their language.
"""

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from wagtail.models import Page, Site

from camtree.core.words.locales import locales

# Parameters that tell where a visitor came from, and nothing of what they want to see.
NOISE: Final = re.compile(
    r"utm_\w+|(?:fb|g|dc|tt|tw)clid|msclkid|gbraid|wbraid|mc_[ce]id|igshid|_hs\w+|_ga|_gl", re.IGNORECASE
)
# Letters of a value to filter by that are looked at.
LONGEST_VALUE: Final = 60
# Hosts that a Site row carries before anybody gave it a name: no visitor from elsewhere comes by them.
NOT_NAMES = frozenset({"localhost", "127.0.0.1"})


def address_for(page: Page, language: str | None = None, request: HttpRequest | None = None) -> str:
    """Where somebody who reads `language`, else the present one, finds a page; "" for a page on no site.

    Asks the database nothing: where the page is there in that language too, the address leads on to it.
    """
    return in_frame(page.get_url(request) or "", page, language)


def in_frame(address: str, page: Page, language: str | None = None) -> str:
    """The address of a page with another language for its frame: `language`, else the present one."""
    own, wanted = language_of(page), language or get_language() or settings.LANGUAGE_CODE
    if own == wanted or wanted not in dict(settings.LANGUAGES):
        return address
    parts = urlsplit(address)
    if not parts.path.startswith(f"/{own}/"):
        return address
    return urlunsplit(parts._replace(path=f"/{wanted}{parts.path.removeprefix(f'/{own}')}"))


def language_of(page: Page) -> str:
    """Language code of a page's text, from memory."""
    locale = locales().get(page.locale_id) or page.locale
    return str(locale.language_code)


def absolute_url_for(page: Page, language: str | None = None, request: HttpRequest | None = None) -> str:
    """The same from anywhere: for mails, feeds and calendars."""
    return in_frame(absolute_url(page, request), page, language)


def absolute_url(page: Page, request: HttpRequest | None = None) -> str:
    """Where a page can be found from anywhere, in the frame of its own language: the address by which it is cited and
    indexed; "" for a page on no site.

    A page of the site one is on carries the host one came by: a fresh installation's Site row has no name yet.
    Without a request, and for a Site that has no name yet, PUBLIC_BASE_URL tells the host.
    """
    parts = page.get_url_parts(request)
    if parts is None or parts[2] is None:
        return ""
    site_id, root_url, path = parts
    site = Site.find_for_request(request)
    if request is not None and site is not None and site.pk == site_id:
        return f"{request.scheme}://{request.get_host()}{path}"
    if urlsplit(root_url).hostname in NOT_NAMES:
        return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
    return f"{root_url}{path}"


def filter_value(typed: str) -> str:
    """A value to filter by, as it is compared: addresses that differ in case or blanks alone ask for the same."""
    return typed.strip().lower()[:LONGEST_VALUE]


def asked(request: HttpRequest) -> QueryDict:
    """What the query of an address asks for, without NOISE. May be changed: it is a copy."""
    query = request.GET.copy()
    for name in [name for name in query if NOISE.fullmatch(name)]:
        del query[name]
    return query


def asked_address(request: HttpRequest) -> str:
    """Path and query of a request without NOISE: two addresses that ask for the same are the same."""
    query = asked(request).urlencode()
    return f"{request.path}?{query}" if query else request.path
