from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils import translation

from research.library.citing.line import citation
from research.library.citing.works import Original
from research.library.dates import PartialDate


def a_report(**facts: Any) -> Any:
    return SimpleNamespace(
        **{
            "author_names": ["Amina Sarsen", "Daniyar Ospan", "Lyazzat Bek"],
            "issued": PartialDate(date(2026, 3, 14)),
            "title": "Who answers?",
            "identifier": "CT-2026-0041",
            "withdrawn_on": None,
        }
        | facts
    )


def test_citation_names_authors_year_title_identifier_and_address() -> None:
    with translation.override("en"):
        line = citation(a_report(), "https://camtree.example/r/")

    assert line == (
        "Amina Sarsen, Daniyar Ospan and Lyazzat Bek (2026). Who answers? CamTREE, CT-2026-0041. "
        "https://camtree.example/r/"
    )


def test_citation_of_a_report_without_identifier_and_date() -> None:
    with translation.override("en"):
        line = citation(a_report(identifier="", issued=None, title="Slips", author_names=["Farida Mistry"]))

    assert line == "Farida Mistry (no date). Slips. CamTREE."


def test_citation_of_a_withdrawn_report_says_so() -> None:
    line = citation(a_report(withdrawn_on=date(2026, 5, 3)))
    assert line.endswith("(2026). [Withdrawn] Who answers? CamTREE, CT-2026-0041.")


def test_citation_of_a_translation_names_its_original() -> None:
    line = citation(a_report(title="من يجيب؟"), "https://camtree.example/r/", Original("Who answers?", "en"))
    assert line.endswith(
        "من يجيب؟ CamTREE, CT-2026-0041. https://camtree.example/r/ (Original work in English: Who answers?)"
    )
