"""The files of a draft: to add, to describe, to take away, and to fetch."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from camtree.core.rate_limits import is_over_limit
from camtree.media.views import send_private_file
from research.access import (
    get_attachment_for,
    get_inquiry_for,
    get_reviewed_attachment,
    get_shared_attachment,
)
from research.actions import attachments as deeds
from research.actions.writing import DraftClosedError
from research.choices import Access
from research.drafts import parts_of
from research.forms import AttachmentForm, NewAttachmentForm
from research.queries import attachments_of
from research.views.writing import CLOSED, may_write


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
                deeds.add_attachment(inquiry=inquiry, member=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            except ValidationError as error:
                form.add_error(None if hasattr(error, "error_dict") else "file", error)
            except DraftClosedError:
                messages.error(request, CLOSED)
                return HttpResponseRedirect(request.path)
            else:
                messages.success(request, _("Saved."))
                return HttpResponseRedirect(request.path)
    context = {
        "inquiry": inquiry,
        "form": form,
        "attachments": attachments_of(inquiry),
        "may_write": may_write(inquiry),
    }
    return render(request, "research/my/files.html", context, status=status or (422 if form.errors else 200))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say anew what a file is."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    attachment = get_object_or_404(attachments_of(inquiry), number=number)
    form = AttachmentForm(request.POST or None, instance=attachment)
    if request.method == "POST" and form.is_valid():
        attachment = get_object_or_404(attachments_of(inquiry), number=number)
        try:
            deeds.change_attachment(attachment=attachment, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except DraftClosedError:
            messages.error(request, CLOSED)
            return HttpResponseRedirect(reverse("my_inquiry_files", args=[pk]))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("my_inquiry_files", args=[pk]))
    context = {"inquiry": inquiry, "form": form, "attachment": attachment}
    return render(request, "research/my/file.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a file away. A second click finds nothing to take away, and that is fine."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    attachment = attachments_of(inquiry).filter(number=number).first()
    try:
        if attachment is not None:
            deeds.remove_attachment(attachment=attachment)
    except DraftClosedError:
        messages.error(request, CLOSED)
    except deeds.AttachmentPlacedError as error:
        heading = next((part.heading for part in parts_of(inquiry) if part.row.name == error.part), error.part)
        words = _("This picture stands in “%(section)s”. Take it out there first.")
        messages.error(request, words % {"section": heading})
    return HttpResponseRedirect(reverse("my_inquiry_files", args=[pk]))


@never_cache
@require_safe
def fetch(request: HttpRequest, key: str) -> HttpResponseBase:
    """A file of a draft, for those who may read the draft; with `?share=` for who holds a link to it, with `?review=`
    for its reviewers."""
    if token := request.GET.get("share", ""):
        attachment = get_shared_attachment(token, key)
    elif token := request.GET.get("review", ""):
        attachment = get_reviewed_attachment(token, key)
    else:
        attachment = get_attachment_for(request.user, key)
    return send_private_file(attachment.file, filename=attachment.shown_name)
