"""Reviewers: the invitation, the desk where a review is written, all of a member's reviews, their profile."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from camtree.core.forms import first_error, posted
from camtree.core.http.rate_limits import is_over_limit
from camtree.core.http.typing import is_as_typed
from camtree.core.seen import held
from research.inquiries.queries import people_with_accounts
from research.review import rounds
from research.review.access import get_review_desk, get_review_for, get_review_invitation
from research.review.actions import reviews as review
from research.review.board import reviews_by_year
from research.review.choices import InviteState
from research.review.forms import AcceptForm, DeclineForm, ReviewerProfileForm, ReviewForm
from research.review.models import ReviewerProfile, ReviewInvite


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the report is about, and the two answers. Used once, or too late, it says so and offers the way on."""
    invite = get_review_invitation(token)
    forms: dict[str, Any] = {"accept": AcceptForm(), "decline": DeclineForm()}
    status = 200
    if request.method == "POST":
        try:
            answer = _answer(request, invite, forms)
        except review.InviteClosedError:
            invite, answer = get_review_invitation(token), None
        if answer is not None:
            return answer
        status = 422 if any(form.errors for form in forms.values()) else 410
    is_open = invite.state == InviteState.INVITED and not invite.has_lapsed and invite.submission.is_open
    context = {
        **_about(invite),
        "accept_form": forms["accept"],
        "decline_form": forms["decline"],
        "is_open": is_open,
        "form": forms["accept"],
    }
    return render(request, "research/review/invitation.html", context, status=status if is_open else 410)


def _answer(request: HttpRequest, invite: ReviewInvite, forms: dict[str, Any]) -> HttpResponse | None:
    member: Any = request.user if request.user.is_authenticated else None
    if request.POST.get("do") == "decline":
        forms["decline"] = form = DeclineForm(request.POST)
        if not form.is_valid():
            return None
        review.decline_invite(invite=invite, reason=form.cleaned_data["reason"])
        return render(request, "research/review/declined.html", _about(invite))
    forms["accept"] = accept = AcceptForm(request.POST)
    if not accept.is_valid():
        return None
    accepted = review.accept_invite(invite=invite, member=member)
    messages.success(request, _("Thank you. We have sent you a link by which you can come back to this page."))
    return HttpResponseRedirect(reverse("review_desk", args=[accepted.desk_token]))


def _about(invite: ReviewInvite) -> dict[str, Any]:
    """What a reviewer may know before accepting: title, abstract, language, day; names only in an open round."""
    submission = invite.submission
    return {
        "invite": invite,
        "submission": submission,
        "title": rounds.title_for_reviewers(submission),
        "abstract": [chapter for chapter in rounds.chapters_of(submission) if chapter.is_abstract],
        "authors": [] if submission.hides_authors else submission.manuscript["authors"],
    }


