"""Peer review: reviewers are invited, accept or decline, write and send; nobody is reminded twice."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone, translation

from camtree.background.each import each
from camtree.core.mail import send_mail_on_commit
from camtree.members.models import User
from research.inquiries.models import InquiryPerson
from research.review.board import next_reviewers
from research.review.choices import InviteState, SubmissionState
from research.review.models import EditorQuestion, Reminder, ReviewerProfile, ReviewInvite, Submission
from research.review.rounds import title_for_reviewers

# Days to answer an invitation.
ANSWER_DAYS = 7


class RoundClosedError(Exception):
    """The round takes no reviewers: it is being checked, or it has been decided."""


class OwnReportError(Exception):
    """Somebody named on the report is asked to review it."""


class InviteClosedError(Exception):
    """The invitation was answered already, called back, or its time is over."""


@transaction.atomic
def invite_reviewer(*, submission: Submission, by: User, email: str, name: str = "") -> ReviewInvite:
    """Ask somebody to review a round, by a mail with a link that works without an account.

    Asking the same address twice sends one mail; who declined before is asked again. Raises RoundClosedError and
    OwnReportError.
    """
    submission = Submission.objects.select_for_update().select_related("inquiry").get(pk=submission.pk)
    if submission.state not in {SubmissionState.REVIEW, SubmissionState.DECIDE}:
        raise RoundClosedError
    email = email.strip().lower()
    user = User.objects.filter(email=email, is_active=True).first()
    if _is_named(submission, user, email):
        raise OwnReportError
    found = submission.invites.filter(email=email).first()
    if found is not None and found.state not in {InviteState.DECLINED, InviteState.CANCELLED}:
        return found
    today = timezone.localdate()
    last = submission.invites.aggregate(last=Max("number"))["last"] or 0
    invite = found or ReviewInvite(submission=submission, email=email, number=last + 1)
    invite.name, invite.user, invite.invited_by = name or (str(user) if user else email), user, by
    invite.state, invite.invited_at = InviteState.INVITED, timezone.now()
    invite.answer_by, invite.due_on = today + timedelta(ANSWER_DAYS), today + timedelta(submission.due_days)
    invite.save()
    invite.reminders.all().delete()
    _write("review_invitation", invite, reply_to=by.email)
    return invite


def _is_named(submission: Submission, user: User | None, email: str) -> bool:
    named = Q(email__iexact=email) | (Q(user=user) if user else Q())
    return InquiryPerson.objects.filter(named, inquiry=submission.inquiry_id).exists()


@transaction.atomic
def accept_invite(*, invite: ReviewInvite, member: User | None = None) -> ReviewInvite:
    """The reviewer takes it on and has declared no conflict. A new address, mailed to them, opens the manuscript.

    Raises InviteClosedError where the invitation was answered before or its time is over.
    """
    invite = held_review(invite)
    if invite.state != InviteState.INVITED or invite.has_lapsed or not invite.submission.is_open:
        raise InviteClosedError
    invite.state, invite.accepted_at = InviteState.ACCEPTED, timezone.now()
    invite.due_on = timezone.localdate() + timedelta(invite.submission.due_days)
    if invite.user is None and member is not None and not _is_named(invite.submission, member, member.email):
        taken = ReviewInvite.objects.filter(submission=invite.submission_id, user=member).exists()
        invite.user = None if taken else member
    invite.save()
    _write("review_accepted", invite)
    return invite


def held_review(invite: ReviewInvite) -> ReviewInvite:
    """The invitation as it is now, its round held first: everybody takes the two in this order."""
    Submission.objects.select_for_update().get(pk=invite.submission_id)
    rows = ReviewInvite.objects.select_for_update(of=("self",)).select_related("submission__inquiry", "user")
    return rows.get(pk=invite.pk)


@transaction.atomic
def decline_invite(*, invite: ReviewInvite, reason: str = "") -> ReviewInvite:
    """The reviewer cannot do it, before or after accepting. The editor hears of it, with the next ones to ask."""
    invite = held_review(invite)
    if invite.state == InviteState.DECLINED:
        return invite
    if invite.state not in {InviteState.INVITED, InviteState.ACCEPTED}:
        raise InviteClosedError
    invite.state, invite.declined_at, invite.decline_reason = InviteState.DECLINED, timezone.now(), reason
    invite.save()
    tell_editor("review_declined", invite, next=next_reviewers(invite.submission, most=3))
    return invite


@transaction.atomic
def cancel_invite(*, invite: ReviewInvite) -> None:
    """Call an invitation back. What the reviewer wrote stays; they are told."""
    invite = held_review(invite)
    if invite.state in {InviteState.INVITED, InviteState.ACCEPTED}:
        invite.state = InviteState.CANCELLED
        invite.save()
        _write("review_cancelled", invite)


@transaction.atomic
def save_review(*, invite: ReviewInvite, **words: Any) -> ReviewInvite:
    """Keep what a reviewer has written so far: `answers`, `recommendation`, `words_to_author`, `words_to_editor`."""
    invite = held_review(invite)
    if invite.state not in {InviteState.ACCEPTED, InviteState.CANCELLED}:
        raise InviteClosedError
    for name, value in words.items():
        setattr(invite, name, value)
    invite.saved_at = timezone.now()
    invite.save()
    return invite


@transaction.atomic
def send_review(*, invite: ReviewInvite, **words: Any) -> ReviewInvite:
    """Hand the review to the editors. Sending twice sends once.

    A review that comes after the decision is kept and the editor is told, but it changes nothing. When as many
    reviews are there as were wanted, the round waits for its decision.
    """
    held = held_review(invite)
    if held.state == InviteState.SENT:
        return held
    held = save_review(invite=invite, **words)
    held.state, held.sent_at = InviteState.SENT, timezone.now()
    held.save()
    submission = held.submission
    sent = submission.invites.filter(state=InviteState.SENT).count()
    if submission.state == SubmissionState.REVIEW and sent >= submission.quorum:
        Submission.objects.filter(pk=submission.pk).update(state=SubmissionState.DECIDE)
    tell_editor("review_sent", held, sent=sent)
    _write("review_thanks", held)
    return held


def tell_editor(template: str, invite: ReviewInvite, **context: Any) -> None:
    """Mail the editor of a round: who has it on their desk, else who invited the reviewer."""
    submission = invite.submission
    editor = submission.editor or invite.invited_by
    if editor is None:
        return
    with translation.override(editor.preferred_language):
        address = settings.WAGTAILADMIN_BASE_URL + reverse("edit_submission", args=[submission.pk])
    send_mail_on_commit(
        template,
        to=editor.email,
        language=editor.preferred_language,
        context={"editor": editor, "invite": invite, "submission": submission, "address": address, **context},
    )


def _write(template: str, invite: ReviewInvite, reply_to: str = "", **context: Any) -> None:
    """Mail a reviewer. Nothing in it names an author of a double anonymous round."""
    inquiry = invite.submission.inquiry
    language = invite.user.preferred_language if invite.user else inquiry.language
    with translation.override(language):
        invitation = reverse("review_invitation", args=[invite.token])
        desk = reverse("review_desk", args=[invite.desk_token])
    send_mail_on_commit(
        template,
        to=invite.user.email if invite.user else invite.email,
        language=language,
        context={
            "invite": invite,
            "submission": invite.submission,
            "title": title_for_reviewers(invite.submission),
            "invitation": settings.WAGTAILADMIN_BASE_URL + invitation,
            "desk": settings.WAGTAILADMIN_BASE_URL + desk,
            **context,
        },
        reply_to=reply_to,
    )


@transaction.atomic
def close_invites(*, submission: Submission, verdict: str) -> None:
    """After a decision: thank those who reviewed and tell how it ended, let the others go."""
    for invite in submission.invites.select_for_update(of=("self",)).select_related("submission__inquiry", "user"):
        if invite.state == InviteState.SENT:
            _write("review_outcome", invite, verdict=verdict)
        elif invite.state in {InviteState.INVITED, InviteState.ACCEPTED}:
            invite.state = InviteState.CANCELLED
            invite.save()
            _write("review_cancelled", invite)


def mail_desk_again(*, invite: ReviewInvite) -> None:
    """Send the way to the review to the address that was invited, whoever asks for it."""
    with transaction.atomic():
        _write("review_accepted", invite)


def send_review_reminders(*, today: date) -> int:
    """Remind reviewers seven and two days before their day and one day after it, and editors then too.

    Returns how many mails went. Safe at any time: each reminder goes once. A run that comes late sends only the
    latest that is due, not those that were missed.
    """
    near = ReviewInvite.objects.open().filter(
        due_on__lte=today + timedelta(7), submission__state__in=[SubmissionState.REVIEW, SubmissionState.DECIDE]
    )
    invites = near.select_related("submission__inquiry", "submission__editor", "user", "invited_by")
    return sum(each("review-reminders", invites, lambda invite: _remind(invite, today)))


def _remind(invite: ReviewInvite, today: date) -> int:
    """Number of mails."""
    kind = _reminder_due(invite, today)
    _row, is_new = Reminder.objects.get_or_create(invite=invite, kind=kind)
    if not is_new:
        return 0
    _write("review_reminder", invite, kind=str(kind), days=(invite.due_on - today).days)
    if kind != Reminder.Kind.OVERDUE:
        return 1
    tell_editor("review_overdue", invite, next=next_reviewers(invite.submission, most=3))
    return 2


def _reminder_due(invite: ReviewInvite, today: date) -> Reminder.Kind:
    days = (invite.due_on - today).days
    if days < 0:
        return Reminder.Kind.OVERDUE
    return Reminder.Kind.SOON if days <= 2 else Reminder.Kind.WEEK


@transaction.atomic
def ask_question(*, submission: Submission, by: User, question: str) -> EditorQuestion:
    """Ask the authors something without deciding. The same question sent twice is asked once."""
    submission = Submission.objects.select_for_update().select_related("inquiry").get(pk=submission.pk)
    same = submission.questions.filter(question=question, answered_at=None).first()
    if same is not None:
        return same
    asked: EditorQuestion = submission.questions.create(question=question, asked_by=by)
    for person in submission.inquiry.people.select_related("user"):
        if person.user is None:
            continue
        language = person.user.preferred_language
        with translation.override(language):
            address = settings.WAGTAILADMIN_BASE_URL + reverse("my_inquiry_rounds", args=[submission.inquiry_id])
        send_mail_on_commit(
            "inquiry_question",
            to=person.user.email,
            language=language,
            context={"person": person, "inquiry": submission.inquiry, "question": question, "address": address},
        )
    return asked


@transaction.atomic
def answer_question(*, question: EditorQuestion, member: User, answer: str) -> EditorQuestion:
    """The authors' answer. It is given once, and the first one stays; the editor who asked is told."""
    question = EditorQuestion.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=question.pk)
    if question.answered_at is not None:
        return question
    question.answer, question.answered_by, question.answered_at = answer, member, timezone.now()
    question.save()
    if question.asked_by is not None:
        editor = question.asked_by
        with translation.override(editor.preferred_language):
            address = settings.WAGTAILADMIN_BASE_URL + reverse("edit_submission", args=[question.submission_id])
        send_mail_on_commit(
            "question_answered",
            to=editor.email,
            language=editor.preferred_language,
            context={
                "editor": editor,
                "question": question,
                "inquiry": question.submission.inquiry,
                "address": address,
            },
        )
    return question


@transaction.atomic
def change_reviewer_profile(*, member: User, facts: dict[str, Any]) -> ReviewerProfile:
    """What a member says about themselves as a reviewer; the first time makes them one."""
    facts = dict(facts)
    many = {name: facts.pop(name) for name in ("subjects", "approaches")}
    profile, _is_new = ReviewerProfile.objects.update_or_create(user=member, defaults=facts)
    for name, terms in many.items():
        getattr(profile, name).set(terms)
    return profile


def forget_reviewer(member: User) -> None:
    """An account goes: open reviews are declined; what was sent stays without the name, because authors rely on it."""
    for invite in ReviewInvite.objects.open().of(member):
        decline_invite(invite=invite)
    rows = ReviewInvite.objects.filter(user=member)
    ReviewInvite.history.filter(id__in=rows.values("pk")).delete()
    for pk in rows.values_list("pk", flat=True):
        ReviewInvite.objects.filter(pk=pk).update(user=None, name="", email=f"{pk}@gone.invalid")
