"""Questions and quizzes in the admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Revision
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from camtree.core.admin import SafeSnippetIndexView
from camtree.core.pages.publishing import add_refusals
from learning.quizzes.choosers import PoolChooserViewSet, QuestionChooserViewSet, QuizChooserViewSet
from learning.quizzes.models import Question, QuestionPool, Quiz, QuizAttempt, ShownVersion
from learning.quizzes.views import exchange


class QuestionPoolViewSet(SnippetViewSet):
    """Banks of questions from which quizzes draw."""

    model = QuestionPool
    icon = "folder-open-inverse"
    menu_label = _("Question pools")
    list_display = ("name",)
    search_backend_name = None
    search_fields = ("name",)
    index_view_class = SafeSnippetIndexView
    chooser_viewset_class = PoolChooserViewSet
    chooser_per_page = 25


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
    chooser_viewset_class = QuestionChooserViewSet
    chooser_per_page = 25

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("import/", exchange.import_view, name="import_file"),
            path("import/<int:pk>/", exchange.progress_view, name="import_progress"),
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
    chooser_viewset_class = QuizChooserViewSet
    chooser_per_page = 25
    add_view_class = AddQuizView
    edit_view_class = EditQuizView


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
