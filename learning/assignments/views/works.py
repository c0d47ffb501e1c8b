"""Assignments: the learner's page, and that of those who mark."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from camtree.core.forms import first_error, posted
from camtree.core.http.typing import changed_elsewhere, is_as_typed
from camtree.core.pages.doors import past_doors
from camtree.core.seen import held
from camtree.media.views import send_private_file
from learning.assignments.access import get_work_for, get_work_to_mark
from learning.assignments.actions import works as actions
from learning.assignments.choices import WorkState
from learning.assignments.forms import DraftForm, MarkForm, WorkForm
from learning.assignments.models import AssignmentWork
from learning.assignments.peer_pages import asked_at, peer_page, results_of
from learning.cohorts.actions.discussions import note_look
from learning.cohorts.choices import LookedAt
from learning.cohorts.queries import cohort_of
from learning.courses.choices import StepKind
from learning.courses.models import Step
from learning.courses.reading import lesson_in_reach
from learning.studying.access import get_step_for
from learning.studying.models import Enrolment
from research.models import Inquiry, InquiryPerson


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, course: UUID, step: UUID) -> HttpResponse:
    """What is asked, how it is marked, what one has written, and what came back."""
    enrolment, row = get_step_for(request.user, course, step, kind=StepKind.ASSIGNMENT)
    work = AssignmentWork.objects.filter(enrolment=enrolment, step_key=row.key).select_related("inquiry").first()
    initial = {"text": work.text, "number": work.number} if work else {"number": 0}
    context: dict[str, Any] = {"enrolment": enrolment, "step": row, "work": work, "form": WorkForm(initial=initial)}
    status = 200
    if request.method == "POST" and not actions.is_report(row):
        form = context["form"] = WorkForm(request.POST, request.FILES)
        if is_as_typed(request):
            return _kept_as_typed(enrolment, row, form)
        status = 400
        if form.is_valid():
            is_final = "submit" in request.POST
            try:
                actions.save_work(enrolment=enrolment, step=row, is_final=is_final, **form.cleaned_data)
            except actions.StaleWorkError as error:
                text = {"text": form.cleaned_data["text"], "number": error.work.number}
                context |= {"other": error.work, "form": WorkForm(initial=text)}
                status = 409
            except actions.WorkClosedError:
                messages.error(request, _("This was handed in already. It stays as it was."))
                return HttpResponseRedirect(request.path)
            except actions.NothingWrittenError:
                form.add_error("text", _("Write something, or choose a file, before you hand it in."))
            except actions.NoFileError:
                form.add_error("file", _("Choose a file before you hand it in."))
            except ValidationError as error:
                form.add_error("file", error)
            else:
                messages.success(request, _("Handed in.") if is_final else _("Saved."))
                return HttpResponseRedirect(request.path)
    if actions.is_report(row) and not (work and work.inquiry_id):
        context["form"] = DraftForm(drafts=_own_drafts(request.user))
    lesson = lesson_in_reach(row.lesson_key)
    asked = asked_at(row)
    peers = peer_page(enrolment, row, context["work"], asked)
    points = peers.shown_points if peers else work.points if work else {}
    context |= {"asked": asked, "lesson": lesson, "is_report": actions.is_report(row), "peers": peers, "points": points}
    return render(request, "learning/assignments/assignment.html", context, status=status)


def _kept_as_typed(enrolment: Enrolment, step: Step, form: WorkForm) -> JsonResponse:
    """What the script sends while somebody types. Nothing is handed in by it, and no file comes with it."""
    if not form.is_valid():
        return JsonResponse({"says": first_error(form)}, status=422)
    said = {name: form.cleaned_data[name] for name in ("text", "number")}
    try:
        work = actions.keep_typed(enrolment=enrolment, step=step, **said)
    except actions.StaleWorkError as error:
        return JsonResponse(changed_elsewhere(error.work), status=409)
    except actions.WorkClosedError:
        return JsonResponse({"says": _("This was handed in already. It stays as it was.")}, status=423)
    return JsonResponse({"number": work.number})


def _own_drafts(user: Any) -> Any:
    return Inquiry.objects.filter(people__in=InquiryPerson.objects.filter(user=user, access="owner"))


@login_required
@require_POST
def take_draft(request: HttpRequest, course: UUID, step: UUID) -> HttpResponse:
    """Answer with a draft: one that is there, or a new one, which opens at once."""
    enrolment, row = get_step_for(request.user, course, step, kind=StepKind.ASSIGNMENT)
    form = DraftForm(request.POST, drafts=_own_drafts(request.user))
    if not actions.is_report(row):
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Choose one of your own drafts."))
        return HttpResponseRedirect(reverse("assignment", args=[course, step]))
    try:
        work = actions.take_draft(enrolment=enrolment, step=row, inquiry=form.cleaned_data["inquiry"])
    except actions.NoTemplateError:
        messages.error(request, _("The template for this report is not there at the moment. Please tell us."))
        return HttpResponseRedirect(reverse("assignment", args=[course, step]))
    return HttpResponseRedirect(reverse("my_inquiry", args=[work.inquiry_id]))


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a work, for its learner and for those who mark it."""
    work = get_work_for(request.user, pk)
    if not work.file:
        raise Http404
    if work.enrolment.member_id != request.user.pk:
        _note(request.user, work)
    return send_private_file(work.file, filename=work.file_name)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a work, give points and words, pass it or give it back."""
    work, status = get_work_to_mark(request.user, pk), 0
    _note(request.user, work)
    step = Step.objects.filter(course_key=work.enrolment.course_key, key=work.step_key).first()
    with past_doors():
        asked = asked_at(step) if step else None
    criteria = asked["criteria"] if asked else []
    with transaction.atomic():
        if request.method == "POST":
            held(work.enrolment)
            work = get_work_to_mark(request.user, pk)
        form = MarkForm(posted(request), criteria=criteria, initial=_given(work, criteria))
        if request.method == "POST" and form.is_valid():
            passes = form.cleaned_data["passes"] == "yes"
            facts = {"points": form.points(), "most": form.most, "words": form.cleaned_data["words"]}
            try:
                actions.mark_work(
                    work=work,
                    by=request.user,  # type: ignore[arg-type]
                    passes=passes,
                    number=form.cleaned_data["number"],
                    **facts,
                )
            except (actions.StaleWorkError, actions.WorkClosedError):
                # What was written about it is not lost: read again, it can be sent.
                form = MarkForm({**request.POST.dict(), "number": work.number}, criteria=criteria)
                form.add_error(None, _("This work has changed since you opened it. Please read it again."))
                status = 409
            else:
                messages.success(request, _("Marked. The learner is told by e-mail."))
                return HttpResponseRedirect(request.path)
    context = {"work": work, "asked": asked, "form": form, "results": results_of(work, criteria)}
    status = status or (form.refusal if form.errors else 200)
    return render(request, "learning/cohorts/teaching/mark_work.html", context, status=status)


def _given(work: AssignmentWork, criteria: list[dict[str, Any]]) -> dict[str, Any]:
    """What a person has given so far, as the form shows it."""
    given: dict[str, Any] = {"number": work.number, "words": work.words}
    if work.marked_by_id:
        given |= {f"points-{place}": work.points.get(row["id"]) for place, row in enumerate(criteria)}
        given["passes"] = {WorkState.PASSED: "yes", WorkState.RETURNED: "no"}.get(work.state)  # type: ignore[call-overload]
    return given


def _note(user: Any, work: AssignmentWork) -> None:
    """Learners read who looked at what they handed in."""
    note_look(user=user, cohort=cohort_of(work.enrolment), what=LookedAt.WORK, enrolment=work.enrolment)
