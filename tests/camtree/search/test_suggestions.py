"""What somebody may have meant, and what they may be typing."""

import pytest
from django.test import Client
from wagtail.models import Locale, PageViewRestriction

from camtree.search.suggestions import did_you_mean, suggestions
from research.models import ReportAuthor
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db


def english() -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("okapiolgy", "okapiology"),
        ("okapiolgi", "okapiology"),
        ("kapiology", "okapiology"),
        ("Okapiolog of gnus", ""),
        ("habitats okapiologie", "habitats okapiology"),
        ("okapiology", ""),
        ("oka", ""),
        ("xyzzyplugh", ""),
        ("", ""),
        ('"', ""),
    ],
)
def test_a_slip_is_put_right_by_a_word_that_finds_something(typed: str, meant: str) -> None:
    make_report("Okapiology of habitats")
    assert did_you_mean(typed, english()) == meant


def test_no_word_is_offered_that_only_a_private_or_unpublished_work_has() -> None:
    closed = make_report("Okapiology")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    make_report("Gnuology", live=False)
    assert did_you_mean("okapiolgi", english()) == ""
    assert did_you_mean("gnuolgi", english()) == ""
    assert suggestions("okapi", english()) == []


def test_titles_and_terms_begin_as_what_is_typed() -> None:
    report = make_report("Okapis in the classroom")
    make_report("Other", introduction="Okapis.")
    (found,) = suggestions("oka", english())
    assert (found.words, found.address) == (report.title, report.url)
    assert [row.words for row in suggestions("research les", english())] == ["Research Lesson Study"]
    assert suggestions("", english()) == []


def test_authors_are_suggested_by_any_of_their_names_and_lead_to_their_page() -> None:
    author = ReportAuthor(name="Meilin Sun", native_name="孙美琳")
    report = make_report("Okapis", authors=[author, ReportAuthor(name="Jianfeng Guo")])
    make_report("Sunny days")
    for typed in ("meil", "sun mei", "孙美"):
        first = suggestions(typed, english())[0]
        assert (first.words, first.address) == ("Meilin Sun", "/en/research/authors/meilin-sun/")
    assert [row.words for row in suggestions("sun", english())] == ["Meilin Sun", "Sunny days", "Okapis"]
    assert suggestions("孙", Locale.objects.get(language_code="zh-hans"))[0].words == "孙美琳"
    PageViewRestriction.objects.create(page=report, restriction_type=PageViewRestriction.LOGIN)
    assert suggestions("meil", english()) == []


def test_an_author_of_many_works_is_suggested_once_and_leaves_room_for_titles() -> None:
    for number in range(12):
        make_report(f"Okapi {number}", authors=[ReportAuthor(name="Okapia Johnston")])
    found = [row.words for row in suggestions("okapi", english())]
    assert (len(found), found.count("Okapia Johnston")) == (8, 1)


def test_the_search_page_asks_whether_another_word_was_meant(client: Client) -> None:
    make_report("Okapiology")
    page = client.get("/en/search/?q=okapiolgy").content.decode()
    assert 'Did you mean <a href="?q=okapiology">okapiology</a>?' in page
    assert (
        'Did you mean <a href="?q=okapiology">okapiology</a>?'
        in client.get("/en/research/?q=okapiolgy").content.decode()
    )


def test_what_may_be_typed_comes_as_json(client: Client) -> None:
    make_report("Okapis <in> the classroom")
    answer = client.get("/en/search/suggest/?q=okap")
    assert answer.json() == {
        "suggestions": [
            {"words": "Okapis <in> the classroom", "address": "/en/research/reports/okapis-in-the-classroom/"}
        ]
    }
    assert client.get("/en/search/suggest/").json() == {"suggestions": []}
