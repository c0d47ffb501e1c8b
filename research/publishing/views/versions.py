"""New versions of a report, and the earlier ones to read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.forms import posted
from camtree.core.http.addresses import address_for
from research.inquiries.access import get_inquiry_for
from research.inquiries.actions.writing import DraftClosedError
from research.inquiries.choices import Access, InquiryState
from research.library.access import get_report_for, kept_as_the_report
from research.library.identifiers import version_in
from research.publishing.actions.versions import start_new_version
from research.publishing.forms import NewVersionForm
from research.publishing.queries import notice_of
from research.review.actions.submitting import WithdrawnError
from research.review.views.submitting import WITHDRAWN


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what will change, and open the draft again."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.OWNER)
    if inquiry.state != InquiryState.PUBLISHED and inquiry.version == 1:
        raise Http404
    form = NewVersionForm(posted(request), initial={"what_changed": inquiry.what_changed if inquiry.is_open else ""})
    if request.method == "POST" and form.is_valid():
        try:
            start_new_version(inquiry=inquiry, what_changed=form.cleaned_data["what_changed"])
        except WithdrawnError:
            messages.error(request, WITHDRAWN)
        except DraftClosedError:
            messages.error(request, _("This report cannot be changed now."))
        else:
            messages.success(
                request, _("The draft is open. Readers see the published version until yours is approved.")
            )
        return HttpResponseRedirect(reverse("my_inquiry", args=[pk]))
    context = {"inquiry": inquiry, "form": form}
    return render(request, "research/publishing/new_version.html", context, status=422 if form.errors else 200)


@require_safe
def earlier_version(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """What a report said in an earlier version, with the way to the present one."""
    report = get_report_for(request, slug)
    if number == version_in(report.identifier):
        return HttpResponseRedirect(address_for(report, request=request))
    version = get_object_or_404(report.versions.select_related("page"), number=number)
    context = {
        "present": report,
        "version": version,
        "report": version.report,
        "sections": [block.value for block in version.report.body if block.value["content"]],
        "notice": notice_of(report),
        "is_view": True,
    }
    return kept_as_the_report(render(request, "research/publishing/report_version.html", context), report)
