"""Cohorts for their members: coming in, the page of a cohort, going out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from camtree.core.forms import posted
from camtree.core.http.passwords import ask_at_the_door
from camtree.core.http.rate_limits import is_over_limit
from camtree.events.calendars import calendar_answer
from learning.cohorts.access import (
    get_invitation_to,
    get_joinable_cohort,
    get_own_place,
    get_session_of,
    school_cohorts_of,
)
from learning.cohorts.actions import cohorts as actions
from learning.cohorts.actions import sessions as session_actions
from learning.cohorts.calendars import entry_of
from learning.cohorts.choices import MemberState
from learning.cohorts.forms import CodeForm
from learning.cohorts.models import CohortMember
from learning.cohorts.places import CohortClosedError
from learning.cohorts.queries import cohort_page, course_of, facilitators_of
from learning.courses.models import CoursePage

CLOSED = gettext_lazy("Nobody can join this group any more.")
# A code of eight signs is not found by trying, and people mistype it a few times.
TRIES, MINUTES = 10, 10


@never_cache
@login_required
@require_safe
def my_cohorts(request: HttpRequest) -> HttpResponse:
    """The groups one is in or waits for."""
    places = CohortMember.objects.filter(member=request.user.pk, state__in=CohortMember.INSIDE)
    places = places.select_related("cohort").order_by("-cohort__starts_on", "-pk")
    of_school = school_cohorts_of(request.user).exclude(pk__in=[place.cohort_id for place in places])
    return render(request, "learning/cohorts/index.html", {"places": places, "of_school": of_school})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Join with a code."""
    form = CodeForm(posted(request), initial={"code": request.GET.get("code", "")[:40]})
    status = 0
    if request.method == "POST" and form.is_valid():
        if is_over_limit(request, "join-cohort", times=TRIES, seconds=MINUTES * 60):
            form.add_error("code", _("Too many tries. Wait ten minutes, or ask for the code again."))
            status = 429
        else:
            try:
                place = actions.join_by_code(code=form.cleaned_data["code"], member=request.user)  # type: ignore[arg-type]
                return _inside(request, place)
            except actions.UnknownCodeError:
                form.add_error("code", _("No group has this code. Look at it once more."))
            except CohortClosedError:
                form.add_error("code", CLOSED)
    return render(request, "learning/cohorts/join.html", {"form": form}, status=status or (422 if form.errors else 200))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a place in a group that is open to everybody, or to one's school; whom its course lets in."""
    cohort = get_joinable_cohort(request.user, pk)
    course = CoursePage.objects.live().filter(translation_key=cohort.course_key).first()
    if course is not None and (refusal := ask_at_the_door(request, course)) is not None:
        return refusal
    own = CohortMember.objects.filter(cohort=cohort, member=request.user.pk, state__in=CohortMember.INSIDE)
    if request.method != "POST" and own.exists():
        return HttpResponseRedirect(reverse("my_cohort", args=[pk]))
    if request.method == "POST":
        try:
            return _inside(request, actions.take_place(cohort=cohort, member=request.user))  # type: ignore[arg-type]
        except CohortClosedError:
            messages.error(request, CLOSED)
    return render(request, "learning/cohorts/ask.html", {"cohort": cohort, "facilitators": facilitators_of(cohort)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Read an invitation, for whoever holds the link; follow it or decline it, for members."""
    row = get_invitation_to(token)
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.method == "POST" and request.POST.get("do") == "decline":
        actions.decline_place(member=row)
        messages.success(request, _("You have declined. Nobody asks again, unless somebody invites you anew."))
        return HttpResponseRedirect(reverse("my_cohorts"))
    if request.method == "POST":
        try:
            return _inside(request, actions.accept_invitation(invitation=row, member=request.user))  # type: ignore[arg-type]
        except CohortClosedError:
            messages.error(request, CLOSED)
    context = {"cohort": row.cohort, "facilitators": facilitators_of(row.cohort), "course": course_of(row.cohort)}
    return render(request, "learning/cohorts/invitation.html", context)


def _inside(request: HttpRequest, place: CohortMember) -> HttpResponse:
    if place.state == MemberState.JOINED:
        messages.success(request, _("You are in."))
    else:
        messages.info(request, _("All places are taken. You are on the waiting list, and hear from us."))
    return HttpResponseRedirect(reverse("my_cohort", args=[place.cohort_id]))


@never_cache
@login_required
@require_safe
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a group; for those who wait, where they stand."""
    return _page(request, get_own_place(request.user, pk))


def _page(request: HttpRequest, place: CohortMember, status: int = 200, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {"place": place, "cohort": place.cohort, "code_form": CodeForm(), **more}
    if place.state == MemberState.JOINED:
        context |= cohort_page(place)
        return render(request, "learning/cohorts/cohort.html", context, status=status)
    context |= {"course": course_of(place.cohort), "facilitators": facilitators_of(place.cohort)}
    if place.state == MemberState.WAITING:
        ahead = place.cohort.members.waiting().values_list("pk", flat=True)
        context["number"] = list(ahead).index(place.pk) + 1
    return render(request, "learning/cohorts/waiting.html", context)


@login_required
@require_POST
def answer_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the place that is offered, or give it on; stop waiting."""
    place = get_own_place(request.user, pk, MemberState.OFFERED, MemberState.WAITING, MemberState.JOINED)
    if request.POST.get("do") == "decline":
        actions.decline_place(member=place)
        messages.success(request, _("You have given up the place."))
        return HttpResponseRedirect(reverse("my_cohorts"))
    try:
        return _inside(request, actions.take_place(cohort=place.cohort, member=request.user))  # type: ignore[arg-type]
    except CohortClosedError:
        messages.error(request, CLOSED)
        return HttpResponseRedirect(reverse("my_cohorts"))


@login_required
@require_POST
def attend(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Type the code that stands on the wall."""
    place = get_own_place(request.user, pk, MemberState.JOINED)
    row = get_session_of(place.cohort, session)
    # The summary of what is wrong leads to the field of this session.
    form = CodeForm(request.POST, auto_id=f"%s-{row.pk}")
    if is_over_limit(request, "attend", times=TRIES, seconds=MINUTES * 60):
        form.add_error(
            None, _("Too many tries. Wait ten minutes, or ask whoever runs the session to put you on the list.")
        )
        return _page(request, place, 429, form=form, wrong=row.pk)
    if form.is_valid():
        try:
            session_actions.attend_by_code(session=row, member=place, code=form.cleaned_data["code"])
            messages.success(request, _("You are on the list of “%(session)s”.") % {"session": row})
            return HttpResponseRedirect(reverse("my_cohort", args=[pk]))
        except session_actions.WrongCodeError:
            form.add_error("code", _("This is not the code, or its time is over."))
    return _page(request, place, 422, form=form, wrong=row.pk)


@login_required
@require_POST
def show_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the others of the group see one's name, or no more."""
    place = get_own_place(request.user, pk, MemberState.JOINED)
    actions.show_name(member=place, shows_name=request.POST.get("shows_name") == "on")
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("my_cohort", args=[pk]))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Go out of a group, after being told what stays."""
    place = get_own_place(request.user, pk)
    if request.method == "POST":
        actions.leave_cohort(member=place)
        messages.success(request, _("You have left the group. The course is still yours: go on alone."))
        return HttpResponseRedirect(reverse("my_cohorts"))
    return render(request, "learning/cohorts/leave.html", {"cohort": place.cohort})


@never_cache
@login_required
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The sessions of a group as a calendar file."""
    place = get_own_place(request.user, pk, MemberState.JOINED)
    sessions = list(place.cohort.sessions.all())
    if not sessions:
        raise Http404
    address = request.build_absolute_uri(reverse("my_cohort", args=[pk]))
    return calendar_answer((entry_of(session, address) for session in sessions), filename=f"cohort-{pk}.ics")
