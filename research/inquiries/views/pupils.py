"""The case pupils of a lesson study."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from camtree.core.forms import posted
from camtree.core.seen import held
from research.inquiries.access import get_inquiry_for
from research.inquiries.actions import pupils as actions
from research.inquiries.actions.writing import DraftClosedError
from research.inquiries.choices import Access
from research.inquiries.forms import CasePupilForm
from research.inquiries.models import CasePupil, Inquiry
from research.inquiries.queries import pupils_of
from research.inquiries.views.writing import CLOSED, may_write


def _inquiry(request: HttpRequest, pk: int, to: Access = Access.COMMENT) -> Inquiry:
    """The draft, where its template has case pupils. Else 404."""
    inquiry = get_inquiry_for(request.user, pk, to=to)
    if not inquiry.has_case_pupils:
        raise Http404
    return inquiry


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pupils(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was watched, and the form for one more."""
    inquiry = _inquiry(request, pk, to=Access.WRITE if request.method == "POST" else Access.COMMENT)
    form = CasePupilForm(posted(request), lessons=inquiry.cycles)
    if request.method == "POST" and form.is_valid() and _save(request, inquiry, form, None):
        return HttpResponseRedirect(request.path)
    context = {"inquiry": inquiry, "form": form, "pupils": pupils_of(inquiry), "may_write": may_write(inquiry)}
    return render(request, "research/inquiries/pupils.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pupil(request: HttpRequest, pk: int, pupil: int) -> HttpResponse:
    """What is said of one of them."""
    inquiry = _inquiry(request, pk, to=Access.WRITE)
    with transaction.atomic():
        if request.method == "POST":
            held(inquiry)
        row = get_object_or_404(pupils_of(inquiry), pk=pupil)
        form = CasePupilForm(posted(request), lessons=inquiry.cycles, pupil=row)
        if request.method == "POST" and form.is_valid() and _save(request, inquiry, form, row):
            return HttpResponseRedirect(reverse("my_inquiry_pupils", args=[pk]))
    context = {"inquiry": inquiry, "form": form, "pupil": row}
    return render(request, "research/inquiries/pupil.html", context, status=form.refusal if form.errors else 200)


def _save(request: HttpRequest, inquiry: Inquiry, form: CasePupilForm, row: CasePupil | None) -> bool:
    facts: dict[str, Any] = form.facts
    try:
        actions.save_pupil(inquiry=inquiry, pupil=row, **facts)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    except DraftClosedError:
        messages.error(request, CLOSED)
    else:
        messages.success(request, _("Saved."))
    return True


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, pupil: int) -> HttpResponse:
    """Take one out; a second click finds nobody."""
    inquiry = _inquiry(request, pk, to=Access.WRITE)
    row = pupils_of(inquiry).filter(pk=pupil).first()
    try:
        if row is not None:
            actions.remove_pupil(pupil=row)
    except DraftClosedError:
        messages.error(request, CLOSED)
    return HttpResponseRedirect(reverse("my_inquiry_pupils", args=[pk]))
