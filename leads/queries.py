"""Reads over leads."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Locale

from camtree.core.words.languages import country_name, language_name
from camtree.vocabularies.queries import term_names
from leads.models import LeadProfilePage

PER_PAGE = 24


def directory(locale: Locale, query: Mapping[str, str]) -> dict[str, Any]:
    """Licensed leads a reader of `locale` may see, filtered by `country`, `language`, `approach` and `mode`."""
    everybody = LeadProfilePage.objects.shown_in(locale).licensed_on(timezone.localdate())
    chosen = {name: query.get(name, "")[:40] for name in ("country", "language", "approach", "mode")}
    leads = everybody.select_related("photo").with_card_facts()
    if chosen["country"]:
        leads = leads.filter(country=chosen["country"].upper())
    if chosen["language"]:
        leads = leads.filter(languages__code=chosen["language"])
    if chosen["approach"]:
        leads = leads.filter(approaches__slug=chosen["approach"])
    if chosen["mode"] == "online":
        leads = leads.filter(online=True)
    elif chosen["mode"] == "in_person":
        leads = leads.filter(in_person=True)
    number = Count("pk", distinct=True)
    countries = everybody.order_by().values_list("country").annotate(number)
    languages = everybody.order_by().exclude(languages__code=None).values_list("languages__code").annotate(number)
    approaches = everybody.order_by().exclude(approaches=None).values_list("approaches__slug").annotate(number)
    names = term_names(locale)["approaches"]
    return {
        "leads": Paginator(leads.order_by("title", "pk"), PER_PAGE).get_page(query.get("page")),
        "countries": _by_name((str(code), country_name(str(code)), found) for code, found in countries),
        "languages": _by_name((code, language_name(code), found) for code, found in languages),
        "approaches": _by_name((slug, names.get(slug, slug), found) for slug, found in approaches),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
    }


def _by_name(options: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """Value, name and number of leads, in the order in which the reader's language has the names."""
    return sorted(options, key=lambda option: option[1].casefold())
