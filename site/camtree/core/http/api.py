"""The read API: Wagtail's own, of what a visitor would be shown. Apps above add their endpoints to the router."""

from typing import Any

from django_countries.fields import Country
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page

from camtree.core.pages.queries import shown_to

# Stands for a page that is not told of, until what points to it is left out.
_HIDDEN = object()


class ShownPageSerializer(PageSerializer):
    """A page with what it points to. A row that points to a page which nobody may see is left out with all it says."""

    # Set for what another row points to; what the query found is shown.
    is_nested = False

    def to_representation(self, instance: Page) -> Any:
        if self.is_nested and not _shows(self.context["view"], instance):
            return _HIDDEN
        return _without_hidden(super().to_representation(instance))


def _without_hidden(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: None if value is _HIDDEN else _without_hidden(value) for name, value in told.items()}
    if isinstance(told, list):
        kept = [row for row in told if row is not _HIDDEN and not _points_to_hidden(row)]
        return [_without_hidden(row) for row in kept]
    # An empty one is none of its choices, and left as an object that no JSON holds.
    return str(told.code or "") if isinstance(told, Country) else told


def _points_to_hidden(row: Any) -> bool:
    return isinstance(row, dict) and any(value is _HIDDEN for value in row.values())


class ShownPagesViewSet(PagesAPIViewSet):
    """Live pages, and of private ones those that let the visitor in: privacy is that of the work."""

    base_serializer_class = ShownPageSerializer

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().filter(pk__in=shown_to(self.request).order_by().values("pk"))

    @classmethod
    def _get_serializer_class(cls, *args: Any, nested: bool = False, **kwargs: Any) -> Any:
        made = super()._get_serializer_class(*args, nested=nested, **kwargs)
        made.is_nested = nested
        return made


def _shows(view: Any, page: Page) -> bool:
    """Whether a page that another row points to may be told of; asked once for each request and page."""
    known: dict[int, bool] = view.__dict__.setdefault("_shown_pages", {})
    if page.pk not in known:
        known[page.pk] = bool(page.live) and shown_to(view.request).filter(pk=page.pk).exists()
    return known[page.pk]


router = WagtailAPIRouter("api")
router.register_endpoint("pages", ShownPagesViewSet)
