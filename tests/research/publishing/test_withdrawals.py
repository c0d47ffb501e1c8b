"""Two different actions: a withdrawn report stays with a notice, a removed one is gone everywhere."""

import io
from typing import Any

import pikepdf
import pytest
from django.core import mail
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry, Revision
from wagtail_localize.models import String, TranslationSource

from camtree.members.models import User
from camtree.search import engine
from camtree.search.analysis.questions import question_of
from camtree.search.models import Entry
from research.inquiries.actions.writing import invite_person
from research.inquiries.choices import Access
from research.models import Inquiry, ReportPage, ReportPdf, ReportVersion, Withdrawal
from research.publishing.actions.withdrawals import (
    NothingToDoError,
    OwnReportError,
    ask_for_withdrawal,
    reinstate_report,
    remove_report,
    withdraw_report,
)
from research.publishing.choices import WithdrawalKind
from tests.factories.inquiries import owner_of
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_collection, make_report, make_translation
from tests.research.publishing.test_papers import words_of
from tests.research.publishing.test_versions import published, report_of, second_version
from tests.threads import at_once

pytestmark = pytest.mark.django_db
WHY = "The count in lesson two was wrong."


def editor(role: str = "Moderators") -> User:
    return make_member("Rafael", roles=(role,))


def co_author(inquiry: Inquiry, access: Access = Access.WRITE) -> User:
    member = make_member("Lwazi Dube")
    person = invite_person(
        inquiry=inquiry, by=owner_of(inquiry), base_url="", name="Lwazi Dube", email=member.email, access=access
    )
    person.user = member
    person.save()
    return member


def read(address: str, client: Client | None = None) -> str:
    return (client or Client()).get(address).content.decode()


# ---------------------------------------------------------------- asking


def test_any_author_who_writes_may_ask() -> None:
    inquiry = published()
    address = reverse("ask_for_withdrawal", args=[inquiry.pk])
    writer, reader = co_author(inquiry), co_author(inquiry, Access.COMMENT)
    assert browser_of(reader).get(address).status_code == 404
    assert browser_of(make_member()).post(address, {"kind": "remove", "wish": WHY}).status_code == 404
    browser = browser_of(writer)
    assert browser.post(address, {"kind": "burn", "wish": ""}).status_code == 422
    assert browser.post(address, {"kind": "withdraw", "wish": WHY}).status_code == 302
    assert browser.post(address, {"kind": "remove", "wish": WHY}).status_code == 302
    (wish,) = Withdrawal.objects.all()
    assert (wish.kind, wish.state, wish.asked_by, wish.wish) == ("remove", "asked", writer, WHY)
    assert "You asked the editors for this" in read(reverse("my_inquiry", args=[inquiry.pk]), browser)
    # Nothing has happened to the report yet.
    assert Client().get(report_of(inquiry).url).status_code == 200


def test_what_is_not_public_cannot_be_withdrawn() -> None:
    inquiry = published()
    report_of(inquiry).unpublish()
    with pytest.raises(NothingToDoError):
        ask_for_withdrawal(inquiry=inquiry, member=owner_of(inquiry), kind=WithdrawalKind.REMOVE, wish=WHY)
    assert browser_of(owner_of(inquiry)).get(reverse("ask_for_withdrawal", args=[inquiry.pk])).status_code == 404


# ---------------------------------------------------------------- the editors' page


def test_editors_find_wishes_and_reports() -> None:
    inquiry = published()
    ask_for_withdrawal(inquiry=inquiry, member=owner_of(inquiry), kind=WithdrawalKind.WITHDRAW, wish=WHY)
    report, browser = report_of(inquiry), browser_of(editor("Editors"))
    address = reverse("withdraw_report", args=[report.translation_key])
    assert address in read(reverse("withdrawals"), browser)
    assert browser.get(reverse("withdrawals"), {"identifier": report.identifier.lower()})["Location"] == address
    assert "No published report has the identifier CT-1999-0001." in read(
        reverse("withdrawals") + "?identifier=CT-1999-0001", browser
    )
    assert WHY in read(address, browser)
    for stranger in (owner_of(inquiry), make_member(roles=("Reviewers",))):
        assert browser_of(stranger).get(reverse("withdrawals")).status_code == 404
        assert browser_of(stranger).get(address).status_code == 404
        assert browser_of(stranger).post(address, {"do": "withdraw", "withdraw-public_reason": WHY}).status_code == 404
    assert Withdrawal.objects.get().state == "asked"


def test_editors_withdraw_and_only_moderators_remove() -> None:
    report = make_report()
    address = reverse("withdraw_report", args=[report.translation_key])
    removal = {"do": "remove", "remove-public_reason": WHY, "remove-is_sure": "on"}
    assert browser_of(editor("Editors")).post(address, removal).status_code == 404
    assert ReportPage.objects.filter(pk=report.pk).exists()
    moderator = browser_of(editor())
    assert moderator.post(address, {**removal, "remove-is_sure": ""}).status_code == 422
    assert ReportPage.objects.filter(pk=report.pk).exists()
    assert moderator.post(address, removal)["Location"] == reverse("withdrawals")
    assert not ReportPage.objects.filter(pk=report.pk).exists()


