"""Two people at one form: every form about a row that others may change, one after the other, and together.

The table holds each form that knows what it showed (camtree/core/seen.py). A new one fails here until it has a line.
"""

from html import unescape
from typing import Any

import lxml.html
import pytest
from django.test import Client

from camtree.core.seen import SeenMixin
from research.inquiries.choices import EthicsQuestion
from tests.test_forms import addresses, places

pytestmark = pytest.mark.django_db

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n"
# Class of the form: the name of its address, a field that both change to what, and one that only one of them changes.
FORMS: dict[str, tuple[str, str, str, str, str, str]] = {
    "FactsForm": ("my_inquiry_facts", "place", "Nairobi", "Kisumu", "school", "Hill school"),
    "PersonFactsForm": ("my_inquiry_person", "role", "Head", "Teacher", "affiliation", "Hill school"),
    "AttachmentForm": ("my_inquiry_file", "alt", "A white board.", "A black board.", "title", "Board in lesson two"),
    "ReferenceForm": ("my_inquiry_reference", "text", "Rowe (1986). Wait.", "Rowe (1987). Wait time.", "", ""),
    "EthicsForm": ("my_inquiry_ethics", "school_why", "By letter.", "By mail.", "", ""),
    "CasePupilForm": ("my_inquiry_pupil", "prediction", "Speaks first.", "Speaks last.", "starting_point", "Shy."),
    "ReviewForm": ("my_review", "words_to_author", "From the desk.", "From the train.", "words_to_editor", "Take it."),
    "ReviewerProfileForm": ("my_reviewer_profile", "about", "I teach maths.", "I teach art.", "per_year", "7"),
    "ProfileForm": ("my_profile", "display_name", "Nila P.", "N. Perera", "time_zone", "Asia/Almaty"),
    "CohortForm": ("teach_facts", "title", "Autumn group", "Winter group", "school", "Hill school"),
    "SessionForm": ("change_session", "title", "In the library", "In the yard", "place", "Room 3"),
    "MarkForm": ("mark_answer", "feedback", "Name the coin.", "Count aloud.", "points", "3"),
    "MarkForm of works": ("mark_work", "words", "Times are there.", "More times.", "points-0", "3"),
    "TrackTextForm": ("edit_captions", "text", VTT.format("one"), VTT.format("two"), "", ""),
    "MoreTimeForm": ("teach_more_time", "note", "Magnifier", "Reader", "extra_percent", "25"),
}


def test_every_form_that_knows_what_it_showed_is_in_the_table() -> None:
    assert list(addresses())  # every room has told its forms

    def below(kind: type[Any]) -> set[type[Any]]:
        return {kind, *(deeper for child in kind.__subclasses__() for deeper in below(child))}

    # A new row is nobody else’s yet, and the screens of the admin are drawn by Wagtail.
    new = {"NewAttachmentForm", "NewCohortForm", "AdminProfileForm"}
    names = [kind.__name__ for kind in below(SeenMixin) - {SeenMixin} if kind.__name__ not in new]
    assert sorted(names) == sorted(name.split()[0] for name in FORMS)


def as_shown(html: str) -> dict[str, Any]:
    """What a browser would send of a page as it is."""
    (form,) = [form for form in lxml.html.fromstring(html).forms if "seen" in form.fields]
    found: dict[str, Any] = {}
    for name, value in form.fields.items():
        if value is not None:
            # A browser leaves the first line end of a text area out.
            found[name] = value.removeprefix("\n") if isinstance(value, str) else list(value)
    return found


def read(browser: Client, address: str) -> dict[str, Any]:
    return as_shown(browser.get(address).content.decode())


