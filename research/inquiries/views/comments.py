"""Comments on one part of a draft."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from camtree.core.http.rate_limits import is_over_limit
from camtree.core.words.numbers import number_in
from research.inquiries.access import get_inquiry_for
from research.inquiries.actions import comments as actions
from research.inquiries.actions.writing import DraftClosedError
from research.inquiries.drafts import parts_of
from research.inquiries.forms import CommentForm
from research.inquiries.models import PartComment
from research.inquiries.queries import threads_of
from research.inquiries.views.writing import CLOSED


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """What was said about a part, and the form to say something; `settle` and `reopen` name a thread."""
    inquiry, status = get_inquiry_for(request.user, pk), 0
    part = next((part for part in parts_of(inquiry) if part.row.name == name), None)
    if part is None:
        raise Http404
    form, answered = CommentForm(), None
    if request.method == "POST":
        form, answered = CommentForm(request.POST), number_in(request.POST.get("answer_to", ""))
        if answered is not None:
            # The summary of what is wrong leads to the field below the thread.
            form.fields["text"].widget.attrs["id"] = f"answer-{answered}"
        is_decision = "settle" in request.POST or "reopen" in request.POST
        try:
            if is_decision:
                _decide(request, pk, name)
                return HttpResponseRedirect(request.path)
            if form.is_valid() and is_over_limit(request, "comment", times=200, seconds=3600):
                too_many = _("Too many forms came from your network in the last hour. Please try again later.")
                form.add_error(None, too_many)
                status = 429
            elif form.is_valid():
                thread = request.POST.get("answer_to", "")
                parent = _thread(pk, name, thread) if thread else None
                member: Any = request.user
                actions.add_comment(
                    inquiry=inquiry, member=member, name=name, text=form.cleaned_data["text"], answer_to=parent
                )
                return HttpResponseRedirect(request.path)
        except DraftClosedError:
            messages.error(request, CLOSED)
            return HttpResponseRedirect(request.path)
    threads = threads_of(inquiry).get(name, [])
    context = {"inquiry": inquiry, "part": part, "threads": threads, "form": form, "answered": answered}
    context["new_form"] = CommentForm() if answered else form
    return render(request, "research/inquiries/comments.html", context, status=status or (422 if form.errors else 200))


def _thread(pk: int, name: str, number: str) -> PartComment:
    rows = PartComment.objects.filter(part__inquiry=pk, part__name=name)
    found: PartComment = get_object_or_404(rows, pk=number_in(number))
    return found


def _decide(request: HttpRequest, pk: int, name: str) -> None:
    member: Any = request.user
    if "settle" in request.POST:
        actions.resolve_comment(comment=_thread(pk, name, request.POST["settle"]), member=member)
    else:
        actions.reopen_comment(comment=_thread(pk, name, request.POST["reopen"]))
