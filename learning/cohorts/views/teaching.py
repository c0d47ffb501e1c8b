"""The desk of those who run cohorts: how far everybody is, who is in, what is due, what is said."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from camtree.core.forms import posted
from camtree.core.http.rate_limits import is_over_limit
from camtree.core.papers.spreadsheets import csv_answer
from camtree.core.seen import held
from camtree.core.words.numbers import number_in
from learning.cohorts.access import get_cohort_run_by, get_facilitator_of, get_learner_of, get_place_in, is_facilitator
from learning.cohorts.actions import cohorts as actions
from learning.cohorts.actions.discussions import announce, message_stuck, note_look
from learning.cohorts.actions.sessions import extend_deadline, set_deadline
from learning.cohorts.choices import LookedAt, MemberState
from learning.cohorts.forms import (
    CohortForm,
    DeadlineForm,
    ExtensionForm,
    FacilitatorForm,
    InviteForm,
    MessageForm,
    NewCohortForm,
    StuckForm,
)
from learning.cohorts.grids import STUCK_AFTER, grid_of, line_of, table_of
from learning.cohorts.models import Cohort, CohortMember
from learning.cohorts.queries import course_of, titles_of

# Nobody invites more often by hand; a machine that took over an account might.
INVITATIONS_A_DAY = 30
# Beyond that a number of days says nothing.
MOST_DAYS = 3650


@never_cache
@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The cohorts one runs."""
    if not is_facilitator(request.user):
        raise Http404
    cohorts = Cohort.objects.run_by(request.user).with_free()
    context = {"cohorts": cohorts, "may_add": request.user.has_perm("learning.add_cohort")}
    return render(request, "learning/cohorts/teaching/index.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a cohort; who makes it runs it."""
    user: Any = request.user
    if not user.has_perm("learning.add_cohort"):
        raise Http404
    form = NewCohortForm(posted(request))
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        others = facts.pop("others")
        cohort = actions.create_cohort(facilitators=[user, *others], by=user, **facts)
        messages.success(request, _("The group is there. Now let people in."))
        return HttpResponseRedirect(reverse("teach_people", args=[cohort.pk]))
    return render(request, "learning/cohorts/teaching/new.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far everybody is: a line for each learner, a column for each step."""
    cohort = get_cohort_run_by(request.user, pk)
    grid = grid_of(cohort)
    note_look(user=request.user, cohort=cohort, what=LookedAt.GRID)  # type: ignore[arg-type]
    days = min(number_in(request.GET.get("away", "")) or 0, MOST_DAYS)
    learners = grid.away(days) if days else grid.stuck if request.GET.get("stuck") else grid.learners
    context = {
        "cohort": cohort,
        "course": course_of(cohort),
        "grid": grid,
        "learners": learners,
        "days": days,
        "only_stuck": not days and bool(request.GET.get("stuck")),
        "stuck_after": STUCK_AFTER,
    }
    return render(request, "learning/cohorts/teaching/progress.html", context)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The same as a table for a spreadsheet."""
    cohort = get_cohort_run_by(request.user, pk)
    note_look(user=request.user, cohort=cohort, what=LookedAt.FILE)  # type: ignore[arg-type]
    return csv_answer(table_of(grid_of(cohort)), f"cohort-{pk}-{timezone.localdate():%Y-%m-%d}.csv")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def learner(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """One learner: each step, each session, each deadline; more time for a step."""
    user: Any = request.user
    cohort = get_cohort_run_by(user, pk)
    row = get_learner_of(cohort, member)
    note_look(user=user, cohort=cohort, what=LookedAt.LEARNER, enrolment=row.enrolment)
    form = ExtensionForm(posted(request), cohort=cohort)
    if request.method == "POST" and form.is_valid():
        extend_deadline(member=row, by=user, **form.cleaned_data)
        messages.success(request, _("%(name)s has longer now.") % {"name": row})
        return HttpResponseRedirect(request.path)
    line = line_of(row)
    context = {
        "cohort": cohort,
        "learner": line,
        "states": [(state, line.due.get(state.step.key)) for state in line.progress.states],
        "attendances": row.attendances.select_related("session").order_by("session__starts_at"),
        "extensions": _with_titles(cohort, row.extensions.select_related("deadline", "given_by")),
        "has_deadlines": cohort.deadlines.exists(),
        "form": form,
    }
    return render(request, "learning/cohorts/teaching/learner.html", context, status=422 if form.errors else 200)


# ---------------------------------------------------------------- people


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in, who waits, who is invited; inviting more."""
    user: Any = request.user
    cohort = get_cohort_run_by(user, pk)
    form, other = InviteForm(), FacilitatorForm()
    if request.method == "POST" and "email" in request.POST:
        other = FacilitatorForm(request.POST)
    elif request.method == "POST":
        form = InviteForm(request.POST)
    if form.is_bound and form.is_valid():
        if is_over_limit(request, "invite-to-cohort", times=INVITATIONS_A_DAY, seconds=86_400):
            form.add_error("emails", _("You have sent many invitations today. Go on tomorrow."))
        else:
            sent = actions.invite_members(cohort=cohort, emails=form.cleaned_data["emails"], by=user)
            words = ngettext("%(number)s invitation is on its way.", "%(number)s invitations are on their way.", sent)
            messages.success(request, words % {"number": sent})
            return HttpResponseRedirect(request.path)
    if other.is_bound and other.is_valid():
        actions.add_facilitator(cohort=cohort, user=other.cleaned_data["email"])
        messages.success(request, _("%(name)s runs the group with you.") % {"name": other.cleaned_data["email"]})
        return HttpResponseRedirect(request.path)
    rows = list(cohort.members.exclude(state=MemberState.LEFT).select_related("member"))
    rows.sort(key=lambda row: str(row).casefold())
    states = {state: [row for row in rows if row.state == state] for state in MemberState}
    states[MemberState.WAITING].sort(key=lambda row: (row.waiting_since, row.pk))
    context = {
        "cohort": cohort,
        "joined": states[MemberState.JOINED],
        "offered": states[MemberState.OFFERED],
        "waiting": states[MemberState.WAITING],
        "invited": states[MemberState.INVITED],
        "gone": [*states[MemberState.DECLINED], *states[MemberState.EXPIRED]],
        "facilitators": cohort.facilitator_rows.select_related("user"),
        "join_address": request.build_absolute_uri(reverse("join_cohort")),
        "form": form,
        "other": other,
    }
    is_refused = request.method == "POST"
    return render(request, "learning/cohorts/teaching/people.html", context, status=422 if is_refused else 200)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Take somebody out, off the waiting list, or an invitation back."""
    row = get_place_in(get_cohort_run_by(request.user, pk), member)
    if row.state == MemberState.INVITED:
        actions.decline_place(member=row)
    else:
        actions.leave_cohort(member=row)
    messages.success(request, _("%(name)s is no longer in the group.") % {"name": row})
    return HttpResponseRedirect(reverse("teach_people", args=[pk]))


@login_required
@require_POST
def remove_facilitator(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take the group from somebody who runs it with others."""
    cohort = get_cohort_run_by(request.user, pk)
    user = get_facilitator_of(cohort, row).user
    if actions.remove_facilitator(cohort=cohort, user=user):
        messages.success(request, _("%(name)s no longer runs the group.") % {"name": user})
    else:
        messages.error(request, _("Somebody has to run the group. Put somebody else first."))
    still = Cohort.objects.run_by(request.user).filter(pk=pk).exists()
    return HttpResponseRedirect(reverse("teach_people", args=[pk]) if still else reverse("my_teaching"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said of a cohort."""
    cohort = get_cohort_run_by(request.user, pk)
    with transaction.atomic():
        form = CohortForm(posted(request), cohort=held(cohort) if request.method == "POST" else cohort)
        if request.method == "POST" and form.is_valid():
            actions.change_cohort(cohort=cohort, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(request.path)
    context = {"cohort": cohort, "form": form}
    return render(request, "learning/cohorts/teaching/facts.html", context, status=form.refusal if form.errors else 200)


# ---------------------------------------------------------------- deadlines


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deadlines(request: HttpRequest, pk: int) -> HttpResponse:
    """Days until which steps are due, and who has longer."""
    cohort = get_cohort_run_by(request.user, pk)
    form = DeadlineForm(posted(request), cohort=cohort)
    if request.method == "POST" and form.is_valid():
        set_deadline(cohort=cohort, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)
    rows = list(cohort.deadlines.prefetch_related("extensions__member__member"))
    titles = titles_of([row.step_key for row in rows], cohort.course_key)
    context = {"cohort": cohort, "rows": [(row, titles.get(row.step_key, "")) for row in rows], "form": form}
    return render(request, "learning/cohorts/teaching/deadlines.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_deadline(request: HttpRequest, pk: int, deadline: int) -> HttpResponse:
    """Nothing is due there any more."""
    cohort = get_cohort_run_by(request.user, pk)
    row = cohort.deadlines.filter(pk=deadline).first()
    if row is not None:
        set_deadline(cohort=cohort, step_key=row.step_key, due_on=None)
    messages.success(request, _("The deadline is gone."))
    return HttpResponseRedirect(reverse("teach_deadlines", args=[pk]))


def _with_titles(cohort: Cohort, extensions: Any) -> list[tuple[Any, str]]:
    rows = list(extensions)
    titles = titles_of([row.deadline.step_key for row in rows], cohort.course_key)
    return [(row, titles.get(row.deadline.step_key, "")) for row in rows]


# ---------------------------------------------------------------- messages


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announcements(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell everybody something, and what was told."""
    cohort = get_cohort_run_by(request.user, pk)
    form = MessageForm(posted(request))
    if request.method == "POST" and form.is_valid():
        announce(cohort=cohort, author=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Sent."))
        return HttpResponseRedirect(request.path)
    sent = cohort.announcements.select_related("author").prefetch_related("recipients__member")
    context = {"cohort": cohort, "sent": sent, "form": form}
    return render(request, "learning/cohorts/teaching/announcements.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to those who are stuck; who they are is proposed, and chosen by hand."""
    cohort = get_cohort_run_by(request.user, pk)
    if request.method == "POST":
        form = StuckForm(request.POST, cohort=cohort)
        if form.is_valid():
            said = dict(form.cleaned_data)
            chosen: list[CohortMember] = list(said.pop("learners"))
            message_stuck(cohort=cohort, author=request.user, members=chosen, **said)  # type: ignore[arg-type]
            messages.success(request, _("Sent."))
            return HttpResponseRedirect(reverse("teach_announcements", args=[pk]))
    else:
        note_look(user=request.user, cohort=cohort, what=LookedAt.GRID)  # type: ignore[arg-type]
        stuck = [line.member.pk for line in grid_of(cohort).stuck]
        form = StuckForm(cohort=cohort, stuck=stuck)
    context = {"cohort": cohort, "form": form}
    return render(request, "learning/cohorts/teaching/message.html", context, status=422 if form.errors else 200)
