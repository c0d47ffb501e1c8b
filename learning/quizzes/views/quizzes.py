"""Taking a quiz: what it is, the page with its questions, its result."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from camtree.core.http.rate_limits import is_over_limit
from camtree.core.templatetags.core_tags import number as written
from camtree.core.words.numbers import number_in
from learning.courses.choices import StepKind
from learning.courses.models import Step
from learning.courses.reading import lesson_in_reach
from learning.quizzes.access import get_attempt_for
from learning.quizzes.actions import attempts as actions
from learning.quizzes.forms import SentAnswers, answers_in
from learning.quizzes.models import Accommodation, Quiz, QuizAttempt
from learning.quizzes.queries import StepQuiz, attempts_at, quiz_of, versions_of
from learning.quizzes.rendering import AskedItem, asked_items, digest
from learning.quizzes.results import results_of
from learning.studying.access import get_step_for

# Answers that came from somebody who had to sign in first, until they have; no longer than a form may be.
KEPT, LONGEST_KEPT = "quiz_answers", 200_000


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, course: UUID, step: UUID) -> HttpResponse:
    """What a quiz is, its rules and one's attempts so far; the button begins one, or goes on."""
    enrolment, row = get_step_for(request.user, course, step, kind=StepKind.QUIZ)
    found = quiz_of(row)
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            attempt = actions.start_attempt(enrolment=enrolment, step=row, quiz=found.source)
        except actions.AttemptsUsedUpError:
            messages.error(request, _("You have used all attempts at this quiz."))
        except actions.QuizClosedError:
            messages.error(request, _("This quiz has closed."))
        except actions.EmptyQuizError:
            messages.error(request, _("This quiz has no questions just now. Please come back later."))
        else:
            return HttpResponseRedirect(reverse("quiz_attempt", args=[course, step, attempt.number]))
        return HttpResponseRedirect(request.path)
    attempts = attempts_at(enrolment, row)
    is_open = bool(attempts) and not attempts[0].is_submitted
    left = found.attempts_left(len(attempts))
    context = {
        "course_key": course,
        "step": row,
        "quiz": found.shown,
        "rules": found.source,
        "minutes": _minutes(found.source, enrolment),
        "attempts": attempts,
        "open_attempt": attempts[0] if is_open else None,
        "left": left,
        "may_start": not is_open and left != 0 and not found.source.is_closed,
        "lesson": lesson_in_reach(row.lesson_key),
    }
    return render(request, "learning/quizzes/start.html", context)


