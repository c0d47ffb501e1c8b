"""From a draft to a public report."""

import re
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from research.inquiries.actions.writing import save_part, start_inquiry
from research.models import Inquiry, ReportPage, ReportTemplate, ReservedIdentifier, Submission
from research.review.actions.reports import reserve_identifier
from research.review.actions.submitting import NotReadyError, submit_inquiry
from tests.factories.inquiries import accept, make_inquiry, make_ready_inquiry, owner_of
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def decide(report: Page | None, action: str, comment: str = "") -> None:
    assert report is not None
    state = Page.objects.get(pk=report.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[report.pk, action, state.pk])
    browser = browser_of(make_member("Rafael", roles=("Moderators",)))
    assert browser.post(address, {"comment": comment}).status_code == 302


def test_what_is_missing_is_listed_and_nothing_submitted() -> None:
    inquiry = make_inquiry()
    address = reverse("submit_inquiry", args=[inquiry.pk])
    stops = [remark.text for remark in browser_of(owner_of(inquiry)).get(address).context["stops"]]
    assert stops == [
        "Say in which country you teach: readers look for it.",
        "“Context” is empty.",
        "“What we saw” is empty.",
        *(f"“{part}” of the abstract is empty." for part in ("Context", "Aims", "Methods", "Findings", "Implications")),
        "Answer the questions about ethics and consent.",
    ]
    browser_of(owner_of(inquiry)).post(address)
    assert Inquiry.objects.get().state == "draft"
    assert not Submission.objects.exists()


def test_traces_of_people_are_shown_and_stop_the_submission() -> None:
    inquiry = make_ready_inquiry()
    findings = inquiry.parts.get(name="findings")
    findings.text = "<p>Write to amy@school.test or call +44 20 7946 0000; she was born on 3 May 2014.</p>"
    findings.save()
    address = reverse("submit_inquiry", args=[inquiry.pk])
    flags = browser_of(owner_of(inquiry)).get(address).context["flags"]
    assert [flag.found for flag in flags] == ["amy@school.test", "+44 20 7946 0000", "born on 3 May 2014"]
    browser_of(owner_of(inquiry)).post(address)
    assert Inquiry.objects.get().state == "draft"


def test_what_a_co_author_broke_after_the_checklist_was_shown_stops_the_deed_too() -> None:
    inquiry = make_ready_inquiry()
    part = inquiry.parts.get(name="context")
    save_part(inquiry=inquiry, name="context", html="", number=part.number, member=owner_of(inquiry))
    with pytest.raises(NotReadyError):
        submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    assert Inquiry.objects.get().state == "draft"
    assert not ReportPage.objects.exists()


@pytest.mark.parametrize(("from_draft", "label"), [(False, "Approve and Publish"), (True, "Approve")])
def test_the_button_says_whether_an_approval_publishes(from_draft: bool, label: str) -> None:
    if from_draft:
        inquiry = make_ready_inquiry()
        submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
        report = ReportPage.objects.get()
    else:
        report = make_report()
        report.save_revision()
        report.get_workflow().start(report, make_member())
    browser = browser_of(make_member("Rafael", roles=("Moderators",)))
    html = browser.get(reverse("wagtailadmin_pages:edit", args=[report.pk])).content.decode()
    button = re.search(r'<button[^>]*data-workflow-action-name="approve".*?</button>', html, re.DOTALL)
    assert button is not None
    assert re.sub(r"<[^>]+>", " ", button[0]).split() == label.split()


