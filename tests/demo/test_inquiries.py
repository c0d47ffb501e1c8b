"""Inquiries of the demo: every state is there, nothing was mailed, and the people of the demo find their pages."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from camtree.core.mail import send_mail_on_commit
from camtree.members.models import User
from demo.accounts import ACCOUNTS, DOMAIN
from demo.actions import load_demo
from demo.inquiries import forget_inquiry, load_inquiries
from demo.loading import without_mail
from demo.models import DemoRecord
from research.inquiries.choices import Access, InquiryState
from research.inquiries.drafts import checklist, parts_of
from research.models import (
    Call,
    Decision,
    EditorQuestion,
    Inquiry,
    InquiryPerson,
    PartVersion,
    ReviewerProfile,
    ReviewInvite,
    Submission,
)
from research.review.board import next_reviewers
from research.review.choices import Anonymity, InviteState, SubmissionState, Verdict
from research.review.rounds import changes_since, names_in_text
from tests.queries import budget


def account(name: str) -> User:
    return User.objects.get(email=f"{name}@{DOMAIN}")


def told(slug: str) -> Inquiry:
    """The inquiry of a file."""
    inquiry = DemoRecord.objects.get(key=f"inquiries/{slug}").object
    assert isinstance(inquiry, Inquiry)
    return inquiry


def last_round(slug: str) -> Submission:
    return told(slug).submissions.latest("round")


def test_every_state_is_there() -> None:
    assert Counter(Inquiry.objects.values_list("state", flat=True)) == {
        InquiryState.DRAFT: 2,
        InquiryState.SUBMITTED: 7,
        InquiryState.CHANGES_ASKED: 1,
        InquiryState.DECLINED: 1,
    }
    assert Counter(Submission.objects.values_list("state", flat=True)) == {
        SubmissionState.CHECK: 1,
        SubmissionState.REVIEW: 4,
        SubmissionState.DECIDE: 1,
        SubmissionState.ANSWERED: 5,
    }
    assert Counter(Decision.objects.values_list("verdict", flat=True)) == {
        Verdict.ACCEPT: 1,
        Verdict.MINOR: 1,
        Verdict.MAJOR: 2,
        Verdict.DECLINE: 1,
    }
    assert set(InviteState) - set(ReviewInvite.objects.values_list("state", flat=True)) == {InviteState.CANCELLED}
    assert InquiryPerson.objects.filter(user=account("author"), access=Access.OWNER).count() == 6


def test_two_people_wrote_and_one_comments_on_the_half_written_one() -> None:
    inquiry = told("a-plan-is-read-with-two-fingers")
    assert sorted(inquiry.people.values_list("access", flat=True)) == [Access.COMMENT, Access.OWNER, Access.WRITE]
    kept = PartVersion.objects.filter(part__inquiry=inquiry).select_related("part")
    assert {version.part.name for version in kept} == {"motivation", "plan"}
    assert all(version.saved_by == account("author") for version in kept)
    assert all(version.part.saved_by == account("juma.wekesa") for version in kept)
    assert any(remark.stops for remark in checklist(inquiry, parts_of(inquiry)))


@pytest.mark.parametrize("inquiry", [3, 4, 5, 6, 7, 8, 9, 10, 11])
def test_what_was_submitted_had_nothing_missing_and_tells_nobody_s_name(inquiry: int) -> None:
    found = Inquiry.objects.filter(report__isnull=False).order_by("pk")[inquiry - 3]
    assert [remark.text for remark in checklist(found, parts_of(found)) if remark.stops] == []
    assert [names_in_text(submission) for submission in found.submissions.all()] == [[]] * found.submissions.count()


def test_one_review_is_there_and_one_is_five_days_late() -> None:
    submission = last_round("the-circuit-on-the-floor")
    assert submission.editor == account("editor")
    late = submission.invites.get(user=account("reviewer"))
    assert (late.state, late.is_overdue) == (InviteState.ACCEPTED, True)
    assert late.due_on == timezone.localdate() - timedelta(5)
    assert submission.invites.filter(state=InviteState.SENT).count() == 1
    # The one who declined named somebody; others are offered as well.
    assert account("member") in [suggestion.user for suggestion in next_reviewers(submission)]


def test_two_reviews_differ_where_a_decision_is_wanted() -> None:
    submission = last_round("whose-hand-held-the-pen")
    assert submission.state == SubmissionState.DECIDE
    invites = submission.invites.all()
    assert {invite.recommendation for invite in invites} == {Verdict.MINOR, Verdict.MAJOR}
    assert all(len(invite.answers) == 6 and invite.words_to_author for invite in invites)


def test_letters_are_whole() -> None:
    decisions = Decision.objects.select_related("submission__inquiry")
    assert decisions
    for decision in decisions:
        assert "[" not in decision.letter
        assert "{" not in decision.letter
        assert decision.submission.inquiry.title in decision.letter
        assert decision.submission.answer == decision.letter


def test_the_second_round_differs_and_asks_the_same_reviewers() -> None:
    second = last_round("the-logbook-that-answers")
    first = second.inquiry.submissions.get(round=1)
    assert (second.round, second.state) == (2, SubmissionState.REVIEW)
    changes = changes_since(second, first)
    assert [(change.heading, change.is_abstract) for change in changes] == [
        ("Methods", True),
        ("Findings", True),
        ("Motivation, focus and questions", False),
        ("Ethical considerations and relationships", False),
        ("Findings", False),
    ]
    changed = {change.heading: str(change.html) for change in changes}
    assert "Two trainees said no" in changed["Ethical considerations and relationships"]
    assert "<del>" in changed["Findings"]
    assert set(first.invites.values_list("user", flat=True)) == set(second.invites.values_list("user", flat=True))
    assert second.invites.filter(state=InviteState.ACCEPTED).count() == 1


def test_one_is_written_and_reviewed_in_arabic() -> None:
    second = last_round("ma-la-yura")
    assert second.inquiry.language == "ar"
    assert second.inquiry.guide.locale.language_code == "ar"
    assert second.rubric is not None
    assert second.rubric.as_object().locale.language_code == "ar"
    letter = second.inquiry.submissions.get(round=1).decisions.get().letter
    assert letter.startswith("تحية طيبة إلى لينا حداد")


def test_one_is_accepted_for_a_day_to_come() -> None:
    report = told("a-plan-of-seats-drawn-by-the-class").report
    assert report is not None
    assert not report.live
    revision = report.get_latest_revision_as_object()
    assert revision.go_live_at > timezone.now()
    assert report.scheduled_revision is not None


def test_one_question_waits_for_the_authors() -> None:
    waiting = EditorQuestion.objects.get(answered_at=None)
    assert waiting.submission.inquiry == told("measuring-twice")


def test_two_calls_are_open() -> None:
    tried, lessons = Call.objects.order_by("-anonymity")
    assert (tried.anonymity, lessons.anonymity) == (Anonymity.SINGLE, Anonymity.OPEN)
    assert tried.collection is not None
    assert tried.collection.slug == "tried-again-elsewhere"
    assert tried.closes_on is not None
    assert tried.closes_on > timezone.localdate()
    assert lessons.closes_on is None


def test_a_call_that_has_closed_is_moved_on() -> None:
    Call.objects.filter(anonymity=Anonymity.SINGLE).update(closes_on=timezone.localdate() - timedelta(1))
    load_demo()
    assert Call.objects.get(anonymity=Anonymity.SINGLE).closes_on == timezone.localdate() + timedelta(45)


def test_nobody_signs_in_as_those_who_are_not_on_the_list() -> None:
    unlisted = User.objects.filter(email__endswith=f"@{DOMAIN}").exclude(email__in=[row.email for row in ACCOUNTS])
    assert unlisted.count() == 9
    assert not any(user.has_usable_password() for user in unlisted)
    assert ReviewerProfile.objects.count() == 6


def test_loading_sends_no_mail(django_capture_on_commit_callbacks: Any) -> None:
    for inquiry in Inquiry.objects.select_related("report"):
        forget_inquiry(inquiry)
        if inquiry.report is not None:
            inquiry.report.delete()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True) as waiting:
        load_inquiries({row.name: account(row.name) for row in ACCOUNTS})
    assert Submission.objects.count() == 11
    assert [hook for hook in waiting if hook.__module__ == send_mail_on_commit.__module__] == []
    assert mail.outbox == []


def receivers() -> list[str]:
    """Who listens to Wagtail's workflows, ours among them."""
    signals = (task_submitted, workflow_submitted, workflow_rejected, workflow_approved)
    return sorted(f"{row[0][0]} {type(row[1]()).__name__}" for signal in signals for row in signal.receivers)