def test_nobody_decides_on_a_report_of_their_own() -> None:
    inquiry = published()
    work = report_of(inquiry).translation_key
    owner = owner_of(inquiry)
    owner.groups.set(editor().groups.all())
    browser = browser_of(User.objects.get(pk=owner.pk))
    address = reverse("withdraw_report", args=[work])
    assert "You are named on this report." in read(address, browser)
    browser.post(address, {"do": "withdraw", "withdraw-public_reason": WHY})
    browser.post(address, {"do": "remove", "remove-public_reason": WHY, "remove-is_sure": "on"})
    assert not Withdrawal.objects.exists()
    with pytest.raises(OwnReportError):
        remove_report(work=work, by=owner, public_reason=WHY)


def test_a_wish_is_refused_with_a_reason(django_capture_on_commit_callbacks: Any) -> None:
    inquiry = published()
    ask_for_withdrawal(inquiry=inquiry, member=owner_of(inquiry), kind=WithdrawalKind.REMOVE, wish=WHY)
    address = reverse("withdraw_report", args=[report_of(inquiry).translation_key])
    browser, mail.outbox[:] = browser_of(editor()), []
    assert browser.post(address, {"do": "refuse", "refuse-reason": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, {"do": "refuse", "refuse-reason": "A new version would put it right."})
    assert Withdrawal.objects.get().state == "refused"
    (told,) = mail.outbox
    assert told.subject == "Not withdrawn: Wait time and talk"
    assert "A new version would put it right." in told.body
    assert browser.post(address, {"do": "refuse", "refuse-reason": "Again."}).status_code == 404


# ---------------------------------------------------------------- withdrawn


@pytest.mark.usefixtures("files_on_disk")
def test_a_withdrawn_report_says_so_wherever_it_is_named(django_capture_on_commit_callbacks: Any) -> None:
    inquiry = published()
    report = report_of(inquiry)
    arabic = make_translation(report)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_report(work=report.translation_key, by=editor(), public_reason=WHY, private_note="Seen by two.")
    for page in (report, arabic):
        html = read(page.url)
        assert WHY in html
        assert "Seen by two." not in html
    html = read(report.url)
    assert "This report was withdrawn on" in html
    assert "<i>[Withdrawn] Wait time and talk</i> (CT-2026-0001)." in html
    assert "nineteen in the third" in html
    assert '<li class="withdrawn">Withdrawn</li>' in read("/en/research/")
    assert "[Withdrawn] Wait time and talk" in read("/feeds/en/reports.atom")
    assert Client().get(f"/api/v2/pages/{report.pk}/").json()["withdrawn_on"] is not None
    content = b"".join(Client().get(f"{report.url}pdf/").streaming_content)  # type: ignore[attr-defined]
    assert pikepdf.open(io.BytesIO(content)).Root.MarkInfo.Marked
    assert WHY in words_of(content)
    (told,) = mail.outbox
    assert (told.subject, told.to) == ("Withdrawn: Wait time and talk", [owner_of(inquiry).email])


def test_a_file_without_the_notice_is_gone_at_once(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = make_report()
    before = ReportPdf.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_report(work=report.translation_key, by=editor(), public_reason=WHY)
    assert not storages["default"].exists(str(before.file.name))
    assert ReportPdf.objects.get().digest != before.digest


def test_publishing_an_older_draft_does_not_lift_the_notice() -> None:
    report = make_report()
    before = report.save_revision()
    withdraw_report(work=report.translation_key, by=editor(), public_reason=WHY)
    Revision.objects.get(pk=before.pk).publish()
    assert ReportPage.objects.get(pk=report.pk).withdrawn_on is not None
    assert WHY in read(report.url)


def test_a_translation_made_later_carries_the_notice() -> None:
    report = make_report()
    withdraw_report(work=report.translation_key, by=editor(), public_reason=WHY)
    assert WHY in read(make_translation(ReportPage.objects.get(pk=report.pk)).url)


def test_earlier_versions_carry_the_notice_too() -> None:
    report = second_version(published())
    withdraw_report(work=report.translation_key, by=editor(), public_reason=WHY)
    assert WHY in read(f"{report.url}versions/1/")


def test_a_withdrawn_report_is_reinstated(django_capture_on_commit_callbacks: Any) -> None:
    inquiry = published()
    report = report_of(inquiry)
    with django_capture_on_commit_callbacks(execute=True):
        action = withdraw_report(work=report.translation_key, by=editor(), public_reason=WHY)
    with pytest.raises(NothingToDoError):
        withdraw_report(work=report.translation_key, by=editor(), public_reason=WHY)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(editor()).post(
            reverse("withdraw_report", args=[report.translation_key]),
            {"do": "reinstate", "reinstate-reason": "The count was right after all."},
        )
    action.refresh_from_db()
    assert action.state == "undone"
    html = read(report.url)
    assert WHY not in html
    assert "[Withdrawn]" not in html
    assert "The count was right after all." in mail.outbox[0].body
    with pytest.raises(NothingToDoError):
        reinstate_report(withdrawal=action, by=editor(), reason="Twice.")


# ---------------------------------------------------------------- removed

SECRET = "Zebedee"


def every_text_in_the_database() -> dict[str, int]:
    """Tables that hold the secret word in any column, and in how many rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            quote = connection.ops.quote_name
            where = " OR ".join(f"CAST({quote(name)} AS TEXT) LIKE '%%{SECRET}%%'" for name in columns)
            cursor.execute(f"SELECT COUNT(*) FROM {quote(table)} WHERE {where}".replace("%%", "%"))  # noqa: S608
            number = cursor.fetchone()[0]
            if number:
                found[table] = number
    return found


def test_a_removed_report_is_gone_everywhere(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        inquiry = published()
        report = second_version(inquiry)
        report.title, report.abstract_findings = f"{SECRET} spoke", f"{SECRET} spoke twice."
        report.slug = f"{SECRET.lower()}-spoke"
        report.save_revision().publish()
        report = report_of(inquiry)
        arabic = make_translation(report)
        TranslationSource.update_or_create_from_instance(report)
        collection = make_collection([report])
    ends = ("", "pdf/", "versions/1/", "cite/bibtex/")
    in_no_language_of_it = report.url.replace("/en/", "/fr/")
    addresses = [url + end for url in (report.url, arabic.url, in_no_language_of_it) for end in ends]
    assert SECRET in read(report.url)
    assert SECRET in read("/en/search/?q=Zebedee")
    assert String.objects.filter(data__contains=SECRET).exists()
    files = [str(paper.file.name) for paper in ReportPdf.objects.all()]
    assert len(files) == 2
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        remove_report(work=report.translation_key, by=editor(), public_reason=WHY)
    for address in addresses:
        response = Client().get(address)
        html = response.content.decode()
        assert response.status_code == 410, address
        assert WHY in html
        assert SECRET not in html
    assert report.identifier.removesuffix(".2") in read(report.url)
    for address in ("/en/research/", "/en/search/?q=Zebedee", collection.url, "/feeds/en/reports.atom"):
        assert f"{SECRET} spoke" not in read(address)
    assert SECRET.lower() not in read("/sitemap-en.xml")
    assert Client().get(f"/api/v2/pages/{report.pk}/").status_code == 404
    assert not any(storages["default"].exists(name) for name in files)
    keys = [str(report.pk), str(arabic.pk)]
    assert not Revision.objects.filter(object_id__in=keys, content__icontains=SECRET).exists()
    assert not Entry.objects.filter(object_id__in=keys, text__icontains=SECRET).exists()
    assert not engine.count(engine.Wanted(question_of(SECRET, "en")))
    assert not ReportVersion.objects.exists()
    assert PageLogEntry.objects.filter(page=report.pk, action="wagtail.delete").count() == 1
    # Nothing but the path that has to answer tells the word any more.
    assert set(every_text_in_the_database()) <= {"research_removedaddress"}
    assert [m.subject for m in mail.outbox] == ["Removed: Wait time and talk"]
    page = read(reverse("my_inquiry", args=[inquiry.pk]), browser_of(owner_of(inquiry)))
    assert "This report was removed from the library." in page
    assert "Twenty-one pupils" in page


def test_the_title_is_told_only_where_the_editor_says_so() -> None:
    report = make_report("Wait time and talk")
    address = report.url
    withdraw_report(work=report.translation_key, by=editor(), public_reason=WHY)
    remove_report(work=report.translation_key, by=editor(), public_reason=WHY, show_title=True)
    response = Client().get(address)
    assert response.status_code == 410
    assert "Wait time and talk" in response.content.decode()


def test_a_version_that_waits_goes_with_the_report() -> None:
    from research.publishing.actions.versions import start_new_version
    from research.review.actions.submitting import submit_inquiry

    inquiry = published()
    start_new_version(inquiry=inquiry, what_changed="More.")
    Inquiry.objects.filter(pk=inquiry.pk).update(title="Another title")
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    remove_report(work=report_of(inquiry).translation_key, by=editor(), public_reason=WHY)
    inquiry.refresh_from_db()
    assert (inquiry.report, inquiry.state) == (None, "published")


def test_other_missing_pages_are_missing_as_before() -> None:
    remove_report(work=make_report().translation_key, by=editor(), public_reason=WHY)
    assert Client().get("/en/research/reports/never-there/").status_code == 404
    assert Client().get("/en/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once(site_after_flush: None) -> None:
    report = make_report()
    first, second = editor(), editor()
    work = report.translation_key
    results = at_once(
        lambda: withdraw_report(work=work, by=first, public_reason=WHY).pk,
        lambda: withdraw_report(work=work, by=second, public_reason=WHY).pk,
    )
    assert sorted(type(result).__name__ for result in results) == ["NothingToDoError", "int"]
    results = at_once(
        lambda: remove_report(work=work, by=first, public_reason=WHY).pk,
        lambda: remove_report(work=work, by=second, public_reason=WHY).pk,
    )
    assert sorted(type(result).__name__ for result in results) == ["NothingToDoError", "int"]
    assert Withdrawal.objects.filter(state="done").count() == 1