def test_a_report_goes_from_draft_to_the_library(django_capture_on_commit_callbacks: Any) -> None:
    author = make_member("Nila Perera")
    inquiry = make_ready_inquiry(author)
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(author).post(reverse("submit_inquiry", args=[inquiry.pk]))
    inquiry.refresh_from_db()
    report = inquiry.report
    assert report is not None
    assert inquiry.state == "submitted"
    assert not report.live
    assert [m.subject for m in mail.outbox if m.to == [author.email]] == ["Submitted: Wait time and talk"]
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decide(report, "approve")
    # A moderator has checked it in Wagtail's editor: reviewers come next, nothing is public yet.
    assert inquiry.submissions.get().state == "review"
    assert not ReportPage.objects.get(pk=report.pk).live
    with django_capture_on_commit_callbacks(execute=True):
        accept(inquiry)
    report = ReportPage.objects.get(pk=report.pk)
    inquiry.refresh_from_db()
    assert (report.live, inquiry.state) == (True, "published")
    assert re.fullmatch(r"CT-\d{4}-\d{4}", report.identifier)
    assert report.published_on is not None
    assert [a.name for a in report.authors.all()] == ["Nila Perera"]
    html = browser_of(None).get(report.url).content.decode()
    assert "What we saw" in html
    assert report.identifier in html
    letter, thanks = [m for m in mail.outbox if m.to == [author.email]]
    assert (letter.subject, "Welcome." in letter.body) == ("Accepted: Wait time and talk", True)
    assert thanks.subject == "Published: Wait time and talk"
    assert report.url in thanks.body


def test_changes_are_asked_for_and_the_next_round_is_the_same_page(django_capture_on_commit_callbacks: Any) -> None:
    inquiry = make_ready_inquiry()
    owner = owner_of(inquiry)
    submit_inquiry(inquiry=inquiry, member=owner)
    inquiry.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        decide(inquiry.report, "reject", "Please say how you watched.")
    inquiry.refresh_from_db()
    assert inquiry.state == "changes_asked"
    # One mail, ours: Wagtail's own leads to the editors' side, where authors have no business.
    (asked,) = [m for m in mail.outbox if m.to == [owner.email]]
    assert asked.subject == "Changes asked for: Wait time and talk"
    assert "Please say how you watched." in asked.body
    page = browser_of(owner).get(reverse("my_inquiry", args=[inquiry.pk])).content.decode()
    assert "Please say how you watched." in page
    submit_inquiry(inquiry=inquiry, member=owner)
    assert [s.round for s in Submission.objects.order_by("round")] == [1, 2]
    assert ReportPage.objects.filter(inquiries=inquiry).count() == 1
    accept(inquiry)
    assert ReportPage.objects.get(inquiries=inquiry).live


def test_a_report_of_another_library_keeps_its_unknown_date() -> None:
    report = make_report(published_on=None)
    report.save_revision().publish()
    assert ReportPage.objects.get(pk=report.pk).published_on is None


def test_publishing_again_keeps_the_first_day() -> None:
    inquiry = make_ready_inquiry()
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    inquiry.refresh_from_db()
    accept(inquiry)
    first = ReportPage.objects.get(inquiries=inquiry)
    first.published_on = None
    first.save_revision().publish()
    assert ReportPage.objects.get(inquiries=inquiry).published_on == timezone.localdate(first.first_published_at)


def test_submitting_twice_is_submitting_once() -> None:
    inquiry = make_ready_inquiry()
    first = submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    assert submit_inquiry(inquiry=inquiry, member=owner_of(inquiry)) == first
    assert Submission.objects.count() == 1


def test_a_number_is_never_given_twice() -> None:
    year = timezone.now().year
    make_report(identifier=f"CT-{year}-0900")
    first = make_inquiry()
    assert [reserve_identifier(inquiry=first) for _ in range(2)] == [f"CT-{year}-0901"] * 2
    template = ReportTemplate.objects.get(slug="short-report")
    first.delete()
    second = start_inquiry(member=make_member(), template=template)
    assert reserve_identifier(inquiry=second) == f"CT-{year}-0902"


@pytest.mark.django_db(transaction=True)
def test_one_draft_submitted_by_several_clicks_at_once(site_after_flush: None) -> None:
    inquiry = make_ready_inquiry()
    owner = owner_of(inquiry)
    results = at_once(*[lambda: submit_inquiry(inquiry=inquiry, member=owner).pk] * 3)
    assert len(set(results)) == 1
    assert (Submission.objects.count(), ReservedIdentifier.objects.count()) == (1, 1)
    assert ReportPage.objects.count() == 1
