"""Packages: the learner's page around the frame, and what its script sends."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from camtree.core.words.numbers import number_in
from learning.courses.choices import StepKind
from learning.courses.reading import lesson_in_reach
from learning.packages.access import get_package_at, get_package_record
from learning.packages.actions.records import open_package, record_package
from learning.packages.addresses import packages_origin, player_address
from learning.packages.forms import MOST_STATE, OpenedForm, SaidForm
from learning.packages.models import CoursePackage, PackageRecord
from learning.packages.queries import where_to_begin
from learning.studying.access import get_step_for
from learning.studying.models import StepRecord
from learning.studying.progress import StepState


def framed(response: HttpResponse, request: HttpRequest, policy: dict[str, list[str]]) -> HttpResponse:
    """The page that may frame the host of packages, and nothing more than other pages."""
    origin = packages_origin(request)
    if origin:
        response._csp_config = policy | {"frame-src": [origin]}  # type: ignore[attr-defined]
    return response


def player_context(request: HttpRequest, package: CoursePackage, begins: int = 1) -> dict[str, Any]:
    """The part that `?part=` asks for, and where it plays; `begins` is the one where it asks for none. 404 for one that
    is not there."""
    index = number_in(request.GET.get("part", str(begins)))
    if index is None or not 1 <= index <= len(package.parts):
        raise Http404
    numbered = list(enumerate(package.parts, start=1))
    return {
        "package": package,
        "part": package.parts[index - 1],
        "part_number": index,
        "previous_part": numbered[index - 2] if index > 1 else None,
        "next_part": numbered[index] if index < len(numbered) else None,
        "origin": packages_origin(request),
        "address": player_address(package.key, index - 1, request),
    }


@never_cache
@login_required
@require_safe
def package(request: HttpRequest, course: UUID, step: UUID) -> HttpResponse:
    """The material in its frame, its other parts, and what is kept of the learner's work."""
    enrolment, row = get_step_for(request.user, course, step, kind=StepKind.PACKAGE)
    found = get_package_at(row)
    records = PackageRecord.objects.filter(enrolment=enrolment, step_key=row.key, package=found)
    by_part = {record.part: record for record in records}
    context = player_context(request, found, where_to_begin(found, by_part)) | {
        "enrolment": enrolment,
        "step": row,
        "lesson": lesson_in_reach(row.lesson_key),
        "state": StepState(row, StepRecord.objects.filter(enrolment=enrolment, step_key=row.key).first()),
        "parts": [(place, part, by_part.get(part["id"])) for place, part in enumerate(found.parts, start=1)],
    }
    response = render(request, "learning/packages/package.html", context)
    return framed(response, request, settings.SECURE_CSP)


@never_cache
@require_POST
@login_required
def begin(request: HttpRequest, course: UUID, step: UUID) -> JsonResponse:
    """A part is opened: the number of this opening, and the state with which the material goes on."""
    enrolment, row = get_step_for(request.user, course, step, kind=StepKind.PACKAGE)
    found, form = get_package_at(row), OpenedForm(request.POST)
    if not form.is_valid() or form.cleaned_data["package"] != found.key:
        return JsonResponse({"says": _("The lesson has another package now. Open it again.")}, status=409)
    if found.part_with(form.cleaned_data["part"]) is None:
        raise Http404
    record = open_package(enrolment=enrolment, step=row, package=found, part=form.cleaned_data["part"])
    return JsonResponse({"opening": record.opening, "state": record.state, "seconds": record.seconds})


@never_cache
@require_POST
@login_required
def keep(request: HttpRequest, course: UUID, step: UUID) -> JsonResponse:
    """What the material says. Faults come back as sentences, for the line under the frame."""
    enrolment, row = get_step_for(request.user, course, step, kind=StepKind.PACKAGE)
    form = SaidForm(request.POST)
    if len(request.POST.get("state", "")) > MOST_STATE:
        return JsonResponse({"says": _("This material wants to keep more than there is room for.")}, status=422)
    if not form.is_valid():
        return JsonResponse({"says": _("The material sent something that cannot be kept.")}, status=422)
    said = form.cleaned_data
    record = get_package_record(enrolment, row, said.pop("package"), said.pop("part"))
    kept = record_package(enrolment=enrolment, step=row, record=record, **said)
    facts = {
        "is_complete": kept.record.is_complete,
        "score": None if kept.record.score is None else int(kept.record.score * 100),
        "is_done": StepRecord.objects.filter(enrolment=enrolment, step_key=row.key, done_at__isnull=False).exists(),
    }
    if not kept.is_newest:
        says = _("This was opened again elsewhere, and goes on from there. What you do here is no longer kept.")
        return JsonResponse({**facts, "says": says}, status=409)
    return JsonResponse(facts)
