"""What is indexed at the end is what would have been indexed with each save."""

from typing import Any

import pytest
from wagtail.models import Page, ReferenceIndex

from camtree.search import engine
from camtree.search.analysis.questions import question_of
from camtree.search.indexing import indexed_at_the_end
from camtree.search.models import Entry
from home.models import HomePage, StandardPage
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


def new_page(title: str) -> StandardPage:
    return make_page(StandardPage, title, parent=HomePage.objects.get(locale__language_code="en"))


def entries(page: Page) -> tuple[list[Any], list[Any]]:
    """What the indexes hold of a page."""
    rows = Entry.objects.filter(object_id=page.pk, content_type=page.content_type)
    points = ReferenceIndex.objects.filter(object_id=str(page.pk))
    return (
        list(rows.values_list("kind", "language", "sort_title", "text", "readers")),
        sorted(points.values_list("base_content_type", "content_type", "to_object_id", "model_path")),
    )


def found_by(words: str) -> set[int]:
    """Pages that stand in the index under these words, whoever may see them."""
    return {match.object_id for match in engine.best(engine.Wanted(question_of(words, "en"), ("page",)))}


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
    assert page.pk in found_by("words to be found")
    assert entries(page)[1]


def test_what_was_deleted_meanwhile_is_in_no_index() -> None:
    with indexed_at_the_end():
        page = new_page("Gone")
        kept = page.pk, page.content_type
        page.delete()
    assert not Entry.objects.filter(object_id=kept[0], content_type=kept[1]).exists()


def test_a_page_saved_as_a_plain_page_is_indexed_as_what_it_is() -> None:
    page = new_page("Beforehand")
    with indexed_at_the_end():
        plain = Page.objects.get(pk=page.pk)
        plain.title = "Afterglow"
        plain.save()
    assert found_by("afterglow") == {page.pk}
    assert found_by("beforehand") == set()
