"""Reports of courses in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from learning.reports import views as admin_reports


@hooks.register("register_admin_urls")
def report_addresses() -> list[Any]:
    found = []
    for view, place in (
        (admin_reports.CoursesView, "reports/courses/"),
        (admin_reports.QuestionsView, "reports/questions/"),
        (admin_reports.CourseFindingsView, "reports/courses/findings/"),
    ):
        found.append(path(place, view.as_view(), name=view.index_url_name))
        found.append(path(f"{place}results/", view.as_view(results_only=True), name=view.index_results_url_name))
    steps = admin_reports.StepsView
    return [
        *found,
        path("reports/courses/<int:pk>/steps/", steps.as_view(), name="steps_report"),
        path("reports/courses/<int:pk>/steps/results/", steps.as_view(results_only=True), name="steps_report_results"),
    ]


class ReportMenuItem(MenuItem):
    """A report, for those who may read it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(admin_reports.MAY_READ))


def _report_item(view: Any, place: int) -> ReportMenuItem:
    address = reverse(view.index_url_name)
    return ReportMenuItem(
        view.page_title, address, name=view.index_url_name, icon_name=view.header_icon, order=8820 + place
    )


for _place, _view in enumerate(admin_reports.REPORTS):
    hooks.register("register_reports_menu_item", lambda view=_view, place=_place: _report_item(view, place))
