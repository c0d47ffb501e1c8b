"""Addresses: whole ones of pages, for everything that is read elsewhere, and what an address asks for."""

import re
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from wagtail.models import Page, Site

# Parameters that tell where a visitor came from, and nothing of what they want to see.
NOISE: Final = re.compile(
    r"utm_\w+|(?:fb|g|dc|tt|tw)clid|msclkid|gbraid|wbraid|mc_[ce]id|igshid|_hs\w+|_ga|_gl", re.IGNORECASE
)
# Hosts that a Site row carries before anybody gave it a name: no visitor from elsewhere comes by them.
NOT_NAMES = frozenset({"localhost", "127.0.0.1"})


def absolute_url(page: Page, request: HttpRequest | None = None) -> str:
    """Where a page can be found from anywhere; "" for a page on no site.

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
