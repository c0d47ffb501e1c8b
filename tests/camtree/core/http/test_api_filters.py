"""The read API narrowed by fields: what finds, and what is refused in words instead of failing."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import get_page_models

from camtree.core.http.api import ShownPagesViewSet
from camtree.vocabularies.models import VOCABULARIES
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db
NONSENSE = ("x", "", "9" * 400, "NaN", "1e999", "-1", "a,b", "\ufffe", "2026-13-41")


def found(query: str) -> list[str]:
    answer = Client().get(f"/api/v2/pages/?type=research.ReportPage&order=id&{query}")
    assert answer.status_code == 200
    return [row["title"] for row in answer.json()["items"]]


def term(vocabulary: str, slug: str) -> Any:
    return VOCABULARIES[vocabulary].objects.get(slug=slug, locale__language_code="en")


def test_terms_are_named_by_their_slugs_and_values_as_they_are_told() -> None:
    history, science = term("subjects", "history"), term("subjects", "science")
    make_report("Both", subjects=[history, science], country="KE", published_on="2026-03-01")
    make_report("One", subjects=[science], country="NO", learners=30)
    assert found("subjects=science") == ["Both", "One"]
    assert found("subjects=science,history") == ["Both"]
    assert found("subjects=unheard-of") == []
    assert found("country=NO") == found("learners=30") == ["One"]
    assert found("published_on=2026-03-01") == ["Both"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("research.ReportPage&published_on=foo", "'foo' is not a valid value for published_on"),
        ("webinars.WebinarPage&starts_at=foo", "'foo' is not a valid value for starts_at"),
        ("research.ReportPage&learners=many", "'many' is not a valid value for learners"),
        ("research.ReportPage&authors=x", "pages cannot be filtered by authors"),
        ("research.ReportPage&body=x", "pages cannot be filtered by body"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(query: str, said: str) -> None:
    answer = Client().get(f"/api/v2/pages/?type={query}")
    assert (answer.status_code, answer.json()) == (400, {"message": said})


def test_no_field_of_any_page_type_fails_whatever_is_asked() -> None:
    browser = Client(raise_request_exception=False)
    make_report("Here")
    failed = []
    for model in get_page_models():
        names = [
            name for name in ShownPagesViewSet.get_available_fields(model, db_fields_only=True) if name != "locale"
        ]
        assert {"title", "id"} <= set(names)
        for name in names:
            asked = [*({name: value} for value in NONSENSE), {"order": name}, {name: "x", "search": "here"}]
            for query in asked:
                status = browser.get("/api/v2/pages/", {"type": model._meta.label, **query}).status_code
                if status not in (200, 400):
                    failed.append((model._meta.label, query, status))
    assert failed == []
