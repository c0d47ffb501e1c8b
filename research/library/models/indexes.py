"""The places of the library: its front, all reports, all collections."""

from django.utils.translation import gettext_lazy as _

from camtree.core.pages.models import BasePage


class LibraryPage(BasePage):
    """The front of the research section: search, facets, newest reports, collections."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["research.ReportIndexPage", "research.CollectionIndexPage"]
    max_count_per_parent = 1
    template = "research/library/library_page.html"

    class Meta:
        verbose_name = _("library")


class ReportIndexPage(BasePage):
    """Holds all reports; its own address shows the library."""

    parent_page_types = ["research.LibraryPage"]
    subpage_types = ["research.ReportPage"]
    max_count_per_parent = 1
    template = "research/library/report_index_page.html"

    class Meta:
        verbose_name = _("reports")


class CollectionIndexPage(BasePage):
    """All curated collections."""

    parent_page_types = ["research.LibraryPage"]
    subpage_types = ["research.CollectionPage"]
    max_count_per_parent = 1
    template = "research/library/collection_index_page.html"

    class Meta:
        verbose_name = _("collections")
