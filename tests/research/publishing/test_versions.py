"""A second version of a report: written, approved, and the first one still to be read."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from camtree.vocabularies.models import Theme
from research.inquiries.actions.writing import DraftClosedError, save_part
from research.models import Inquiry, ReportPage, ReportVersion, ReservedIdentifier
from research.publishing.actions.versions import start_new_version
from research.review.actions.submitting import UnchangedError, submit_inquiry
from tests.factories.inquiries import accept, make_inquiry, make_ready_inquiry, owner_of
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report, make_translation
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def published() -> Inquiry:
    inquiry = make_ready_inquiry()
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    inquiry.refresh_from_db()
    accept(inquiry)
    return Inquiry.objects.get(pk=inquiry.pk)


def report_of(inquiry: Inquiry) -> ReportPage:
    return ReportPage.objects.get(inquiries=inquiry)


def write_anew(inquiry: Inquiry, text: str = "<p>Twenty-one pupils spoke when we tried again in May.</p>") -> None:
    inquiry.refresh_from_db()
    part = inquiry.parts.get(name="findings")
    save_part(inquiry=inquiry, name="findings", html=text, number=part.number, member=owner_of(inquiry))


def second_version(inquiry: Inquiry) -> ReportPage:
    start_new_version(inquiry=inquiry, what_changed="We tried it with a second class.")
    write_anew(inquiry)
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    accept(inquiry)
    return report_of(inquiry)


def test_the_first_publication_is_version_one() -> None:
    report = report_of(published())
    (version,) = ReportVersion.objects.all()
    assert (version.page_id, version.number, version.identifier) == (report.pk, 1, report.identifier)
    assert version.published_on == report.published_on
    assert "Versions" not in browser_of(None).get(report.url).content.decode()


def test_a_second_version_goes_the_same_way(django_capture_on_commit_callbacks: Any) -> None:
    inquiry = published()
    owner = browser_of(owner_of(inquiry))
    first = report_of(inquiry).identifier
    address = reverse("new_version", args=[inquiry.pk])
    assert address in owner.get(reverse("my_inquiry", args=[inquiry.pk])).content.decode()
    assert owner.post(address, {"what_changed": " "}).status_code == 422
    assert owner.post(address, {"what_changed": "We tried it with a second class."}).status_code == 302
    write_anew(inquiry)
    # Readers see the published version all the while.
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    html = browser_of(None).get(report_of(inquiry).url).content.decode()
    assert "Twenty-one pupils" not in html
    assert f"{first}.2" not in html
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        accept(inquiry)
    report = report_of(inquiry)
    assert report.identifier == f"{first}.2"
    assert Inquiry.objects.get().state == "published"
    assert [m.subject for m in mail.outbox] == ["Accepted: Wait time and talk", "Published: Wait time and talk"]
    assert ReservedIdentifier.objects.count() == 1
    html = browser_of(None).get(report.url).content.decode()
    for told in ("Twenty-one pupils", "Version 2", "We tried it with a second class.", "versions/1/"):
        assert told in html


def test_the_first_version_stays_readable_and_says_what_it_is() -> None:
    inquiry = published()
    first = report_of(inquiry)
    report = second_version(inquiry)
    response = browser_of(None).get(f"{report.url}versions/1/")
    html = response.content.decode()
    assert "nineteen in the third" in html
    assert "Twenty-one pupils" not in html
    assert "You are reading version 1. The report has changed since then." in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="http://testserver{report.url}">' in html
    assert f'<bdi class="whole">{first.identifier}</bdi>' in html
    assert browser_of(None).get(f"{report.url}versions/2/")["Location"] == report.url
    assert browser_of(None).get(f"{report.url}versions/3/").status_code == 404


def test_no_clearing_of_revisions_takes_it_away() -> None:
    report = second_version(published())
    Revision.objects.filter(object_id=str(report.pk)).exclude(pk=report.live_revision_id).delete()
    assert "nineteen in the third" in browser_of(None).get(f"{report.url}versions/1/").content.decode()


def test_a_correction_by_an_editor_is_no_version() -> None:
    inquiry = published()
    report = report_of(inquiry)
    report.title = "Wait time, talk and time"
    report.save_revision().publish()
    (version,) = ReportVersion.objects.all()
    assert version.report.title == "Wait time, talk and time"
    # What is corrected later does not reach back.
    report = second_version(inquiry)
    report.title = "Corrected"
    report.save_revision().publish()
    assert [v.report.title for v in ReportVersion.objects.order_by("number")] == [
        "Wait time, talk and time",
        "Corrected",
    ]


def test_a_correction_while_a_version_waits_does_not_publish_the_draft() -> None:
    inquiry = published()
    start_new_version(inquiry=inquiry, what_changed="More.")
    write_anew(inquiry)
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    live = ReportPage.objects.get(inquiries=inquiry)
    assert "." not in live.identifier
    live.save_revision(clean=False).publish()
    # Wagtail ends the workflow of what is published by hand: the draft goes back to its authors, not to readers.
    assert Inquiry.objects.get().state == "changes_asked"
    assert ReportPage.objects.get(inquiries=inquiry).identifier == live.identifier


def test_each_language_counts_its_own() -> None:
    inquiry = published()
    arabic = make_translation(report_of(inquiry))
    assert [v.number for v in arabic.versions.all()] == [1]
    second_version(inquiry)
    assert [v.number for v in arabic.versions.all()] == [1]
    arabic.identifier = report_of(inquiry).identifier
    arabic.save_revision().publish()
    assert [(v.number, v.what_changed) for v in arabic.versions.all()] == [
        (2, "We tried it with a second class."),
        (1, ""),
    ]


def test_a_third_version_follows_the_second() -> None:
    inquiry = published()
    first = report_of(inquiry).identifier
    second_version(inquiry)
    inquiry.refresh_from_db()
    start_new_version(inquiry=inquiry, what_changed="And again.")
    write_anew(inquiry, "<p>All spoke.</p>" * 3)
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    accept(inquiry)
    assert report_of(inquiry).identifier == f"{first}.3"
    assert [v.number for v in report_of(inquiry).versions.all()] == [3, 2, 1]


def test_only_what_is_published_has_a_next_version() -> None:
    inquiry = make_inquiry()
    with pytest.raises(DraftClosedError):
        start_new_version(inquiry=inquiry, what_changed="More.")
    address = reverse("new_version", args=[inquiry.pk])
    assert browser_of(owner_of(inquiry)).get(address).status_code == 404
    assert browser_of(make_member()).get(address).status_code == 404


def test_a_version_without_changes_is_not_taken() -> None:
    inquiry = published()
    start_new_version(inquiry=inquiry, what_changed="More.")
    inquiry.refresh_from_db()
    with pytest.raises(UnchangedError):
        submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    address = reverse("submit_inquiry", args=[inquiry.pk])
    page = browser_of(owner_of(inquiry)).post(address, follow=True).content.decode()
    assert "Nothing in this version differs from the one that readers have." in page
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.submissions.count()) == ("draft", 1)


@pytest.mark.parametrize("change", ["title", "learners", "author", "term"])
def test_whatever_readers_see_is_a_change(change: str) -> None:
    inquiry = published()
    start_new_version(inquiry=inquiry, what_changed="More.")
    inquiry.refresh_from_db()
    if change == "title":
        Inquiry.objects.filter(pk=inquiry.pk).update(title="Another title")
    elif change == "learners":
        Inquiry.objects.filter(pk=inquiry.pk).update(learners=4711)
    elif change == "author":
        inquiry.people.create(name="Omar Haddad", position=9)
    else:
        inquiry.themes.add(Theme.objects.exclude(pk__in=inquiry.themes.all()).filter(locale__language_code="en")[0])
    inquiry.refresh_from_db()
    assert submit_inquiry(inquiry=inquiry, member=owner_of(inquiry)).round == 2


def test_a_withdrawn_report_takes_no_version() -> None:
    inquiry = published()
    owner, address = browser_of(owner_of(inquiry)), reverse("new_version", args=[inquiry.pk])
    assert address in owner.get(reverse("my_inquiry", args=[inquiry.pk])).content.decode()
    ReportPage.objects.update(withdrawn_on=timezone.localdate())
    assert address not in owner.get(reverse("my_inquiry", args=[inquiry.pk])).content.decode()
    page = owner.post(address, {"what_changed": "More."}, follow=True).content.decode()
    assert "This report is marked as withdrawn, so it takes no new version." in page
    assert Inquiry.objects.get().state == "published"


def test_a_version_of_a_report_that_was_withdrawn_meanwhile_is_not_taken() -> None:
    inquiry = published()
    start_new_version(inquiry=inquiry, what_changed="More.")
    write_anew(inquiry)
    ReportPage.objects.update(withdrawn_on=timezone.localdate())
    inquiry.refresh_from_db()
    address = reverse("submit_inquiry", args=[inquiry.pk])
    page = browser_of(owner_of(inquiry)).post(address, follow=True).content.decode()
    assert "This report is marked as withdrawn, so it takes no new version." in page
    assert Inquiry.objects.get().state == "draft"


def test_a_report_from_before_versions_gets_its_first_one_then() -> None:
    inquiry = published()
    ReportVersion.objects.all().delete()
    start_new_version(inquiry=inquiry, what_changed="More.")
    assert [v.number for v in report_of(inquiry).versions.all()] == [1]


def test_a_report_of_another_library_is_its_own_first_version() -> None:
    report = make_report(published_on=None)
    (version,) = report.versions.all()
    assert (version.number, version.published_on, version.report.title) == (1, None, report.title)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_open_one_version(site_after_flush: None) -> None:
    inquiry = published()
    results = at_once(*[lambda: start_new_version(inquiry=inquiry, what_changed="More.").version] * 3)
    assert results == [2, 2, 2]