@require_POST
def mail_again(request: HttpRequest, token: str) -> HttpResponse:
    """Send the way to the review once more, to the address that was invited."""
    invite = get_review_invitation(token)
    if invite.state != InviteState.ACCEPTED:
        raise Http404
    if is_over_limit(request, "review-mail", times=5, seconds=3600):
        messages.error(request, _("Too many forms came from your network in the last hour. Please try again later."))
    else:
        review.mail_desk_again(invite=invite)
        messages.success(request, _("The link is on its way to the address to which the invitation went."))
    return HttpResponseRedirect(reverse("review_invitation", args=[token]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, token: str) -> HttpResponse:
    """The manuscript and the review, for whoever holds the link that was mailed after accepting."""
    return _desk(request, get_review_desk(token))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a member who is signed in; before accepting, the invitation."""
    invite = get_review_for(request.user, pk)
    if invite.accepted_at is None:
        return HttpResponseRedirect(reverse("review_invitation", args=[invite.token]))
    return _desk(request, invite)


def _desk(request: HttpRequest, invite: ReviewInvite) -> HttpResponse:
    questions = rounds.questions_of(invite.submission)
    with transaction.atomic():
        if request.method == "POST":
            invite = review.held_review(invite)
        form = ReviewForm(posted(request), questions=questions, invite=invite)
        answer = _keep(request, invite, form) if request.method == "POST" and form.is_valid() else None
    if answer is not None:
        return answer
    if is_as_typed(request):
        return JsonResponse({"says": first_error(form)}, status=form.refusal)
    context = {
        **_about(invite),
        "chapters": rounds.with_pictures(rounds.chapters_of(invite.submission), invite),
        "enclosures": rounds.enclosures_for_reviewers(invite),
        "form": form,
        "answers": rounds.answers_of(invite, questions),
        "before": rounds.rounds_before(invite),
        "is_open": invite.state == InviteState.ACCEPTED,
    }
    return render(request, "research/review/desk.html", context, status=form.refusal if form.errors else 200)


def _keep(request: HttpRequest, invite: ReviewInvite, form: ReviewForm) -> HttpResponse | None:
    """Save, send, or give the review up; None when something is missing for sending."""
    chosen = request.POST.get("do", "save")
    try:
        if chosen == "give-up":
            review.decline_invite(invite=invite)
            return render(request, "research/review/declined.html", _about(invite))
        if chosen != "send":
            review.save_review(invite=invite, **form.words())
            if is_as_typed(request):
                questions = rounds.questions_of(invite.submission)
                return JsonResponse({"seen": ReviewForm(questions=questions, invite=review.held_review(invite)).seen})
            messages.success(request, _("Saved. You can come back to it by the same link."))
            return HttpResponseRedirect(request.path)
        # What was written is kept even when something is missing.
        if invite.state == InviteState.ACCEPTED:
            review.save_review(invite=invite, **form.words())
        if not form.must_be_complete():
            return None
        review.send_review(invite=invite, **form.words())
    except review.InviteClosedError:
        if is_as_typed(request):
            return JsonResponse({"says": _("This review is closed: it was sent, given up or called back.")}, status=423)
        messages.error(request, _("This review is closed: it was sent, given up or called back."))
        return HttpResponseRedirect(request.path)
    messages.success(request, _("Thank you. Your review is with the editors."))
    return HttpResponseRedirect(request.path)


@login_required
@require_safe
def my_reviews(request: HttpRequest) -> HttpResponse:
    """Everything a member was asked to review, and the years for which there is a certificate."""
    invites = ReviewInvite.objects.of(request.user).select_related("submission__inquiry").order_by("-invited_at")
    invites = invites.prefetch_related(people_with_accounts("submission__inquiry__people"))
    rows = [(invite, rounds.title_for_reviewers(invite.submission)) for invite in invites[:200]]
    context = {
        "waiting": [row for row in rows if row[0].state in {InviteState.INVITED, InviteState.ACCEPTED}],
        "done": [row for row in rows if row[0].state == InviteState.SENT],
        "profile": ReviewerProfile.objects.filter(user=request.user.pk).first(),
        "years": reviews_by_year(request.user),
    }
    return render(request, "research/review/my_reviews.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_profile(request: HttpRequest) -> HttpResponse:
    """Become a reviewer, or change what editors know."""
    member: Any = request.user
    with transaction.atomic():
        if request.method == "POST":
            held(member)
        profile = ReviewerProfile.objects.filter(user=request.user.pk).first()
        initial = {"languages": profile.languages if profile else [member.preferred_language]}
        form = ReviewerProfileForm(posted(request), instance=profile, initial=initial)
        if request.method == "POST" and form.is_valid():
            review.change_reviewer_profile(member=member, facts=form.cleaned_data)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("my_reviews"))
    context = {"form": form, "profile": profile}
    return render(request, "research/review/profile.html", context, status=form.refusal if form.errors else 200)


@login_required
@require_safe
def my_certificate(request: HttpRequest, year: int) -> HttpResponse:
    """What a member reviewed in a year, to print: numbers and days, never titles or authors."""
    if year not in dict(reviews_by_year(request.user)):
        raise Http404
    done = ReviewInvite.objects.of(request.user).filter(state=InviteState.SENT, sent_at__year=year).order_by("sent_at")
    return render(request, "research/review/certificate.html", {"year": year, "reviews": done})
