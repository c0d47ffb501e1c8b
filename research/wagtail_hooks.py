"""The research section in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from camtree.core.admin import Section, TermViewSet
from research.models import Approach, Phase, Subject, Theme, VocabularyTerm


def term_view_set(term: type[VocabularyTerm]) -> type[TermViewSet]:
    """The list and forms of one vocabulary."""

    class VocabularyViewSet(TermViewSet):
        model = term
        list_display = ("name", "slug", "sort_order")
        list_export = ("name", "slug", "description")
        search_fields = ("name", "slug")
        search_backend_name = None

    return VocabularyViewSet


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
    items = tuple(term_view_set(term) for term in (Phase, Subject, Approach, Theme))


register_snippet(ResearchSection)
