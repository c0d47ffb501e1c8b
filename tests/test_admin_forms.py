"""Forms of the admin, sent with what does not belong there: a sentence, never a fault."""

from contextlib import suppress
from typing import Any

import lxml.html
import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.fields import StreamField
from wagtail.snippets.models import get_snippet_models

from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db
UNTOUCHED = ("csrfmiddlewaretoken", "next")
ODD = ("two", "9" * 30, "\0")


def snippets() -> list[Any]:
    """Every kind of snippet that one may add."""
    found = []
    for model in sorted(get_snippet_models(), key=str):
        with suppress(NoReverseMatch):
            reverse(model.snippet_viewset.get_url_name("add"))
            found.append(model)
    return found


def typed_in(html: str) -> tuple[dict[str, str], list[str]]:
    """What the form of a screen would send as it is, and the names of what one types or chooses there."""
    form = lxml.html.fromstring(html).xpath("//main//form[.//input[@name='csrfmiddlewaretoken']]")[0]
    values = {name: value or "" for name, value in form.fields.items() if isinstance(value, str | None)}
    kinds = {field.name: field.get("type", field.tag) for field in form.inputs if field.name}
    # What is chosen from a list of pages stands in a hidden field.
    chosen = {name for name, kind in kinds.items() if kind == "hidden" and name.isidentifier()} - {*UNTOUCHED}
    typed = {name for name, kind in kinds.items() if kind not in {"hidden", "file", "checkbox", "submit"}}
    return values, sorted(typed | chosen)


def test_there_are_snippets_of_ours() -> None:
    assert {"call", "quiz", "question", "menu", "notice"} <= {model._meta.model_name for model in snippets()}


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("model", snippets(), ids=lambda model: model._meta.model_name)
def test_a_snippet_with_odd_values_is_refused_in_words(model: Any, odd: str) -> None:
    browser = browser_of(make_member("Ada", is_superuser=True, is_staff=True))
    address = reverse(model.snippet_viewset.get_url_name("add"))
    values, names = typed_in(browser.get(address).content.decode())
    assert names
    # What a script draws.
    values |= {f"{field.name}-count": "0" for field in model._meta.fields if isinstance(field, StreamField)}
    assert browser.post(address, {**values, **dict.fromkeys(names, odd)}).status_code in {200, 302, 400}
    for name in names:
        said = {**dict.fromkeys(names, "1"), **{name: value for name, value in values.items() if value}, name: odd}
        assert browser.post(address, said).status_code in {200, 302, 400}, name
