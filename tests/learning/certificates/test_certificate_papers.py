"""The PDF of a certificate: what another program finds in it."""

import io
from datetime import date
from typing import Any

import pikepdf
import pytest
import qrcode
from django.urls import reverse
from django.utils import timezone

from camtree.core.papers.typesetting import PaperError, typeset
from learning.certificates.papers import certificate_paper
from learning.certificates.qr import qr_svg
from learning.certificates.verification import check_address
from learning.models import Certificate
from tests.factories.courses import make_certificate, make_listed_course
from tests.factories.media import make_image
from tests.factories.members import browser_of, make_member
from tests.research.publishing.test_papers import roles_in, words_of

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- on paper


def pdf_of(certificate: Certificate) -> bytes:
    return typeset(certificate_paper(certificate), made_at=timezone.now())


def test_on_paper_it_is_tagged_and_says_the_same() -> None:
    logo = make_image("Tree of the partner")
    logo.description = "Three Hills Schools"
    logo.save()
    course = make_listed_course(
        "Talk in #pairs$",
        hours="6.5",
        partner_logo=logo,
        partner_name="AKS",
        outcomes=[("outcome", "Ask *fewer* things")],
    )
    held = make_certificate(make_member("Nila #Perera"), course)
    response = browser_of(held.member).get(reverse("my_certificate_pdf", args=[held.code]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'attachment; filename="CamTREE-{held.shown_code}.pdf"'
    pdf = pikepdf.open(io.BytesIO(response.content))
    assert len(pdf.pages) == 1
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.MarkInfo.Marked)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Certificate: Talk in #pairs$"
    roles = roles_in(pdf)
    assert {"/H1", "/L", "/Figure"} <= set(roles)
    figures = [s for s in pdf.objects if isinstance(s, pikepdf.Dictionary) and s.get("/S") == "/Figure"]
    assert {str(figure.Alt) for figure in figures} == {
        "Three Hills Schools",
        f"QR code that leads to {check_address(held)}",
    }
    words = words_of(response.content)
    for told in ("Nila #Perera", "Talk in #pairs$", "6.5 hours of study", "Ask *fewer* things", held.shown_code):
        assert told in words
    assert "Together with AKS" in words


@pytest.mark.parametrize(
    ("code", "tag", "title", "name", "font"),
    [
        ("ar", "ar", "الانتظار قبل السؤال", "نيلا بيريرا", "NotoNaskhArabic"),
        ("zh-hans", "zh-CN", "等待与提问", "尼拉·佩雷拉", "NotoSansCJKsc"),
        ("es", "es", "Esperar y preguntar", "Ñusta Quispe", "Libertinus"),
        ("fr", "fr", "Attendre, puis demander", "Noëlle Œuvrard", "Libertinus"),
    ],
)
def test_in_other_languages(code: str, tag: str, title: str, name: str, font: str) -> None:
    held = make_certificate()
    held.language, held.course_title, held.name = code, title, name
    pdf = pikepdf.open(io.BytesIO(pdf_of(held)))
    assert str(pdf.Root.Lang) == tag
    assert title in str(pdf.open_metadata()["dc:title"])
    fonts = {str(f.BaseFont) for f in pdf.objects if isinstance(f, pikepdf.Dictionary) and f.get("/Type") == "/Font"}
    assert any(font in one for one in fonts)


@pytest.mark.parametrize(
    ("code", "name", "title", "outcome"),
    [
        ("en", "Anna Maria " * 10, "Questions that are worth waiting for " * 6, "Say what the class has seen. "),
        ("en", "Nila Perera", "First steps", "Say in one sentence what the class has seen, and what comes next. " * 2),
        ("ar", "نيلا بيريرا", "الخطوات الأولى", "مراقبة ثلاثة تلاميذ وتدوين ما يفعلونه"),
        ("zh-hans", "尼拉·佩雷拉" * 9, "等待与提问" * 24, "观察三名学生并记录他们的表现" * 3),
    ],
)
def test_long_words_stay_on_one_page(code: str, name: str, title: str, outcome: str) -> None:
    held = make_certificate()
    held.language, held.name, held.course_title, held.outcomes = code, name, title, [outcome] * 9
    held.partner_name, held.expires_on = "Three Hills Schools", date(2031, 1, 1)
    assert len(pikepdf.open(io.BytesIO(pdf_of(held))).pages) == 1


def test_the_code_to_scan_holds_the_address_of_the_check() -> None:
    held = make_certificate()
    paper = certificate_paper(held)
    assert paper.pictures["qr.svg"] == qr_svg(f"http://127.0.0.1:8000/verify/{held.shown_code}/")
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(check_address(held))
    dark = sum(map(sum, code.get_matrix()))
    assert paper.pictures["qr.svg"].count(b"h1v1h-1z") == dark


def test_where_it_cannot_be_made_a_sentence_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    from learning.certificates.views import certificates as views

    def fails(paper: Any, **facts: Any) -> bytes:
        raise PaperError("no")

    monkeypatch.setattr(views, "typeset", fails)
    held = make_certificate()
    response = browser_of(held.member).get(reverse("my_certificate_pdf", args=[held.code]), follow=True)
    assert "The PDF cannot be made just now." in response.content.decode()
