"""Case pupils of a lesson study: by pseudonym, lesson by lesson, and onto the report."""

from typing import Any

import pytest
from django.urls import reverse

from camtree.members.models import User
from research.inquiries.actions.pupils import remove_pupil, save_pupil
from research.inquiries.actions.writing import DraftClosedError, change_facts, save_part, start_inquiry
from research.inquiries.safety import flags_of
from research.inquiries.word import read_word
from research.inquiries.word_out import draft_as_word
from research.models import CasePupil, Inquiry, ReportTemplate
from research.review.actions.submitting import submit_inquiry
from tests.factories.files import upload
from tests.factories.inquiries import make_inquiry, owner_of, settle
from tests.factories.members import browser_of, make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def make_lesson_study(member: User | None = None, cycles: int = 2) -> Inquiry:
    template = ReportTemplate.objects.get(slug="lesson-study", locale__language_code="en")
    inquiry = start_inquiry(member=member or make_member(), template=template, title="Silence with a task")
    return change_facts(inquiry=inquiry, facts={"cycles": cycles})


def watch(inquiry: Inquiry, label: str = "Pupil A", **facts: Any) -> CasePupil:
    facts = {"starting_point": "Silent.", "prediction": "Will write.", "seen": {"1": "Wrote.", "2": "Spoke."}} | facts
    return save_pupil(inquiry=inquiry, label=label, **facts)


def send(inquiry: Inquiry, member: User | None = None, **data: str) -> Any:
    data = {"label": "Pupil A", "starting_point": "Silent."} | data
    return browser_of(member or owner_of(inquiry)).post(reverse("my_inquiry_pupils", args=[inquiry.pk]), data)


def test_a_pupil_is_watched_lesson_by_lesson() -> None:
    inquiry = make_lesson_study()
    for _click in range(2):
        assert send(inquiry, prediction="Will write.", seen_1="Wrote.", seen_2="Spoke.").status_code == 302
    pupil = CasePupil.objects.get()
    assert pupil.lessons_seen == [(1, "Wrote."), (2, "Spoke.")]
    assert pupil.observed == "Research lesson 1: Wrote.\nResearch lesson 2: Spoke."
    browser, address = browser_of(owner_of(inquiry)), reverse("my_inquiry_pupil", args=[inquiry.pk, pupil.pk])
    change_facts(inquiry=inquiry, facts={"cycles": 1})
    # What was seen in a lesson that is no longer counted is still there to be read and changed.
    assert "seen_2" in browser.get(address).context["form"].fields
    assert browser.post(address, {"label": "Pupil B", "starting_point": "S", "seen_1": "Only this."}).status_code == 302
    pupil.refresh_from_db()
    assert (pupil.label, pupil.observed) == ("Pupil B", "Only this.")
    for _click in range(2):
        browser.post(reverse("remove_pupil", args=[inquiry.pk, pupil.pk]))
    assert not CasePupil.objects.exists()


def test_what_cannot_be_is_named() -> None:
    inquiry = make_lesson_study()
    watch(inquiry)
    second = watch(inquiry, "Pupil B")
    assert send(inquiry, label="").status_code == 422
    assert send(inquiry, label="x" * 41).status_code == 422
    taken = {"label": ["Another case pupil has this pseudonym. Choose a different one."]}
    assert send(inquiry, label="pupil a").context["form"].errors == taken
    address = reverse("my_inquiry_pupil", args=[inquiry.pk, second.pk])
    response = browser_of(owner_of(inquiry)).post(address, {"label": "Pupil A", "starting_point": "S"})
    assert response.context["form"].errors == taken
    assert sorted(str(pupil) for pupil in CasePupil.objects.all()) == ["Pupil A", "Pupil B"]


def test_a_draft_has_room_for_twelve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.inquiries.actions.pupils.MOST", 1)
    inquiry = make_lesson_study()
    watch(inquiry)
    assert "A draft holds up to 1 case pupils." in str(send(inquiry, label="Pupil B").context["form"].errors)


