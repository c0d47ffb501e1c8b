"""What a learner does in a lesson: go on, watch, write for themselves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from camtree.core.forms import first_error
from camtree.core.http.addresses import address_for
from camtree.core.http.typing import changed_elsewhere, is_as_typed
from learning.courses.choices import StepKind, StepRule
from learning.courses.reading import lesson_after, lesson_in_reach, prompt_at
from learning.studying.access import get_enrolment_for, get_step_for
from learning.studying.actions import StaleTextError, record_step, watch, write_journal
from learning.studying.forms import JournalForm, WatchForm
from learning.studying.journals import journal_file, journal_of
from learning.studying.own_courses import own_course


def _back_to(step: Any) -> str:
    lesson = lesson_in_reach(step.lesson_key)
    return f"{address_for(lesson)}#step-{step.key}" if lesson else reverse("my_course", args=[step.course_key])


@login_required
@require_POST
def go_on(request: HttpRequest, course: UUID, step: UUID) -> HttpResponse:
    """The button at the end of a lesson: it is read, and the next one opens."""
    enrolment, row = get_step_for(request.user, course, step, rule=StepRule.READ)
    record_step(enrolment=enrolment, step=row)
    following = lesson_after(row)
    return HttpResponseRedirect(address_for(following) if following else reverse("my_course", args=[course]))


@login_required
@require_POST
def watched(request: HttpRequest, course: UUID, step: UUID) -> HttpResponse:
    """What was played of a recording. The script sends seconds; without it, a button says it was watched or read."""
    enrolment, row = get_step_for(request.user, course, step, kind=StepKind.RECORDING)
    if "parts" not in request.POST:
        record_step(enrolment=enrolment, step=row)
        return HttpResponseRedirect(_back_to(row))
    form = WatchForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": _("These are not seconds of a recording.")}, status=400)
    record = watch(enrolment=enrolment, step=row, **form.cleaned_data)
    return JsonResponse({"is_done": record.done_at is not None})


@login_required
@require_POST
def write(request: HttpRequest, course: UUID, step: UUID) -> HttpResponse:
    """Keep the notes at a question. Somebody with a newer text elsewhere sees both and chooses.

    What the page sends by itself while somebody types is answered as data.
    """
    is_typing = is_as_typed(request)
    enrolment, row = get_step_for(request.user, course, step, kind__in=[StepKind.REFLECTION, StepKind.DISCUSSION])
    form, prompt = JournalForm(request.POST), prompt_at(row)
    if not form.is_valid():
        if is_typing:
            return JsonResponse({"says": first_error(form)}, status=422)
        context = {"form": form, "prompt": prompt, "step": row, "back": _back_to(row)}
        return render(request, "learning/studying/note.html", context, status=400)
    try:
        entry = write_journal(enrolment=enrolment, step=row, prompt=prompt, **form.cleaned_data)
    except StaleTextError as error:
        if is_typing:
            return JsonResponse(changed_elsewhere(error.entry), status=409)
        again = JournalForm(initial={"text": form.cleaned_data["text"], "number": error.entry.number})
        context = {"form": again, "prompt": prompt, "step": row, "other": error.entry, "back": _back_to(row)}
        return render(request, "learning/studying/note.html", context, status=409)
    if is_typing:
        return JsonResponse({"number": entry.number})
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(_back_to(row))


@login_required
@require_safe
def journal(request: HttpRequest, course: UUID) -> HttpResponse:
    """Everything one wrote in a course, to read or to take along."""
    own = own_course(get_enrolment_for(request.user, course))
    entries = journal_of(own.enrolment)
    if request.GET.get("as") != "text":
        return render(request, "learning/studying/journal.html", {"course": own, "entries": entries})
    if not entries:
        raise Http404
    response = HttpResponse(journal_file(own.title, entries), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="journal.md"'
    return response
