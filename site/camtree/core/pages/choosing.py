"""Wagtail's choosers and its report on types of pages, which ask nobody what they may know of.

The views stand at the same addresses before Wagtail's own, whose addresses come from no hook: `camtree/urls.py`.
"""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView, page_models_from_string
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page

from camtree.core.pages.confidential import is_hidden
from camtree.core.words.locales import active_locale
from camtree.core.words.numbers import number_in

# In a session: the page below which somebody chose last, by the kinds of pages they could choose.
PLACES: Final = "page-chooser"
MOST: Final = 20
_EDITED = re.compile(r"/pages/(\d{1,18})/edit/")


class ChooseBelowView(BrowseView):
    """What stands below a page, for those who may know of it. Its children come through the hook for choosers."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> Any:
        _not_hidden(request, [parent_page_id])
        _remember(request, parent_page_id)
        return super().get(request, parent_page_id)


class ChooseFromView(BrowseView):
    """Where the dialog opens when nothing is chosen yet: where its user chose such a page last, else the part of the
    tree in which such pages stand, in the language of the page that is edited. Not at the root of all languages."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> Any:
        is_moved = "user_perms" in request.GET or "can_choose_root" in request.GET
        start = None if is_moved or "locale" in request.GET else _start(request)
        return super().get(request, start.pk if start else None)


def _start(request: HttpRequest) -> Page | None:
    edited = _page_in_hand(request)
    language = edited.locale_id if edited else active_locale().pk
    among = Page.objects.filter(locale=language, depth__gt=1)
    last = among.filter(pk=request.session.get(PLACES, {}).get(_kinds(request), 0)).first()
    if last is not None and not is_hidden(last, request.user):
        return last
    try:
        classes = page_models_from_string(_kinds(request)) if _kinds(request) else ()
    except (ValueError, LookupError):
        return None  # Wagtail answers that
    if classes and classes != (Page,):
        found = among.type(*classes)
        section = found.first_common_ancestor() if found.exists() else None
    else:
        section = edited.get_parent() if edited else None
    if section is None or section.depth == 1 or is_hidden(section, request.user):
        section = among.filter(depth=2).first()
    return section


def _page_in_hand(request: HttpRequest) -> Page | None:
    """The page whose editor opened the dialog."""
    found = _EDITED.search(urlsplit(request.headers.get("Referer", "")).path)
    key = number_in(found[1]) if found else None
    return Page.objects.filter(pk=key).first() if key else None


def _kinds(request: HttpRequest) -> str:
    return request.GET.get("page_type", "")[:500]


def _remember(request: HttpRequest, page: int | None) -> None:
    places = request.session.get(PLACES, {})
    if page is not None and places.get(_kinds(request)) != page:
        request.session[PLACES] = {**places, _kinds(request): page} if len(places) < MOST else {_kinds(request): page}


class ChosenView(ChosenMultipleView):
    """Pages that somebody chose, by their keys: of those they may know of."""

    def get(self, request: HttpRequest) -> Any:
        _not_hidden(request, [number_in(key) for key in request.GET.getlist("id")])
        return super().get(request)


class PageTypesView(PageTypesUsageReportView):
    """How many pages there are of each type. The page that was edited last is named to those who may know of it."""

    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        page_types = super().decorate_paginated_queryset(page_types)
        for item in page_types:
            if item.last_edited_page is not None and is_hidden(item.last_edited_page, self.request.user):
                item.last_edited_page = None
        return page_types


def _not_hidden(request: HttpRequest, keys: list[int | None]) -> None:
    for page in Page.objects.filter(pk__in=[key for key in keys if key is not None]):
        if is_hidden(page, request.user):
            raise Http404


# Below /admin/.
urlpatterns = [
    path("choose-page/", require_admin_access(ChooseFromView.as_view())),
    path("choose-page/<int:parent_page_id>/", require_admin_access(ChooseBelowView.as_view())),
    path("choose-page/chosen-multiple/", require_admin_access(ChosenView.as_view())),
    path("reports/page-types-usage/", require_admin_access(PageTypesView.as_view())),
    path("reports/page-types-usage/results/", require_admin_access(PageTypesView.as_view(results_only=True))),
]
