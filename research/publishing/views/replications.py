"""I tried this too: to write, to take back, to publish."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from camtree.core.forms import posted
from camtree.core.http.rate_limits import is_over_limit
from camtree.core.words.locales import active_locale
from camtree.vocabularies.queries import term_names
from research.library.access import get_report_for
from research.publishing.access import get_pending_replication, get_replication_for
from research.publishing.actions import replications as actions
from research.publishing.forms import AnswerForm, ReplicationForm
from research.publishing.models import Replication
from research.review.access import get_editor

PER_PAGE = 25


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tried(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a short record of trying what the report tells."""
    report, status = get_report_for(request, slug), 0
    waiting = Replication.objects.of_work(report).filter(member=request.user.pk, state="pending").first()
    form = ReplicationForm(posted(request), instance=waiting, phases=term_names(active_locale())["phases"])
    if request.method == "POST" and form.is_valid() and is_over_limit(request, "replication", times=10, seconds=3600):
        form.add_error(None, _("Too many forms came from your network in the last hour. Please try again later."))
        status = 429
    elif request.method == "POST" and form.is_valid():
        actions.record_replication(report=report, member=request.user, facts=form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Thank you. An editor reads it first; you will hear by e-mail."))
        return HttpResponseRedirect(reverse("my_replications"))
    context = {"report": report, "form": form, "waiting": waiting, "is_view": True}
    return render(request, "research/publishing/tried.html", context, status=status or (422 if form.errors else 200))


@never_cache
@login_required
@require_safe
def my_replications(request: HttpRequest) -> HttpResponse:
    """What the member has told, and how far it is."""
    records = Replication.objects.filter(member=request.user.pk).select_related("report__locale")
    return render(request, "research/publishing/my_replications.html", {"records": records})


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a record back."""
    actions.delete_replication(replication=get_replication_for(request.user, pk))
    messages.success(request, _("Your record is deleted."))
    return HttpResponseRedirect(reverse("my_replications"))


@never_cache
@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Records that nobody has decided on, the oldest first."""
    get_editor(request.user, "moderate_replication")
    waiting = Replication.objects.filter(state="pending").select_related("report__locale", "phase", "member")
    page = Paginator(waiting.order_by("written_at"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "research/publishing/desks/replications.html", {"page_of": page, "form": AnswerForm()})


@never_cache
@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish one record, or decline it with a sentence."""
    editor = get_editor(request.user, "moderate_replication")
    record = get_pending_replication(pk)
    publish = request.POST.get("do") == "publish"
    form = AnswerForm(request.POST)
    if not publish and not form.is_valid():
        messages.error(request, _("Say in a sentence why it is not published: the member is told."))
        return HttpResponseRedirect(reverse("replications"))
    try:
        actions.decide_replication(
            replication=record, by=editor, publish=publish, answer="" if publish else form.cleaned_data["reason"]
        )
    except actions.OwnRecordError:
        messages.error(request, _("This record is your own. Somebody else has to decide."))
    except actions.DecidedError:
        messages.error(request, _("Somebody else has decided meanwhile."))
    else:
        messages.success(request, _("Published.") if publish else _("Declined. The member is told why."))
    return HttpResponseRedirect(reverse("replications"))
