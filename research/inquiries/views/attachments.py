"""The files of a draft: to add, to describe, to take away, and to fetch."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from camtree.core.forms import posted
from camtree.core.http.rate_limits import is_over_limit
from camtree.core.seen import held
from camtree.core.words.languages import join
from research.inquiries.access import get_inquiry_for
from research.inquiries.actions import attachments as actions
from research.inquiries.actions.writing import DraftClosedError
from research.inquiries.choices import Access, AttachmentKind
from research.inquiries.drafts import parts_of
from research.inquiries.figures import address_of
from research.inquiries.forms import AttachmentForm, NewAttachmentForm
from research.inquiries.hidden_names import names_in_file, names_in_pdfs, names_of_draft
from research.inquiries.queries import attachments_of
from research.inquiries.views.writing import CLOSED, may_write


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """What belongs to the draft, and the form to add one."""
    inquiry, status = get_inquiry_for(request.user, pk), 0
    form = NewAttachmentForm(initial={"licence": inquiry.licence})
    if request.method == "POST":
        inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
        form = NewAttachmentForm(request.POST, request.FILES)
        if form.is_valid() and is_over_limit(request, "attach", times=120, seconds=3600):
            form.add_error(None, _("Too many forms came from your network in the last hour. Please try again later."))
            status = 429
        elif form.is_valid():
            try:
                added = actions.add_attachment(inquiry=inquiry, member=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            except ValidationError as error:
                form.add_error(None if hasattr(error, "error_dict") else "file", error)
            except DraftClosedError:
                messages.error(request, CLOSED)
                return HttpResponseRedirect(request.path)
            else:
                messages.success(request, _("Saved."))
                _tell_names(request, names_in_file(added, names_of_draft(inquiry)))
                return HttpResponseRedirect(request.path)
    attachments = list(attachments_of(inquiry))
    context = {
        "inquiry": inquiry,
        "form": form,
        "attachments": attachments,
        "pdfs": names_in_pdfs(inquiry, [row.key for row in attachments])
        if any(row.is_pdf for row in attachments)
        else {},
        "may_write": may_write(inquiry),
    }
    return render(request, "research/inquiries/files.html", context, status=status or (422 if form.errors else 200))


@login_required
@require_POST
def paste(request: HttpRequest, pk: int) -> JsonResponse:
    """A picture that was pasted into the text: a file of the draft like any other, which is described later."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    member: Any = request.user
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"says": _("There was no picture in it.")}, status=422)
    if is_over_limit(request, "attach", times=120, seconds=3600):
        words = _("Too many forms came from your network in the last hour. Please try again later.")
        return JsonResponse({"says": words}, status=429)
    facts = {"kind": AttachmentKind.PICTURE, "title": _("Pasted picture"), "licence": inquiry.licence}
    try:
        added = actions.add_attachment(inquiry=inquiry, member=member, file=file, **facts)
    except ValidationError as error:
        return JsonResponse({"says": " ".join(error.messages)}, status=422)
    except DraftClosedError:
        return JsonResponse({"says": CLOSED}, status=423)
    says = _("The picture is among the files. Say there what it shows, and whether anybody can be recognised in it.")
    return JsonResponse({"source": address_of(added.key), "alt": "", "caption": "", "says": says})


def _tell_names(request: HttpRequest, found: list[str]) -> None:
    """Cleaning takes out what programs wrote; what people wrote they take out themselves."""
    if found:
        words = _(
            "This file names its authors: %(names)s. Reviewers who must not know them would read it. Take the names "
            "out in your program, also in headers, footers and comments, and add the file again."
        )
        messages.warning(request, words % {"names": join(found)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say anew what a file is."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    with transaction.atomic():
        if request.method == "POST":
            held(inquiry)
        attachment = get_object_or_404(attachments_of(inquiry), number=number)
        form = AttachmentForm(posted(request), instance=attachment)
        if request.method == "POST" and form.is_valid():
            attachment = get_object_or_404(attachments_of(inquiry), number=number)
            try:
                actions.change_attachment(attachment=attachment, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            except DraftClosedError:
                messages.error(request, CLOSED)
                return HttpResponseRedirect(reverse("my_inquiry_files", args=[pk]))
            else:
                messages.success(request, _("Saved."))
                return HttpResponseRedirect(reverse("my_inquiry_files", args=[pk]))
    context = {"inquiry": inquiry, "form": form, "attachment": attachment}
    return render(request, "research/inquiries/file.html", context, status=form.refusal if form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a file away. A second click finds nothing to take away, and that is fine."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    attachment = attachments_of(inquiry).filter(number=number).first()
    try:
        if attachment is not None:
            actions.remove_attachment(attachment=attachment)
    except DraftClosedError:
        messages.error(request, CLOSED)
    except actions.AttachmentPlacedError as error:
        heading = next((part.heading for part in parts_of(inquiry) if part.row.name == error.part), error.part)
        words = _("This picture stands in “%(section)s”. Take it out there first.")
        messages.error(request, words % {"section": heading})
    return HttpResponseRedirect(reverse("my_inquiry_files", args=[pk]))
