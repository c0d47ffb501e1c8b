"""What the admin does about the search."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from camtree.search.models import Synonyms


class SynonymsViewSet(SnippetViewSet):
    """Words that mean the same to a search, in the language in which they are typed."""

    model = Synonyms
    icon = "search"
    menu_label = _("Synonyms")
    list_display = ("words", "language")
    list_filter = ("language",)
    search_backend_name = None
    search_fields = ("words",)


register_snippet(SynonymsViewSet)
