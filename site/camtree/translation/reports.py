"""Report pages about translations."""

from typing import Any

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page

from camtree.translation.access import writable_locales
from camtree.translation.queries import missing_in


def _languages(request: HttpRequest | None) -> QuerySet[Locale]:
    if request is None:
        return Locale.objects.none()
    return writable_locales(request.user).exclude(language_code=settings.LANGUAGE_CODE)


class UntranslatedFilterSet(WagtailFilterSet):
    """Which language is looked at."""

    missing_in = django_filters.ModelChoiceFilter(
        queryset=_languages, label=_("Missing in"), method="filter_missing", empty_label=None
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def filter_missing(self, pages: QuerySet[Page], name: str, value: Locale) -> QuerySet[Page]:
        return missing_in(pages, value)


class UntranslatedView(ReportView):
    """Live originals without a translation, one language at a time, with a link that begins one."""

    page_title = _("Not yet translated")
    header_icon = "globe"
    index_url_name = "untranslated_report"
    index_results_url_name = "untranslated_report_results"
    filterset_class = UntranslatedFilterSet
    default_ordering = "-first_published_at"
    paginate_by = 50
    list_export = ["title", "locale.language_code", "first_published_at"]
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda page: f"{_submit_url(page)}"),
        Column("content_type", label=_("Type"), accessor=lambda page: page.page_type_display_name),
        Column("locale", label=_("Language of the original"), accessor="locale.get_display_name"),
        DateColumn("first_published_at", label=_("First published")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("wagtail_localize.submit_translation"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def own_languages(self) -> list[Locale]:
        return list(_languages(self.request))

    def get_queryset(self) -> QuerySet[Page]:
        """All originals; without a chosen language, those that lack the first language of this person."""
        older = Page.objects.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
        originals = Page.objects.live().filter(Q(depth__gt=1), ~Exists(older)).select_related("locale", "content_type")
        if "missing_in" not in self.request.GET and self.own_languages:
            originals = missing_in(originals, self.own_languages[0])
        return originals.order_by(self.default_ordering)


def _submit_url(page: Page) -> str:
    return reverse("wagtail_localize:submit_page_translation", args=[page.pk])
