"""The learning section in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from camtree.core.admin import SafeSnippetIndexView, Section
from learning.models import Question, QuestionPool, Quiz


class QuestionPoolViewSet(SnippetViewSet):
    """Banks of questions from which quizzes draw."""

    model = QuestionPool
    icon = "folder-open-inverse"
    menu_label = _("Question pools")
    list_display = ("name",)
    search_backend_name = None
    search_fields = ("name",)
    index_view_class = SafeSnippetIndexView


class QuestionViewSet(SnippetViewSet):
    """Questions. To publish one makes a version; attempts keep those they were shown."""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_display = ("title", "pool", "locale", "live")
    list_filter = ("pool", "locale")
    search_backend_name = None
    search_fields = ("title",)
    index_view_class = SafeSnippetIndexView


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


class LearningSection(Section):
    """Courses, their modules and lessons, questions and quizzes."""

    app = "learning"
    menu_label = _("Learning")
    menu_icon = "openquote"
    menu_order = 120
    pages = ((_("Courses"), "learning.CourseIndexPage"),)
    items = (QuizViewSet, QuestionViewSet, QuestionPoolViewSet)


register_snippet(LearningSection)
