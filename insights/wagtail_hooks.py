"""The insights section in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from camtree.core.admin import Section


class InsightsSection(Section):
    """Reports that draw on other reports."""

    app = "insights"
    menu_label = _("Insights")
    menu_icon = "glasses"
    menu_order = 150
    pages = ((_("Insight reports"), "insights.InsightIndexPage"),)


register_snippet(InsightsSection)
