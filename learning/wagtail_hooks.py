"""The learning section in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from camtree.core.admin import Section


class LearningSection(Section):
    """Courses, their modules and lessons."""

    app = "learning"
    menu_label = _("Learning")
    menu_icon = "openquote"
    menu_order = 120
    pages = ((_("Courses"), "learning.CourseIndexPage"),)


register_snippet(LearningSection)
