"""The read API: Wagtail's own, of what a visitor would be shown. Apps above add their endpoints to the router."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django_countries.fields import Country
from wagtail.api.v2.filters import FieldsFilter
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.utils import BadRequestError, page_models_from_string
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.validators import SiteFilterValidator
from wagtail.models import Page

from camtree.core.caching.generation import recall
from camtree.core.http.api_filters import PageFieldsFilter
from camtree.core.pages.queries import shown_to
from camtree.core.pages.works import below

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


class PagesPagination(WagtailPagination):
    """The same answer for less: which rows are on a page of the list is asked without what stands in them, and how many
    there are is remembered until something is published."""

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        if not isinstance(queryset, QuerySet):  # what a search found
            return super().paginate_queryset(queryset, request, view)
        part = super().paginate_queryset(_Counted(queryset), request, view)
        keys = list(part.values_list("pk", flat=True))
        return queryset.filter(pk__in=keys).select_related("locale", "content_type")


class _Counted:
    """A query set that knows how many rows it has."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def __getitem__(self, part: slice) -> Any:
        return self.rows[part]

    def count(self) -> int:
        try:
            sql, values = self.rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return 0
        asked = sha256(repr((sql, values)).encode()).hexdigest()
        return recall(f"api:{asked}", lambda: int(self.rows.order_by().count()))


class ShownPagesViewSet(PagesAPIViewSet):
    """Live pages, and of private ones those that let the visitor in: privacy is that of the work."""

    base_serializer_class = ShownPageSerializer
    pagination_class = PagesPagination
    filter_backends = [PageFieldsFilter if kind is FieldsFilter else kind for kind in PagesAPIViewSet.filter_backends]

    def get_base_queryset(self) -> Any:
        return self._shown(Page)

    def get_queryset(self) -> Any:
        wanted = self.request.GET.get("type") or ""
        if wanted and "," not in wanted:
            try:
                return self._shown(page_models_from_string(wanted)[0])
            except (LookupError, ValueError) as error:
                raise BadRequestError("type doesn't exist") from error
        return super().get_queryset()

    def _shown(self, model: type[Page]) -> Any:
        """Pages of a model on the site that is asked, in all its languages, as conditions on their rows alone: Wagtail
        asks for the keys of all of them first."""
        try:
            site = SiteFilterValidator(site=self.request.GET.get("site"), request=self.request).site_obj
        except ValueError as error:
            raise BadRequestError(str(error)) from error
        if site is None:
            return model.objects.none()
        roots = site.root_page.get_translations(inclusive=True).values_list("path", flat=True)
        return shown_to(self.request, model).filter(below(roots))

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
