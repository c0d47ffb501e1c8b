"""Works as citations tell them, without a database."""

from datetime import date
from typing import Any

from research.library.citing.works import Cited
from research.library.dates import PartialDate
from research.library.names import parts_of
from research.models import ReportAuthor


def an_author(family: str, given: str = "", *, is_family_first: bool = False) -> ReportAuthor:
    return ReportAuthor(**parts_of(family=family, given=given, is_family_first=is_family_first))


def a_work(**facts: Any) -> Cited:
    known: dict[str, Any] = {
        "key": "CT-2026-0041-en",
        "title": "Who answers?",
        "authors": [an_author("Sarsen", "Amina"), an_author("Ospan", "Daniyar"), an_author("Bek", "Lyazzat")],
        "issued": PartialDate(date(2026, 3, 14)),
        "kind": "Research report",
        "identifier": "CT-2026-0041",
        "doi": "",
        "address": "https://camtree.example/en/r/",
        "language": "en",
        "abstract": "We waited.\n\nThey spoke.",
        "keywords": ["Oracy & talk", "Mathematics"],
        "original": None,
        "notes": [],
    }
    return Cited(**(known | facts))
