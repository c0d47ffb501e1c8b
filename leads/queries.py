"""Reads over leads."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from wagtail.models import Locale

from camtree.core.words.languages import country_name, language_name
from camtree.vocabularies.queries import term_names
from leads.models import LeadLanguage, LeadProfilePage

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
    countries = everybody.order_by().values_list("country", flat=True).distinct()
    languages = LeadLanguage.objects.filter(lead__in=everybody).order_by().values_list("code", flat=True).distinct()
    names = term_names(locale)["approaches"]
    return {
        "leads": Paginator(leads.order_by("title", "pk"), PER_PAGE).get_page(query.get("page")),
        "countries": sorted(((str(code), country_name(str(code))) for code in countries), key=lambda item: item[1]),
        "languages": sorted(((code, language_name(code)) for code in languages), key=lambda item: item[1]),
        "approaches": sorted(names.items(), key=lambda item: item[1]),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
    }
