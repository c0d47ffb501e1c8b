"""Finding a lead: what the filters of the directory offer and give."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from camtree.vocabularies.models import Approach
from leads.models import LeadLanguage, LeadProfilePage, LocalTraining
from leads.queries import PER_PAGE
from tests.factories.pages import make_lead, make_translation

pytestmark = pytest.mark.django_db

# By filter: what most leads have, and what one has. No value would be found in a field that is not its own.
USUAL = {"country": "IN", "language": "hi", "approach": "t-seda", "mode": "in_person"}
RARE = {"country": "FR", "language": "sw", "approach": "case-study", "mode": "online"}


def make(title: str, **facts: Any) -> LeadProfilePage:
    """A lead with the usual value for each filter, but for those named; several values are one string."""
    values = {name: facts.pop(name, usual).split() for name, usual in USUAL.items()}
    approaches = list(Approach.objects.filter(slug__in=values["approach"], locale__language_code="en"))
    assert len(approaches) == len(values["approach"])
    return make_lead(
        title,
        country=values["country"][0],
        languages=[LeadLanguage(code=code) for code in values["language"]],
        approaches=approaches,
        in_person="in_person" in values["mode"],
        online="online" in values["mode"],
        **facts,
    )


def directory(query: str = "", language: str = "en") -> BeautifulSoup:
    response = Client().get(f"/{language}/leads/?{query.lstrip('?')}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def names(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select(".lead-card h3 a")]


def found(query: str = "", language: str = "en") -> list[str]:
    return names(directory(query, language))


def options(page: BeautifulSoup, name: str) -> list[str]:
    """The values that a filter offers besides "any"."""
    return [str(option["value"]) for option in page.select(f"select[name={name}] option") if option["value"]]


def test_each_filter_looks_at_its_own_field() -> None:
    for name, value in RARE.items():
        make(f"Rare {name}", **{name: value})
    assert {name: found(f"{name}={value}") for name, value in RARE.items()} == {name: [f"Rare {name}"] for name in RARE}
    for name, value in USUAL.items():
        assert found(f"{name}={value}") == sorted({f"Rare {other}" for other in RARE} - {f"Rare {name}"})


def test_a_lead_of_several_languages_approaches_and_ways_is_found_by_each_and_once() -> None:
    make("Both", **{name: f"{RARE[name]} {USUAL[name]}" for name in RARE if name != "country"})
    for values in (RARE, USUAL):
        assert [found(f"{name}={values[name]}") for name in RARE if name != "country"] == [["Both"]] * 3
    assert found() == ["Both"]


def test_filters_all_have_to_match() -> None:
    make("One")
    make("Two", country="FR")
    make("Three", country="FR", language="sw")
    assert found("country=FR") == ["Three", "Two"]
    assert found("country=FR&language=hi") == ["Two"]
    assert found("country=IN&language=sw") == []
    assert found("country=FR&language=sw&approach=t-seda&mode=in_person") == ["Three"]
    assert found("country=FR&language=sw&approach=t-seda&mode=online") == []


@pytest.mark.parametrize("name", ["country", "language", "approach"])
def test_an_unknown_value_finds_nobody_and_says_so(name: str) -> None:
    make("Here")
    page = directory(f"{name}=unheard-of")
    assert names(page) == []
    assert "No lead matches all of this." in page.get_text()


def test_what_is_no_filter_changes_nothing() -> None:
    make("Here")
    make("There", mode="online")
    assert found("mode=by-post&colour=green&country=&language=&page=last") == ["Here", "There"]
    assert found("country=in") == ["Here", "There"]


def test_everything_on_offer_finds_somebody() -> None:
    make("Here")
    make_translation(make("There", country="FR", language="sw hi"))
    make("Over", country="ES", language="es", licence_until=timezone.localdate() - timedelta(days=1))
    make("Not yet", country="KE", language="en", live=False)
    page = directory()
    assert (options(page, "country"), options(page, "language")) == (["FR", "IN"], ["hi", "sw"])
    assert options(page, "mode") == ["in_person", "online"]
    assert options(page, "approach") == ["t-seda"]
    # Offers do not shrink with what is chosen, and what is chosen stays chosen.
    page = directory("country=fr&language=sw")
    assert (options(page, "country"), options(page, "language")) == (["FR", "IN"], ["hi", "sw"])
    assert [str(option["value"]) for option in page.select("option[selected]")] == ["FR", "sw"]
    assert [link["href"] for link in page.select("a.clear")] == ["/en/leads/"]


def test_only_who_is_licensed_today_is_listed() -> None:
    today = timezone.localdate()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    make("A no dates")
    make("B today only", licence_from=today, licence_until=today)
    make("C begins tomorrow", licence_from=tomorrow)
    make("D ended yesterday", licence_from=yesterday, licence_until=yesterday)
    make("E since yesterday", licence_from=yesterday)
    make("F until tomorrow", licence_until=tomorrow)
    page = directory()
    assert names(page) == ["A no dates", "B today only", "E since yesterday", "F until tomorrow"]
    assert page.select_one("#found").get_text() == "4 licensed leads"  # type: ignore[union-attr]


def test_leads_stand_by_name_and_of_one_name_in_the_order_they_came() -> None:
    for place, name in (("First", "Nila"), ("Second", "Amal"), ("Third", "Nila"), ("Fourth", "Sunita")):
        make(name, place=place)
    page = directory()
    assert names(page) == ["Amal", "Nila", "Nila", "Sunita"]
    places = [tag.get_text().partition(",")[0] for tag in page.select(".lead-card .byline")]
    assert places == ["Second", "First", "Third", "Fourth"]


def test_later_pages_keep_the_filters() -> None:
    for number in range(PER_PAGE + 2):
        make(f"Lead {number:02}", country="FR")
    make("Lead of India")
    first = directory("country=FR&mode=in_person")
    (onward,) = first.select('a[rel="next"]')
    second = directory(str(onward["href"]))
    assert names(first) + names(second) == [f"Lead {number:02}" for number in range(PER_PAGE + 2)]
    (back,) = second.select('a[rel="prev"]')
    assert names(directory(str(back["href"]))) == names(first)
    assert [str(option["value"]) for option in second.select("option[selected]")] == ["FR", "in_person"]


def test_each_lead_is_there_once_in_the_reader_s_language_and_else_in_english() -> None:
    translated = make_translation(make("Sunita Rao"))
    translated.introduction = "أهلاً بكم."
    translated.save_revision().publish()
    make("Amal Haddad", introduction="Welcome.")
    arabic = directory("language=hi&approach=t-seda&country=IN", "ar")
    assert names(arabic) == names(directory(language="es")) == ["Amal Haddad", "Sunita Rao"]
    links = [str(link["href"]) for link in arabic.select(".lead-card h3 a")]
    assert links == ["/ar/leads/amal-haddad/", "/ar/leads/sunita-rao/"]
    assert ["أهلاً بكم." in page.get_text() for page in (arabic, directory())] == [True, False]


def test_who_is_hidden_is_neither_listed_nor_offered() -> None:
    make("Here")
    hidden = make("For members", country="FR", language="sw")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    page = directory()
    assert (names(page), options(page, "country"), options(page, "language")) == (["Here"], ["IN"], ["hi"])


def test_filters_offer_only_what_finds_somebody_with_how_many() -> None:
    make("Usual")
    make("Both", language="hi sw", approach="t-seda case-study")
    page = directory()
    for name, told in (
        ("country", {"IN": 2}),
        ("language", {"hi": 2, "sw": 1}),
        ("approach", {"t-seda": 2, "case-study": 1}),
    ):
        shown = page.select(f"select[name={name}] option")[1:]
        assert {
            str(option["value"]): int(option.get_text().rpartition("(")[2].strip(" )\n")) for option in shown
        } == told
        words = [option.get_text() for option in shown]
        assert words == sorted(words, key=str.casefold)
        for value, number in told.items():
            assert len(found(f"{name}={value}")) == number


def test_a_profile_in_another_language_says_so_in_the_list() -> None:
    lead = make("Sunita Rao")
    own = make("Amal Haddad")
    make_translation(own, "ar")
    told = {
        link.get_text(): (link["href"], link.get("hreflang"), len(card.select(".in-language")))
        for card in directory(language="ar").select(".lead-card")
        for link in card.select("h3 a")
    }
    assert told == {
        "Sunita Rao": (f"/ar/leads/{lead.slug}/", "en", 1),
        "Amal Haddad": (f"/ar/leads/{own.slug}/", None, 0),
    }


def test_languages_stand_in_the_order_of_their_names() -> None:
    lead = make("Sunita Rao", language="sw de hi")
    page = BeautifulSoup(Client().get(lead.url).content, "html.parser")
    assert "German, Hindi and Swahili" in page.get_text()
    assert lead.language_names == ["German", "Hindi", "Swahili"]


def trainings_at(page: LeadProfilePage) -> list[str]:
    shown = BeautifulSoup(Client().get(page.url).content, "html.parser")
    return [title.get_text(strip=True) for title in shown.select(".trainings h3")]


def add_training(page: LeadProfilePage, title: str, days: int) -> None:
    page = LeadProfilePage.objects.get(pk=page.pk)
    page.trainings.add(LocalTraining(title=title, starts_on=timezone.localdate() + timedelta(days=days), days=1))
    page.save_revision().publish()


def test_a_new_training_shows_in_all_languages_of_the_profile() -> None:
    english = make("Sunita Rao")
    arabic = make_translation(english, "ar")
    add_training(english, "Two days of talk", days=9)
    add_training(arabic, "يومان", days=3)
    assert trainings_at(english) == ["يومان", "Two days of talk"]
    assert trainings_at(arabic) == ["يومان", "Two days of talk"]
    title = BeautifulSoup(Client().get(arabic.url).content, "html.parser").select(".trainings h3 [lang]")[1]
    assert (title["lang"], title["dir"]) == ("en", "auto")


def test_a_training_that_is_translated_shows_once_in_each_language() -> None:
    english = make("Sunita Rao")
    add_training(english, "Two days of talk", days=9)
    arabic = make_translation(LeadProfilePage.objects.get(pk=english.pk), "ar")
    translated = LocalTraining.objects.get(lead=arabic)
    LocalTraining.objects.filter(pk=translated.pk).update(title="يومان")
    arabic.refresh_from_db()
    arabic.save_revision().publish()
    assert [trainings_at(english), trainings_at(arabic)] == [["Two days of talk"], ["يومان"]]


def test_a_training_of_a_profile_that_is_not_live_shows_nowhere() -> None:
    english = make("Sunita Rao")
    arabic = make_translation(english, "ar")
    add_training(arabic, "يومان", days=3)
    LeadProfilePage.objects.get(pk=arabic.pk).unpublish()
    assert trainings_at(english) == []
