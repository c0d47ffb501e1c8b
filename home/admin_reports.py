"""Report pages for editors: pictures without words, pages that nobody has read again for a year."""

from datetime import timedelta
from typing import Any

from django.db.models import DateField, F, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, get_page_content_types
from wagtail.permissions import policy_registry

from camtree.core.pages.models import BasePage
from camtree.media.models import CamtreeImage

REVIEW_AFTER = timedelta(days=365)


class ImagesWithoutWordsView(ReportView):
    """Pictures whose description is empty: it is what a screen reader says where an editor wrote nothing else."""

    model = CamtreeImage
    page_title = _("Images without a description")
    header_icon = "image"
    index_url_name = "images_without_words_report"
    index_results_url_name = "images_without_words_report_results"
    any_permission_required = ["change"]
    is_searchable = False
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda image: reverse("wagtailimages:edit", args=[image.pk])),
        Column("collection", label=_("Collection")),
        Column("uploaded_by_user", label=_("Uploaded by")),
        DateColumn("created_at", label=_("Uploaded")),
    ]

    def get_queryset(self) -> QuerySet[CamtreeImage]:
        mine = policy_registry.get_by_type(CamtreeImage).instances_user_has_any_permission_for(
            self.request.user, ["change"]
        )
        images: QuerySet[CamtreeImage] = mine.filter(description="").select_related("collection", "uploaded_by_user")
        return images.order_by("-created_at", "-pk")


class NotReviewedFilterSet(WagtailFilterSet):
    """By kind of page and language."""

    content_type = ContentTypeFilter(
        label=_("Type"), queryset=lambda request: get_page_content_types(include_base_page_type=False)
    )

    class Meta:
        model = Page
        fields = ["content_type", "locale"]


def not_reviewed_since(pages: QuerySet[Page], day: Any) -> QuerySet[Page]:
    """Those pages that were last reviewed, or else first published, before a day; annotated with `reviewed_on`."""
    reviewed = [
        F(f"{model._meta.get_field('page_ptr').remote_field.name}__last_reviewed_on")
        for model in BasePage.__subclasses__()
    ]
    last = Coalesce(*reviewed, TruncDate("first_published_at"), output_field=DateField())
    return pages.annotate(reviewed_on=last).filter(reviewed_on__lt=day)


class NotReviewedView(ReportView):
    """Live pages that nobody has read again for a year, the oldest first."""

    model = Page
    page_title = _("Not reviewed for a year")
    header_icon = "time"
    index_url_name = "not_reviewed_report"
    index_results_url_name = "not_reviewed_report_results"
    any_permission_required = ["change", "publish"]
    filterset_class = NotReviewedFilterSet
    is_searchable = False
    list_export = ["title", "reviewed_on"]
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk])),
        Column("type", label=_("Type"), accessor=lambda page: page.page_type_display_name),
        Column("locale", label=_("Language"), accessor="locale.get_display_name"),
        DateColumn("reviewed_on", label=_("Last reviewed or published")),
    ]

    def get_queryset(self) -> QuerySet[Page]:
        mine = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
            self.request.user, {"change", "publish"}
        )
        live = mine.filter(live=True, depth__gt=1).select_related("locale", "content_type")
        return not_reviewed_since(live, timezone.localdate() - REVIEW_AFTER).order_by("reviewed_on", "pk")