def test_only_lesson_studies_have_them_and_only_authors_write() -> None:
    report, inquiry = make_inquiry(), make_lesson_study()
    pupil = watch(inquiry)
    assert browser_of(owner_of(report)).get(reverse("my_inquiry_pupils", args=[report.pk])).status_code == 404
    for name, args in (("my_inquiry_pupils", []), ("my_inquiry_pupil", [pupil.pk]), ("remove_pupil", [pupil.pk])):
        address = reverse(name, args=[inquiry.pk, *args])
        assert browser_of(make_member()).post(address).status_code == 404
        assert browser_of(None).post(address).status_code == 302
    Inquiry.objects.update(state="submitted")
    assert send(inquiry, label="Pupil B").status_code == 302
    with pytest.raises(DraftClosedError):
        remove_pupil(pupil=pupil)
    assert CasePupil.objects.count() == 1


@pytest.mark.parametrize(
    ("label", "is_flagged"),
    [
        ("Pupil A", False),
        ("Student C", False),
        ("Amira", False),
        ("The Listener", False),
        ("Amira Khan", True),
        ("Nila", True),
        ("nila", True),
        ("王小明", True),
        ("学生甲", False),
    ],
)
def test_a_pseudonym_like_a_real_name_is_flagged(label: str, is_flagged: bool) -> None:
    inquiry = make_lesson_study(make_member("Nila Perera"))
    watch(inquiry, label)
    assert [(flag.found, flag.part) for flag in flags_of(inquiry)] == ([(label, "pupils")] if is_flagged else [])


def test_a_declared_pseudonym_may_stand_in_the_text_and_other_names_may_not() -> None:
    inquiry = make_lesson_study()
    watch(inquiry, "Amira", starting_point="Later Tom asked her.")
    text = "<p>Then pupil Amira said yes.</p>"
    save_part(inquiry=inquiry, name="findings", html=text, number=0, member=owner_of(inquiry))
    assert [(flag.found, flag.part) for flag in flags_of(inquiry)] == [("Tom", "pupils")]
    html = browser_of(owner_of(inquiry)).get(reverse("submit_inquiry", args=[inquiry.pk])).content.decode()
    assert reverse("my_inquiry_pupils", args=[inquiry.pk]) in html
    assert "“Case pupils” is empty." not in html


def test_they_come_onto_the_report_and_into_the_record() -> None:
    inquiry = make_lesson_study()
    watch(inquiry)
    watch(inquiry, "Pupil B", seen={"1": "Nothing."})
    submit_inquiry(inquiry=settle(inquiry, but=("case_pupils",)), member=owner_of(inquiry))
    inquiry.refresh_from_db()
    assert inquiry.report is not None
    report = inquiry.report.get_latest_revision_as_object()
    (section,) = [block.value for block in report.body if block.value["key"] == "case_pupils"]
    assert [(block.value["label"], block.value["observed"]) for block in section["content"]] == [
        ("Pupil A", "Research lesson 1: Wrote.\nResearch lesson 2: Spoke."),
        ("Pupil B", "Nothing."),
    ]
    assert report.case_pupils == 2
    assert [row["label"] for row in inquiry.submissions.get().manuscript["case_pupils"]] == ["Pupil A", "Pupil B"]


def test_a_word_file_shows_them_and_does_not_bring_them_back_as_text() -> None:
    inquiry = make_lesson_study()
    watch(inquiry)
    found = read_word(upload("a.docx", draft_as_word(inquiry)), inquiry)
    assert (found.parts, found.unplaced) == ({}, [])


@pytest.mark.django_db(transaction=True)
def test_one_pseudonym_at_the_same_moment_is_one_pupil(site_after_flush: None) -> None:
    inquiry = make_lesson_study()
    results = at_once(*[lambda: watch(inquiry).pk] * 2)
    assert len(set(results)) == 1
