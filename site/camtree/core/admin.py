"""What the sections share in the admin: their entry in the menu, lists for reading only, exports that do no harm."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem, SubMenuItem
from wagtail.admin.views import generic
from wagtail.models import Page, WorkflowState
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from camtree.core.caching.generation import recall
from camtree.core.papers.spreadsheets import harmless_cell
from camtree.core.registries import Registry

# ---------------------------------------------------------------- exports


class SafeExportMixin:
    """A list whose CSV and XLSX files hold nothing that a spreadsheet would run."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return harmless_cell(super().preprocess_field_value(field, value, export_format))  # type: ignore[misc]


class SafeIndexView(SafeExportMixin, generic.IndexView):
    """Wagtail's list with harmless exports."""


class SafeSnippetIndexView(SafeExportMixin, SnippetIndexView):
    """Wagtail's list of snippets with harmless exports."""


class TermViewSet(SnippetViewSet):
    """The shape in which sections show their translatable rows to editors."""

    icon = "tag"
    index_view_class = SafeSnippetIndexView
    copy_view_enabled = False
    list_per_page = 50


# ---------------------------------------------------------------- rows that nobody makes or changes by hand


class NoHandsPolicy(ModelPermissionPolicy):
    """Rows that come from the public site: in the admin nobody adds one, and only `allowed` actions exist at all."""

    def __init__(self, model: Any, allowed: Iterable[str] = ("view",)) -> None:
        super().__init__(model)
        self.allowed = frozenset(allowed)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.allowed and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


# ---------------------------------------------------------------- the menu

_section_models: Registry[str, str] = Registry()


def _section_pages(request: HttpRequest) -> dict[str, Page]:
    """The page to which each entry leads for this person, in English where they may write there."""
    kept = getattr(request, "_section_pages", None)
    if kept is None:
        user: Any = request.user
        rows = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
        allowed = [""] if user.is_superuser else [row.page.path for row in rows]
        kept = {}
        for name, page in recall("pages of sections", _all_section_pages):
            if any(page.path.startswith(path) for path in allowed):
                kept.setdefault(name, page)
        request._section_pages = kept  # type: ignore[attr-defined]
    return kept


def _all_section_pages() -> list[tuple[str, Page]]:
    """The pages to which entries may lead, the English ones first."""
    types = {}
    for name, model in _section_models.items():
        app, model = model.lower().split(".")
        types[ContentType.objects.get_by_natural_key(app, model).pk] = name
    pages = Page.objects.filter(content_type_id__in=types).select_related("locale").order_by("pk")
    in_order = sorted(pages, key=lambda page: page.locale.language_code != "en")
    return [(types[page.content_type_id], page) for page in in_order]


def writes_in(request: HttpRequest, model: str) -> bool:
    """Whether this person may do something with the pages to which the entry of a section leads."""
    return any(_section_models.get(name) == model for name in _section_pages(request))


def waiting_in(request: HttpRequest, app: str) -> int:
    """How many pages of a section wait for a moderator. One query for all sections."""
    counts = getattr(request, "_waiting_in_sections", None)
    if counts is None:
        rows = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).order_by()
        counts = dict(rows.values_list("content_type__app_label").annotate(Count("pk")))
        request._waiting_in_sections = counts  # type: ignore[attr-defined]
    return int(counts.get(app, 0))


def with_count(label: Any, number: int) -> str:
    """A label with the number of what waits, if any does."""
    return f"{label} ({number})" if number else str(label)


class PagesMenuItem(MenuItem):
    """Leads to the pages of one kind, where this person may do something with them."""

    def __init__(self, label: Any, model: str, **kwargs: Any) -> None:
        super().__init__(label, "", **kwargs)
        _section_models.add(self.name, model)

    def is_shown(self, request: HttpRequest) -> bool:
        return self.name in _section_pages(request)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        address = reverse("wagtailadmin_explore", args=[_section_pages(request)[self.name].pk])
        return LinkMenuItem(self.name, self.label, address, icon_name=self.icon_name)


class CountedMenuItem(MenuItem):
    """A link with the number of what waits behind it."""

    def __init__(self, *args: Any, count: Callable[[], int], policy_of: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count, self.policy_of = count, policy_of

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(self.policy_of)
        return bool(policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"}))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        return LinkMenuItem(self.name, with_count(self.label, self.count()), self.url, icon_name=self.icon_name)


class CountedSubmenuItem(SubmenuMenuItem):
    """A section with the number of its pages that wait for a moderator."""

    def __init__(self, *args: Any, app: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.app = app

    def render_component(self, request: HttpRequest) -> SubMenuItem:
        return SubMenuItem(
            self.name,
            with_count(self.label, waiting_in(request, self.app)),
            self.menu.render_component(request),
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


class Section(SnippetViewSetGroup):
    """A section's entry in the menu: its kinds of pages, then its lists."""

    app: str = ""
    # Label and model of each kind of page that holds others.
    pages: ClassVar[tuple[tuple[Any, str], ...]] = ()

    @cached_property
    def page_items(self) -> list[MenuItem]:
        return [
            PagesMenuItem(
                label, model, name=f"pages-{model.lower().replace('.', '-')}", icon_name="doc-empty", order=-place
            )
            for place, (label, model) in zip(range(len(self.pages), 0, -1), self.pages, strict=True)
        ]

    def get_submenu_items(self) -> list[MenuItem]:
        return [*self.page_items, *super().get_submenu_items()]

    def get_menu_item(self, order: int | None = None) -> CountedSubmenuItem:
        return CountedSubmenuItem(
            label=self.menu_label,
            menu=Menu(register_hook_name=self.submenu_hook, items=self.get_submenu_items()),
            name=self.menu_name or self.app,
            icon_name=self.menu_icon,
            order=self.get_menu_item_order(order),
            app=self.app,
        )
