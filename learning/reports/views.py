"""Reports about courses in the admin: of groups of learners, never of one (decision 11)."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from camtree.core.admin import SafeExportMixin
from learning.courses.models import CoursePage, Step
from learning.editing.checks import findings_of_courses
from learning.quizzes.models import AttemptItem, Question, QuestionPool
from learning.reports.course_statistics import CourseNumbers, DropOff, Which, drop_off, numbers_of
from learning.reports.question_statistics import numbers_of as numbers_of_questions

# Who writes courses may see how they go (home/roles.py). Of single learners nothing stands here.
MAY_READ = "learning.view_step"

HOW = (
    ("group", pgettext_lazy("who is counted", "People in a group")),
    ("alone", pgettext_lazy("who is counted", "People on their own")),
)


class LearningReport(SafeExportMixin, ReportView):
    """A report for those who write courses, page by page, with files that no spreadsheet runs."""

    is_searchable = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def which(self) -> Which:
        """Which enrolments the filters leave."""
        form = self.filters.form if self.filters else None
        said = form.cleaned_data if form is not None and form.is_valid() else {}
        how = said.get("how")
        days = said.get("enrolled")
        return Which(
            since=days.start.date() if days and days.start else None,
            until=days.stop.date() if days and days.stop else None,
            in_group={"group": True, "alone": False}.get(how or ""),
        )


class EnrolmentFilterSet(WagtailFilterSet):
    """Which enrolments are counted; they take no row away."""

    enrolled = django_filters.DateFromToRangeFilter(label=gettext_lazy("Enrolled"), method="keep")
    how = django_filters.ChoiceFilter(
        label=gettext_lazy("Who"), choices=HOW, method="keep", empty_label=gettext_lazy("Everybody")
    )

    class Meta:
        model = CoursePage
        fields: list[str] = []

    def keep(self, rows: Any, name: str, value: Any) -> Any:
        """The rows as they are."""
        return rows


class CourseFilterSet(EnrolmentFilterSet):
    """And in which language a course can be read."""

    locale = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES, method="readable_in"
    )

    def readable_in(self, courses: "QuerySet[CoursePage]", name: str, value: str) -> "QuerySet[CoursePage]":
        there = CoursePage.objects.live().filter(locale__language_code=value)
        return courses.filter(translation_key__in=there.values("translation_key"))


def one_of_each(courses: Any) -> Any:
    """Each course once: the oldest of its pages."""
    older = CoursePage.objects.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    return courses.filter(~Exists(older))


class CoursesView(LearningReport):
    """How courses go: enrolled, started, finished, left, and how long it took."""

    model = CoursePage
    page_title = gettext_lazy("How courses go")
    header_icon = "openquote"
    index_url_name = "courses_report"
    index_results_url_name = "courses_report_results"
    filterset_class = CourseFilterSet
    list_export = [
        *("title", "numbers.enrolled", "numbers.started", "numbers.finished", "numbers.left", "numbers.certificates"),
        *("numbers.percent_finished", "numbers.days"),
    ]
    export_headings = {
        "title": gettext_lazy("Course"),
        "numbers.enrolled": gettext_lazy("Enrolled"),
        "numbers.started": gettext_lazy("Started"),
        "numbers.finished": gettext_lazy("Finished"),
        "numbers.left": gettext_lazy("Left"),
        "numbers.certificates": gettext_lazy("Certificates"),
        "numbers.percent_finished": gettext_lazy("Finished, in per cent"),
        "numbers.days": gettext_lazy("Days to finish (median)"),
    }
    columns = [
        TitleColumn(
            "title", label=gettext_lazy("Course"), get_url=lambda page: reverse("steps_report", args=[page.pk])
        ),
        *(
            Column(name.removeprefix("numbers."), label=label, accessor=name)
            for name, label in export_headings.items()
            if name != "title"
        ),
    ]

    def get_queryset(self) -> Any:
        return one_of_each(CoursePage.objects.defer_streamfields()).order_by("title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Sequence[CoursePage]:
        pages = list(object_list)
        numbers = numbers_of([page.translation_key for page in pages], self.which)
        for page in pages:
            page.numbers = numbers.get(page.translation_key, CourseNumbers())
        return pages


class BarColumn(Column):
    """A number with its share as a bar."""

    cell_template_name = "learning/reports/bar_cell.html"

    def __init__(self, *args: Any, percent: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.percent = percent

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"percent": getattr(instance.numbers, self.percent)}


class StepsView(LearningReport):
    """Where learners stop in one course."""

    model = Step
    header_icon = "openquote"
    index_results_url_name = "steps_report_results"
    filterset_class = EnrolmentFilterSet
    paginate_by = 100
    list_export = [
        *("title", "get_kind_display", "numbers.reached", "numbers.done", "numbers.last_here"),
    ]
    export_headings = {
        "title": gettext_lazy("Step"),
        "get_kind_display": gettext_lazy("Kind"),
        "numbers.reached": gettext_lazy("Came so far"),
        "numbers.done": gettext_lazy("Done"),
        "numbers.last_here": gettext_lazy("Stopped here"),
    }
    columns = [
        TitleColumn("title", label=gettext_lazy("Step")),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        BarColumn("reached", label=gettext_lazy("Came so far"), accessor="numbers.reached", percent="percent_reached"),
        BarColumn("done", label=gettext_lazy("Done"), accessor="numbers.done", percent="percent_done"),
        Column("last_here", label=gettext_lazy("Stopped here"), accessor="numbers.last_here"),
    ]

    @cached_property
    def course(self) -> CoursePage:
        found: CoursePage = get_object_or_404(CoursePage, pk=self.kwargs["pk"])
        return found

    def get_page_title(self) -> str:
        return str(_("Where learners stop: %(title)s") % {"title": self.course.title})

    def get_index_url(self) -> str:
        return reverse("steps_report", args=[self.course.pk])

    def get_index_results_url(self) -> str:
        return reverse("steps_report_results", args=[self.course.pk])

    def get_queryset(self) -> Any:
        return Step.objects.current().filter(course_key=self.course.translation_key)

    @cached_property
    def drop_off(self) -> DropOff:
        return drop_off(self.course.translation_key, list(self.get_queryset()), self.which)

    def decorate_paginated_queryset(self, object_list: Any) -> list[Step]:
        steps = list(object_list)
        for step in steps:
            step.numbers = self.drop_off.steps[step.key]
        return steps


class QuestionFilterSet(WagtailFilterSet):
    """By pool."""

    pool = django_filters.ModelChoiceFilter(queryset=QuestionPool.objects.all(), label=gettext_lazy("Pool"))

    class Meta:
        model = Question
        fields = ["pool"]


class QuestionsView(LearningReport):
    """How questions work: how hard, how telling, and which wrong option tempts."""

    model = Question
    page_title = gettext_lazy("How questions work")
    header_icon = "help"
    index_url_name = "questions_report"
    index_results_url_name = "questions_report_results"
    filterset_class = QuestionFilterSet
    list_export = [
        *("title", "numbers.shown", "numbers.counted", "numbers.facility", "numbers.discrimination"),
        *("numbers.tempting", "numbers.versions", "numbers.flag"),
    ]
    export_headings = {
        "title": gettext_lazy("Question"),
        "numbers.shown": gettext_lazy("Times shown"),
        "numbers.counted": gettext_lazy("First answers"),
        "numbers.facility": gettext_lazy("Facility"),
        "numbers.discrimination": gettext_lazy("Discrimination"),
        "numbers.tempting": gettext_lazy("Most chosen wrong option"),
        "numbers.versions": gettext_lazy("Versions"),
        "numbers.flag": gettext_lazy("To look at"),
    }
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Question"),
            get_url=lambda row: reverse("wagtailsnippets_learning_question:edit", args=[row.pk]),
        ),
        *(
            Column(name.removeprefix("numbers."), label=label, accessor=name)
            for name, label in export_headings.items()
            if name != "title"
        ),
    ]

    def get_queryset(self) -> Any:
        older = Question.objects.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
        shown = AttemptItem.objects.filter(question_key=OuterRef("translation_key"))
        return Question.objects.filter(~Exists(older), Exists(shown)).order_by("title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Question]:
        rows = list(object_list)
        numbers = numbers_of_questions(rows)
        for row in rows:
            row.numbers = numbers[row.translation_key]
        return rows


class CourseFindingsView(LearningReport):
    """What checks find in published courses."""

    model = CoursePage
    page_title = gettext_lazy("Courses with findings")
    header_icon = "check"
    index_url_name = "course_findings_report"
    index_results_url_name = "course_findings_report_results"
    paginate_by = 20
    list_export = ["title", "errors", "warnings"]
    export_headings = {
        "title": gettext_lazy("Course"),
        "errors": gettext_lazy("Errors"),
        "warnings": gettext_lazy("Warnings"),
    }
    columns = [
        TitleColumn(
            "title", label=gettext_lazy("Course"), get_url=lambda page: reverse("learning_check", args=[page.pk])
        ),
        Column("locale", label=gettext_lazy("Language"), accessor="locale.get_display_name"),
        Column("errors", label=gettext_lazy("Errors")),
        Column("warnings", label=gettext_lazy("Warnings")),
    ]

    def get_queryset(self) -> Any:
        return CoursePage.objects.live().select_related("locale").order_by("title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[CoursePage]:
        pages = list(object_list)
        findings = findings_of_courses(pages)
        for page in pages:
            page.errors = sum(finding.is_error for finding in findings[page.pk])
            page.warnings = len(findings[page.pk]) - page.errors
        return pages


REPORTS = (CoursesView, QuestionsView, CourseFindingsView)
