"""What is indexed at the end is what would have been indexed with each save."""

import re
from typing import Any

import pytest
from wagtail.models import Page, ReferenceIndex
from wagtail.search.models import IndexEntry

from camtree.search.indexing import indexed_at_the_end
from home.models import HomePage, StandardPage
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


def new_page(title: str) -> StandardPage:
    return make_page(StandardPage, title, parent=HomePage.objects.get(locale__language_code="en"))


def entries(page: Page) -> tuple[list[Any], list[Any]]:
    """What the indexes hold of a page."""
    words = IndexEntry.objects.filter(object_id=str(page.pk), content_type=page.content_type)
    points = ReferenceIndex.objects.filter(object_id=str(page.pk))
    return (
        list(words.values_list("title", "autocomplete", "body")),
        sorted(points.values_list("base_content_type", "content_type", "to_object_id", "model_path")),
    )


def words_in(indexed: str) -> set[str]:
    """Words of an index entry: SQLite keeps a text, PostgreSQL its lexemes with their places."""
    return set(re.findall(r"[a-z]+", indexed.lower()))


def change(page: StandardPage) -> None:
    """A page that points at another, saved more than once."""
    home = HomePage.objects.get(locale__language_code="en")
    page.introduction = "Words to be found."
    page.related_pages.append(("page", home))
    page.save_revision().publish()


def test_indexes_hold_the_same_as_after_each_save() -> None:
    at_once, later = new_page("Same"), new_page("Same")
    change(at_once)
    before = entries(later)
    with indexed_at_the_end():
        change(later)
        assert entries(later) == before
    words, points = entries(later)
    assert (words, points) == entries(at_once)
    assert len(words) == 1
    assert points


def test_afterwards_each_save_is_indexed_again() -> None:
    with pytest.raises(ZeroDivisionError), indexed_at_the_end():
        raise ZeroDivisionError
    page = new_page("One")
    change(page)
    words, points = entries(page)
    assert {"words", "to", "be", "found"} <= words_in(words[0][2])
    assert points


def test_what_was_deleted_meanwhile_is_in_no_index() -> None:
    with indexed_at_the_end():
        page = new_page("Gone")
        kept = page.pk, page.content_type
        page.delete()
    assert not IndexEntry.objects.filter(object_id=str(kept[0]), content_type=kept[1]).exists()


def test_a_page_saved_as_a_plain_page_is_indexed_as_what_it_is() -> None:
    page = new_page("Before")
    with indexed_at_the_end():
        plain = Page.objects.get(pk=page.pk)
        plain.title = "After"
        plain.save()
    ((title, _autocomplete, _body),) = entries(page)[0]
    assert words_in(title) == {"after"}
