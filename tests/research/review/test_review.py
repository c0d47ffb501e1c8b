"""Reviewers: invited, accepting, writing, sending, reminded."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from camtree.members.actions import close_account
from camtree.members.models import User
from camtree.vocabularies.models import Approach, Subject
from research.models import Reminder, ReviewerProfile, ReviewInvite, Submission
from research.review.actions.reviews import (
    InviteClosedError,
    OwnReportError,
    RoundClosedError,
    accept_invite,
    cancel_invite,
    decline_invite,
    invite_reviewer,
    send_review,
    send_review_reminders,
)
from research.review.board import next_reviewers
from research.review.forms import ReviewForm
from research.review.rounds import questions_of
from tests.factories.inquiries import (
    make_accepted,
    make_editor,
    make_inquiry,
    make_review,
    make_sent,
    make_submission,
    owner_of,
    review_words,
)
from tests.factories.members import browser_of, make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def link_in(message: Any) -> str:
    """The one address in a mail, without its host."""
    (found,) = re.findall(r"^https?://[^/]+(/\S+)$", message.body, re.MULTILINE)
    return str(found)


# ---------------------------------------------------------------- the way of one review


def test_a_reviewer_without_account_answers_from_the_mail(django_capture_on_commit_callbacks: Any) -> None:
    submission = make_submission()
    editor = make_editor()
    desk = browser_of(editor)
    desk.post(reverse("pass_check", args=[submission.pk]))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(
            reverse("invite_reviewer", args=[submission.pk]), {"email": "Tomos@School.test", "name": "Tomos Beddow"}
        )
    (invitation,) = [m for m in mail.outbox if m.to == ["tomos@school.test"]]
    assert invitation.subject == "Would you review “Wait time and talk”?"
    assert invitation.reply_to == [editor.email]

    visitor = browser_of(None)
    page = visitor.get(link_in(invitation))
    assert page.status_code == 200
    assert "What we saw" not in page.content.decode()  # the summary first
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer: Any = visitor.post(link_in(invitation), {"do": "accept", "no_conflict": "on", "keeps_it": "on"})
    invite = ReviewInvite.objects.get()
    assert answer.url == reverse("review_desk", args=[invite.desk_token])
    assert link_in(mail.outbox[0]) == answer.url

    page = visitor.get(answer.url)
    assert "What we saw" in page.content.decode()
    words = review_words(invite, recommendation="")
    assert visitor.post(answer.url, words | {"do": "save"}).status_code == 302
    page = visitor.post(answer.url, words | {"do": "send"})
    assert page.status_code == 422
    assert page.context["form"].errors == {"recommendation": ["Please choose a recommendation."]}
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert visitor.post(answer.url, words | {"do": "send", "recommendation": "accept"}).status_code == 302
    invite.refresh_from_db()
    assert (invite.state, invite.recommendation, invite.words_to_author) == ("sent", "accept", "Clear and useful.")
    assert {m.subject for m in mail.outbox} == {
        "A review is there: Wait time and talk",
        "Thank you for your review: Wait time and talk",
    }
    assert "Your review is with the editors" in visitor.get(answer.url).content.decode()


def test_without_a_declaration_the_manuscript_stays_closed() -> None:
    invite = make_review()
    address = reverse("review_invitation", args=[invite.token])
    page = browser_of(None).post(address, {"do": "accept", "keeps_it": "on"})
    assert page.status_code == 422
    assert page.context["accept_form"].errors == {
        "no_conflict": ["Please say that you have no conflict of interest, or decline."]
    }
    assert browser_of(None).get(reverse("review_desk", args=[invite.desk_token])).status_code == 404


def test_a_link_used_twice_says_so_and_sends_the_way_again(django_capture_on_commit_callbacks: Any) -> None:
    invite = make_accepted()
    address = reverse("review_invitation", args=[invite.token])
    visitor = browser_of(None)
    page = visitor.post(address, {"do": "accept", "no_conflict": "on", "keeps_it": "on"})
    assert page.status_code == 410
    assert "An invitation opens only once" in page.content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post(reverse("mail_review_link", args=[invite.token]))
    assert link_in(mail.outbox[0]) == reverse("review_desk", args=[invite.desk_token])
    assert mail.outbox[0].to == [invite.email]


@pytest.mark.parametrize("state", ["declined", "cancelled", "lapsed"])
def test_a_closed_invitation_opens_nothing(state: str) -> None:
    invite = make_review()
    if state == "declined":
        decline_invite(invite=invite)
    elif state == "cancelled":
        cancel_invite(invite=invite)
    else:
        ReviewInvite.objects.update(due_on=timezone.localdate() - timedelta(1))
    page = browser_of(None).post(
        reverse("review_invitation", args=[invite.token]), {"do": "accept", "no_conflict": "on", "keeps_it": "on"}
    )
    assert page.status_code == 410
    assert "What we saw" not in page.content.decode()
    with pytest.raises(InviteClosedError):
        accept_invite(invite=invite)


def test_declining_tells_the_editor_whom_to_ask_next(django_capture_on_commit_callbacks: Any) -> None:
    invite = make_review()
    make_reviewer("Leilani")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        page = browser_of(None).post(
            reverse("review_invitation", args=[invite.token]), {"do": "decline", "reason": "No time before May."}
        )
    assert page.status_code == 200
    (told,) = mail.outbox
    assert told.subject == "A reviewer declined: Wait time and talk"
    assert "No time before May." in told.body
    assert "- Leilani" in told.body


def test_what_was_typed_is_kept_when_something_is_missing() -> None:
    invite = make_accepted()
    words = review_words(invite, words_to_author="")
    page = browser_of(None).post(reverse("review_desk", args=[invite.desk_token]), words | {"do": "send"})
    assert page.status_code == 422
    invite.refresh_from_db()
    assert (invite.state, invite.words_to_editor) == ("accepted", "Publish it soon.")


def test_hostile_words_are_shown_as_words() -> None:
    invite = make_accepted()
    words = review_words(invite, words_to_author="<script>alert(1)</script>")
    address = reverse("review_desk", args=[invite.desk_token])
    browser_of(None).post(address, words | {"do": "send"})
    html = browser_of(None).get(address).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html


def test_a_review_of_a_member_stands_on_their_page() -> None:
    tomos = make_member("Tomos")
    invite = make_accepted(reviewer=tomos)
    assert invite.user == tomos
    browser = browser_of(tomos)
    assert [row[0] for row in browser.get(reverse("my_reviews")).context["waiting"]] == [invite]
    assert browser.get(reverse("my_review", args=[invite.pk])).status_code == 200
    assert browser_of(make_member("Somebody else")).get(reverse("my_review", args=[invite.pk])).status_code == 404


# ---------------------------------------------------------------- whom to ask


def test_a_report_goes_the_way_of_its_language_whatever_the_reader_speaks() -> None:
    member = make_member("Uma Fernando")
    invite = make_accepted(reviewer=member)
    assert invite.submission.inquiry.language == "en"
    with translation.override("ar"):
        address = reverse("my_review", args=[invite.pk])
    html = browser_of(member).get(address).content.decode()
    assert '<html lang="ar" dir="rtl"' in html
    article = re.search(r'<article class="manuscript prose"[^>]*>', html)
    assert article
    assert 'lang="en"' in article[0]
    assert 'dir="ltr"' in article[0]


def make_reviewer(name: str, **facts: Any) -> User:
    member = make_member(name)
    terms = {key: facts.pop(key, []) for key in ("subjects", "approaches")}
    profile = ReviewerProfile.objects.create(user=member, **({"languages": ["en"]} | facts))
    profile.subjects.set(terms["subjects"])
    profile.approaches.set(terms["approaches"])
    return member


def test_the_best_match_with_room_comes_first() -> None:
    submission = make_submission()
    inquiry = submission.inquiry
    subject = Subject.objects.filter(locale__language_code="en").first()
    approach = Approach.objects.filter(locale__language_code="en").first()
    assert subject
    assert approach
    inquiry.subjects.set([subject])
    inquiry.approaches.set([approach])
    make_reviewer("Far away")
    make_reviewer("Close", subjects=[subject])
    make_reviewer("Closest", subjects=[subject], approaches=[approach])
    make_reviewer("Other language", subjects=[subject], languages=["fr"])
    make_reviewer("Pausing", subjects=[subject], is_available=False)
    busy = make_reviewer("Busy", subjects=[subject], approaches=[approach])
    make_accepted(make_submission(make_member("Another author")), busy)
    ReviewerProfile.objects.create(user=owner_of(inquiry), languages=["en"])
    assert [suggestion.user.display_name for suggestion in next_reviewers(submission)] == [
        "Closest",
        "Close",
        "Far away",
    ]


def test_nobody_reviews_their_own() -> None:
    submission = make_submission()
    Submission.objects.update(state="review")
    with pytest.raises(OwnReportError):
        invite_reviewer(submission=submission, by=make_editor(), email=owner_of(submission.inquiry).email)


def test_nobody_is_asked_before_the_check() -> None:
    with pytest.raises(RoundClosedError):
        invite_reviewer(submission=make_submission(), by=make_editor(), email="tomos@school.test")


def test_asking_the_same_address_twice_asks_once(django_capture_on_commit_callbacks: Any) -> None:
    invite = make_review()
    with django_capture_on_commit_callbacks(execute=True):
        again = invite_reviewer(submission=invite.submission, by=make_editor("Rafael"), email=invite.email.upper())
    assert again == invite
    assert not [m for m in mail.outbox if m.to == [invite.email]]


def test_who_declined_can_be_asked_again() -> None:
    invite = decline_invite(invite=make_review(), reason="Later")
    again = invite_reviewer(submission=invite.submission, by=make_editor("Rafael"), email=invite.email)
    assert (again.pk, again.state, again.number) == (invite.pk, "invited", 1)


def test_a_member_becomes_a_reviewer() -> None:
    member = make_member("Mele")
    address = reverse("my_reviewer_profile")
    browser = browser_of(member)
    assert browser.get(address).context["form"].initial["languages"] == ["en"]
    sent = {"languages": ["en", "fr"], "about": "Science, lesson study", "at_once": "2", "per_year": "4"}
    assert browser.post(address, sent | {"is_available": "on"}).status_code == 302
    profile = ReviewerProfile.objects.get(user=member)
    assert (profile.languages, profile.at_once, profile.per_year) == (["en", "fr"], 2, 4)
    page = browser.post(address, sent | {"languages": []})
    assert page.status_code == 422


# ---------------------------------------------------------------- quorum, certificate, reminders


def test_enough_reviews_make_it_wait_for_a_decision() -> None:
    first = make_sent(reviewer=make_member("Tomos"))
    submission = first.submission
    submission.refresh_from_db()
    assert submission.state == "review"
    make_sent(submission, make_member("Leilani"))
    submission.refresh_from_db()
    assert submission.state == "decide"


def test_a_certificate_counts_reviews_and_names_no_report() -> None:
    tomos = make_member("Tomos Beddow")
    make_sent(reviewer=tomos)
    year = timezone.now().year
    browser = browser_of(tomos)
    html = browser.get(reverse("my_review_certificate", args=[year])).content.decode()
    assert "<bdi>Tomos Beddow</bdi> reviewed 1 report for" in html
    assert "Wait time" not in html
    assert browser.get(reverse("my_review_certificate", args=[year - 1])).status_code == 404


def test_reminders_go_once_each(django_capture_on_commit_callbacks: Any) -> None:
    invite = make_accepted()
    days = [invite.due_on + timedelta(offset) for offset in (-8, -7, -7, -3, -2, 0, 1, 5)]
    sent = [send_review_reminders(today=day) for day in days]
    # Late: the reviewer and the editor hear of it.
    assert sent == [0, 1, 0, 0, 1, 0, 2, 0]
    assert sorted(Reminder.objects.values_list("kind", flat=True)) == ["overdue", "soon", "week"]


def test_the_command_can_run_at_any_time(capsys: Any) -> None:
    make_accepted()
    for _ in range(2):
        call_command("send_due_reminders")
    assert capsys.readouterr().out.splitlines() == ["0 decisions and 0 reminders sent."] * 2


def test_an_account_that_goes_leaves_its_reviews_without_a_name() -> None:
    tomos = make_member("Tomos Beddow")
    done = make_sent(reviewer=tomos)
    begun = make_accepted(make_submission(make_member("Another author")), tomos)
    close_account(member=tomos)
    assert not User.objects.filter(pk=tomos.pk).exists()
    done.refresh_from_db()
    begun.refresh_from_db()
    assert (done.state, done.words_to_author, done.name, done.user) == ("sent", "Clear and useful.", "", None)
    assert (begun.state, begun.email) == ("declined", f"{begun.pk}@gone.invalid")
    assert not ReviewInvite.history.filter(name="Tomos Beddow").exists()


def test_a_draft_that_was_never_submitted_has_no_rounds() -> None:
    inquiry = make_inquiry()
    page = browser_of(owner_of(inquiry)).get(f"/en/my/research/{inquiry.pk}/rounds/")
    assert page.status_code == 200
    assert "Nothing has been submitted yet." in page.content.decode()


def test_the_form_calls_optional_what_may_stay_empty() -> None:
    invite = make_accepted()
    form = ReviewForm(questions=questions_of(invite.submission), invite=invite)
    labels = dict(
        re.findall(r"<(?:label for|fieldset[^>]*? id)=\"id_([\w-]+)\"[^>]*>(.*?)</l", page_of(form), re.DOTALL)
    )
    assert {name for name in labels if "(optional)" not in labels[name] and name in form.fields} == set(form.needed)
    assert "words_to_editor" not in form.needed


def page_of(form: ReviewForm) -> str:
    """Every field as the page shows it."""
    return "".join(render_to_string("components/form_field.html", {"field": field}) for field in form)


# ---------------------------------------------------------------- at the same moment


@pytest.mark.django_db(transaction=True)
def test_one_review_sent_by_several_clicks(site_after_flush: None) -> None:
    invite = make_accepted()
    words = {"answers": {}, "recommendation": "accept", "words_to_author": "Fine.", "words_to_editor": ""}
    mail.outbox.clear()
    results = at_once(*[lambda: send_review(invite=invite, **words).state] * 3)
    assert results == ["sent"] * 3
    assert len([m for m in mail.outbox if m.subject.startswith("Thank you")]) == 1


@pytest.mark.django_db(transaction=True)
def test_an_invitation_accepted_twice_at_once(site_after_flush: None) -> None:
    invite = make_review()
    results = at_once(*[lambda: str(accept_invite(invite=invite).state)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["InviteClosedError", "str"]
    assert ReviewInvite.objects.get().state == "accepted"


@pytest.mark.django_db(transaction=True)
def test_reminders_by_two_timers_at_once(site_after_flush: None) -> None:
    invite = make_accepted()
    assert sorted(at_once(*[lambda: send_review_reminders(today=invite.due_on)] * 2)) == [0, 1]
