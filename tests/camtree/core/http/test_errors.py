"""What people get where something is not there, not allowed or broken: in their language, with a way on."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.utils import translation

from camtree.core.http import views

pytestmark = pytest.mark.django_db
CODES = ["en", "es", "fr", "ar", "zh-hans"]


def offered(html: bytes) -> list[str]:
    return [str(link["href"]) for link in BeautifulSoup(html, "html.parser").select(".languages a")]


def test_what_is_not_there_says_so_in_the_language_of_the_address() -> None:
    answer = Client(headers={"accept-language": "fr"}).get("/ar/research/reports/nowhere/")
    assert answer.status_code == 404
    assert b'<html lang="ar"' in answer.content
    assert offered(answer.content) == [f"/{code}/research/reports/nowhere/" for code in CODES]


def test_a_form_that_cannot_be_told_from_one_of_another_site_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/zh-hans/register-interest/", {})
    assert answer.status_code == 403
    html = answer.content.decode()
    assert '<html lang="zh-hans"' in html.lower()
    assert "无法接受此表单" in html
    assert offered(answer.content) == [f"/{code}/register-interest/" for code in CODES]


def test_what_is_not_allowed_says_so_in_the_language_of_the_address() -> None:
    with translation.override("ar"):
        answer = views.permission_denied(RequestFactory().get("/ar/my/"), PermissionError())
    assert answer.status_code == 403
    assert "لا يمكنك فعل ذلك هنا" in answer.content.decode()
    assert offered(answer.content) == [f"/{code}/my/" for code in CODES]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_breaks_offers_the_languages_and_asks_no_database(
    language: str, django_assert_num_queries: object
) -> None:
    request = RequestFactory().get(f"/{language}/research/?q=talk")
    with translation.override(language), django_assert_num_queries(0):  # type: ignore[operator]
        answer = views.server_error(request)
    assert answer.status_code == 500
    assert f'<html lang="{language}"'.encode() in answer.content
    assert offered(answer.content) == [f"/{code}/research/?q=talk" for code in CODES]
