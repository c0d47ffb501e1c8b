"""Marking an open answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from camtree.core.forms import posted
from camtree.core.seen import held
from learning.cohorts.actions.discussions import note_look
from learning.cohorts.choices import LookedAt
from learning.cohorts.queries import cohort_of
from learning.quizzes.access import get_open_answer_for
from learning.quizzes.actions.attempts import NothingToMarkError, mark_answer
from learning.quizzes.forms import MarkForm
from learning.quizzes.queries import versions_of
from learning.quizzes.rendering import asked_items


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer with its question, the guidance of its author, and the form."""
    item = get_open_answer_for(request.user, pk)
    learner = item.attempt.enrolment
    note_look(user=request.user, cohort=cohort_of(learner), what=LookedAt.ANSWER, enrolment=learner)  # type: ignore[arg-type]
    asked = next(iter(asked_items([item], versions_of([item]), is_disabled=True)), None)
    if asked is None:
        raise Http404
    with transaction.atomic():
        if request.method == "POST":
            held(item)
            item = get_open_answer_for(request.user, pk)
        before = (
            {"points": (item.score * item.points).normalize(), "feedback": item.feedback}
            if item.score is not None and item.marked_at
            else {}
        )
        form = MarkForm(posted(request), initial=before, most=item.points)
        if request.method == "POST" and form.is_valid():
            try:
                mark_answer(
                    item=item,
                    by=request.user,  # type: ignore[arg-type]
                    score=form.score,
                    feedback=form.cleaned_data["feedback"],
                )
            except NothingToMarkError:
                messages.error(request, _("This answer cannot be marked."))
            else:
                messages.success(request, _("The mark is kept. The learner sees it with the result."))
            return HttpResponseRedirect(reverse("marking"))
    context = {"item": item, "asked": asked, "form": form}
    return render(request, "learning/quizzes/mark.html", context, status=form.refusal if form.errors else 200)
