"""An address with a NUL in it is answered in words, also where the database refuses it."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/en/a%00b/", "/media/a%00b", "/en/reviews/a%00b/", "/en/drafts/a%00b/"])
def test_a_path_with_a_nul_is_not_there(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_a_query_with_a_nul_is_refused_in_words() -> None:
    answer = Client().get("/en/search/", query_params={"q": "a\0b"})
    assert answer.status_code == 400
    assert answer.content.decode() == "This could not be read. Please load the page again."
