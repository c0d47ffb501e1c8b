"""Taking a module along, on paper or as files, and bringing its answers back."""

from tempfile import TemporaryFile
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from learning.offline.actions import begin_quizzes, take_in
from learning.offline.answers import MOST_BYTES, NotAnswersError, read_answers
from learning.offline.files import write_pack
from learning.offline.forms import AnswersForm, PackForm
from learning.offline.modules import PackedModule, module_of, modules_of, packed, quizzes_to_pack
from learning.studying.access import get_enrolment_for
from learning.studying.own_courses import own_course


def _module(request: HttpRequest, course: UUID, module: UUID) -> PackedModule:
    found = module_of(get_enrolment_for(request.user, course), module)
    if found is None:
        raise Http404
    lesson = request.GET.get("lesson", "")
    try:
        return found.only(UUID(lesson)) if lesson else found
    except ValueError:
        return found


@never_cache
@login_required
@require_safe
def offline(request: HttpRequest, course: UUID) -> HttpResponse:
    """The modules of a course, to take along one by one, and where answers come back."""
    enrolment = get_enrolment_for(request.user, course)
    context = {"course": own_course(enrolment), "modules": modules_of(enrolment), "form": AnswersForm()}
    return render(request, "learning/offline/index.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def module(request: HttpRequest, course: UUID, module: UUID) -> HttpResponseBase:
    """What to take along, with what it weighs; the buttons give a ZIP file, or a page to print."""
    found = _module(request, course, module)
    quizzes = quizzes_to_pack(found.steps)
    if request.method == "POST":
        form = PackForm(request.POST)
        form.is_valid()  # boxes are ticked or not: nothing in it can be wrong
        chosen = form.cleaned_data
        if chosen["quizzes"]:
            begin_quizzes(enrolment=found.enrolment, steps=quizzes)
        if "print" in request.POST:
            return HttpResponseRedirect(reverse("print_module", args=[course, module]))
        target = TemporaryFile()  # noqa: SIM115 - the response closes it
        write_pack(found, target, request, audio=chosen["audio"], video=chosen["video"])
        target.seek(0)
        return FileResponse(
            target, as_attachment=True, filename=f"{found.page.slug[:60]}.zip", content_type="application/zip"
        )
    context = {
        "course": own_course(found.enrolment),
        "module": found,
        "quizzes": quizzes,
        "form": PackForm(),
        "timed": sum(step.kind == "quiz" for step in found.steps) - len(quizzes),
    }
    return render(request, "learning/offline/module.html", context)


@never_cache
@login_required
@require_safe
def paper(request: HttpRequest, course: UUID, module: UUID) -> HttpResponse:
    """The lessons with room to write, for the printer; `?lesson=` prints one of them."""
    found = _module(request, course, module)
    context = {"course": own_course(found.enrolment), "module": found, "lessons": packed(found), "is_paper": True}
    return render(request, "learning/offline/paper.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, course: UUID) -> HttpResponse:
    """Take in a file of answers, and tell of each what became of it."""
    enrolment = get_enrolment_for(request.user, course)
    form = AnswersForm(request.POST, request.FILES) if request.method == "POST" else AnswersForm()
    context = {"course": own_course(enrolment), "form": form}
    if form.is_valid():
        try:
            sent = read_answers(form.cleaned_data["file"].read(MOST_BYTES + 1), course=course, enrolment=enrolment.pk)
        except NotAnswersError as error:
            form.add_error("file", str(error))
        else:
            outcomes = take_in(enrolment=enrolment, sent=sent)
            kept = sum(outcome.is_kept for outcome in outcomes)
            context |= {"outcomes": outcomes, "kept": kept, "course": own_course(enrolment)}
            return render(request, "learning/offline/outcome.html", context)
    return render(request, "learning/offline/answers.html", context, status=400 if form.errors else 200)
