"""Taking a course and leaving it, and a learner's own courses."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.http.passwords import ask_at_the_door
from camtree.core.pages.doors import door_to
from camtree.core.words.locales import active_locale
from learning.courses.models import CourseIndexPage
from learning.courses.reading import closed_lessons, lesson_pages
from learning.studying.access import get_enrolment_for, get_live_course
from learning.studying.actions import enrol_member, leave_course
from learning.studying.own_courses import courses_of, lessons_of, own_course, resume_address
from learning.studying.passwords import remember_passwords
from learning.studying.progress import progress_of


@login_required
@require_safe
def my_courses(request: HttpRequest) -> HttpResponse:
    """All courses that a member takes."""
    context = {
        "courses": courses_of(request.user),  # type: ignore[arg-type]
        "catalogue": CourseIndexPage.objects.shown_in(active_locale()).first(),
    }
    return render(request, "learning/studying/courses.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """One step: the button takes the course. Who had to sign in first is sent back here and presses once more."""
    course = get_live_course(pk)
    refusal = ask_at_the_door(request, course)
    if refusal is not None:
        return refusal
    if request.method == "POST":
        enrolment = enrol_member(course=course, member=request.user)  # type: ignore[arg-type]
        remember_passwords(enrolment=enrolment, page=course)
        address = resume_address(enrolment, progress_of(enrolment, course))
        return HttpResponseRedirect(address or reverse("my_course", args=[enrolment.course_key]))
    return render(request, "learning/studying/enrol.html", {"course": course})


@login_required
@require_safe
def my_course(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far one is, what is left, and what the certificate still asks for."""
    course = own_course(get_enrolment_for(request.user, key))
    closed = closed_lessons({state.step.lesson_key for state in course.progress.states})
    context = {
        "course": course,
        "progress": course.progress,
        "lessons": lessons_of(course.progress),
        "certificate": course.enrolment.certificates.current().first(),
        "pages": lesson_pages(state.step for state in course.progress.states),
        "closed": {key: _door(page, request) for key, page in closed.items()},
    }
    return render(request, "learning/studying/course.html", context)


def _door(lesson: Any, request: HttpRequest) -> str:
    """Where a password is given for a lesson that is closed to a learner; empty where none opens it."""
    door = door_to(lesson, request, back=request.path)
    return door.address if door else ""


@login_required
@require_safe
def resume(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where one stopped, on whatever device."""
    enrolment = get_enrolment_for(request.user, key)
    address = resume_address(enrolment, progress_of(enrolment))
    return HttpResponseRedirect(address or reverse("my_course", args=[key]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, key: UUID) -> HttpResponse:
    """Stop taking a course, after being told what stays."""
    enrolment = get_enrolment_for(request.user, key)
    if request.method == "POST":
        leave_course(enrolment=enrolment)
        messages.success(request, _("You have left the course. What you did is kept: enrol again to go on."))
        return HttpResponseRedirect(reverse("my_courses"))
    return render(request, "learning/studying/leave.html", {"course": own_course(enrolment)})
