"""The words of the library: all of them, what they mean, and how many reports they lead to."""

import pytest
from django.test import Client

from camtree.vocabularies.models import Phase
from tests.factories.pages import make_report, make_translation
from tests.queries import budget

pytestmark = pytest.mark.django_db


def test_each_word_leads_to_the_reports_that_have_it() -> None:
    primary = Phase.objects.filter(slug="primary", locale__language_code="en")
    primary.update(description="From five to eleven.")
    report = make_report("Wait time", phases=primary)
    make_translation(report)
    page = " ".join(Client().get("/en/research/terms/").content.decode().split())
    assert '<a href="/en/research/?phase=primary">Primary</a> <span class="n">1</span>' in page
    assert "<dd>From five to eleven.</dd>" in page
    # One that no report has leads nowhere.
    assert 'Secondary <span class="n">0</span>' in page
    assert "phase=secondary" not in page
    headings = [part.split("</h2>")[0].split(">")[-1] for part in page.split("<h2 id=")[1:]]
    assert headings == ["Phases", "Subjects", "Approaches", "Themes"]


def test_words_are_in_the_language_of_the_reader() -> None:
    make_report("Wait time", phases=Phase.objects.filter(slug="primary", locale__language_code="en"))
    page = Client().get("/fr/research/terms/").content.decode()
    name = Phase.objects.get(slug="primary", locale__language_code="fr").name
    assert f'<a href="/fr/research/?phase=primary">{name}</a>' in page


def test_the_library_links_to_them() -> None:
    make_report("Wait time", country="KE")
    assert '<a href="/ar/research/terms/">' in Client().get("/ar/research/").content.decode()


@pytest.mark.usefixtures("nothing_kept")
def test_what_is_asked_of_the_database_does_not_grow() -> None:
    for number in range(3):
        make_report(f"Wait {number}", phases=Phase.objects.filter(locale__language_code="en"))
    Client().get("/en/research/terms/")
    with budget(3, same_shape=1):
        Client().get("/en/research/terms/")