def test_only_mail_is_held_back_and_only_for_that_while(django_capture_on_commit_callbacks: Any) -> None:
    done: list[str] = []
    listeners = receivers()

    def write(to: str) -> None:
        person = {"name": to}
        send_mail_on_commit("inquiry_declined", to=to, language="en", context={"person": person, "inquiry": "Talk"})

    with django_capture_on_commit_callbacks(execute=True):
        write("before@example.org")
        with without_mail():
            write("inside@example.org")
            transaction.on_commit(lambda: done.append("something else"))
        write("after@example.org")
    assert [message.to for message in mail.outbox] == [["before@example.org"], ["after@example.org"]]
    assert done == ["something else"]
    assert receivers() == listeners
    assert "RejectionNotifier" in "".join(listeners)


# ---------------------------------------------------------------- pages


def look(client: Client, name: str, address: str, most: int, shows: str = "") -> str:
    """The page as one of the people sees it, within its budget of queries."""
    client.force_login(account(name))
    client.get(address)
    with budget(most, same_shape=4):
        answer = client.get(address)
    assert answer.status_code == 200, address
    page = answer.content.decode()
    assert shows in page
    return page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_author_s_pages_keep_their_budget(client: Client, language: str) -> None:
    look(client, "author", f"/{language}/my/", 10, "Why do they test last?")
    look(client, "author", f"/{language}/my/research/", 5, "One minute before the switch")
    look(client, "author", f"/{language}/my/waiting/", 6, "Measure twice")
    drafts = Inquiry.objects.of(account("author"))
    assert drafts
    for inquiry in drafts:
        look(client, "author", f"/{language}/my/research/{inquiry.pk}/", 18)
        look(client, "author", f"/{language}/my/research/{inquiry.pk}/rounds/", 15)
        look(client, "author", f"/{language}/my/research/{inquiry.pk}/submit/", 19)


