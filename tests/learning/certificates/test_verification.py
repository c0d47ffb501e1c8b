"""Checking the code of a certificate: what anybody sees, however it was typed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from camtree.core.papers.codes import ALPHABET, LENGTH, Answer, grouped, new_code, read_code, register_checker
from learning.certificates.actions import revoke_certificate
from learning.models import Certificate
from tests.factories.courses import make_certificate, make_listed_course
from tests.factories.members import make_member
from tests.queries import budget

pytestmark = pytest.mark.django_db
WHY = "The answers were somebody else’s."


def checked(certificate: Certificate | str, language: str = "en", status: int = 200) -> str:
    code = certificate if isinstance(certificate, str) else certificate.shown_code
    response = Client(headers={"Accept-Language": language}).get(f"/verify/{code}/")
    assert response.status_code == status
    return str(response.content.decode())


def make_editor() -> Any:
    return make_member("Hannah", roles=("Editors",))


# ---------------------------------------------------------------- codes


def test_codes_are_read_however_they_are_typed() -> None:
    code = new_code()
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert read_code(grouped(code)) == code
    assert read_code("acde fghj\u00a0klm3") == "ACDEFGHJKLM3"
    assert read_code("ＡＣＤＥ–ＦＧＨＪ–ＫＬＭ٣") == "ACDEFGHJKLM3"
    for wrong in ("", "ACDE", "ACDE-FGHJ-KLM0", "ACDE-FGHJ-KLMNP", "\x00" * 12, "x" * 5000):
        assert read_code(wrong) == ""


def test_the_form_leads_to_the_code() -> None:
    held = make_certificate()
    typed = held.code.lower()
    response = Client().get("/verify/", {"code": f" {typed[:5]} {typed[5:]} ", "language": "fr"})
    assert response.status_code == 302
    assert response["Location"] == f"/verify/{held.shown_code}/?language=fr"
    assert "This certificate is valid" in checked(held.code.lower())


def test_a_code_that_nobody_knows() -> None:
    for code in (grouped(new_code()), "short", "0000-0000-0000", "a" * 300):
        words = checked(code, status=404)
        assert "No certificate has this code." in words
        assert '<form class="form" method="get" action="/verify/"' in words
    assert Client().get("/verify/", {"code": "nonsense"}).status_code == 404
    assert Client().get("/verify/", {"code": ""}).status_code == 422
    assert Client().get("/verify/").status_code == 200


def test_nobody_guesses_for_long() -> None:
    for _look in range(30):
        Client().get(f"/verify/{grouped(new_code())}/")
    response = Client().get(f"/verify/{grouped(new_code())}/")
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "Too many codes were checked from here." in response.content.decode()


def test_another_section_answers_for_its_own_codes() -> None:
    from camtree.core.papers import codes as verification

    code = new_code()
    held = make_certificate()

    def licences(asked: str) -> Answer | None:
        answer = Answer("learning/certificates/verify/certificate.html", {"certificate": held})
        return answer if asked == code else None

    register_checker("licences", licences)
    try:
        assert "First steps" in checked(grouped(code))
        assert "No certificate has this code." in checked(grouped(new_code()), status=404)
    finally:
        verification._checkers.remove("licences")


# ---------------------------------------------------------------- what anybody sees


def test_a_valid_one_says_all_that_matters() -> None:
    course = make_listed_course(
        hours="6.5",
        certificate_years=2,
        outcomes=[("outcome", "Ask fewer questions")],
        partner_name="Three Hills Schools",
    )
    held = make_certificate(make_member("Ñusta <b>Quispe</b>"), course)
    words = checked(held)
    for told in (
        *("This certificate is valid", "First steps", "6.5 hours of study", held.shown_code, "Three Hills Schools"),
        *("Ñusta &lt;b&gt;Quispe&lt;/b&gt;", "Do the 1 required step.", "Ask fewer questions", "noindex"),
    ):
        assert told in words
    assert str(held.member.email) not in words


def test_it_is_read_in_the_language_of_whoever_asks() -> None:
    held = make_certificate()
    response = Client(headers={"Accept-Language": "fr"}).get(f"/verify/{held.shown_code}/")
    assert response["Content-Language"] == "fr"
    assert '<html lang="fr"' in response.content.decode()
    asked = Client(headers={"Accept-Language": "fr"}).get(f"/verify/{held.shown_code}/?language=ar")
    html = asked.content.decode()
    assert '<html lang="ar" dir="rtl"' in html
    assert f'href="/verify/{held.shown_code}/?language=zh-hans"' in html
    assert Client().get(f"/verify/{held.shown_code}/?language=tlh").status_code == 200


def test_it_is_not_kept_for_others() -> None:
    held = make_certificate()
    response = Client().get(f"/verify/{held.shown_code}/")
    assert "no-store" in response["Cache-Control"]
    revoke_certificate(certificate=held, by=make_editor(), reason=WHY)
    assert "This certificate was revoked" in checked(held)


def test_the_day_on_which_it_expires_is_its_last() -> None:
    held = make_certificate()
    today = timezone.now().date()
    Certificate.objects.update(expires_on=today)
    assert "This certificate is valid" in checked(held)
    Certificate.objects.update(expires_on=today - timedelta(days=1))
    words = checked(held)
    assert "This certificate has expired" in words
    assert "What it says was true when it was given." in words


def test_looking_one_up_takes_few_queries() -> None:
    held = make_certificate()
    checked(held)
    with budget(12, same_shape=3):
        checked(held)
