"""Sessions of a cohort for those who run them: when and where, the code on the wall, the list."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from camtree.core.forms import posted
from camtree.core.seen import held
from camtree.core.words.numbers import number_in
from learning.cohorts.access import get_cohort_run_by, get_session_of
from learning.cohorts.actions import sessions as actions
from learning.cohorts.actions.discussions import note_look
from learning.cohorts.choices import AttendanceBy, LookedAt
from learning.cohorts.forms import AttendanceForm, OpenCodeForm, SessionForm
from learning.cohorts.queries import titles_of


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """All sessions of a cohort, and a new one."""
    user: Any = request.user
    cohort = get_cohort_run_by(user, pk)
    form = SessionForm(posted(request), cohort=cohort, zone=user.time_zone)
    if request.method == "POST" and form.is_valid():
        actions.keep_session(cohort=cohort, **form.facts)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)
    rows = list(cohort.sessions.prefetch_related("attendances"))
    titles = titles_of([row.step_key for row in rows if row.step_key], cohort.course_key)
    context = {
        "cohort": cohort,
        "rows": [(row, titles.get(row.step_key, "")) for row in rows],  # type: ignore[arg-type]
        "form": form,
    }
    return render(request, "learning/cohorts/teaching/sessions.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """One session: the list of who was there, kept during the session or from paper later."""
    user: Any = request.user
    cohort = get_cohort_run_by(user, pk)
    row = get_session_of(cohort, session)
    form = AttendanceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        added, removed = actions.keep_attendance(
            session=row,
            present=_keys(request, "present"),
            was=_keys(request, "was"),
            by=user,
            how=AttendanceBy(form.cleaned_data["how"]),
            minutes=form.cleaned_data["minutes"],
        )
        messages.success(
            request, _("Saved: %(added)s added, %(removed)s taken off.") % {"added": added, "removed": removed}
        )
        return HttpResponseRedirect(request.path)
    note_look(user=user, cohort=cohort, what=LookedAt.ATTENDANCE)
    there = {attendance.member_id: attendance for attendance in row.attendances.all()}
    members = sorted(cohort.members.joined().select_related("member"), key=lambda member: str(member).casefold())
    context = {
        "cohort": cohort,
        "session": row,
        "lines": [(member, there.get(member.pk)) for member in members],
        "form": form,
        "code_form": OpenCodeForm(),
    }
    return render(request, "learning/cohorts/teaching/session.html", context, status=422 if form.errors else 200)


def _keys(request: HttpRequest, name: str) -> list[int]:
    return [key for text in request.POST.getlist(name) if (key := number_in(text)) is not None]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """When and where a session is."""
    cohort = get_cohort_run_by(request.user, pk)
    row = get_session_of(cohort, session)
    with transaction.atomic():
        row = held(row) if request.method == "POST" else row
        form = SessionForm(posted(request), cohort=cohort, session=row)
        if request.method == "POST" and form.is_valid():
            actions.keep_session(cohort=cohort, session=row, **form.facts)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("teach_session", args=[pk, row.pk]))
    context = {"cohort": cohort, "session": row, "form": form}
    return render(
        request, "learning/cohorts/teaching/session_facts.html", context, status=form.refusal if form.errors else 200
    )


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Take a session away."""
    row = get_session_of(get_cohort_run_by(request.user, pk), session)
    if actions.remove_session(session=row):
        messages.success(request, _("The session is gone."))
        return HttpResponseRedirect(reverse("teach_sessions", args=[pk]))
    messages.error(request, _("Somebody attended this session, so it stays."))
    return HttpResponseRedirect(reverse("teach_session", args=[pk, session]))


@login_required
@require_POST
def code(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Open the code, or close it."""
    row = get_session_of(get_cohort_run_by(request.user, pk), session)
    form = OpenCodeForm(request.POST)
    if request.POST.get("do") == "close":
        actions.close_code(session=row)
    elif form.is_valid():
        actions.open_code(session=row, minutes=form.cleaned_data["minutes"])
        return HttpResponseRedirect(reverse("teach_wall", args=[pk, session]))
    else:
        messages.error(request, _("Say for how many minutes the code counts, from 1 to 480."))
    return HttpResponseRedirect(reverse("teach_session", args=[pk, session]))


@never_cache
@login_required
@require_safe
def wall(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """The code in letters that one reads from the last row. Nothing else is on this page."""
    cohort = get_cohort_run_by(request.user, pk)
    row = get_session_of(cohort, session)
    context = {"cohort": cohort, "session": row, "address": request.get_host() + reverse("my_cohort", args=[pk])}
    return render(request, "learning/cohorts/teaching/wall.html", context)
