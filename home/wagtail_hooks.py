"""Plain pages, menus, registrations and the reports about pages, in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.models import Page
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.models import register_snippet

from camtree.core.admin import NoHandsPolicy, Section, waiting_in
from camtree.navigation.models import Menu, Notice
from camtree.search.models import Synonyms
from home import admin_reports
from home.admin_interest import InterestViewSet
from home.admin_pages import CamtreePageViewSet
from home.models import InterestRegistration, InterestStatus

# They come from the public form: in the admin nobody adds one.
register_permission_policy(InterestRegistration, NoHandsPolicy(InterestRegistration, ("view", "change", "delete")))


@hooks.register("register_admin_viewset", order=1)
def pages() -> CamtreePageViewSet:
    """After Wagtail's own, which it replaces."""
    return CamtreePageViewSet()


class ListMenuItem(MenuItem):
    """Leads to the list of a snippet, for those who may do something with it."""

    def __init__(self, label: Any, model: type[Any], **kwargs: Any) -> None:
        super().__init__(label, "", name=model._meta.model_name, **kwargs)
        self.model = model

    @property
    def url(self) -> str:
        return reverse(self.model.snippet_viewset.get_url_name("list"))

    @url.setter
    def url(self, value: str) -> None:
        """The address is asked for late, when all addresses are known."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(self.model)
        return bool(policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"}))


class PagesSection(Section):
    """Front page, plain pages, and who registered interest."""

    app = "home"
    menu_label = _("Pages")
    menu_icon = "home"
    menu_order = 160
    pages = ((_("Front page and plain pages"), "home.HomePage"),)
    items = (InterestViewSet,)
    lists = ((_("Menus"), Menu, "list-ul"), (_("Notices"), Notice, "warning"), (_("Synonyms"), Synonyms, "search"))

    def get_submenu_items(self) -> list[MenuItem]:
        """Also the lists of the navigation, which is an app below this one."""
        return [
            *super().get_submenu_items(),
            *(
                ListMenuItem(label, model, icon_name=icon, order=10 + place)
                for place, (label, model, icon) in enumerate(self.lists)
            ),
        ]


register_snippet(PagesSection)


@hooks.register("register_admin_urls")
def report_addresses() -> list[Any]:
    images, pages = admin_reports.ImagesWithoutWordsView, admin_reports.NotReviewedView
    return [
        path("reports/images-without-words/", images.as_view(), name=images.index_url_name),
        path(
            "reports/images-without-words/results/",
            images.as_view(results_only=True),
            name=images.index_results_url_name,
        ),
        path("reports/not-reviewed/", pages.as_view(), name=pages.index_url_name),
        path("reports/not-reviewed/results/", pages.as_view(results_only=True), name=pages.index_results_url_name),
    ]


class ReportMenuItem(MenuItem):
    """A report, for those who may open it."""

    def __init__(self, view: type[Any], **kwargs: Any) -> None:
        super().__init__(view.page_title, reverse(view.index_url_name), icon_name=view.header_icon, **kwargs)
        self.view = view

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(self.view.model)
        return bool(policy.user_has_any_permission(request.user, self.view.any_permission_required))


@hooks.register("register_reports_menu_item")
def images_report() -> MenuItem:
    return ReportMenuItem(admin_reports.ImagesWithoutWordsView, name="images-without-words", order=8800)


@hooks.register("register_reports_menu_item")
def review_report() -> MenuItem:
    return ReportMenuItem(admin_reports.NotReviewedView, name="not-reviewed", order=8810)


class WaitingSummaryItem(SummaryItem):
    """On the first screen of the admin: how many pages wait for a moderator, how many people for an answer."""

    order = 400
    template_name = "home/admin/waiting_summary.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        apps = ("home", "research", "learning", "webinars", "leads", "insights")
        return {
            "pages": sum(waiting_in(self.request, app) for app in apps),
            "people": InterestRegistration.objects.filter(status=InterestStatus.NEW).count(),
        }

    def is_shown(self) -> bool:
        policy = policy_registry.get_by_type(InterestRegistration)
        return bool(policy.user_has_any_permission(self.request.user, {"view", "change"}))


class OwnPagesSummaryItem(PagesSummaryItem):
    """How many pages somebody may change: Wagtail counts all that stand below the same root."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        policy = policy_registry.get_by_type(Page)
        pages = policy.instances_user_has_any_permission_for(self.request.user, {"change"}).filter(depth__gt=1)
        return super().get_context_data(parent_context) | {"total_pages": pages.count()}


@hooks.register("construct_homepage_summary_items", order=1)
def count_own_pages(request: HttpRequest, items: list[SummaryItem]) -> None:
    items[:] = [OwnPagesSummaryItem(request) if type(item) is PagesSummaryItem else item for item in items]


@hooks.register("construct_homepage_summary_items")
def what_waits(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(WaitingSummaryItem(request))


@hooks.register("construct_main_menu")
def name_the_tree(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's explorer shows the whole tree; "Pages" is the section of plain pages."""
    for item in items:
        if item.name == "explorer":
            item.label = _("All pages")
