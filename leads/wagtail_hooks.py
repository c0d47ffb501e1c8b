"""The leads section in the admin."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from camtree.core.admin import NoHandsPolicy, SafeIndexView, Section
from leads.access import writes_only_own_pages
from leads.models import Enquiry


@hooks.register("construct_page_chooser_queryset")
def choose_among_public_pages(pages: Any, request: HttpRequest) -> Any:
    """A lead links to what everybody may read."""
    return pages.live() if writes_only_own_pages(request.user) else pages


class EnquiryViewSet(ModelViewSet):
    """What visitors wrote to leads: to read, when a lead or a visitor asks for help."""

    model = Enquiry
    icon = "mail"
    name = "enquiries"
    menu_label = _("Enquiries")
    index_view_class = SafeIndexView
    list_display = ("name", "lead", "school", "sent_at")
    list_filter = {"sent_at": ["date__gte", "date__lte"]}
    search_fields = ("name", "email", "school", "message", "lead__title")
    inspect_view_enabled = True
    inspect_view_fields = ["lead", "recipient", "name", "email", "school", "message", "consent", "sent_at"]
    copy_view_enabled = False
    form_fields = ("name",)  # never shown: the policy lets nobody add or change one


class LeadsSection(Section):
    """Lead profiles and what visitors wrote to them."""

    app = "leads"
    menu_label = _("Leads")
    menu_icon = "group"
    menu_order = 140
    pages = ((_("Lead profiles"), "leads.LeadIndexPage"),)
    items = (EnquiryViewSet,)


register_permission_policy(Enquiry, NoHandsPolicy(Enquiry))
register_snippet(LeadsSection)
