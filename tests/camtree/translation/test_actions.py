"""What `translate` leaves behind."""

from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Locale, Page

from camtree.translation.actions import texts_with, translate
from home.models import HomePage, StandardPage
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def spanish() -> Locale:
    return Locale.objects.get(language_code="es")


def test_the_site_as_set_up_is_a_sound_tree() -> None:
    assert [*map(list, Page.find_problems())] == [[], [], [], [], []]


def test_a_page_and_those_below_it_are_translated_in_one_transaction(
    spanish: Locale, django_capture_on_commit_callbacks: Any
) -> None:
    home = HomePage.objects.get(locale__language_code="en")
    above = make_page(StandardPage, "Above", parent=home)
    below = make_page(StandardPage, "Below", parent=above)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for page in (above, below):
            translate(source=page, locale=spanish, texts=texts_with(page, title=f"{page.title} (es)"), publish=True)
    translated = above.get_translation(spanish)
    assert translated.numchild == 1
    make_page(StandardPage, "Otra", parent=translated)
    assert [page.title for page in translated.get_children().live()] == ["Below (es)", "Otra"]


@pytest.mark.parametrize("publish", [True, False])
def test_a_translation_is_live_only_where_it_is_to_be_published(spanish: Locale, publish: bool) -> None:
    page = make_page(StandardPage, "Page", parent=HomePage.objects.get(locale__language_code="en"))
    made = translate(source=page, locale=spanish, texts=texts_with(page, title="Página"), publish=publish)
    assert (made.title, made.live, made.has_unpublished_changes) == ("Página", publish, not publish)
    assert made.live is type(made).objects.get(pk=made.pk).live
