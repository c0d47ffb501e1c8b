"""Handing a draft to the editors."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from research.inquiries.access import get_inquiry_for
from research.inquiries.actions import writing
from research.inquiries.choices import Access
from research.inquiries.drafts import checklist, parts_of
from research.inquiries.safety import flags_of
from research.inquiries.views.writing import CLOSED
from research.review.actions import submitting
from research.review.forms import SubmitForm

UNCHANGED = gettext_lazy(
    "Nothing in this version differs from the one that readers have. Write what you want to change, then submit it."
)
WITHDRAWN = gettext_lazy(
    "This report is marked as withdrawn, so it takes no new version. Ask the editors first to make it public again."
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist, and the button that hands the draft to the editors."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.OWNER)
    if request.method != "POST":
        prefetch_related_objects([inquiry], "people")
    form, parts = SubmitForm(request.POST if request.method == "POST" else None), parts_of(inquiry)
    remarks, flags = checklist(inquiry, parts), flags_of(inquiry)
    if request.method == "POST":
        if not form.is_valid():
            messages.error(request, _("This call is closed. Please choose again."))
            return HttpResponseRedirect(request.path)
        try:
            submitting.submit_inquiry(inquiry=inquiry, member=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except submitting.NotReadyError:
            messages.error(request, _("Some things are still missing. They are listed below."))
            return HttpResponseRedirect(request.path)
        except submitting.UnchangedError:
            messages.error(request, UNCHANGED)
            return HttpResponseRedirect(request.path)
        except submitting.WithdrawnError:
            messages.error(request, WITHDRAWN)
            return HttpResponseRedirect(request.path)
        except writing.DraftClosedError:
            messages.error(request, CLOSED)
        else:
            messages.success(request, _("Your report is with the editors. You will hear from them by e-mail."))
        return HttpResponseRedirect(reverse("my_research"))
    context: dict[str, Any] = {
        "inquiry": inquiry,
        # The call is chosen once, for all rounds.
        "form": form if form.has_calls and not inquiry.report_id else None,
        "stops": [remark for remark in remarks if remark.stops],
        "is_ready": not any(remark.stops for remark in remarks) and all(flag.reason for flag in flags),
        "flags": flags,
        "headings": {part.row.name: part.heading for part in parts},
        "advice": [remark for remark in remarks if not remark.stops],
        "awaited": [person for person in inquiry.people.all() if person.is_waiting],
    }
    return render(request, "research/review/submit.html", context)
