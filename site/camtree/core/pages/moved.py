"""Addresses at which a page stood before it was renamed, asked for in the frame of another language.

Wagtail's middleware knows the address in the language of the page alone.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language_from_path
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from camtree.core.http.addresses import address_for


def moved_answer(request: HttpRequest) -> HttpResponse | None:
    """Leads to where a page of another language stands now, in the frame that was asked for; None where nothing is
    known of the address, or the middleware knows it. One query."""
    language = get_language_from_path(request.path_info)
    if not language:
        return None
    path = request.path_info.removeprefix(f"/{language}")
    asked = {code: Redirect.normalise_path(f"/{code}{path}") for code, _name in settings.LANGUAGES}
    known = Redirect.get_for_site(Site.find_for_request(request)).filter(old_path__in=asked.values())
    rows = list(known.select_related("redirect_page").order_by("pk"))
    if not rows or any(row.old_path == asked[language] for row in rows):
        return None
    row = rows[0]
    goal = address_for(row.redirect_page, language, request) if row.redirect_page else row.redirect_link
    # Not for ever: the page may come in this language, and then stands elsewhere.
    return HttpResponseRedirect(goal) if goal else None
