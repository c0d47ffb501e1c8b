"""Writing to a lead."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.forms import posted
from camtree.core.http.rate_limits import is_over_limit
from camtree.core.pages.queries import read_at
from camtree.members.models import ConsentText
from camtree.members.queries import current_consent
from leads.actions import send_enquiry
from leads.forms import EnquiryForm
from leads.models import LeadProfilePage


def get_public_lead(slug: str) -> LeadProfilePage:
    """The one way to a lead's profile from outside: live, public, in the reader's language where there is one."""
    lead: LeadProfilePage | None = read_at(LeadProfilePage.objects.live().public(), slug)
    if lead is None:
        raise Http404
    return lead


@require_http_methods(["GET", "HEAD", "POST"])
def contact_lead(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form, or hand the message to the lead."""
    lead = get_public_lead(slug)
    consent = current_consent(ConsentText.Purpose.ENQUIRY, get_language() or "en")
    if consent is None:
        raise Http404
    form = EnquiryForm(posted(request))
    status = 200
    if request.method == "POST":
        if form.is_valid():
            if form.is_from_machine:
                return HttpResponseRedirect(reverse("contact_lead_done", args=[slug]))
            if is_over_limit(request, "contact-lead", times=10, seconds=3600, account=form.cleaned_data["email"]):
                form.add_error(
                    None, _("Too many forms came from your network in the last hour. Please try again later.")
                )
                status = 429
            else:
                send_enquiry(lead=lead, answers=form.cleaned_data, key=form.cleaned_data["key"], consent=consent)
                return HttpResponseRedirect(reverse("contact_lead_done", args=[slug]))
        else:
            status = 422
    return render(
        request,
        "leads/contact_lead.html",
        {"page": lead, "is_view": True, "form": form, "consent": consent},
        status=status,
    )


@require_safe
def contact_lead_done(request: HttpRequest, slug: str) -> HttpResponse:
    """The message is on its way."""
    return render(request, "leads/contact_lead_done.html", {"page": get_public_lead(slug), "is_view": True})
