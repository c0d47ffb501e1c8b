"""What is rendered once for everybody."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.middleware.csrf import _does_token_match  # type: ignore[attr-defined]
from django.template import RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory

from camtree.core.templatetags import kept_tags
from camtree.members.models import User
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_course, make_page
from webinars.models import WebinarPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seconds", [0, 600])
def test_a_kept_piece_does_not_show_the_time_zone_of_whoever_asked_first(
    monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    monkeypatch.setattr(kept_tags, "SECONDS", seconds)
    make_page(WebinarPage, "Past", starts_at=datetime(2026, 3, 1, 12, 30, tzinfo=UTC))
    for zone in ("Pacific/Auckland", "America/Lima"):
        html = browser_of(make_member(time_zone=zone)).get("/en/webinars/").content.decode()
        assert "Recorded on 1 March 2026" in html
        assert f'data-time-zone="{zone}"' in html


def test_a_zone_that_nobody_chose_is_not_told_to_the_browser() -> None:
    for browser in (browser_of(None), browser_of(make_member())):
        assert "data-time-zone" not in browser.get("/en/webinars/").content.decode()


def render(source: str, request: HttpRequest, **context: Any) -> str:
    return Template("{% load kept_tags %}" + source).render(RequestContext(request, context))


def request_to(path: str, member: User | None = None) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = member or AnonymousUser()
    return request


def test_a_form_in_a_kept_piece_has_the_token_of_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_tags, "SECONDS", 600)
    page = make_course("Form")
    tokens = set()
    for _reader in range(2):
        request = request_to("/en/form/")
        html = render("{% kept form page %}{% csrf_token %}{% endkept %}", request, page=page)
        found = re.fullmatch(r'<input type="hidden" name="csrfmiddlewaretoken" value="(\w{64})">', html)
        assert found is not None
        assert _does_token_match(found[1], request.META["CSRF_COOKIE"])
        tokens.add(found[1])
    assert len(tokens) == 2


def test_nothing_is_kept_of_a_preview_nor_where_the_value_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_tags, "SECONDS", 600)
    page = make_course("Page")

    def seen(word: str, by: str | None, **of_request: Any) -> str:
        request = request_to("/en/page/")
        for name, value in of_request.items():
            setattr(request, name, value)
        return render("{% kept piece page by value %}{{ word }}{% endkept %}", request, page=page, word=word, value=by)

    assert [seen("one", "a"), seen("two", "a"), seen("three", "b")] == ["one", "one", "three"]
    assert [seen("four", None), seen("five", None)] == ["four", "five"]
    assert seen("six", "a", is_preview=True) == "six"


def test_a_piece_of_the_frame_is_kept_by_path_for_visitors_and_for_members() -> None:
    source = "{% frame piece by path %}{{ word }}{% endframe %}"
    member = make_member()
    asked = [
        ("/en/a/", None, "one"),
        ("/en/a/", None, "two"),
        ("/en/a/", member, "three"),
        ("/en/a/", make_member("Another"), "four"),
        ("/en/b/", None, "five"),
        ("/en/a/?q=x", None, "six"),
    ]
    seen = [render(source, request_to(path, user), word=word) for path, user, word in asked]
    assert seen == ["one", "one", "three", "three", "five", "six"]
    assert render("{% frame all %}x{% endframe %}", request_to("/en/c/")) == "x"
    assert render("{% frame all %}y{% endframe %}", request_to("/en/d/?q=1")) == "x"


@pytest.mark.parametrize("tag", ["kept piece", "kept piece page with x", "frame", "frame piece by query"])
def test_a_tag_that_makes_no_sense_says_what_it_wants(tag: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="wants a name"):
        Template("{% load kept_tags %}{% " + tag + " %}{% end" + tag.split()[0] + " %}")
