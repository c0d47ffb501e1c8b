"""The research section in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from camtree.core.admin import Section, TermViewSet
from camtree.core.models import VocabularyTerm
from research.models import Approach, Phase, ReportTemplate, Subject, Theme


def term_view_set(term: type[VocabularyTerm]) -> type[TermViewSet]:
    """The list and forms of one vocabulary."""

    class VocabularyViewSet(TermViewSet):
        model = term
        list_display = ("name", "slug", "sort_order")
        list_export = ("name", "slug", "description")
        search_fields = ("name", "slug")
        search_backend_name = None

    return VocabularyViewSet


class ReportTemplateViewSet(SnippetViewSet):
    """How each kind of report is written. To publish a template makes a version; drafts keep the one they have."""

    model = ReportTemplate
    icon = "form"
    menu_label = _("Report templates")
    list_display = ("title", "kind", "locale", "live")
    list_filter = ("kind", "locale")
    search_backend_name = None
    search_fields = ("title", "description")


class ResearchSection(Section):
    """Reports, collections and the words that describe them."""

    app = "research"
    menu_label = _("Research")
    menu_icon = "doc-full"
    menu_order = 110
    pages = (
        (_("Reports"), "research.ReportIndexPage"),
        (_("Collections"), "research.CollectionIndexPage"),
    )
    items = (ReportTemplateViewSet, *(term_view_set(term) for term in (Phase, Subject, Approach, Theme)))


register_snippet(ResearchSection)
