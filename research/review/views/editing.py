"""Editors: the board of submissions, one submission on the desk, what is waiting."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from camtree.core.papers.spreadsheets import csv_answer
from camtree.core.words.numbers import number_in
from camtree.members.presence import also_here, here_in_words
from research.review import board, rounds
from research.review.access import get_editor, get_submission_for
from research.review.actions import decisions
from research.review.actions import reviews as review
from research.review.blindness import what_tells
from research.review.choices import InviteState, SubmissionState, Verdict
from research.review.enclosures import enclosures_of, flags_on_record
from research.review.forms import DecisionForm, InviteForm, QuestionForm
from research.review.models import Call, DecisionLetter, Submission


@never_cache
@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that waits for one person, whichever hats they wear."""
    member: Any = request.user
    found = board.waiting_for(member)
    reviews = [(invite, rounds.title_for_reviewers(invite.submission)) for invite in found.reviews]
    return render(request, "research/review/waiting.html", {"waiting": found, "reviews": reviews})


def _editor(request: HttpRequest) -> Any:
    """Who asks, if they may decide. Else 404."""
    return get_editor(request.user, "decide_submission")


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All submissions, narrowed by what the address says."""
    editor = _editor(request)
    page = board.board_page(board.submissions_for(editor, request.GET), request.GET.get("after", ""))
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "page": page,
        "states": board.counts_by_state(editor),
        "query": query,
        "query_string": query.urlencode(),
        "calls": Call.objects.all(),
        "editors": board.deciders(),
        "languages": settings.LANGUAGES,
        "ages": board.AGES,
    }
    return render(request, "research/review/board.html", context)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same submissions as a table for a spreadsheet. It names no reviewer."""
    rows = board.submissions_for(_editor(request), request.GET).select_related("inquiry", "call", "editor")
    rows = rows.prefetch_related("invites").order_by("-submitted_at", "-pk")
    return csv_answer(_table(rows), f"submissions-{timezone.localdate():%Y-%m-%d}.csv")


def _table(rows: Any) -> Iterator[list[Any]]:
    yield [
        *(_("number"), _("title"), _("round"), _("state"), _("language"), _("call or collection"), _("editor")),
        *(_("submitted at"), _("reviews sent"), _("reviews wanted"), _("answered at")),
    ]
    for row in rows.iterator(chunk_size=500):
        sent = sum(invite.state == InviteState.SENT for invite in row.invites.all())
        yield [
            *(row.pk, row.manuscript["title"], row.round, row.get_state_display(), row.inquiry.language),
            *(str(row.call or ""), str(row.editor or ""), row.submitted_at.isoformat(timespec="seconds")),
            *(sent, row.quorum, row.answered_at.isoformat(timespec="seconds") if row.answered_at else ""),
        ]


@login_required
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Put several submissions on one editor's desk."""
    _editor(request)
    chosen = [number_in(pk) for pk in request.POST.getlist("submission")]
    number = number_in(request.POST.get("editor", ""))
    editor = get_object_or_404(board.deciders(), pk=number) if number is not None else None
    allowed = Submission.objects.not_of(request.user).filter(pk__in=[pk for pk in chosen if pk is not None])
    changed = decisions.assign_editor(submissions=allowed, editor=editor)
    messages.success(request, _("%(number)s submissions have a new editor.") % {"number": changed})
    return HttpResponseRedirect(reverse("editing_board") + "?" + request.POST.get("back", ""))


