"""The search page."""

from django.contrib.sitemaps import views as sitemap_views
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from camtree.core.words.locales import active_locale
from camtree.search.analysis.questions import LONGEST_QUESTION, is_too_much
from camtree.search.forms import SearchForm
from camtree.search.pasted import asked_in
from camtree.search.queries import Results, find
from camtree.search.sitemaps import sitemaps_for
from camtree.search.suggestions import suggestions

PER_PAGE = 10
FURTHEST = 100_000
KIND_NAMES = {
    "report": _("Reports"),
    "collection": _("Collections"),
    "course": _("Courses"),
    "lesson": _("Lessons"),
    "webinar": _("Webinars"),
    "lead": _("Leads"),
    "insight": _("Insight reports"),
    "page": _("Pages"),
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results for `q`, among one `type` where it is given."""
    form = SearchForm(request.GET)
    form.is_valid()
    typed = request.GET.get("q", "")
    text = asked_in(typed)
    text = (form.cleaned_data.get("q") or typed[:200] if text == typed else text[:200]).strip()
    kind = form.cleaned_data.get("type") or ""
    # Beyond the furthest there is nothing, and no database counts on for ever.
    number = min(form.cleaned_data.get("page") or 1, FURTHEST)
    results = find(text, active_locale(), kind, (number - 1) * PER_PAGE, PER_PAGE) if text else Results()
    kinds = [(name, label, results.counts[name]) for name, label in KIND_NAMES.items() if name in results.counts]
    return render(
        request,
        "search/results.html",
        {
            "query": text,
            "is_cut": len(request.GET.get("q", "").strip()) > LONGEST_QUESTION or is_too_much(text),
            "kind": kind,
            "kinds": kinds,
            "everything": sum(results.counts.values()),
            "results": results,
            "kind_names": KIND_NAMES,
            # The library has filters for what is found there.
            "in_library": results.counts.get("report", 0) if kind in ("", "report") else 0,
            "number": number,
            "page_of_hits": Paginator(range(results.total), PER_PAGE).get_page(number),
        },
    )


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """What somebody who has typed `q` may be typing: at most eight words or titles."""
    found = suggestions(request.GET.get("q", "").strip()[:60], active_locale())
    return JsonResponse({"suggestions": [{"words": row.words, "address": row.address} for row in found]})


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml: one map for each language."""
    return sitemap_views.index(request, sitemaps_for(request), sitemap_url_name="sitemap_part")


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """/sitemap-<language>.xml"""
    return sitemap_views.sitemap(request, sitemaps_for(request), section=section, template_name="search/sitemap.xml")
