"""The desk of those who mark: open answers, works and appeals that wait."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning.assignments.access import appeals_for, works_for
from learning.assignments.peer_works import for_a_person
from learning.cohorts.access import may_mark
from learning.quizzes.access import open_answers_for

ON_A_PAGE = 25


@never_cache
@login_required
@require_safe
def marking(request: HttpRequest) -> HttpResponse:
    """The answers and the works that wait, the oldest first."""
    if not may_mark(request.user):
        raise Http404
    waiting = open_answers_for(request.user).filter(score=None).order_by("attempt__submitted_at", "pk")
    results = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
    works = for_a_person(works_for(request.user)).order_by("submitted_at", "pk")[:ON_A_PAGE]
    context = {"results": results, "works": works, "appeals": appeals_for(request.user)[:ON_A_PAGE]}
    return render(request, "learning/assignments/marking.html", context)