@never_cache
@login_required
@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One submission: the manuscript, its reviewers, what to do next."""
    return _desk(request, get_submission_for(request.user, pk))


@never_cache
@login_required
@require_POST
def here_at_board(request: HttpRequest) -> JsonResponse:
    """The board is open: which other editors look at it."""
    return JsonResponse({"says": here_in_words(also_here("board", _editor(request), board.deciders()))})


@never_cache
@login_required
@require_POST
def here(request: HttpRequest, pk: int) -> JsonResponse:
    """A submission is open: which other editors have it open."""
    submission = get_submission_for(request.user, pk)
    others = also_here(f"submission {submission.pk}", request.user, board.deciders())
    return JsonResponse({"says": here_in_words(others)})


def _desk(request: HttpRequest, submission: Submission, status: int = 200, **forms: Any) -> HttpResponse:
    questions = rounds.questions_of(submission)
    invites = list(submission.invites.select_related("user", "invited_by"))
    before = submission.inquiry.submissions.filter(round__lt=submission.round).order_by("-round").first()
    telling = what_tells(submission)
    takes_reviewers = submission.state in {SubmissionState.REVIEW, SubmissionState.DECIDE}
    context = {
        "submission": submission,
        "inquiry": submission.inquiry,
        "chapters": rounds.chapters_as_written(submission),
        "enclosures": enclosures_of(submission),
        "flags": flags_on_record(submission),
        "names_found": rounds.names_in_text(submission),
        "likely_names": telling.likely,
        "names_in_files": telling.files,
        "unread_pdfs": telling.pdfs,
        "reviews": [(invite, rounds.answers_of(invite, questions)) for invite in invites],
        "sent": sum(invite.state == InviteState.SENT for invite in invites),
        "suggestions": board.next_reviewers(submission) if takes_reviewers else [],
        "before": before,
        "changes": rounds.changes_since(submission, before),
        "asked": submission.questions.all(),
        "decision": submission.decisions.filter(undone_at=None).first(),
        "letters": _letters(submission),
        "takes_reviewers": takes_reviewers,
        "invite_form": forms.get("invite_form") or InviteForm(),
        "decision_form": forms.get("decision_form") or DecisionForm(initial={"collection": _collection(submission)}),
        "question_form": forms.get("question_form") or QuestionForm(),
        "form": next(iter(forms.values()), None),
    }
    return render(request, "research/review/submission.html", context, status=status)


def _collection(submission: Submission) -> int | None:
    return submission.call.collection_id if submission.call else None


def _letters(submission: Submission) -> list[tuple[str, str, str]]:
    """How a letter of each decision begins, in the language of the draft: value, name and text."""
    owner = submission.inquiry.people.filter(access="owner").first()
    words = {"{name}": owner.name if owner else "", "{title}": str(submission.manuscript["title"])}
    rows = DecisionLetter.objects.select_related("locale").filter(
        locale__language_code__in=[submission.inquiry.language, "en"]
    )
    found = {row.verdict: row.text for row in sorted(rows, key=lambda row: row.locale.language_code != "en")}
    for placeholder, value in words.items():
        found = {verdict: text.replace(placeholder, value) for verdict, text in found.items()}
    return [(value, str(label), found.get(value, "")) for value, label in Verdict.choices]


@login_required
@require_POST
def pass_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The editorial check is done."""
    submission = get_submission_for(request.user, pk)
    decisions.pass_check(submission=submission, by=_editor(request))
    messages.success(request, _("The report is ready for reviewers. Invite them below."))
    return HttpResponseRedirect(reverse("edit_submission", args=[pk]) + "#reviewers")


@login_required
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody for a review."""
    submission, form = get_submission_for(request.user, pk), InviteForm(request.POST)
    if not form.is_valid():
        return _desk(request, submission, 422, invite_form=form)
    try:
        asked = review.invite_reviewer(submission=submission, by=_editor(request), **form.cleaned_data)
    except review.OwnReportError:
        form.add_error("email", _("This person is named on the report and cannot review it."))
        return _desk(request, submission, 422, invite_form=form)
    except review.RoundClosedError:
        messages.error(request, _("This round takes no reviewers now."))
    else:
        messages.success(request, _("%(name)s is invited.") % {"name": asked.name})
    return HttpResponseRedirect(reverse("edit_submission", args=[pk]) + "#reviewers")


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int, invite: int) -> HttpResponse:
    """Call an invitation back."""
    submission = get_submission_for(request.user, pk)
    review.cancel_invite(invite=get_object_or_404(submission.invites, pk=invite))
    return HttpResponseRedirect(reverse("edit_submission", args=[pk]) + "#reviewers")


@login_required
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the authors something."""
    submission, form = get_submission_for(request.user, pk), QuestionForm(request.POST)
    if not form.is_valid():
        return _desk(request, submission, 422, question_form=form)
    review.ask_question(submission=submission, by=_editor(request), question=form.cleaned_data["question"])
    messages.success(request, _("Your question is on its way to the authors."))
    return HttpResponseRedirect(reverse("edit_submission", args=[pk]) + "#questions")


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide: it leaves in ten minutes."""
    submission, form = get_submission_for(request.user, pk), DecisionForm(request.POST)
    if not form.is_valid():
        return _desk(request, submission, 422, decision_form=form)
    try:
        decisions.decide(submission=submission, by=_editor(request), **form.cleaned_data)
    except decisions.AlreadyDecidedError:
        form.add_error(None, _("Somebody else has decided meanwhile, or the authors took it back."))
        return _desk(request, get_submission_for(request.user, pk), 409, decision_form=form)
    return HttpResponseRedirect(reverse("edit_submission", args=[pk]) + "#decision")


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a decision that has not left, or let it leave now."""
    submission = get_submission_for(request.user, pk)
    decision = get_object_or_404(submission.decisions, undone_at=None)
    if request.POST.get("do") == "now":
        try:
            decisions.send_decision(decision=decision)
        except PermissionDenied:
            messages.error(request, _("Somebody else has decided meanwhile, or the authors took it back."))
        else:
            messages.success(request, _("The decision has left."))
    elif decisions.undo_decision(decision=decision):
        messages.success(request, _("The decision is undone. Nobody was told."))
    else:
        messages.error(request, _("It is too late: the decision has left."))
    return HttpResponseRedirect(reverse("edit_submission", args=[pk]) + "#decision")
