"""On every list, what people wrote keeps its own direction: Latin names on Arabic pages, Arabic ones on English pages.

A name, a title, a place or an identifier that runs against the page stands in an element of its own direction. Pages
come from the rooms that are named here; each is looked at in both languages, with works in the other one.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from django.test import Client
from django.urls import reverse
from django.utils import translation

from learning.studying.actions import enrol_member
from research.inquiries.models import InquiryPerson
from research.library.models import ReportAuthor
from tests.factories.cohorts import make_cohort, make_joined
from tests.factories.courses import make_certificate, make_study, reflection
from tests.factories.inquiries import make_accepted, make_editor, make_submission, owner_of
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_collection, make_insight, make_lead, make_report, make_webinar

pytestmark = pytest.mark.django_db

# By the language of the page: what people wrote in the other direction. Numbers and signs stand in it on purpose.
WRITTEN = {
    "ar": {"name": "Zeynep Kaya (Ms)", "title": "Why wait 3 s?", "place": "Kisumu, 2nd ward.", "code": "CT-2026-0041"},
    "en": {"name": "أمل حداد (د.)", "title": "لماذا ننتظر 3 ثوانٍ؟", "place": "القاهرة، 2", "code": "CT-2026-0041"},
}
# Where the words of a field stand as somebody types them.
TYPED = {"textarea", "option", "script", "style", "title"}


def unisolated(html: str, words: list[str]) -> Iterator[str]:
    """Each place in which one of these stands, and nothing isolates it."""
    page = BeautifulSoup(html, "html.parser")
    pattern = re.compile("|".join(re.escape(word) for word in words))
    for text in page.body.find_all(string=pattern) if page.body else []:
        assert isinstance(text, NavigableString)
        if not pattern.search(re.sub("\u2068.*?\u2069", "", str(text))):
            continue  # isolated by signs, as the items of a list are
        around = [parent for parent in text.parents if isinstance(parent, Tag)]
        names = {parent.name for parent in around}
        has_own = any(tag.name == "bdi" or (tag.has_attr("dir") and tag.name != "html") for tag in around)
        if not (names & TYPED or has_own):
            yield f"{around[0].name}.{' '.join(around[0].get('class') or [])}: {' '.join(str(text).split())[:80]}"


def addresses(language: str, said: dict[str, str]) -> list[tuple[Client, str]]:
    """Every list, with works and people that run against it, each as one who may see it."""
    name, title, place = said["name"], said["title"], said["place"]
    author = make_member(name)
    report = make_report(
        title, country="KE", place=place, identifier=said["code"], authors=[ReportAuthor(name=name, affiliation=place)]
    )
    collection = make_collection([report], title)
    make_insight([report], title)
    webinar = make_webinar(title)
    lead = make_lead(name, place=place, school=place)
    course = make_study([reflection(title)], title=title)
    enrolment = enrol_member(course=course, member=author)
    make_certificate(author, course)
    teacher = make_member(name)
    cohort = make_cohort(title, course=course, run_by=teacher)
    place_in = make_joined(cohort, name)
    submission = make_submission(make_member(name))
    inquiry = submission.inquiry
    type(inquiry).objects.filter(pk=inquiry.pk).update(title=title, place=place, school=place)
    InquiryPerson.objects.filter(inquiry=inquiry).update(name=name, affiliation=place)
    reviewer, editor, writer = make_member(name), make_editor(name), owner_of(inquiry)
    accepted = make_accepted(submission, reviewer)
    key = enrolment.course_key
    told: list[tuple[Any, list[str]]] = [
        (
            None,
            [
                f"/{language}/",
                f"/{language}/research/",
                f"/{language}/research/collections/",
                collection.url,
                report.url,
                f"/{language}/learning/",
                course.url,
                f"/{language}/webinars/",
                webinar.url,
                f"/{language}/leads/",
                lead.url,
                reverse("contact_lead", args=[lead.slug]),
                f"/{language}/insights/",
                f"/{language}/search/?q={title.split()[0]}",
            ],
        ),
        (
            author,
            [
                reverse("my_courses"),
                reverse("my_course", args=[key]),
                reverse("my_journal", args=[key]),
                reverse("offline", args=[key]),
                reverse("my_record"),
                reverse("my_data"),
                f"/{language}/my/",
            ],
        ),
        (place_in.member, [reverse("my_cohorts"), reverse("my_cohort", args=[cohort.pk])]),
        (
            teacher,
            [
                reverse("my_teaching"),
                reverse("teach_cohort", args=[cohort.pk]),
                reverse("teach_people", args=[cohort.pk]),
                reverse("teach_sessions", args=[cohort.pk]),
            ],
        ),
        (
            writer,
            [
                reverse("my_research"),
                reverse("my_inquiry_people", args=[inquiry.pk]),
                reverse("my_inquiry_rounds", args=[inquiry.pk]),
                reverse("my_inquiry_files", args=[inquiry.pk]),
                reverse("waiting_for_me"),
            ],
        ),
        (reviewer, [reverse("my_reviews"), reverse("my_review", args=[accepted.pk])]),
        (editor, [reverse("editing_board"), reverse("edit_submission", args=[submission.pk])]),
    ]
    # Works that are in one language open at its own address, in its own frame.
    here = f"/{language}/"
    return [(browser_of(user), path) for user, paths in told for path in paths if path.startswith(here)]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_runs_against_a_page_is_isolated(language: str) -> None:
    said = WRITTEN[language]
    with translation.override(language):
        looked = addresses(language, said)
    assert len(looked) > 25
    words = [word for name, word in said.items() if not (name == "code" and language == "en")]
    found, places = 0, []
    for browser, path in looked:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        html = answer.content.decode()
        found += sum(html.count(word) for word in words)
        places += [f"{path}: {place}" for place in unisolated(html, words)]
    assert found > 60
    assert places == []
