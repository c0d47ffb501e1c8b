"""The references of a draft: paste, look, keep; or write by hand."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from camtree.core.forms import posted
from camtree.core.seen import held
from research.inquiries.access import get_inquiry_for
from research.inquiries.actions import references as actions
from research.inquiries.actions.writing import DraftClosedError
from research.inquiries.choices import Access
from research.inquiries.forms import PastedReferencesForm, ReferenceForm
from research.inquiries.manuscript import as_markdown, from_markdown
from research.inquiries.queries import references_of
from research.inquiries.views.writing import CLOSED, may_write


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def references(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; what was pasted is shown before it comes in."""
    inquiry = get_inquiry_for(request.user, pk)
    pasted, written = PastedReferencesForm(), ReferenceForm(prefix="hand")
    context: dict[str, Any] = {}
    if request.method == "POST":
        inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
        member: Any = request.user
        try:
            if "by-hand" in request.POST:
                written = ReferenceForm(request.POST, prefix="hand")
                if written.is_valid():
                    html = from_markdown(written.cleaned_data["text"])
                    actions.add_reference_by_hand(inquiry=inquiry, member=member, html=html)
                    return HttpResponseRedirect(request.path)
            else:
                pasted = PastedReferencesForm(request.POST)
                if pasted.is_valid() and "keep" in request.POST:
                    text = pasted.cleaned_data["pasted"]
                    count, _found = actions.add_references(inquiry=inquiry, member=member, text=text)
                    words = ngettext("%(count)d reference was added.", "%(count)d references were added.", count)
                    messages.success(request, words % {"count": count})
                    return HttpResponseRedirect(request.path)
                if pasted.is_valid():
                    entries, found = actions.look_at_references(inquiry=inquiry, text=pasted.cleaned_data["pasted"])
                    new = [entry for entry in entries if not entry.is_known]
                    context = {"entries": entries, "faults": found.faults, "new": new, "is_preview": True}
        except ValidationError as error:
            pasted.add_error(None, error) if pasted.is_bound else written.add_error(None, error)
        except DraftClosedError:
            messages.error(request, CLOSED)
            return HttpResponseRedirect(request.path)
    wrong = pasted if pasted.errors else written
    context |= {
        "inquiry": inquiry,
        "references": references_of(inquiry),
        "pasted": pasted,
        "written": written,
        "form": wrong,
        "may_write": may_write(inquiry),
    }
    return render(request, "research/inquiries/references.html", context, status=422 if wrong.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reference(request: HttpRequest, pk: int, reference: int) -> HttpResponse:
    """Change one by hand."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    with transaction.atomic():
        if request.method == "POST":
            held(inquiry)
        row = get_object_or_404(references_of(inquiry), pk=reference)
        form = ReferenceForm(posted(request), initial={"text": as_markdown(row.text)})
        if request.method == "POST" and form.is_valid():
            try:
                actions.change_reference(reference=row, html=from_markdown(form.cleaned_data["text"]))
            except DraftClosedError:
                messages.error(request, CLOSED)
            else:
                messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("my_inquiry_references", args=[pk]))
    context = {"inquiry": inquiry, "form": form, "reference": row}
    return render(request, "research/inquiries/reference.html", context, status=form.refusal if form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, reference: int) -> HttpResponse:
    """Take one off the list; a second click finds it gone."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    row = references_of(inquiry).filter(pk=reference).first()
    try:
        if row is not None:
            actions.remove_reference(reference=row)
    except DraftClosedError:
        messages.error(request, CLOSED)
    return HttpResponseRedirect(reverse("my_inquiry_references", args=[pk]))
