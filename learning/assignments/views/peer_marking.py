"""Where peers mark: the example, taking works and marking them, appeals, and the answers to these."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from camtree.core.forms import posted
from camtree.core.pages.doors import past_doors
from camtree.media.views import send_private_file
from learning.assignments.access import get_appeal_to_decide, get_marking_for
from learning.assignments.actions import peer_marking as actions
from learning.assignments.actions.works import StaleWorkError
from learning.assignments.models import AssignmentWork
from learning.assignments.peer_forms import AppealForm, DecisionForm, ExampleForm, HandBackForm, PeerMarkForm
from learning.assignments.peer_marks import peer_rules
from learning.assignments.peer_pages import asked_at, criteria_at, example_at, lines_of, peer_page, results_of
from learning.assignments.peer_works import READABLE
from learning.cohorts.actions.discussions import note_look
from learning.cohorts.choices import LookedAt
from learning.cohorts.queries import cohort_of
from learning.courses.choices import StepKind
from learning.courses.models import Step
from learning.studying.access import get_step_for
from learning.studying.models import Enrolment


def _back(course: UUID, step: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("assignment", args=[course, step]))


def _step(user: Any, course: UUID, key: UUID) -> tuple[Enrolment, Step]:
    """A step of theirs at which peers mark. Else 404."""
    enrolment, step = get_step_for(user, course, key, kind=StepKind.ASSIGNMENT)
    if peer_rules(step) is None:
        raise Http404
    return enrolment, step


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def example(request: HttpRequest, course: UUID, step: UUID) -> HttpResponse:
    """The example to mark first; once it is marked, what the editor gave it and why."""
    enrolment, row = _step(request.user, course, step)
    work = AssignmentWork.objects.filter(enrolment=enrolment, step_key=row.key).first()
    asked, shown = asked_at(row), example_at(row)
    page = peer_page(enrolment, row, work, asked)
    if shown is None or page is None or not page.is_in:
        return _back(course, step)
    criteria = criteria_at(row, asked)
    form = ExampleForm(posted(request), criteria=criteria)
    if request.method == "POST" and page.needs_example and form.is_valid():
        actions.calibrate(enrolment=enrolment, step=row, points=form.points(), given=shown.points)
        return HttpResponseRedirect(request.path)
    context: dict[str, Any] = {"step": row, "asked": asked, "example": shown, "page": page, "form": form}
    if page.calibration:
        context["lines"] = zip(
            lines_of(page.calibration.points, {}, criteria), lines_of(shown.points, shown.why, criteria), strict=True
        )
    return render(request, "learning/assignments/peers/example.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def take(request: HttpRequest, course: UUID, step: UUID) -> HttpResponse:
    """The next work of another to mark, which opens at once."""
    enrolment, row = _step(request.user, course, step)
    try:
        marking = actions.take_work(enrolment=enrolment, step=row)
    except actions.NotYetError:
        messages.error(request, _("First hand in your own work, and mark the example where there is one."))
        return _back(course, step)
    if marking is None:
        messages.info(request, _("No work waits for you just now. Please look again in some days."))
        return _back(course, step)
    return HttpResponseRedirect(reverse("peer_marking", args=[course, step, marking.pk]))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, course: UUID, step: UUID, pk: int) -> HttpResponse:
    """The work of another, without its author, and the form; afterwards what one gave."""
    _enrolment, row, marking = get_marking_for(request.user, course, step, pk)
    asked, work = asked_at(row), marking.work
    assert work is not None  # noqa: S101 - asked for in the query
    criteria = criteria_at(row, asked)
    form = PeerMarkForm(posted(request), criteria=criteria, initial={"number": work.number})
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        try:
            actions.mark_as_peer(marking=marking, points=form.points(), words=form.words(), number=number)
        except StaleWorkError:
            messages.error(request, _("This work has changed since you opened it. Please read it again."))
            form = PeerMarkForm({**request.POST.dict(), "number": work.number}, criteria=criteria)
        except actions.MarkingClosedError:
            messages.error(request, _("You have sent your marks already. They stay as they were."))
            return _back(course, step)
        else:
            messages.success(request, _("Thank you. The author reads your marks without your name."))
            return _back(course, step)
    context = {
        "step": row,
        "asked": asked,
        "marking": marking,
        "work": work,
        "is_readable": work.state in READABLE,
        "form": form,
        "hand_back": HandBackForm(),
        "lines": lines_of(marking.points, marking.words, criteria) if marking.done_at else None,
        "example": example_at(row) is not None,
    }
    return render(request, "learning/assignments/peers/mark.html", context, status=400 if form.is_bound else 200)


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, course: UUID, step: UUID, pk: int) -> HttpResponseBase:
    """The file of a work that one marks, under a name that tells nothing."""
    _enrolment, _row, marking = get_marking_for(request.user, course, step, pk)
    work = marking.work
    if work is None or not work.file or work.state not in READABLE:
        raise Http404
    return send_private_file(work.file, filename=marking.file_name)


@login_required
@require_POST
def hand_back(request: HttpRequest, course: UUID, step: UUID, pk: int) -> HttpResponse:
    """Not to mark a work, and to say why."""
    _enrolment, _row, marking = get_marking_for(request.user, course, step, pk)
    form = HandBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why you hand the work back."))
        return HttpResponseRedirect(reverse("peer_marking", args=[course, step, pk]))
    try:
        actions.hand_back_unmarked(marking=marking, reason=form.cleaned_data["reason"])
    except actions.MarkingClosedError:
        messages.error(request, _("You have sent your marks already. They stay as they were."))
    else:
        messages.success(request, _("Thank you for saying so. You may take another work."))
    return _back(course, step)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, course: UUID, step: UUID) -> HttpResponse:
    """Ask a person to look at the marks."""
    enrolment, row = _step(request.user, course, step)
    work = AssignmentWork.objects.filter(enrolment=enrolment, step_key=row.key).first()
    page = peer_page(enrolment, row, work, None)
    if work is None or page is None or not page.may_appeal:
        return _back(course, step)
    form = AppealForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(work=work, words=form.cleaned_data["words"])
        except actions.NothingToAppealError:
            messages.error(request, _("There are no marks to appeal against any more."))
        else:
            messages.success(request, _("A facilitator or an editor looks at the marks. You are told by e-mail."))
        return _back(course, step)
    context = {"step": row, "asked": asked_at(row), "form": form}
    return render(request, "learning/assignments/peers/appeal.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """An appeal with the work, what peers gave, and the form for the answer."""
    user: Any = request.user
    found, status = get_appeal_to_decide(user, pk), 0
    work, learner = found.work, found.work.enrolment
    note_look(user=user, cohort=cohort_of(learner), what=LookedAt.WORK, enrolment=learner)
    step = Step.objects.filter(course_key=learner.course_key, key=work.step_key).first()
    with past_doors():
        asked = asked_at(step) if step else None
    criteria = criteria_at(step, asked) if step else []
    form = DecisionForm(posted(request), criteria=criteria)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_appeal(appeal=found, by=user, points=form.changed_points, words=form.cleaned_data["words"])
        except actions.AppealClosedError:
            # The words of who came second are not lost: the page shows them beside the answer that was given.
            found, status = get_appeal_to_decide(user, pk), 409
            form.add_error(None, _("This appeal was answered already."))
        else:
            messages.success(request, _("Answered. The learner is told by e-mail."))
            return HttpResponseRedirect(reverse("marking"))
    context = {
        "appeal": found,
        "work": work,
        "asked": asked,
        "lines": lines_of(work.points, {}, criteria),
        "results": results_of(work, criteria),
        "form": form,
    }
    return render(
        request, "learning/assignments/peers/decide.html", context, status=status or (422 if form.errors else 200)
    )
