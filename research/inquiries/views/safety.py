"""Ethics and consent, and the flags of the pre-flight."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from camtree.core.forms import posted
from camtree.core.seen import held
from research.inquiries.access import get_inquiry_for
from research.inquiries.actions import safety as actions
from research.inquiries.actions.writing import DraftClosedError
from research.inquiries.choices import Access
from research.inquiries.forms import EthicsForm
from research.inquiries.safety import flags_of
from research.inquiries.views.writing import CLOSED


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ethics(request: HttpRequest, pk: int) -> HttpResponse:
    """Five questions about consent, each with a line why."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    with transaction.atomic():
        if request.method == "POST":
            held(inquiry)
        form = EthicsForm(posted(request), inquiry=inquiry)
        if request.method == "POST" and form.is_valid():
            member: Any = request.user
            try:
                actions.answer_ethics(inquiry=inquiry, member=member, answers=form.answers)
            except DraftClosedError:
                messages.error(request, CLOSED)
            else:
                messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("my_inquiry_ethics", args=[pk]))
    context = {"inquiry": inquiry, "form": form}
    return render(request, "research/inquiries/ethics.html", context, status=form.refusal if form.errors else 200)


@login_required
@require_POST
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a flagged place may stay. Only what is flagged now can be answered."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    key, reason = request.POST.get("flag", ""), " ".join(request.POST.get("reason", "").split())[:300]
    found = next((flag for flag in flags_of(inquiry) if flag.key == key), None)
    if found is None:
        messages.info(request, _("This is no longer in the draft."))
    elif len(reason) < 3:
        messages.error(request, _("Say in a line why “%(found)s” may stay, or take it out.") % {"found": found.found})
    else:
        member: Any = request.user
        try:
            actions.answer_flag(inquiry=inquiry, member=member, kind=found.kind, found=found.found, reason=reason)
        except DraftClosedError:
            messages.error(request, CLOSED)
        else:
            messages.success(request, _("Saved."))
    where = "submit_inquiry" if inquiry.role.access == Access.OWNER else "my_inquiry"
    return HttpResponseRedirect(reverse(where, args=[pk]))
