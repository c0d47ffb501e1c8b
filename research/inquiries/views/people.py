"""The people of a draft one by one: what is said of them, their order, whose draft it is."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from camtree.core.forms import posted
from camtree.core.seen import held
from research.inquiries.access import get_inquiry_for
from research.inquiries.actions import people as actions
from research.inquiries.actions.writing import DraftClosedError
from research.inquiries.choices import Access
from research.inquiries.forms import PersonFactsForm
from research.inquiries.views.writing import CLOSED


def _list(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("my_inquiry_people", args=[pk]))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Name, role, affiliation, and what somebody contributed."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.OWNER)
    with transaction.atomic():
        if request.method == "POST":
            held(inquiry)
        row = get_object_or_404(inquiry.people, pk=person)
        form = PersonFactsForm(posted(request), instance=row)
        if request.method == "POST" and form.is_valid():
            try:
                actions.change_person(person=row, **form.cleaned_data)
            except DraftClosedError:
                messages.error(request, CLOSED)
            else:
                messages.success(request, _("Saved."))
            return _list(pk)
    context = {"inquiry": inquiry, "form": form, "person": row}
    return render(request, "research/inquiries/person.html", context, status=form.refusal if form.errors else 200)


@login_required
@require_POST
def place(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Up or down the list, to the place that the button names."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.OWNER)
    row = get_object_or_404(inquiry.people, pk=person)
    wanted = request.POST.get("place", "")
    try:
        if wanted.isdecimal() and len(wanted) < 5:
            actions.place_person(person=row, place=int(wanted))
    except DraftClosedError:
        messages.error(request, CLOSED)
    return _list(pk)


@login_required
@require_POST
def invite_again(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Send the invitation once more."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.OWNER)
    row = get_object_or_404(inquiry.people, pk=person)
    by: Any = request.user
    if actions.resend_invitation(person=row, by=by, base_url=settings.WAGTAILADMIN_BASE_URL):
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": row.email})
    else:
        messages.info(request, _("No invitation was sent: it was accepted, or one went out a few minutes ago."))
    return _list(pk)


@login_required
@require_POST
def give(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Hand the draft over. Afterwards the giver writes on and no longer sees the list of people."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.OWNER)
    row = get_object_or_404(inquiry.people, pk=person)
    try:
        actions.hand_over(inquiry=inquiry, to=row)
    except actions.NotAWriterError:
        messages.error(request, _("Only somebody who has accepted to write can become the owner."))
        return _list(pk)
    messages.success(request, _("The draft is now %(name)s’s. You can go on writing.") % {"name": row.name})
    return HttpResponseRedirect(reverse("my_inquiry", args=[pk]))
