"""What a browser would send for a form it was shown."""

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page


class _Fields(HTMLParser):
    """Collects names and values of the fields of the form that edits."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self._textarea: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        name = facts.get("name")
        if tag == "input" and name:
            kind = facts.get("type") or "text"
            if kind in {"checkbox", "radio"} and "checked" not in facts:
                return
            if kind not in {"submit", "button", "file"}:
                self._put(name, facts.get("value") or "")
        elif tag == "textarea" and name:
            self._textarea, self.data[name] = name, ""
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and "selected" in facts:
            self._put(self._select, facts.get("value") or "")

    def _put(self, name: str, value: str) -> None:
        if name in self.data:
            held = self.data[name]
            self.data[name] = [*(held if isinstance(held, list) else [held]), value]
        else:
            self.data[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.data[self._textarea] += data


def form_data(html: str) -> dict[str, Any]:
    """Fields of the page's edit form, without those that sign the request."""
    start = html.index('id="page-edit-form"')
    parser = _Fields()
    parser.feed(html[html.rindex("<form", 0, start) : html.index("</form>", start)])
    parser.data.pop("csrfmiddlewaretoken", None)
    return parser.data


def page_form(browser: Client, page: Page, **changes: Any) -> dict[str, Any]:
    """What the edit form would send, with some fields changed."""
    html = browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    # Scripts fill in the streams: here they stay empty.
    streams = {
        f"{field.name}-count": "0" for field in page.specific._meta.get_fields() if isinstance(field, StreamField)
    }
    return form_data(html) | streams | changes


def fields_of(html: str, field: str) -> tuple[str, dict[str, Any]]:
    """Where the form that holds `field` is sent to, and what it sends, without what signs the request."""
    place = html.index(f'name="{field}"')
    start = html.rindex("<form", 0, place)
    form = html[start : html.index("</form>", place)]
    parser = _Fields()
    parser.feed(form)
    parser.data.pop("csrfmiddlewaretoken", None)
    found = re.search(r'action="([^"]*)"', form)
    assert found is not None
    return found[1], parser.data
