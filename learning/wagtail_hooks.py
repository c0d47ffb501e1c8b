"""The learning section in the admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Revision
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from camtree.core.admin import SafeSnippetIndexView, Section
from camtree.core.publishing import add_refusals
from learning import admin_reports, editing  # noqa: F401 - editing registers its hooks when it is imported
from learning.actions.packages import is_used
from learning.models import CoursePackage, Question, QuestionPool, Quiz, QuizAttempt, ShownVersion
from learning.views import exchange, package_admin


class QuestionPoolViewSet(SnippetViewSet):
    """Banks of questions from which quizzes draw."""

    model = QuestionPool
    icon = "folder-open-inverse"
    menu_label = _("Question pools")
    list_display = ("name",)
    search_backend_name = None
    search_fields = ("name",)
    index_view_class = SafeSnippetIndexView


class QuestionIndexView(SafeSnippetIndexView):
    """The list of questions, with the way for files in and out."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        address = reverse("wagtailsnippets_learning_question:import_file")
        button = Button(_("Import and export"), url=address, icon_name="upload", priority=50)
        return [*super().header_more_buttons, button]


class QuestionViewSet(SnippetViewSet):
    """Questions. To publish one makes a version; attempts keep those they were shown."""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_display = ("title", "pool", "locale", "live")
    list_filter = ("pool", "locale")
    search_backend_name = None
    search_fields = ("title",)
    index_view_class = QuestionIndexView

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("import/", exchange.import_view, name="import_file"),
            path("export/", exchange.export_view, name="export_file"),
        ]


class CheckedQuizMixin:
    """A quiz is a draft until nothing is wrong with it."""

    def is_valid(self, form: Any) -> bool:
        if not super().is_valid(form):  # type: ignore[misc]
            return False
        if self.action not in {"publish", "submit"} or not add_refusals(form):  # type: ignore[attr-defined]
            return True
        # Says so at the top of the page, too: the form is no longer valid.
        return bool(super().is_valid(form))  # type: ignore[misc]


class AddQuizView(CheckedQuizMixin, CreateView):
    """A new quiz."""


class EditQuizView(CheckedQuizMixin, EditView):
    """A quiz that is there already."""


class QuizViewSet(SnippetViewSet):
    """Quizzes. To publish one makes a version; attempts keep the rules they were begun with."""

    model = Quiz
    icon = "tasks"
    menu_label = _("Quizzes")
    list_display = ("title", "locale", "live")
    list_filter = ("locale",)
    search_backend_name = None
    search_fields = ("title",)
    index_view_class = SafeSnippetIndexView
    add_view_class = AddQuizView
    edit_view_class = EditQuizView


class PackageIndexView(SafeSnippetIndexView):
    """The list of packages, each with the way to try it."""

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        address = reverse("wagtailsnippets_learning_coursepackage:try", args=[instance.pk])
        return [
            *super().get_list_more_buttons(instance),
            Button(_("Try it"), url=address, icon_name="view", priority=10),
        ]


class PackageViewSet(SnippetViewSet):
    """Material made elsewhere. It comes in as a file, and only its title is written here."""

    model = CoursePackage
    icon = "media"
    menu_label = _("Packages")
    list_display = ("title", "kind", "file_count", "uploaded_at")
    list_filter = ("kind",)
    search_backend_name = None
    search_fields = ("title",)
    index_view_class = PackageIndexView
    copy_view_enabled = False

    @property
    def add_view(self) -> Any:
        return package_admin.upload_view

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("try/<int:pk>/", package_admin.try_view, name="try")]


class LearningSection(Section):
    """Courses, their modules and lessons, questions and quizzes."""

    app = "learning"
    menu_label = _("Learning")
    menu_icon = "openquote"
    menu_order = 120
    pages = ((_("Courses"), "learning.CourseIndexPage"),)
    items = (QuizViewSet, QuestionViewSet, QuestionPoolViewSet, PackageViewSet)


register_snippet(LearningSection)


@hooks.register("before_delete_snippet")
def keep_what_learners_were_asked(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Say that a question or quiz that learners have taken stays; the database would refuse without a word."""
    rows = [row for row in instances if isinstance(row, Question | Quiz)]
    versions = Revision.objects.filter(
        base_content_type__in={row.get_base_content_type() for row in rows}, object_id__in=[str(row.pk) for row in rows]
    )
    is_kept = (
        ShownVersion.objects.filter(revision__in=versions).exists()
        or QuizAttempt.objects.filter(quiz_revision__in=versions).exists()
    )
    if not rows or not is_kept:
        return None
    messages.error(request, gettext("Learners have answered this. It cannot be deleted; unpublish it instead."))
    return HttpResponseRedirect(reverse(type(rows[0]).snippet_viewset.get_url_name("list")))


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


@hooks.register("before_delete_snippet")
def keep_packages_of_lessons(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Say that a package that a lesson holds stays: the lesson would have a hole."""
    if not any(is_used(row) for row in instances if isinstance(row, CoursePackage)):
        return None
    messages.error(request, gettext("A lesson or a draft of one has this package. Take it out there first."))
    return HttpResponseRedirect(reverse(CoursePackage.snippet_viewset.get_url_name("list")))