def test_authors_read_reviews_without_names_only_after_the_letter(client: Client) -> None:
    answered = told("one-minute-before-the-switch")
    page = look(client, "author", f"/en/my/research/{answered.pk}/rounds/", 15, "Take out the words about the boat")
    assert "Reviewer 1" in page
    assert "Nasrin" not in page
    waiting = told("the-circuit-on-the-floor")
    page = look(client, "author", f"/en/my/research/{waiting.pk}/rounds/", 11, "With reviewers")
    assert "Reviewer 1" not in page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_reviewer_s_pages_keep_their_budget(client: Client, language: str) -> None:
    look(client, "reviewer", f"/{language}/my/reviews/", 6, "The circuit on the floor")
    look(client, "reviewer", f"/{language}/my/reviews/profile/", 7)
    look(client, "reviewer", f"/{language}/my/waiting/", 7, "The circuit on the floor")
    invites = ReviewInvite.objects.of(account("reviewer"))
    assert invites
    for invite in invites:
        look(client, "reviewer", f"/{language}/my/reviews/{invite.pk}/", 13)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_editor_s_pages_keep_their_budget(client: Client, language: str) -> None:
    look(client, "editor", f"/{language}/my/editing/", 8, "Whose hand held the pen?")
    look(client, "editor", f"/{language}/my/editing/?state=all", 8, "Five minutes of running")
    look(client, "editor", f"/{language}/my/waiting/", 7, "The table for the ones who finish")
    submissions = Submission.objects.all()
    assert submissions
    for submission in submissions:
        look(client, "editor", f"/{language}/my/editing/{submission.pk}/", 22)


def test_a_desk_of_round_two_and_an_invitation_keep_their_budget(
    client: Client,
) -> None:
    second = last_round("the-logbook-that-answers")
    reading = second.invites.get(state=InviteState.ACCEPTED)
    invited = second.invites.get(state=InviteState.INVITED)
    for address, most in ((f"/en/reviews/desk/{reading.desk_token}/", 12), (f"/en/reviews/{invited.token}/", 6)):
        client.get(address)
        with budget(most, same_shape=4):
            page = client.get(address).content.decode()
        assert "The logbook that answers" in page
        assert "Odera" not in page
        assert "Achieng" not in page
