"""What the templates of the leads section are given."""

from typing import Any

from django.http import HttpRequest

from camtree.core.pages.contexts import context_of
from camtree.core.pages.on_demand import on_demand
from camtree.core.words.locales import active_locale
from leads.models import LeadIndexPage
from leads.queries import directory


@context_of(LeadIndexPage)
def leads(page: LeadIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Licensed leads and the filters."""
    return on_demand(
        lambda: directory(active_locale(), request.GET),
        *("leads", "countries", "languages", "approaches", "chosen", "is_filtered"),
    )
