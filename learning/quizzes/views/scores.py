"""Results of quizzes, at the desk of those who run a cohort. Each look is written down, as that at the grid is."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from camtree.core.papers.spreadsheets import csv_answer
from learning.cohorts.access import get_cohort_run_by, get_learner_of
from learning.cohorts.actions.discussions import note_look
from learning.cohorts.choices import LookedAt
from learning.quizzes.scores import attempts_table, learners_of, quiz_steps, score_lines

ON_A_PAGE = 50


@never_cache
@login_required
@require_safe
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    """A line for each learner, a column for each quiz."""
    user: Any = request.user
    cohort = get_cohort_run_by(user, pk)
    note_look(user=user, cohort=cohort, what=LookedAt.GRID)
    steps = quiz_steps(cohort)
    results = Paginator(learners_of(cohort), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"cohort": cohort, "steps": steps, "results": results, "lines": score_lines(results, steps)}
    return render(request, "learning/cohorts/teaching/scores.html", context)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every attempt of everybody as a table for a spreadsheet."""
    user: Any = request.user
    cohort = get_cohort_run_by(user, pk)
    note_look(user=user, cohort=cohort, what=LookedAt.FILE)
    # The lines leave after the language of the request is put away.
    return csv_answer(list(attempts_table(cohort)), f"cohort-{pk}-quizzes-{timezone.localdate():%Y-%m-%d}.csv")


@never_cache
@login_required
@require_safe
def attempts(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """One learner: each attempt at each quiz. What they answered is not shown here."""
    user: Any = request.user
    cohort = get_cohort_run_by(user, pk)
    learner = get_learner_of(cohort, member)
    note_look(user=user, cohort=cohort, what=LookedAt.LEARNER, enrolment=learner.enrolment)
    [line] = score_lines([learner], quiz_steps(cohort))
    context = {"cohort": cohort, "learner": learner, "quizzes": line.cells}
    return render(request, "learning/cohorts/teaching/attempts.html", context)
