"""More time in quizzes, from the desk of those who run a cohort."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from camtree.core.forms import posted
from camtree.core.seen import held
from learning.cohorts.access import get_learner_to_help
from learning.cohorts.actions.discussions import note_look
from learning.cohorts.choices import LookedAt
from learning.quizzes.actions.accommodations import give_more_time
from learning.quizzes.forms import MoreTimeForm
from learning.quizzes.models import Accommodation


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def more_time(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """See and set how much more time a learner has. The look is written down, as on the learner's page."""
    user: Any = request.user
    cohort, learner = get_learner_to_help(user, pk, member)
    enrolment: Any = learner.enrolment
    note_look(user=user, cohort=cohort, what=LookedAt.LEARNER, enrolment=enrolment)
    with transaction.atomic():
        if request.method == "POST":
            held(enrolment)
        row = Accommodation.objects.filter(enrolment=enrolment).first()
        initial = {"extra_percent": row.extra_percent if row else 0, "note": row.note if row else ""}
        form = MoreTimeForm(posted(request), initial=initial)
        if request.method == "POST" and form.is_valid():
            give_more_time(enrolment=enrolment, by=user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("teach_learner", args=[pk, member]))
    context = {"cohort": cohort, "learner": learner, "form": form}
    return render(
        request, "learning/cohorts/teaching/more_time.html", context, status=form.refusal if form.errors else 200
    )
