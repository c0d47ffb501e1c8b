"""Editors decide: letters, undo, publication, rounds."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from camtree.core.templatetags.core_tags import local_date
from research.inquiries.actions.writing import save_part
from research.models import (
    Call,
    CollectionPage,
    Decision,
    EditorQuestion,
    Inquiry,
    ReportPage,
    ReviewInvite,
    Submission,
)
from research.review.actions.decisions import (
    AlreadyDecidedError,
    decide,
    pass_check,
    send_decision,
    send_due_decisions,
    undo_decision,
)
from research.review.actions.reviews import answer_question, ask_question, send_review
from research.review.actions.submitting import submit_inquiry, take_back
from research.review.choices import Verdict
from tests.factories.inquiries import (
    make_accepted,
    make_editor,
    make_review,
    make_sent,
    make_submission,
    owner_of,
)
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_collection
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def decided(submission: Submission, verdict: Verdict = Verdict.ACCEPT, **facts: Any) -> Decision:
    editor = submission.editor or make_editor()
    return decide(submission=submission, by=editor, verdict=verdict, letter="Because.", **facts)


def report_of(submission: Submission) -> ReportPage:
    return ReportPage.objects.get(inquiries=submission.inquiry_id)


# ---------------------------------------------------------------- the four decisions


def test_accepted_after_review_is_published_the_same_minute(django_capture_on_commit_callbacks: Any) -> None:
    submission = make_sent().submission
    submission.refresh_from_db()
    collection = make_collection([])
    decision = decided(submission, collection=collection)
    assert not report_of(submission).live
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert send_decision(decision=decision)
    report = report_of(submission)
    assert (report.live, report.review_status, report.published_on) == (True, "peer_reviewed", timezone.localdate())
    assert [item.report_id for item in CollectionPage.objects.get(pk=collection.pk).items.all()] == [report.pk]
    assert browser_of(None).get(report.url).status_code == 200
    owner, reviewer = owner_of(submission.inquiry), ReviewInvite.objects.get()
    assert [(m.to[0], m.subject) for m in mail.outbox] == [
        (owner.email, "Accepted: Wait time and talk"),
        (owner.email, "Published: Wait time and talk"),
        (reviewer.email, "Decided: Wait time and talk"),
    ]


def test_accepted_without_reviews_says_checked_by_an_editor() -> None:
    submission = make_submission()
    send_decision(decision=decided(submission))
    assert (report_of(submission).live, report_of(submission).review_status) == (True, "editor_checked")


def test_a_day_to_come_is_waited_for(django_capture_on_commit_callbacks: Any) -> None:
    submission = make_submission()
    day = timezone.localdate() + timedelta(3)
    with django_capture_on_commit_callbacks(execute=True):
        send_decision(decision=decided(submission, publish_on=day))
    report = report_of(submission)
    assert (report.live, report.get_latest_revision().approved_go_live_at is not None) == (False, True)
    assert Inquiry.objects.get().state == "submitted"
    assert not [m for m in mail.outbox if m.subject.startswith("Published")]
    assert f"appears in the library on {local_date(day)}" in mail.outbox[-1].body


@pytest.mark.parametrize("verdict", [Verdict.MINOR, Verdict.MAJOR])
def test_changes_open_the_draft_again(verdict: Verdict, django_capture_on_commit_callbacks: Any) -> None:
    submission = make_sent().submission
    open_one = make_accepted(submission, make_member("Leilani"))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        send_decision(decision=decided(submission, verdict))
    inquiry = Inquiry.objects.get()
    open_one.refresh_from_db()
    assert (inquiry.state, open_one.state) == ("changes_asked", "cancelled")
    assert {m.subject for m in mail.outbox} == {
        "Changes asked for: Wait time and talk",
        "Decided: Wait time and talk",
        "No review needed any more: Wait time and talk",
    }
    page = browser_of(owner_of(inquiry)).get(reverse("my_inquiry_rounds", args=[inquiry.pk])).content.decode()
    assert "Clear and useful." in page
    assert "Reviewer 1" in page


def test_declined_keeps_the_draft_and_never_shows_the_page(django_capture_on_commit_callbacks: Any) -> None:
    submission = make_submission()
    with django_capture_on_commit_callbacks(execute=True):
        send_decision(decision=decided(submission, Verdict.DECLINE))
    assert Inquiry.objects.get().state == "declined"
    assert not report_of(submission).live
    assert report_of(submission).current_workflow_state is None
    assert "Because." in mail.outbox[-1].body


def test_a_letter_needs_reasons() -> None:
    submission = make_submission()
    browser = browser_of(make_editor())
    desk = browser.get(reverse("edit_submission", args=[submission.pk]))
    letters = {value: text for value, _name, text in desk.context["letters"]}
    assert "Dear Nila Perera" in letters["minor"]
    assert "“Wait time and talk”" in letters["minor"]
    address = reverse("decide_submission", args=[submission.pk])
    page = browser.post(address, {"verdict": "minor", "letter": letters["minor"]})
    assert page.status_code == 422
    assert "Write your reasons where it says [reasons]." in page.content.decode()
    assert not Decision.objects.exists()
    with_reasons = letters["minor"].replace("[reasons]", "Say how you counted.")
    assert browser.post(address, {"verdict": "minor", "letter": with_reasons}).status_code == 302
    assert Decision.objects.get().letter == with_reasons


# ---------------------------------------------------------------- ten minutes


def test_a_decision_waits_ten_minutes(django_capture_on_commit_callbacks: Any) -> None:
    submission = make_submission()
    mail.outbox.clear()
    decision = decided(submission)
    with django_capture_on_commit_callbacks(execute=True):
        assert send_due_decisions(now=decision.decided_at + timedelta(minutes=9)) == 0
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        assert send_due_decisions(now=decision.decided_at + timedelta(minutes=10, seconds=1)) == 1
        assert send_due_decisions(now=decision.decided_at + timedelta(minutes=30)) == 0
    assert len([m for m in mail.outbox if m.subject.startswith("Accepted")]) == 1


def test_a_decision_is_undone_and_nobody_hears_of_it() -> None:
    submission = make_sent().submission
    mail.outbox.clear()
    decision = decided(Submission.objects.get(pk=submission.pk), Verdict.DECLINE)
    browser = browser_of(make_editor("Rafael"))
    browser.post(reverse("settle_decision", args=[submission.pk]), {"do": "undo"})
    decision.refresh_from_db()
    submission.refresh_from_db()
    assert decision.undone_at is not None
    assert (submission.state, mail.outbox) == ("review", [])
    assert not send_decision(decision=decision)
    assert decided(submission, Verdict.MINOR).pk != decision.pk


def test_it_is_too_late_to_undo_what_has_left() -> None:
    decision = decided(make_submission())
    send_decision(decision=decision)
    assert not undo_decision(decision=decision)


def test_two_editors_decide_once() -> None:
    submission = make_submission()
    decided(submission)
    with pytest.raises(AlreadyDecidedError):
        decide(submission=submission, by=make_editor("Rafael"), verdict=Verdict.DECLINE, letter="No.")
    assert Decision.objects.count() == 1


# ---------------------------------------------------------------- rounds


def test_the_next_round_shows_what_changed() -> None:
    first = make_sent().submission
    send_decision(decision=decided(Submission.objects.get(pk=first.pk), Verdict.MAJOR))
    inquiry = Inquiry.objects.get()
    owner = owner_of(inquiry)
    part = inquiry.parts.get(name="findings")
    new = "<p>Eleven of twenty-eight pupils spoke in the first lesson, and twenty in the third.</p><p>Added.</p>"
    save_part(inquiry=inquiry, name="findings", html=new, number=part.number, member=owner)
    second = submit_inquiry(inquiry=inquiry, member=owner)
    assert (second.round, second.state, second.editor_id, second.rubric_id) == (
        2,
        "review",
        first.editor_id,
        first.rubric_id,
    )
    (change,) = browser_of(owner).get(reverse("my_inquiry_rounds", args=[inquiry.pk])).context["rounds"][0].changes
    assert change.heading == "What we saw"
    assert "<del>nineteen</del> <ins>twenty</ins>" in change.html
    assert "<p><ins>Added.</ins></p>" in change.html
    # Who reviewed the first round is the first to be asked again, and sees the letter and their own words.
    desk = browser_of(make_editor("Rafael")).get(reverse("edit_submission", args=[second.pk]))
    assert [change.heading for change in desk.context["changes"]] == ["What we saw"]
    again = make_accepted(second, owner_of_review(first))
    page = browser_of(None).get(reverse("review_desk", args=[again.desk_token])).content.decode()
    assert "<del>nineteen</del>" in page
    assert "Because." in page
    assert "Clear and useful." in page


def owner_of_review(submission: Submission) -> Any:
    return submission.invites.get().user


def test_authors_see_no_review_before_the_decision() -> None:
    submission = make_sent().submission
    inquiry = submission.inquiry
    decided(Submission.objects.get(pk=submission.pk), Verdict.MINOR)
    page = browser_of(owner_of(inquiry)).get(reverse("my_inquiry_rounds", args=[inquiry.pk])).content.decode()
    assert "Clear and useful." not in page
    assert "Because." not in page
    assert "Waiting for a decision" in page


def test_authors_never_see_words_for_the_editors() -> None:
    submission = make_sent().submission
    send_decision(decision=decided(Submission.objects.get(pk=submission.pk), Verdict.MINOR))
    inquiry = Inquiry.objects.get()
    for name in ("my_inquiry", "my_inquiry_rounds"):
        page = browser_of(owner_of(inquiry)).get(reverse(name, args=[inquiry.pk])).content.decode()
        assert ("Clear and useful." in page) == (name == "my_inquiry_rounds")
        assert "Publish it soon." not in page


# ---------------------------------------------------------------- questions, taking back, calls


def test_a_question_is_asked_and_answered_without_a_decision(django_capture_on_commit_callbacks: Any) -> None:
    submission = make_submission()
    editor, owner = make_editor(), owner_of(submission.inquiry)
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(editor).post(reverse("ask_authors", args=[submission.pk]), {"question": "How did you count?"})
        ask_question(submission=submission, by=editor, question="How did you count?")
    question = EditorQuestion.objects.get()
    assert [m.subject for m in mail.outbox if m.to == [owner.email]] == ["A question about Wait time and talk"]
    address = reverse("answer_question", args=[submission.inquiry_id, question.pk])
    assert browser_of(owner).post(address, {"answer": " "}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(owner).post(address, {"answer": "With tallies."})
    answer_question(question=question, member=owner, answer="Again.")
    question.refresh_from_db()
    submission.refresh_from_db()
    assert (question.answer, submission.state) == ("With tallies.", "check")
    assert "With tallies." in mail.outbox[-1].body
    assert mail.outbox[-1].to == [editor.email]


def test_authors_take_a_submission_back() -> None:
    submission = make_accepted().submission
    inquiry = submission.inquiry
    page = browser_of(owner_of(inquiry)).post(reverse("take_back", args=[inquiry.pk]), follow=True)
    assert "The draft is yours again." in page.content.decode()
    inquiry.refresh_from_db()
    submission.refresh_from_db()
    assert (inquiry.state, submission.state) == ("draft", "taken_back")
    assert ReviewInvite.objects.get().state == "cancelled"
    assert submit_inquiry(inquiry=inquiry, member=owner_of(inquiry)).state == "check"


def test_what_is_decided_is_not_taken_back() -> None:
    submission = make_submission()
    decided(submission, Verdict.MINOR)
    assert take_back(inquiry=submission.inquiry).state == "submitted"


@pytest.mark.parametrize("how", ["cancelled", "deleted"])
def test_a_page_taken_out_by_a_moderator_gives_the_draft_back(how: str) -> None:
    submission = make_submission()
    report = report_of(submission)
    moderator = browser_of(make_member("Rafael", roles=("Administrators",), is_superuser=True))
    if how == "deleted":
        moderator.post(reverse("wagtailadmin_pages:delete", args=[report.pk]))
        assert not Page.objects.filter(pk=report.pk).exists()
    else:
        state = report.current_workflow_state
        assert state
        state.cancel(user=None)
    inquiry = Inquiry.objects.get()
    assert (inquiry.state, inquiry.submissions.get().state) == ("draft", "taken_back")
    assert submit_inquiry(inquiry=inquiry, member=owner_of(inquiry)).round == 2


def test_published_by_a_moderators_own_hand_closes_the_round() -> None:
    submission = make_review().submission
    report = report_of(submission)
    report.get_latest_revision().publish()
    submission.refresh_from_db()
    assert (submission.state, Inquiry.objects.get().state) == ("answered", "published")


def test_a_call_brings_its_rules() -> None:
    call = Call.objects.create(title="Talk", anonymity="open", quorum=1, due_days=10, collection=make_collection([]))
    inquiry = make_submission().inquiry
    take_back(inquiry=inquiry)
    second = submit_inquiry(inquiry=inquiry, member=owner_of(inquiry), call=call)
    assert (second.anonymity, second.quorum, second.due_days) == ("open", 1, 10)
    assert second.rubric is not None
    desk = browser_of(make_editor()).get(reverse("edit_submission", args=[second.pk]))
    assert desk.context["decision_form"].initial == {"collection": call.collection_id}


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize("roles", [(), ("Reviewers",), ("Leads",), ("Translators (es)",)])
def test_only_editors_find_the_board(roles: tuple[str, ...]) -> None:
    submission = make_submission()
    browser = browser_of(make_member("Nobody", roles=roles))
    for name in ("editing_board", "editing_export"):
        assert browser.get(reverse(name)).status_code == 404
    assert browser.get(reverse("edit_submission", args=[submission.pk])).status_code == 404
    for name in ("pass_check", "invite_reviewer", "ask_authors", "decide_submission", "settle_decision"):
        assert browser.post(reverse(name, args=[submission.pk]), {}).status_code == 404
    assert browser.post(reverse("assign_submissions"), {}).status_code == 404


def test_nobody_decides_about_their_own() -> None:
    editor = make_editor()
    submission = make_submission(editor)
    browser = browser_of(editor)
    assert list(browser.get(reverse("editing_board")).context["page"].rows) == []
    assert browser.get(reverse("edit_submission", args=[submission.pk])).status_code == 404
    assert "Wait time" not in b"".join(browser.get(reverse("editing_export"))).decode()


# ---------------------------------------------------------------- at the same moment


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_the_same_moment(site_after_flush: None) -> None:
    submission = make_submission()
    editors = [make_editor("Hannah"), make_editor("Rafael")]
    results = at_once(
        *[
            lambda editor=editor: decide(submission=submission, by=editor, verdict=Verdict.MINOR, letter=str(editor)).pk
            for editor in editors
        ]
    )
    assert sorted(type(result).__name__ for result in results) == ["AlreadyDecidedError", "int"]


@pytest.mark.django_db(transaction=True)
def test_a_decision_leaves_once(site_after_flush: None) -> None:
    decision = decided(make_submission())
    mail.outbox.clear()
    assert sorted(at_once(*[lambda: send_decision(decision=decision)] * 3)) == [False, False, True]
    assert len([m for m in mail.outbox if m.subject.startswith("Published")]) == 1


@pytest.mark.django_db(transaction=True)
def test_an_editor_decides_while_a_reviewer_sends(site_after_flush: None) -> None:
    invite = make_accepted()
    submission = Submission.objects.get(pk=invite.submission_id)
    decision = decided(submission, Verdict.MAJOR)
    words = {"answers": {}, "recommendation": "accept", "words_to_author": "Late but fine.", "words_to_editor": ""}
    at_once(lambda: send_decision(decision=decision), lambda: send_review(invite=invite, **words))
    invite.refresh_from_db()
    submission.refresh_from_db()
    # Whichever came first: the words are kept, and the decision stands.
    assert (invite.state, invite.words_to_author) == ("sent", "Late but fine.")
    assert (submission.state, Inquiry.objects.get().state) == ("answered", "changes_asked")


@pytest.mark.django_db(transaction=True)
def test_passing_the_check_twice_at_once(site_after_flush: None) -> None:
    submission = make_submission()
    editor = make_editor()
    at_once(*[lambda: pass_check(submission=submission, by=editor).state] * 2)
    submission.refresh_from_db()
    assert submission.state == "review"
    assert submission.task_states.count() == 1


@pytest.mark.django_db(transaction=True)
def test_authors_take_back_while_a_decision_leaves(site_after_flush: None) -> None:
    decision = decided(make_submission(), Verdict.MINOR)
    inquiry = Inquiry.objects.get()
    results = at_once(
        lambda: send_decision(decision=decision), lambda: take_back(inquiry=inquiry, by_editors=True).state
    )
    assert not [result for result in results if isinstance(result, Exception)]
    inquiry.refresh_from_db()
    submission = Submission.objects.get()
    # Whichever came first, the draft is open again and its round is closed.
    assert (inquiry.is_open, submission.is_open) == (True, False)
    assert results[0] == (submission.state == "answered")
