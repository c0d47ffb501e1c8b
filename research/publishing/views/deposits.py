"""DOIs that DataCite has not taken, for editors."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from camtree.core.words.numbers import number_in
from research.publishing.choices import DepositState
from research.publishing.datacite import is_configured
from research.publishing.depositing import send_deposit
from research.publishing.models import DoiDeposit
from research.review.access import get_editor


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """What waits or was not taken, with DataCite's answer, and a button to try again."""
    get_editor(request.user, "withdraw_report", "remove_report")
    if request.method == "POST":
        if not is_configured():
            raise Http404
        sent = send_deposit(deposit=get_object_or_404(DoiDeposit, pk=number_in(request.POST.get("deposit", ""))))
        if sent.state == DepositState.DONE:
            messages.success(request, _("DataCite has taken it."))
        else:
            messages.error(request, _("DataCite did not take it: %(answer)s") % {"answer": sent.last_answer})
        return HttpResponseRedirect(reverse("dois"))
    context = {"open": DoiDeposit.objects.open()[:100], "done": DoiDeposit.objects.filter(state="done").count()}
    return render(request, "research/publishing/desks/dois.html", context | {"is_configured": is_configured()})
