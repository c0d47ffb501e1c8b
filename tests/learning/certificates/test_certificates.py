"""Certificates: earned, issued once, named, issued again, renewed, revoked, erased."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale

from camtree.members.personal_data import erase, held_about
from learning.certificates.actions import (
    CertificateClosedError,
    NotEarnedError,
    TooEarlyError,
    issue_certificate,
    name_certificate,
    reissue_certificate,
    renew_certificate,
    revoke_certificate,
)
from learning.certificates.verification import check_address
from learning.models import Certificate, CoursePage, Enrolment, Step
from learning.studying.actions import enrol_member, leave_course, record_step
from tests.factories.courses import complete, make_certificate, make_listed_course
from tests.factories.media import make_image
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_lesson, make_module, make_translation
from tests.learning.certificates.test_verification import WHY, checked, make_editor
from tests.threads import at_once

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- earned and issued


def test_the_last_step_issues_it(django_capture_on_commit_callbacks: Any) -> None:
    member = make_member(preferred_language="fr")
    course = make_listed_course(lessons=2, hours="6.5", partner_name="Three Hills Schools", certificate_years=3)
    enrolment = enrol_member(course=course, member=member)
    first, second, *rest = Step.objects.current().filter(course_key=course.translation_key)
    assert rest == []
    record_step(enrolment=enrolment, step=first)
    assert not Certificate.objects.exists()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        record_step(enrolment=enrolment, step=second)
        record_step(enrolment=enrolment, step=second)
    held = Certificate.objects.get()
    enrolment.refresh_from_db()
    assert (held.member, held.enrolment, held.name) == (member, enrolment, "Nila Perera")
    assert (held.course_title, held.hours, held.language) == ("First steps", Decimal("6.5"), "en")
    assert (held.partner_name, held.rules) == ("Three Hills Schools", ["Do all 2 required steps."])
    assert held.earned_at == enrolment.completed_at
    today = timezone.now().date()
    assert held.expires_on is not None
    assert held.expires_on.year == today.year + 3
    (sent,) = mail.outbox
    assert sent.to == [member.email]
    assert f"/fr/my/certificates/{held.code}/" in sent.body
    assert check_address(held) in sent.body


def test_what_is_not_done_earns_none() -> None:
    enrolment = enrol_member(course=make_listed_course(), member=make_member())
    with pytest.raises(NotEarnedError):
        issue_certificate(enrolment=enrolment)
    assert not Certificate.objects.exists()


def test_asked_for_twice_it_is_one() -> None:
    held = make_certificate()
    assert issue_certificate(enrolment=held.enrolment) == held


def test_it_speaks_the_language_of_its_holder() -> None:
    course = make_listed_course()
    arabic = make_translation(course)
    CoursePage.objects.filter(pk=arabic.pk).update(title="الخطوات الأولى")
    held = make_certificate(make_member(preferred_language="ar"), course)
    assert (held.language, held.course_title) == ("ar", "الخطوات الأولى")
    assert make_certificate(make_member(preferred_language="es"), course).language == "en"


def test_it_stays_as_it_was_when_the_course_changes() -> None:
    held = make_certificate()
    course = CoursePage.objects.get()
    course.title, course.hours = "Something else", Decimal("99.0")
    course.save_revision().publish()
    course.delete()
    leave_course(enrolment=held.enrolment)
    words = checked(held)
    assert "This certificate is valid" in words
    assert "First steps" in words
    assert "Something else" not in words


def test_the_29th_of_february() -> None:
    from learning.certificates import actions as certificates

    assert certificates._years_after(date(2028, 2, 29), 3) == date(2031, 2, 28)
    assert certificates._years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert certificates._years_after(date(2028, 2, 29), None) is None


@pytest.mark.django_db(transaction=True)
def test_the_last_step_taken_twice_at_once_gives_one(site_after_flush: None) -> None:
    enrolment = enrol_member(course=make_listed_course(), member=make_member())
    step = Step.objects.get(course_key=enrolment.course_key)
    mail.outbox.clear()
    at_once(*[lambda: record_step(enrolment=enrolment, step=step).pk] * 3)
    assert Certificate.objects.count() == 1
    codes = at_once(*[lambda: issue_certificate(enrolment=enrolment).code] * 3)
    assert set(codes) == {Certificate.objects.get().code}
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_issued_again_twice_at_once_gives_one(site_after_flush: None) -> None:
    held = make_certificate()
    codes = at_once(*[lambda: reissue_certificate(certificate=held, name="Nila Silva").code] * 3)
    assert set(codes) == {Certificate.objects.current().get().code}
    assert Certificate.objects.count() == 2


# ---------------------------------------------------------------- names


def test_who_has_no_name_is_asked_for_one() -> None:
    member = make_member("")
    held = make_certificate(member)
    browser = browser_of(member)
    address = reverse("my_certificate", args=[held.code])
    assert "Its holder has not put a name on it yet." in checked(held)
    assert browser.get(reverse("my_certificate_pdf", args=[held.code]))["Location"] == address
    page = browser.get(address).content.decode()
    assert "The name on your certificate" in page
    assert browser.post(address, {"do": "name", "name": " "}).status_code == 422
    assert browser.post(address, {"do": "name", "name": " Nila  Perera "}).status_code == 302
    held.refresh_from_db()
    assert held.name == "Nila  Perera"
    assert name_certificate(certificate=held, name="Somebody Else").name == "Nila  Perera"


def test_a_new_name_gives_a_new_code_and_keeps_the_days() -> None:
    held = make_certificate()
    Certificate.objects.update(earned_at=timezone.now() - timedelta(days=400))
    held.refresh_from_db()
    new = reissue_certificate(certificate=held, name="Nila Silva")
    old = Certificate.objects.get(pk=held.pk)
    assert new.code != old.code
    same = ("member_id", "enrolment_id", "hours", "earned_at", "issued_at", "expires_on", "course_title", "rules")
    assert {name: getattr(new, name) for name in same} == {name: getattr(old, name) for name in same}
    assert (new.name, old.name, new.replaces, old.replacement) == ("Nila Silva", "Nila Perera", old, new)
    words = checked(old)
    assert "This certificate was replaced by another" in words
    assert f'href="/verify/{new.shown_code}/"' in words
    assert "Nila" not in words
    assert "Nila Silva" in checked(new)
    # A second click, and the same name.
    assert reissue_certificate(certificate=held, name="Nila Silva") == new
    assert reissue_certificate(certificate=new, name=" Nila Silva ") == new
    with pytest.raises(CertificateClosedError):
        reissue_certificate(certificate=held, name="Nila Fernando")


def test_a_name_that_changes_back() -> None:
    first = make_certificate()
    second = reissue_certificate(certificate=first, name="Nila Silva")
    third = reissue_certificate(certificate=second, name="Nila Perera")
    assert [row.is_current for row in Certificate.objects.order_by("pk")] == [False, False, True]
    assert third.replaces == second


def test_the_holder_has_it_issued_again() -> None:
    held = make_certificate()
    browser = browser_of(held.member)
    response = browser.post(reverse("my_certificate", args=[held.code]), {"do": "reissue", "name": "Nila Silva"})
    new = Certificate.objects.current().get()
    assert response["Location"] == reverse("my_certificate", args=[new.code])
    assert f"/my/certificates/{new.code}/" in browser.get(reverse("my_certificate", args=[held.code])).content.decode()


def test_nobody_else_comes_near_it() -> None:
    held = make_certificate()
    for browser in (browser_of(make_member("Mele")), browser_of(make_editor())):
        for name in ("my_certificate", "my_certificate_pdf", "my_certificate_badge"):
            assert browser.get(reverse(name, args=[held.code])).status_code == 404
        assert browser.post(reverse("my_certificate", args=[held.code]), {"name": "Mele"}).status_code == 404
    assert Client().get(reverse("my_certificate", args=[held.code])).status_code == 302
    assert browser_of(held.member).get(reverse("my_certificate", args=["nonsense"])).status_code == 404


# ---------------------------------------------------------------- renewed


def test_it_is_renewed_near_its_end_by_who_does_what_is_new() -> None:
    course = make_listed_course(certificate_years=2, hours="6.5")
    held = make_certificate(course=course)
    with pytest.raises(TooEarlyError):
        renew_certificate(certificate=held)
    Certificate.objects.update(expires_on=timezone.now().date() + timedelta(days=90), name="Nila P.")
    held.refresh_from_db()
    make_lesson(make_module(course, "New"), "What is new", body=[])
    from learning.courses.actions import list_steps

    list_steps(course_key=course.translation_key)
    with pytest.raises(NotEarnedError):
        renew_certificate(certificate=held)
    complete(held.enrolment)
    assert Certificate.objects.count() == 1
    new = renew_certificate(certificate=held)
    assert (new.name, new.earned_at, new.replaces) == ("Nila P.", held.earned_at, held)
    assert new.rules == ["Do all 2 required steps."]
    assert new.expires_on is not None
    assert new.expires_on.year == timezone.now().year + 2
    assert renew_certificate(certificate=held) == new
    assert "This certificate was replaced by another" in checked(held)


def test_one_for_ever_needs_no_renewal() -> None:
    held = make_certificate()
    with pytest.raises(TooEarlyError):
        renew_certificate(certificate=held)
    browser = browser_of(held.member)
    page = browser.post(reverse("my_certificate", args=[held.code]), {"do": "renew"}, follow=True)
    assert "It can be renewed in the last 90 days before it expires." in page.content.decode()


# ---------------------------------------------------------------- revoked


def test_revoked_in_public_with_its_reason(django_capture_on_commit_callbacks: Any) -> None:
    held, editor = make_certificate(), make_editor()
    browser = browser_of(editor)
    address = reverse("revoke_certificate", args=[held.code])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"reason": "  "}).status_code == 422
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(address, {"reason": WHY})["Location"] == reverse("certificates_board")
    held.refresh_from_db()
    assert (held.revoked_by, held.revoke_reason, held.state) == (editor, WHY, "revoked")
    words = checked(held)
    assert "This certificate was revoked" in words
    assert WHY in words
    (sent,) = mail.outbox
    assert (sent.to, WHY in sent.body) == ([held.member.email], True)
    before = held.revoked_at
    again = revoke_certificate(certificate=held, by=editor, reason="Another reason")
    assert (again.revoke_reason, again.revoked_at) == (WHY, before)
    assert held.history.count() == 2


def test_what_was_revoked_does_not_come_back_by_itself() -> None:
    held = make_certificate()
    revoke_certificate(certificate=held, by=make_editor(), reason=WHY)
    with pytest.raises(NotEarnedError):
        issue_certificate(enrolment=held.enrolment)
    for action in (
        lambda: reissue_certificate(certificate=held, name="Nila Silva"),
        lambda: renew_certificate(certificate=held),
        lambda: name_certificate(certificate=held, name="Nila"),
    ):
        with pytest.raises(CertificateClosedError):
            action()
    browser = browser_of(held.member)
    assert WHY in browser.get(reverse("my_certificate", args=[held.code])).content.decode()
    assert browser.get(reverse("my_certificate_pdf", args=[held.code])).status_code == 302


def test_without_a_reason_nothing_is_revoked() -> None:
    held = make_certificate()
    with pytest.raises(ValueError, match="reason"):
        revoke_certificate(certificate=held, by=make_editor(), reason=" ")
    assert Certificate.objects.get().is_current


def test_one_that_was_replaced_is_not_revoked_in_its_place() -> None:
    held = make_certificate()
    reissue_certificate(certificate=held, name="Nila Silva")
    browser = browser_of(make_editor())
    page = browser.post(reverse("revoke_certificate", args=[held.code]), {"reason": WHY}, follow=True)
    assert "Another certificate has taken its place. Revoke that one." in page.content.decode()
    assert Certificate.objects.current().count() == 1


def test_who_may_revoke() -> None:
    own = make_certificate(make_editor())
    other = make_certificate()
    for who, found in (("Moderators", 200), ("Administrators", 200), ("Leads", 404), ("Reviewers", 404)):
        browser = browser_of(make_member(who, roles=(who,)))
        assert browser.get(reverse("revoke_certificate", args=[other.code])).status_code == found
        assert browser.get(reverse("certificates_board")).status_code == found
    assert browser_of(own.member).get(reverse("revoke_certificate", args=[own.code])).status_code == 404
    assert browser_of(own.member).get(reverse("certificates_board")).status_code == 200


def test_editors_find_one_by_what_they_know() -> None:
    mele = make_certificate(make_member("Mele Fifita"))
    nila = make_certificate()
    browser = browser_of(make_editor())
    for query, found in (("fifita", {mele}), (nila.shown_code.lower(), {nila}), ("first", {mele, nila}), ("zz", set())):
        response = browser.get(reverse("certificates_board"), {"q": query})
        assert set(response.context["certificates"]) == found
    assert browser.get(reverse("certificates_board"), {"q": "\x00"}).status_code in {200, 400}


# ---------------------------------------------------------------- people


def test_it_is_shown_to_its_holder_and_goes_with_the_account() -> None:
    held = make_certificate()
    new = reissue_certificate(certificate=held, name="Nila Silva")
    editor = make_editor()
    revoke_certificate(certificate=new, by=editor, reason=WHY)
    stays = make_certificate(make_member("Mele"))
    (kind,) = [kind for kind in held_about(held.member) if kind.kind.model is Certificate]
    assert {row["code"] for row in kind.rows} == {held.code, new.code}
    erase(held.member)
    assert list(Certificate.objects.all()) == [stays]
    assert set(Certificate.history.values_list("code", flat=True)) == {stays.code}
    assert Enrolment.objects.count() == 1
    assert "No certificate has this code." in checked(new, status=404)
    assert "Mele" in checked(stays)


def test_an_editor_who_goes_leaves_the_revocation() -> None:
    held, editor = make_certificate(), make_editor()
    revoke_certificate(certificate=held, by=editor, reason=WHY)
    erase(editor)
    held.refresh_from_db()
    assert (held.revoked_by, held.state) == (None, "revoked")


def test_a_member_deleted_in_the_admin_takes_it_along() -> None:
    held = make_certificate()
    held.member.delete()
    assert not Certificate.objects.exists()


def test_translations_of_a_course_share_what_stands_on_it() -> None:
    course = make_listed_course(certificate_years=2, partner_name="AKS", partner_logo=make_image("Tree"))
    with translation.override("ar"):
        arabic = course.copy_for_translation(Locale.objects.get(language_code="ar"))
    assert (arabic.certificate_years, arabic.partner_name) == (2, "AKS")
    assert arabic.partner_logo_id == course.partner_logo_id
