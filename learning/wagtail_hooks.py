"""The learning section in the admin; each room brings its own hooks."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from camtree.core.admin import Section
from learning.editing import wagtail_hooks as _editing  # noqa: F401 - registers its hooks when it is imported
from learning.packages.wagtail_hooks import PackageViewSet
from learning.quizzes.wagtail_hooks import QuestionPoolViewSet, QuestionViewSet, QuizViewSet
from learning.reports import wagtail_hooks as _reports  # noqa: F401 - the same


class LearningSection(Section):
    """Courses, their modules and lessons, questions and quizzes."""

    app = "learning"
    menu_label = _("Learning")
    menu_icon = "openquote"
    menu_order = 120
    pages = ((_("Courses"), "learning.CourseIndexPage"),)
    items = (QuizViewSet, QuestionViewSet, QuestionPoolViewSet, PackageViewSet)


register_snippet(LearningSection)