# What has to be filled in before anything can be saved.
NEEDED: dict[str, dict[str, str]] = {
    "mark_answer": {"points": "2"},
    "mark_work": {"points-0": "1", "points-1": "1", "passes": "yes"},
    "my_reviewer_profile": {"languages": "en"},
    "my_review": {"do": "save"},
    "teach_more_time": {"extra_percent": "10"},
    "my_inquiry_ethics": dict.fromkeys(EthicsQuestion.values, "yes"),
}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_what_two_people_wrote_is_theirs_to_choose(form: str) -> None:
    name, field, one, two, *_rest = FORMS[form]
    browser, address, _pressed = places[name]()
    shown = {**read(browser, address), **NEEDED.get(name, {})}
    assert browser.post(address, {**shown, field: one}).status_code == 302
    clash = browser.post(address, {**shown, field: two})
    html = clash.content.decode()
    assert clash.status_code == 409
    assert html.count("data-error-summary") == 1
    assert one.strip() in unescape(html)
    assert read(browser, address)[field] == one

    # Sent again without a choice, nothing is replaced; with one, what was chosen stands.
    again = {**as_shown(html), **NEEDED.get(name, {})}
    assert again[field] == two
    assert browser.post(address, again).status_code == 409
    (mine,) = {value for value in radios(html, f"keep-{field}") if value.startswith("mine ")}
    assert browser.post(address, {**again, f"keep-{field}": mine}).status_code == 302
    assert read(browser, address)[field] == two


@pytest.mark.parametrize("form", sorted(form for form, row in FORMS.items() if row[4]))
def test_what_only_one_of_two_changed_stays(form: str) -> None:
    name, field, one, two, other, value = FORMS[form]
    browser, address, _pressed = places[name]()
    browser.post(address, {**read(browser, address), **NEEDED.get(name, {}), field: one})
    shown = {**read(browser, address), **NEEDED.get(name, {})}
    assert browser.post(address, {**shown, other: value}).status_code == 302
    assert browser.post(address, {**shown, field: two}).status_code == 302
    now = read(browser, address)
    assert (now[field], now[other]) == (two, value)


def radios(html: str, name: str) -> list[str]:
    return lxml.html.fromstring(html).xpath(f"//input[@type='radio'][@name='{name}']/@value")


@pytest.mark.parametrize(
    ("choice", "stands"),
    [
        ("theirs", "Speaks first."),
        ("mine-first", "Speaks last.\n\nSpeaks first."),
        ("theirs-first", "Speaks first.\n\nSpeaks last."),
    ],
)
def test_of_long_texts_both_can_stay(choice: str, stands: str) -> None:
    browser, address, _pressed = places["my_inquiry_pupil"]()
    shown = read(browser, address)
    browser.post(address, {**shown, "prediction": "Speaks first."})
    html = browser.post(address, {**shown, "prediction": "Speaks last."}).content.decode()
    (value,) = [value for value in radios(html, "keep-prediction") if value.split()[0] == choice]
    assert browser.post(address, {**as_shown(html), "keep-prediction": value}).status_code == 302
    assert read(browser, address)["prediction"] == stands


def test_a_third_change_is_not_replaced_by_a_choice_between_two() -> None:
    browser, address, _pressed = places["my_inquiry_pupil"]()
    shown = read(browser, address)
    browser.post(address, {**shown, "prediction": "Speaks first."})
    html = browser.post(address, {**shown, "prediction": "Speaks last."}).content.decode()
    mine = radios(html, "keep-prediction")[0]
    browser.post(address, {**read(browser, address), "prediction": "Does not speak."})
    late = browser.post(address, {**as_shown(html), "keep-prediction": mine})
    assert late.status_code == 409
    assert "Does not speak." in late.content.decode()
    assert read(browser, address)["prediction"] == "Does not speak."


def test_who_wrote_the_other_words_is_named() -> None:
    browser, address, _pressed = places["my_inquiry_facts"]()
    shown = read(browser, address)
    browser.post(address, {**shown, "place": "Nairobi"})
    html = browser.post(address, {**shown, "place": "Kisumu"}).content.decode()
    assert "Nila Perera changed this meanwhile. Choose what stays." in html


@pytest.mark.parametrize("said", ["", "[]", "{", "3", '{"place":3}'])
def test_a_form_that_does_not_say_what_it_showed_is_taken_as_it_is(said: str) -> None:
    browser, address, _pressed = places["my_inquiry_facts"]()
    shown = read(browser, address)
    status = browser.post(address, {**shown, "place": "Nairobi", "seen": said}).status_code
    assert status == (409 if said == '{"place":3}' else 302)
