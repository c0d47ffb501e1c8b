"""Which host names this server answers for: those of ALLOWED_HOSTS, and those of the Site rows.

A school system's own address works from the moment its Site is saved, without a restart. Everything else is refused
with 400, in place of showing the default site under a stranger's name (which a cache or a mail could then carry on).
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from wagtail.models import Site

from camtree.core.caching.generation import recall
from camtree.core.http.addresses import NOT_NAMES

GetResponse = Callable[[HttpRequest], HttpResponse]


def site_hosts() -> frozenset[str]:
    """Host names of all Site rows, in lower case. Saving a Site raises the generation, which forgets them."""

    def load() -> frozenset[str]:
        names = Site.objects.values_list("hostname", flat=True)
        return frozenset(name.lower() for name in names) - NOT_NAMES

    return recall("hosts", load, 300)


class KnownHostsMiddleware:
    """Lets requests for the hosts of Site rows pass Django's own check, and makes that check for every request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request._get_raw_host()  # type: ignore[attr-defined]
        domain, _port = split_domain_port(host)
        if domain and not validate_host(domain, settings.ALLOWED_HOSTS) and domain in site_hosts():
            request.get_host = lambda: host  # type: ignore[method-assign]
        request.get_host()  # raises DisallowedHost, which is answered with 400
        return self.get_response(request)