def _minutes(rules: Quiz, enrolment: Any) -> int | None:
    """The time limit of this learner."""
    if rules.minutes is None:
        return None
    extra = Accommodation.objects.filter(enrolment=enrolment).values_list("extra_percent", flat=True).first() or 0
    return rules.minutes * (100 + extra) // 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, course: UUID, step: UUID, number: int) -> HttpResponse:
    """The questions in one form. Whoever sends it after being signed out finds the answers there after signing in."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            _hold(request)
        return redirect_to_login(request.path)
    row = get_attempt_for(request.user, course, step, number)
    if request.method == "POST":
        return _sent(request, row)
    if row.is_submitted:
        return HttpResponseRedirect(_result_of(row))
    items = _asked(row)
    held = _held(request, row)
    if held is not None:
        actions.save_answers(attempt=row, answers=answers_in(held, items).answers, client_key=_key(held))
        items = _asked(row)
        messages.success(
            request, _("The answers you sent before signing in are saved. Submit them when you are ready.")
        )
    return _page(request, row, items)


def _page(
    request: HttpRequest, row: QuizAttempt, items: list[AskedItem], *, elsewhere: list[AskedItem] | None = None
) -> HttpResponse:
    """The questions. `elsewhere` are those that another tab changed: given once somebody wants to submit, the page
    says so, and what is not answered, before the same button submits."""
    found = _quiz_of_attempt(row)
    context = {
        "course_key": row.enrolment.course_key,
        "attempt": row,
        "title": found.shown.title if found else row.quiz_revision.content["title"],
        "items": items,
        "client_key": f"{uuid4().hex}.0",
        "seconds_left": max(0, int((row.due_at - timezone.now()).total_seconds())) if row.due_at else None,
        "asks_first": elsewhere is None,
        "unanswered": [item for item in items if not item.is_complete] if elsewhere is not None else [],
        "elsewhere": elsewhere,
    }
    return render(request, "learning/quizzes/attempt.html", context, status=422 if elsewhere is not None else 200)


def _sent(request: HttpRequest, row: QuizAttempt) -> HttpResponse:
    """Keep what the form holds; submit it where that button was pressed."""
    items = _asked(row)
    sent = answers_in(request.POST, items)
    stored = {item.position: item.answer for item in items}
    is_late = row.is_submitted or row.is_over
    if is_late and any(answer != stored[position] for position, answer in sent.answers.items()):
        messages.warning(request, _("What you sent now came too late. It is kept, but it does not count."))
    if sent.too_long:
        messages.error(request, _too_long(sent))
    action = actions.save_answers
    if request.POST.get("do") == "submit" and not sent.too_long:
        action = actions.submit_attempt
        if "ask" in request.POST and not is_late:
            # Looked at once more: what is not answered, and what another tab or device answered meanwhile.
            elsewhere = _changed_elsewhere(request.POST, items, sent)
            row = actions.save_answers(attempt=row, answers=sent.answers, client_key=_key(request.POST))
            items = _asked(row)
            if elsewhere or not all(item.is_complete for item in items):
                return _page(request, row, items, elsewhere=[items[place] for place in elsewhere])
    row = action(attempt=row, answers=sent.answers, client_key=_key(request.POST))
    if not (row.is_submitted or is_late or sent.too_long):
        messages.success(request, _("Your answers are saved. They count when you submit them."))
    if request.headers.get("Accept") == "application/json" and row.is_submitted:
        return JsonResponse({"result": _result_of(row)})
    return HttpResponseRedirect(_result_of(row) if row.is_submitted else request.path)


def _changed_elsewhere(data: QueryDict, items: list[AskedItem], sent: SentAnswers) -> list[int]:
    """Places of the questions that this page left as it was opened, and that say something else by now."""
    seen = {place: data.get(f"{item.name}-seen") for place, item in enumerate(items)}
    return [
        place
        for place, item in enumerate(items)
        if seen[place] and seen[place] != item.seen and item.position not in sent.answers
    ]


@never_cache
@require_POST
@login_required
def save(request: HttpRequest, course: UUID, step: UUID, number: int) -> JsonResponse:
    """Keep answers in the background: what the page sends is what the form would, the answer says what became of it.

    `known` are the digests of answers that the page knows of. Where another tab had kept something else, the answer
    names the question; `now` are the digests of all that counts now.
    """
    row = get_attempt_for(request.user, course, step, number)
    items = _asked(row)
    sent = answers_in(request.POST, items)
    known = _known(request.POST)
    kept = actions.save_answers(attempt=row, answers=sent.answers, client_key=_key(request.POST))
    if sent.too_long:
        return JsonResponse({"says": _too_long(sent)}, status=422)
    if kept.is_submitted:
        return JsonResponse({"says": _("This attempt is submitted already."), "result": _result_of(kept)}, status=409)
    if kept.is_over:
        return JsonResponse({"says": _("The time is over. What came in time counts.")}, status=409)
    if "known" not in request.POST:
        return JsonResponse({"saved": len(sent.answers)})
    now = {item.name: digest(sent.answers.get(item.position, item.answer)) for item in items}
    replaced = [
        item.name
        for item in items
        if item.position in sent.answers and item.seen not in {known.get(item.name, item.seen), now[item.name]}
    ]
    return JsonResponse({"saved": len(sent.answers), "now": now, "replaced": replaced})


def _known(data: QueryDict) -> dict[str, str]:
    try:
        known = json.loads(data.get("known", "{}"))
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in known.items()} if isinstance(known, dict) else {}


@never_cache
@login_required
@require_safe
def result(request: HttpRequest, course: UUID, step: UUID, number: int) -> HttpResponse:
    """What an attempt earned; what was right as soon as learners may see it."""
    row = get_attempt_for(request.user, course, step, number)
    if not row.is_submitted:
        return HttpResponseRedirect(reverse("quiz_attempt", args=[course, step, number]))
    found = _quiz_of_attempt(row)
    # A quiz that is gone has nothing left to hide.
    shows = found is None or found.source.shows_answers
    items = list(row.items.order_by("position"))
    for item in items:
        item.attempt = row
    results = results_of(items)
    context = {
        "course_key": course,
        "attempt": row,
        "title": found.shown.title if found else row.quiz_revision.content["title"],
        "closes_at": found.source.closes_at if found else None,
        "shows": shows,
        "results": results,
        "right": sum(item.score == 1 for item in items),
        "late": any(item.late_at for item in items),
        "waiting": sum(item.score is None for item in items),
    }
    return render(request, "learning/quizzes/result.html", context)


def _asked(row: QuizAttempt) -> list[AskedItem]:
    items = list(row.items.order_by("position"))
    for item in items:
        item.attempt = row
    return asked_items(items, versions_of(items))


def _quiz_of_attempt(row: QuizAttempt) -> StepQuiz | None:
    return quiz_of(Step(facts={"quiz": str(row.quiz_key)}))


def _result_of(row: QuizAttempt) -> str:
    return reverse("quiz_result", args=[row.enrolment.course_key, row.step_key, row.number])


def _key(data: QueryDict) -> str:
    return data.get("key", "").replace("\0", "")[:64]


def _too_long(sent: SentAnswers) -> str:
    which = ", ".join(written(position) for position in sent.too_long)
    text = ngettext(
        "The answer to question %(which)s is too long and is not saved. Shorten it.",
        "The answers to questions %(which)s are too long and are not saved. Shorten them.",
        len(sent.too_long),
    )
    return text % {"which": which}


def _hold(request: HttpRequest) -> None:
    """Keep what was sent in the session, which outlives signing in; under the attempt, so that nobody else finds it."""
    sent, attempt = request.POST.urlencode(), request.POST.get("attempt", "")[:20]
    number = number_in(attempt)
    # Nobody fills the sessions with what belongs to no attempt, nor with one after the other.
    if number is None or len(sent) > LONGEST_KEPT:
        return
    if not QuizAttempt.objects.filter(pk=number, submitted_at=None).exists():
        return
    if not is_over_limit(request, "answers-to-hold", times=30, seconds=3600):
        request.session[KEPT] = {"attempt": str(number), "sent": sent}


def _held(request: HttpRequest, row: QuizAttempt) -> QueryDict | None:
    held = request.session.get(KEPT)
    if not held or held["attempt"] != str(row.pk):
        return None
    del request.session[KEPT]
    return QueryDict(held["sent"])
