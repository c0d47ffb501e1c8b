"""Taking a course, going on, writing for oneself, leaving."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from camtree.core.pages.works import Languages, acting_on
from learning.courses.choices import StepKind
from learning.models import CoursePage, Enrolment, JournalEntry, StepRecord
from learning.studying.actions import StaleTextError, enrol_member, leave_course, record_step, watch, write_journal
from learning.studying.choices import EnrolmentState
from learning.studying.progress import progress_of
from tests.factories.courses import lessons_of, listed, make_enrolment, make_study, reflection, step_of
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_translation
from tests.queries import budget
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def go_on(browser: Any, course: Any, lesson: Any) -> Any:
    return browser.post(reverse("go_on", args=[course.translation_key, lesson.translation_key]))


def test_one_button_enrols_and_opens_the_first_lesson() -> None:
    course, member = make_study(), make_member()
    browser = browser_of(member)
    for _click in range(2):
        answer = browser.post(reverse("enrol", args=[course.pk]))
        assert (answer.status_code, answer["Location"]) == (302, lessons_of(course)[0].url)
    assert Enrolment.objects.get().member == member


def test_a_visitor_signs_in_first_and_is_sent_back() -> None:
    course = make_study()
    address = reverse("enrol", args=[course.pk])
    browser = browser_of(None)
    html = browser.get(course.url).content.decode()
    assert address in html
    assert "csrfmiddlewaretoken" not in html  # the page is the same for every visitor, and kept
    assert browser.get(address)["Location"].endswith(f"?next={address}")


def test_whoever_takes_a_course_in_another_language_stays_in_the_own_frame() -> None:
    course, member = make_study(), make_member()
    browser, lessons = browser_of(member), lessons_of(course)
    in_arabic = [f"/ar/{lesson.url.removeprefix('/en/')}" for lesson in lessons]
    key = course.translation_key
    with translation.override("ar"):
        enrol, mine, resume = (
            reverse("enrol", args=[course.pk]),
            reverse("my_course", args=[key]),
            reverse("resume_course", args=[key]),
        )
        assert browser.post(enrol)["Location"] == in_arabic[0]
        assert go_on(browser, course, lessons[0])["Location"] == in_arabic[1]
        assert browser.get(resume)["Location"] == in_arabic[1]
    page = BeautifulSoup(browser.get(mine).content, "html.parser")
    links = [(str(link["href"]), link.get("lang"), link.get("dir")) for link in page.select(".step-list h3 a")]
    assert links == [(address, "en", "ltr") for address in in_arabic]
    lesson = BeautifulSoup(browser.get(in_arabic[0]).content, "html.parser")
    around = [str(link["href"]) for link in lesson.select(".steps-nav a, .all-lessons a, .crumbs a")]
    place = "/ar/learning/first-steps/"
    assert around == ["/ar/learning/", place, f"{place}looking-closely/", in_arabic[1], in_arabic[1]]
    assert [str(form["action"])[:4] for form in lesson.select("main form")] == ["/ar/"]


@pytest.mark.parametrize("place", ["my_courses", "my_course", "leave_course", "my_journal", "offline"])
def test_the_title_of_a_course_has_its_language_wherever_it_stands(place: str) -> None:
    course, member = make_study(), make_member()
    make_enrolment(course, member)
    with translation.override("ar"):
        address = reverse(place, args=[] if place == "my_courses" else [course.translation_key])
    page = BeautifulSoup(browser_of(member).get(address).content, "html.parser")
    titles = [tag for tag in page.select("main a, main h1") if tag.get_text(strip=True) == course.title]
    assert [(tag.get("lang"), tag.get("dir")) for tag in titles] == [("en", "ltr")]


def test_every_lesson_leads_to_the_next_and_the_last_one_completes() -> None:
    course, member = make_study(), make_member()
    browser, lessons = browser_of(member), lessons_of(course)
    enrolment = make_enrolment(course, member)
    assert go_on(browser, course, lessons[0])["Location"] == lessons[1].url
    assert go_on(browser, course, lessons[0])["Location"] == lessons[1].url
    enrolment.refresh_from_db()
    assert (enrolment.state, progress_of(enrolment).percent) == (EnrolmentState.ACTIVE, 50)
    assert go_on(browser, course, lessons[1])["Location"] == reverse("my_course", args=[course.translation_key])
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED
    assert enrolment.completed_at is not None
    page = browser.get(reverse("my_course", args=[course.translation_key])).content.decode()
    assert "You completed this course on" in page
    assert "Your certificate" in page


def test_completed_stays_completed_when_the_course_grows() -> None:
    course = make_study([])
    enrolment = make_enrolment(course)
    record_step(enrolment=enrolment, step=step_of(course))
    lesson = lessons_of(course)[0]
    lesson.body = [reflection("More?", is_required=True)]  # type: ignore[assignment]
    lesson.save_revision().publish()
    listed(course)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED
    assert progress_of(enrolment).done == 1


def test_one_goes_on_where_one_stopped_in_any_language() -> None:
    course, member = make_study([], [], []), make_member()
    browser, lessons = browser_of(member), lessons_of(course)
    enrolment = make_enrolment(course, member)
    browser.get(lessons[1].url)
    enrolment.refresh_from_db()
    assert enrolment.lesson_key == lessons[1].translation_key
    resume = reverse("resume_course", args=[course.translation_key])
    assert browser.get(resume)["Location"] == lessons[1].url
    for page in (course, lessons[1].get_parent().specific, lessons[1]):
        arabic = make_translation(page)
    assert browser.get(resume.replace("/en/", "/ar/"))["Location"] == arabic.url
    go_on(browser, course, lessons[1])
    assert browser.get(resume)["Location"] == lessons[0].url  # the first that is still open


def test_leaving_keeps_everything_and_coming_back_finds_it() -> None:
    course, member = make_study(), make_member()
    browser, enrolment = browser_of(member), make_enrolment(course, member)
    record_step(enrolment=enrolment, step=step_of(course, position=0))
    leave = reverse("leave_course", args=[course.translation_key])
    assert browser.post(leave)["Location"] == reverse("my_courses")
    assert browser.post(leave).status_code == 404
    assert go_on(browser, course, lessons_of(course)[1]).status_code == 404
    assert StepRecord.objects.count() == 1
    browser.post(reverse("enrol", args=[course.pk]))
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.left_at, progress_of(enrolment).done) == (EnrolmentState.ACTIVE, None, 1)


def test_a_step_of_another_course_or_another_kind_is_not_there() -> None:
    course, other, member = make_study([reflection()]), make_study(title="Another"), make_member()
    browser = browser_of(member)
    make_enrolment(course, member)
    assert go_on(browser, course, lessons_of(other)[0]).status_code == 404
    assert go_on(browser, other, lessons_of(other)[0]).status_code == 404
    key = step_of(course, kind=StepKind.REFLECTION).key
    assert browser.post(reverse("go_on", args=[course.translation_key, key])).status_code == 404
    assert not StepRecord.objects.exists()


def test_a_course_that_is_not_public_cannot_be_taken() -> None:
    course = make_study()
    course.unpublish()
    assert browser_of(make_member()).post(reverse("enrol", args=[course.pk])).status_code == 404


def write(browser: Any, course: Any, text: str, number: int = 0) -> Any:
    key = step_of(course, kind=StepKind.REFLECTION).key
    address = reverse("write_note", args=[course.translation_key, key])
    return browser.post(address, {"text": text, "number": number})


def test_notes_are_kept_with_their_question_and_read_again() -> None:
    course, member = make_study([reflection("Who spoke last?")]), make_member()
    browser = browser_of(member)
    make_enrolment(course, member)
    for _click in range(2):
        assert write(browser, course, "Amal did.\r\nShe waited.").status_code == 302
    entry = JournalEntry.objects.get()
    assert (entry.prompt, entry.text, entry.number) == ("Who spoke last?", "Amal did.\nShe waited.", 1)
    assert StepRecord.objects.get().done_at is not None
    html = browser.get(lessons_of(course)[0].url).content.decode()
    assert "Amal did.\nShe waited." in html
    journal = reverse("my_journal", args=[course.translation_key])
    assert "Amal did." in browser.get(journal).content.decode()
    file = browser.get(journal, {"as": "text"})
    assert file["Content-Type"] == "text/markdown; charset=utf-8"
    assert "## Who spoke last?" in file.content.decode()
    assert browser_of(make_member("Somebody else")).get(journal).status_code == 404


def test_a_page_that_was_open_elsewhere_shows_both_texts_and_loses_none() -> None:
    course, member = make_study([reflection()]), make_member()
    browser = browser_of(member)
    make_enrolment(course, member)
    write(browser, course, "From the phone.")
    answer = write(browser, course, "From the desk.")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "From the phone." in html
    assert "From the desk." in html
    assert JournalEntry.objects.get().text == "From the phone."
    assert write(browser, course, "Both.", number=1).status_code == 302
    assert JournalEntry.objects.get().text == "Both."


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": "x" * 20_001, "number": 0}, "at most 20,000 characters|at most 20000 characters"),
        ({"text": "a\x00b", "number": 0}, "Null characters are not allowed"),
        ({"text": "a", "number": "later"}, "Enter a whole number"),
    ],
)
def test_what_cannot_be_kept_is_told_and_shown_again(data: dict[str, Any], words: str) -> None:
    course, member = make_study([reflection()]), make_member()
    make_enrolment(course, member)
    key = step_of(course, kind=StepKind.REFLECTION).key
    answer = browser_of(member).post(reverse("write_note", args=[course.translation_key, key]), data)
    assert answer.status_code == 400
    assert any(part in answer.content.decode() for part in words.split("|"))
    assert not JournalEntry.objects.exists()


def test_a_recording_counts_when_enough_of_it_was_played() -> None:
    enrolment = make_enrolment(course := make_study())
    step = step_of(course, position=0)
    step.facts = {"percent": 80}
    assert watch(enrolment=enrolment, step=step, second=50, parts=[(0, 50)], length=100).done_at is None
    again = watch(enrolment=enrolment, step=step, second=50, parts=[(0, 50), (20, 40)], length=100)
    assert (again.done_at, again.facts) == (None, {"second": 50, "watched": [[0, 50]]})
    enough = watch(enrolment=enrolment, step=step, second=90, parts=[(60, 90)], length=100)
    assert enough.done_at is not None
    assert watch(enrolment=enrolment, step=step, second=3, parts=[], length=100).done_at == enough.done_at


def test_a_newer_text_is_never_overwritten() -> None:
    enrolment = make_enrolment(course := make_study([reflection()]))
    step = step_of(course, kind=StepKind.REFLECTION)
    write_journal(enrolment=enrolment, step=step, prompt="Who?", text="One", number=0)
    with pytest.raises(StaleTextError) as caught:
        write_journal(enrolment=enrolment, step=step, prompt="Who?", text="Two", number=0)
    assert caught.value.entry.text == "One"


def test_pages_of_a_learner_ask_little_whatever_the_course() -> None:
    member = make_member()
    for number in range(5):
        make_enrolment(make_study(*([reflection()] for _lesson in range(8)), title=f"Course {number}"), member)
    browser = browser_of(member)
    course = Enrolment.objects.latest("pk")
    lesson = lessons_of(course.courses.get())[3]
    for address, most in (
        (reverse("my_courses"), 5),
        (reverse("my_course", args=[course.course_key]), 7),
        (reverse("my_dashboard"), 11),
        (lesson.url, 4),
    ):
        browser.get(address)
        with budget(most, 1):
            assert browser.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_enrol_once_and_read_once(site_after_flush: None) -> None:
    course, member = make_study(), make_member()
    at_once(*[lambda: enrol_member(course=course, member=member)] * 4)
    enrolment = Enrolment.objects.get()
    steps = [step_of(course, position=0), step_of(course, position=1)]
    at_once(*[lambda step=step: record_step(enrolment=enrolment, step=step) for step in steps * 3])
    enrolment.refresh_from_db()
    assert StepRecord.objects.count() == 2
    assert enrolment.completed_at is not None


def test_leaving_twice_is_leaving_once() -> None:
    enrolment = make_enrolment()
    first = leave_course(enrolment=enrolment).left_at
    assert first is not None
    assert first <= timezone.now()
    assert leave_course(enrolment=enrolment).left_at == first


def test_a_note_that_is_typed_is_answered_as_data() -> None:
    enrolment = make_enrolment(course := make_study([reflection()]))
    key = step_of(course, kind=StepKind.REFLECTION).key
    browser, address = browser_of(enrolment.member), reverse("write_note", args=[course.translation_key, key])
    assert browser.post(address, {"as": "typed", "text": "C spoke.", "number": "0"}).json() == {"number": 1}
    assert browser.post(address, {"as": "typed", "text": "C spoke.", "number": "0"}).json() == {"number": 1}
    stale = browser.post(address, {"as": "typed", "text": "B spoke.", "number": "0"})
    assert (stale.status_code, stale.json()["text"], stale.json()["number"]) == (409, "C spoke.", 1)
    wrong = browser.post(address, {"as": "typed", "text": "x" * 20_001, "number": "1"})
    assert wrong.status_code == 422
    assert wrong.json()["says"]
    assert JournalEntry.objects.get().text == "C spoke."


# ---------------------------------------------------------------- courses for members


def test_a_course_for_members_is_taken_by_members() -> None:
    course, member = make_study([reflection()]), make_member()
    PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.LOGIN)
    browser = browser_of(member)
    assert browser_of(None).get(course.url).status_code == 302
    assert browser.get(course.url).status_code == 200
    assert browser.post(reverse("enrol", args=[course.pk])).status_code == 302
    assert go_on(browser, course, lessons_of(course)[0]).status_code == 302
    assert course.title in browser.get(reverse("my_courses")).content.decode()
    # It is shown to nobody else.
    assert course.title not in browser_of(None).get("/en/learning/").content.decode()


def test_who_loses_a_language_reads_on_in_that_of_their_account() -> None:
    course = make_study([reflection()])
    for language, title in (("ar", "بالعربية"), ("es", "En español")):
        for page in (course, lessons_of(course)[0].get_parent().specific, lessons_of(course)[0]):
            page = make_translation(page, language)
            page.title = title
            page.save_revision().publish()
    with acting_on(Languages.ONE):
        CoursePage.objects.get(pk=course.pk).unpublish()
    for language, title in (("es", "En español"), ("ar", "بالعربية"), ("en", "بالعربية")):
        member = make_member(preferred_language=language)
        make_enrolment(course, member)
        html = browser_of(member).get("/en/my/courses/").content.decode()
        assert title in html, language
