"""The privacy page promises what there is: what is kept about people, and for how long."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from camtree.members.actions import KEPT_FOR
from camtree.members.models import User
from camtree.members.personal_data import _kinds

STARTER = Path(__file__).parents[2] / "home" / "starter"
LANGUAGES = ("", ".es", ".fr", ".ar", ".zh-hans")
# By app: the words with which its paragraph begins, in English, and how many paragraphs there are in each language.
TOLD = {
    "home": "Register-interest answers",
    "members": "Accounts",
    "leads": "Messages to leads",
    "learning": "Learning",
}
TOLD |= {"research": "Reports and reviews", "usersessions": "Accounts", "events": "Accounts", "webinars": "Webinars"}


def page(language: str) -> str:
    return (STARTER / f"privacy{language}.md").read_text(encoding="utf-8")


def paragraphs(language: str) -> list[str]:
    return re.findall(r"^- \*\*.*$", page(language), re.MULTILINE)


def test_every_app_that_keeps_something_about_people_is_told_of_and_no_other():
    keeping = {kind.model._meta.app_label for kind in _kinds}
    assert keeping == set(TOLD)
    begun = [re.match(r"- \*\*(.*?)\.\*\*", text)[1] for text in paragraphs("")]  # type: ignore[index]
    assert begun == [
        "Register-interest answers",
        "Accounts",
        "Messages to leads",
        "Learning",
        "Reports and reviews",
        "Webinars",
    ]
    assert set(begun) == set(TOLD.values())


def test_accounts_have_no_school():
    assert "school" not in {field.name for field in User._meta.get_fields()}
    assert "school" not in paragraphs("")[1]


def test_the_times_are_those_after_which_it_is_deleted():
    kept = {kind.model._meta.label: kind.kept for kind in _kinds if kind.kept is not None}
    assert kept == {"home.InterestRegistration": timedelta(days=730), "leads.Enquiry": timedelta(days=730)}
    for place in (0, 2):
        assert "24 months" in paragraphs("")[place]
    assert timedelta(days=90) == KEPT_FOR
    assert "deleted after 90 days" in paragraphs("")[1]


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_each_language_says_as_much(language):
    assert len(paragraphs(language)) == len(paragraphs(""))
    assert page(language).count("ORCID") == page("").count("ORCID")
