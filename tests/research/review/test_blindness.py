"""Nobody finds out a name that a double anonymous review hides: by pages, mails, exports, API, feeds, the log."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from research.inquiries.actions.writing import save_part
from research.models import Inquiry, ReportPage, ReviewInvite, Submission
from research.review.actions.decisions import decide, send_decision
from research.review.actions.reviews import ask_question, send_review, send_review_reminders
from research.review.actions.submitting import submit_inquiry
from research.review.choices import Verdict
from research.review.rounds import chapters_of, questions_of, rounds_of
from tests.factories.inquiries import (
    make_accepted,
    make_editor,
    make_inquiry,
    make_ready_inquiry,
    make_review,
    make_sent,
    make_submission,
    owner_of,
    settle,
)
from tests.factories.members import browser_of, make_member
from tests.research.inquiries.test_attachments import attach_photo

pytestmark = pytest.mark.django_db

AUTHOR, REVIEWER = "Achieng Odera", "Tomos Beddow"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged meanwhile."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    logging.getLogger().addHandler(handler)
    yield text
    logging.getLogger().removeHandler(handler)


def every_page(browser: Client, addresses: list[str]) -> str:
    """All answers together, with their headers."""
    texts = []
    for address in addresses:
        answer: Any = browser.get(address, follow=True)
        body = b"".join(answer) if answer.streaming else answer.content
        texts.append(body.decode() + str(answer.headers))
    return "\n".join(texts)


def mails_to(address: str) -> str:
    """Everything that was mailed to somebody, with its headers."""
    return "\n".join(f"{m.subject} {m.body} {m.reply_to} {m.extra_headers}" for m in mail.outbox if m.to == [address])


def written(author: Any = None) -> Inquiry:
    """A draft that names its author, their address and their school in the text."""
    inquiry = make_ready_inquiry(author)
    Inquiry.objects.filter(pk=inquiry.pk).update(school="Hilltop Primary School")
    part = inquiry.parts.get(name="findings")
    text = (
        f"<p>I, {AUTHOR}, counted at Hilltop Primary School; Ms Odera’s pupils agreed "
        f'(<a href="mailto:{owner_of(inquiry).email}">write to me</a>).</p>'
    )
    save_part(inquiry=inquiry, name="findings", html=text, number=part.number, member=owner_of(inquiry))
    return settle(inquiry, but=("references",))


def test_a_reviewer_does_not_find_the_author(django_capture_on_commit_callbacks: Any) -> None:
    author = make_member(AUTHOR)
    inquiry = written(author)
    reviewer = make_member(REVIEWER)
    with django_capture_on_commit_callbacks(execute=True):
        submission = submit_inquiry(inquiry=inquiry, member=author)
        invite = make_accepted(submission, reviewer)
        send_review_reminders(today=invite.due_on)
        decision = decide(
            submission=submission, by=make_editor("Rafael"), verdict=Verdict.MAJOR, letter=f"Dear {AUTHOR}"
        )
        send_decision(decision=decision)
        part = inquiry.parts.get(name="context")
        text = "<p>Odera teaches here.</p>"
        save_part(inquiry=inquiry, name="context", html=text, number=part.number, member=author)
        second = submit_inquiry(inquiry=settle(inquiry, but=("references",)), member=author)
        again = make_accepted(second, reviewer)
    report = ReportPage.objects.get(inquiries=inquiry)
    browser = browser_of(reviewer)
    found = every_page(
        browser,
        [
            reverse("review_invitation", args=[again.token]),
            reverse("review_desk", args=[again.desk_token]),
            reverse("review_desk", args=[invite.desk_token]),
            reverse("my_review", args=[again.pk]),
            reverse("my_reviews"),
            reverse("waiting_for_me"),
            reverse("my_dashboard"),
            reverse("my_data_file"),
            reverse("my_inquiry", args=[inquiry.pk]),
            reverse("my_inquiry_rounds", args=[inquiry.pk]),
            reverse("edit_submission", args=[second.pk]),
            reverse("editing_export"),
            f"/admin/pages/{report.pk}/edit/",
            f"/admin/pages/{report.pk}/history/",
            "/admin/reports/site-history/",
            f"/api/v2/pages/{report.pk}/",
            "/api/v2/pages/?type=research.ReportPage&fields=*",
            "/feeds/en/reports.atom",
            "/en/search/?q=pupils",
        ],
    )
    mails = mails_to(reviewer.email)
    assert "name withheld" in found
    assert "Would you review" in mails
    for trace in ("Odera", author.email, "Hilltop"):
        assert trace not in found
        assert trace not in mails


def test_an_author_does_not_find_the_reviewer(django_capture_on_commit_callbacks: Any, log: io.StringIO) -> None:
    author, reviewer = make_member(AUTHOR), make_member(REVIEWER)
    with django_capture_on_commit_callbacks(execute=True):
        submission = make_submission(author)
        make_sent(submission, reviewer)
        ask_question(submission=submission, by=make_editor("Rafael"), question="How did you count?")
        submission = Submission.objects.get(pk=submission.pk)
        send_decision(
            decision=decide(submission=submission, by=make_editor("Hannah"), verdict=Verdict.MINOR, letter="Good.")
        )
    inquiry = Inquiry.objects.get()
    invite = ReviewInvite.objects.get()
    report = ReportPage.objects.get(inquiries=inquiry)
    found = every_page(
        browser_of(author),
        [
            reverse("my_research"),
            reverse("my_inquiry", args=[inquiry.pk]),
            reverse("my_inquiry_rounds", args=[inquiry.pk]),
            reverse("my_inquiry_people", args=[inquiry.pk]),
            reverse("submit_inquiry", args=[inquiry.pk]),
            reverse("my_dashboard"),
            reverse("waiting_for_me"),
            reverse("my_data"),
            reverse("my_data_file"),
            reverse("my_review", args=[invite.pk]),
            reverse("edit_submission", args=[submission.pk]),
            reverse("editing_export"),
            f"/admin/pages/{report.pk}/edit/",
            f"/admin/pages/{report.pk}/history/",
            f"/api/v2/pages/{report.pk}/",
        ],
    )
    mails = "\n".join(
        f"{m.subject} {m.body} {m.reply_to} {m.extra_headers}" for m in mail.outbox if m.to == [author.email]
    )
    assert "Reviewer 1" in found
    assert "Clear and useful." in found
    for trace in ("Tomos", "Beddow", reviewer.email, invite.token, invite.desk_token):
        assert trace not in found
        assert trace not in mails
        assert trace not in log.getvalue()


def test_a_review_that_is_signed_reaches_the_authors_without_the_name() -> None:
    invite = make_accepted(make_submission(make_member(AUTHOR)), make_member(REVIEWER))
    words = f"Clear. Yours, {REVIEWER} ({invite.email}). Beddow (2019) may help; may it."
    answers = {question.key: {"words": "As I, T. Beddow, wrote."} for question in questions_of(invite.submission)}
    send_review(invite=invite, words_to_author=words, answers=answers, recommendation="minor")
    submission = Submission.objects.get()
    decision = decide(submission=submission, by=make_editor(), verdict=Verdict.MINOR, letter="Good.")
    assert send_decision(decision=decision)
    (review,) = rounds_of(Inquiry.objects.get())[0].reviews
    assert review.name == "Reviewer 1"
    assert review.words == "Clear. Yours, [name withheld] ([name withheld]). [name withheld] (2019) may help; may it."
    assert {answer.words for answer in review.answers} == {"As I, [name withheld], wrote."}
    Submission.objects.update(anonymity="open")
    (review,) = rounds_of(Inquiry.objects.get())[0].reviews
    assert (review.name, review.words) == (REVIEWER, words)


def test_the_published_page_names_no_reviewer() -> None:
    submission = make_sent(reviewer=make_member(REVIEWER)).submission
    submission = Submission.objects.get(pk=submission.pk)
    send_decision(
        decision=decide(submission=submission, by=make_editor("Hannah"), verdict=Verdict.ACCEPT, letter="Good.")
    )
    report = ReportPage.objects.get()
    found = every_page(browser_of(None), [report.url, f"/api/v2/pages/{report.pk}/?fields=*", "/feeds/en/reports.atom"])
    assert "Nila Perera" in found
    assert "Beddow" not in found
    assert "Clear and useful." not in found


def test_an_open_review_shows_both_names() -> None:
    submission = make_submission(make_member(AUTHOR), anonymity="open")
    invite = make_sent(submission, make_member(REVIEWER))
    page = browser_of(None).get(reverse("review_desk", args=[invite.desk_token])).content.decode()
    assert AUTHOR in page
    submission = Submission.objects.get(pk=submission.pk)
    send_decision(
        decision=decide(submission=submission, by=make_editor("Hannah"), verdict=Verdict.MINOR, letter="Good.")
    )
    inquiry = Inquiry.objects.get()
    page = browser_of(owner_of(inquiry)).get(reverse("my_inquiry_rounds", args=[inquiry.pk])).content.decode()
    assert REVIEWER in page


def test_single_anonymous_hides_the_reviewer_alone() -> None:
    submission = make_submission(make_member(AUTHOR), anonymity="single")
    invite = make_review(submission, make_member(REVIEWER))
    page = browser_of(None).get(reverse("review_invitation", args=[invite.token])).content.decode()
    assert AUTHOR in page


def test_editors_are_told_which_names_the_text_holds() -> None:
    inquiry = written(make_member(AUTHOR))
    submission = submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    desk = browser_of(make_editor()).get(reverse("edit_submission", args=[submission.pk]))
    assert desk.context["names_found"] == [AUTHOR, "Hilltop Primary School", "Odera", owner_of(inquiry).email]


def submitted_with(author: Any, text: str, **facts: Any) -> Submission:
    """A round whose findings say `text`."""
    inquiry = make_ready_inquiry(author)
    Inquiry.objects.filter(pk=inquiry.pk).update(**facts)
    part = inquiry.parts.get(name="findings")
    save_part(inquiry=inquiry, name="findings", html=f"<p>{text}</p>", number=part.number, member=author)
    return submit_inquiry(inquiry=settle(inquiry, but=("references",)), member=author)


def test_editors_are_told_what_may_be_a_name_before_they_invite() -> None:
    submission = submitted_with(make_member("May Hill"), "Up the Hill we went. Hill (2019) says so.")
    desk = browser_of(make_editor()).get(reverse("edit_submission", args=[submission.pk]))
    assert desk.context["names_found"] == ["Hill"]
    assert [(found.before, found.words) for found in desk.context["likely_names"]] == [("Up the", "Hill")]
    assert "Up the <mark>Hill</mark> we went." in desk.content.decode()
    chapters = {chapter.name: chapter.html for chapter in chapters_of(submission)}
    assert chapters["findings"] == "<p>Up the Hill we went. [name withheld] (2019) says so.</p>"


def test_a_school_that_readers_may_know_is_withheld_from_reviewers_and_the_word_school_stays() -> None:
    author = make_member(AUTHOR)
    facts = {"school": "Hilltop Primary School", "show_school": True}
    submission = submitted_with(author, "Our school, Hilltop, is a primary school.", **facts)
    chapters = {chapter.name: chapter.html for chapter in chapters_of(submission)}
    assert chapters["findings"] == "<p>Our school, [name withheld], is a primary school.</p>"
    Submission.objects.filter(pk=submission.pk).update(anonymity="open")
    chapters = {chapter.name: chapter.html for chapter in chapters_of(Submission.objects.get(pk=submission.pk))}
    assert chapters["findings"] == "<p>Our school, Hilltop, is a primary school.</p>"


def test_names_of_accounts_and_in_the_language_of_the_manuscript_count() -> None:
    """Somebody signs up under another name and address than those they are invited by."""
    author = make_member(AUTHOR)
    submission = submitted_with(author, "Ask Wanjiru Kamotho.", language="es")
    author.display_name = "Wanjiru Kamotho"
    author.save()
    chapters = {chapter.name: chapter.html for chapter in chapters_of(Submission.objects.get(pk=submission.pk))}
    assert chapters["findings"] == "<p>Ask [nombre omitido].</p>"


def test_somebody_elses_draft_is_not_there() -> None:
    inquiry = make_inquiry()
    other = browser_of(make_member("Somebody else"))
    for name in ("my_inquiry_rounds", "my_inquiry"):
        assert other.get(reverse(name, args=[inquiry.pk])).status_code == 404
    assert other.post(reverse("take_back", args=[inquiry.pk])).status_code == 404


@pytest.mark.usefixtures("files_on_disk")
def test_what_goes_with_a_manuscript_names_nobody() -> None:
    author = make_member(AUTHOR)
    inquiry = make_ready_inquiry(author)
    photo_file = attach_photo(inquiry, title=f"The desk of {AUTHOR}", alt="A desk")
    late = inquiry.parts.get(name="context")
    text = f'<p>Our desk.</p><figure><img src="/drafts/files/{photo_file.key}/" alt="A desk"></figure>'
    save_part(inquiry=inquiry, name="context", html=text, number=late.number, member=author)
    inquiry.refresh_from_db()
    submission = submit_inquiry(inquiry=inquiry, member=author)
    invite = make_accepted(submission, make_member(REVIEWER))
    visitor = browser_of(None)
    page = visitor.get(reverse("review_desk", args=[invite.desk_token])).content.decode()
    address = f"/drafts/files/{photo_file.key}/?review={invite.desk_token}"
    assert page.count(address) == 2  # the picture in the text, and the list of files
    assert "The desk of [name withheld]" in page
    assert "Were the pupils told, and could they say no?" in page
    assert AUTHOR not in page
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert 'filename="picture-1.' in answer["Content-Disposition"]
    # The same file under no link, under a wrong one, for somebody else, and for an editor.
    file = f"/drafts/files/{photo_file.key}/"
    assert visitor.get(file, follow=True).status_code == 404
    assert visitor.get(f"{file}?review={invite.token}", follow=True).status_code == 404
    assert browser_of(make_member("Nobody")).get(file, follow=True).status_code == 404
    editor = make_editor()
    assert browser_of(editor).get(file, follow=True).status_code == 200
    assert (
        author.display_name in browser_of(editor).get(reverse("edit_submission", args=[submission.pk])).content.decode()
    )
