"""Assignments: handed in once, marked by those who may, and a draft of a report that is one with its assignment."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import PageViewRestriction

from camtree.members.personal_data import erase
from learning.assignments.actions.works import StaleWorkError, WorkClosedError, mark_work, save_work, take_draft
from learning.assignments.choices import WorkState
from learning.courses.choices import StepKind
from learning.models import AssignmentWork, Enrolment, LessonPage, Step
from learning.studying.actions import leave_course
from learning.studying.progress import progress_of
from research.models import Inquiry, Submission
from tests.factories.courses import make_enrolment, make_study, step_of
from tests.factories.inquiries import accept, make_inquiry, make_template, owner_of, settle
from tests.factories.members import browser_of, make_member
from tests.queries import budget
from tests.threads import at_once

pytestmark = pytest.mark.django_db

CRITERIA = [
    {"type": "item", "id": str(uuid.uuid4()), "value": {"name": "What was seen", "guidance": "Hands.", "points": 4}},
    {"type": "item", "id": str(uuid.uuid4()), "value": {"name": "Fairness", "guidance": "", "points": 2}},
]
SEEN, FAIR = (row["id"] for row in CRITERIA)


def asks(kind: str = "text", **facts: Any) -> dict[str, Any]:
    value: dict[str, Any] = {
        "title": "One page of notes",
        "brief": "<p>Bring your notes.</p>",
        "kind": kind,
        "criteria": CRITERIA,
    }
    value |= {"minutes": 60, "must_pass": False, "pass_percent": 50, "is_required": True, "template": "", **facts}
    return {"type": "assignment", "id": str(uuid.uuid4()), "value": value}


def begun(**facts: Any) -> tuple[Enrolment, Step]:
    course = make_study([asks(**facts)])
    return make_enrolment(course), step_of(course, kind=StepKind.ASSIGNMENT)


def address(enrolment: Enrolment, step: Step) -> str:
    return reverse("assignment", args=[enrolment.course_key, step.key])


def is_done(enrolment: Enrolment, step: Step) -> bool:
    return progress_of(enrolment).by_key[str(step.key)].is_done


def make_marker() -> Any:
    marker = make_member("Hannah")
    marker.user_permissions.add(Permission.objects.get(codename="mark_answers"))
    return marker


def test_a_text_is_saved_handed_in_and_stays() -> None:
    enrolment, step = begun()
    browser = browser_of(enrolment.member)
    page = browser.get(address(enrolment, step)).content.decode()
    assert "What was seen" in page  # criteria stand there before a word is written
    browser.post(address(enrolment, step), {"text": "C turned the sheet.", "number": 0})
    assert not is_done(enrolment, step)
    for _click in range(2):
        browser.post(address(enrolment, step), {"text": "C turned the sheet.", "number": 1, "submit": "1"})
    work = AssignmentWork.objects.get()
    assert (work.text, work.state, work.number) == ("C turned the sheet.", WorkState.SUBMITTED, 1)
    assert is_done(enrolment, step)
    browser.post(address(enrolment, step), {"text": "Another text", "number": 1})
    assert AssignmentWork.objects.get().text == "C turned the sheet."


def test_nothing_cannot_be_handed_in() -> None:
    enrolment, step = begun()
    answer = browser_of(enrolment.member).post(address(enrolment, step), {"text": " ", "number": 0, "submit": "1"})
    assert answer.status_code == 400
    assert "Write something, or choose a file, before you hand it in." in answer.content.decode()
    assert not AssignmentWork.objects.exists()


def test_two_devices_see_both_texts() -> None:
    enrolment, step = begun()
    browser = browser_of(enrolment.member)
    browser.post(address(enrolment, step), {"text": "From the phone.", "number": 0})
    answer = browser.post(address(enrolment, step), {"text": "From the desk.", "number": 0})
    assert answer.status_code == 409
    assert "From the phone." in answer.content.decode()
    assert "From the desk." in answer.content.decode()
    with pytest.raises(StaleWorkError):
        save_work(enrolment=enrolment, step=step, text="Again", number=0)


@pytest.mark.usefixtures("files_on_disk")
def test_a_file_is_for_its_learner_and_those_who_mark() -> None:
    enrolment, step = begun()
    upload = SimpleUploadedFile("Amal Haddad.txt", b"10:14 C has the sheet upside down.", "text/plain")
    browser = browser_of(enrolment.member)
    data = {"text": "", "number": 0, "file": upload, "submit": "1"}
    assert browser.post(address(enrolment, step), data).status_code == 302
    work = AssignmentWork.objects.get()
    where = reverse("work_file", args=[work.pk])
    answer = browser.get(where)
    assert b"".join(answer) == b"10:14 C has the sheet upside down."
    assert answer["Content-Disposition"] == f'attachment; filename="work-{work.pk}.txt"'
    assert browser_of(make_marker()).get(where).status_code == 200
    assert browser_of(make_member("Somebody else")).get(where).status_code == 404


def test_a_file_that_cannot_be_kept_is_refused_with_a_sentence_and_the_text_stays() -> None:
    enrolment, step = begun()
    data = {"text": "My words.", "number": 0, "file": SimpleUploadedFile("x.exe", b"MZ\x90\x00" * 40)}
    answer = browser_of(enrolment.member).post(address(enrolment, step), data)
    assert answer.status_code == 400
    assert "My words." in answer.content.decode()
    assert not AssignmentWork.objects.exists()


@pytest.mark.usefixtures("files_on_disk")
def test_an_assignment_that_asks_for_a_file_wants_one() -> None:
    enrolment, step = begun(kind="file")
    browser = browser_of(enrolment.member)
    answer = browser.post(address(enrolment, step), {"text": "Here it is.", "number": 0, "submit": "1"})
    assert answer.status_code == 400
    assert "Choose a file before you hand it in." in answer.content.decode()
    assert not AssignmentWork.objects.exists()
    upload = SimpleUploadedFile("notes.txt", b"10:14 C turned it.", "text/plain")
    browser.post(address(enrolment, step), {"text": "", "number": 0, "file": upload, "submit": "1"})
    assert AssignmentWork.objects.get().state == WorkState.SUBMITTED


@pytest.mark.usefixtures("files_on_disk")
def test_a_file_of_which_nothing_came_is_not_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    enrolment, step = begun()
    storage = AssignmentWork._meta.get_field("file").storage

    def fails(**_facts: Any) -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr("learning.assignments.actions.works.keep_progress", fails)
    facts: dict[str, Any] = {"enrolment": enrolment, "step": step, "text": "", "number": 0, "is_final": True}
    with pytest.raises(RuntimeError):
        save_work(file=SimpleUploadedFile("notes.txt", b"10:14 C turned it.", "text/plain"), **facts)
    assert not AssignmentWork.objects.exists()
    assert storage.listdir("works")[1] == []


def mark(marker: Any, work: AssignmentWork, **changes: Any) -> Any:
    data = {"points-0": "3", "points-1": "2", "words": "Clear.", "passes": "yes", "number": work.number} | changes
    return browser_of(marker).post(reverse("mark_work", args=[work.pk]), data)


def test_marked_by_criteria_and_told_once(django_capture_on_commit_callbacks: Any) -> None:
    enrolment, step = begun(must_pass=True)
    work = save_work(enrolment=enrolment, step=step, text="Notes", number=0, is_final=True)
    assert not is_done(enrolment, step)
    marker = make_marker()
    with django_capture_on_commit_callbacks(execute=True):
        for _click in range(2):
            assert mark(marker, work).status_code == 302
    work.refresh_from_db()
    assert (work.points, work.state, work.marked_by) == ({SEEN: 3, FAIR: 2}, WorkState.PASSED, marker)
    assert work.score == Decimal("0.83333")
    assert is_done(enrolment, step)
    [message] = mail.outbox
    assert message.to == [enrolment.member.email]
    page = browser_of(enrolment.member).get(address(enrolment, step)).content.decode()
    assert "Clear." in page
    assert "You got 3." in page


def test_given_back_changed_and_handed_in_again() -> None:
    enrolment, step = begun(must_pass=True)
    marker = make_marker()
    work = save_work(enrolment=enrolment, step=step, text="Notes", number=0, is_final=True)
    assert mark(marker, work, passes="no", words="").status_code == 422  # words are needed
    assert mark(marker, work, passes="no", words="When did it happen?").status_code == 302
    again = save_work(enrolment=enrolment, step=step, text="Notes at 10:14", number=1, is_final=True)
    mark(marker, work, number=1)  # read before it came in again
    assert AssignmentWork.objects.get().state == WorkState.SUBMITTED
    mark(marker, again)
    assert is_done(enrolment, step)


@pytest.mark.parametrize("change", ["private", "gone"])
def test_marked_again_the_points_stay_whoever_may_read_the_lesson(change: str) -> None:
    enrolment, step = begun(must_pass=True)
    marker = make_marker()
    work = save_work(enrolment=enrolment, step=step, text="Notes", number=0, is_final=True)
    mark(marker, work)
    lesson = LessonPage.objects.get(translation_key=step.lesson_key)
    if change == "private":
        PageViewRestriction.objects.create(page=lesson, restriction_type="password", password="sesame")
    else:
        lesson.unpublish()
    shown = browser_of(marker).get(reverse("mark_work", args=[work.pk])).content.decode()
    assert ('name="points-0"' in shown) == (change == "private")
    assert mark(marker, work, words="Clearer.").status_code == 302
    work.refresh_from_db()
    assert (work.points, work.score, work.words) == ({SEEN: 3, FAIR: 2}, Decimal("0.83333"), "Clearer.")


def test_works_that_wait_stand_on_the_list_of_those_who_mark() -> None:
    enrolment, step = begun()
    marker, waiting = make_marker(), reverse("marking")
    assert "Nila Perera" not in browser_of(marker).get(waiting).content.decode()
    work = save_work(enrolment=enrolment, step=step, text="Notes", number=0, is_final=True)
    assert reverse("mark_work", args=[work.pk]) in browser_of(marker).get(waiting).content.decode()
    mark(marker, work)
    assert reverse("mark_work", args=[work.pk]) not in browser_of(marker).get(waiting).content.decode()
    assert browser_of(make_member("Somebody")).get(waiting).status_code == 404


@pytest.mark.parametrize("points", ["-1", "5", "many", ""])
def test_points_that_are_none_are_told(points: str) -> None:
    enrolment, step = begun()
    work = save_work(enrolment=enrolment, step=step, text="Notes", number=0, is_final=True)
    answer = mark(make_marker(), work, **{"points-0": points})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert AssignmentWork.objects.get().marked_at is None


def test_nobody_marks_their_own_work_nor_one_not_handed_in() -> None:
    enrolment, step = begun()
    work = save_work(enrolment=enrolment, step=step, text="Notes", number=0)
    assert mark(make_marker(), work).status_code == 404
    work = save_work(enrolment=enrolment, step=step, text="Notes", number=1, is_final=True)
    enrolment.member.user_permissions.add(Permission.objects.get(codename="mark_answers"))
    assert mark(enrolment.member, work).status_code == 404
    assert mark(make_member("Somebody"), work).status_code == 404


def test_a_draft_is_the_answer_and_submitting_it_hands_in() -> None:
    make_template("short-report")
    enrolment, step = begun(kind="report", template="short-report", criteria=[])
    browser = browser_of(enrolment.member)
    take = reverse("take_draft", args=[enrolment.course_key, step.key])
    for _click in range(2):
        answer = browser.post(take, {"inquiry": ""})
        assert answer["Location"] == reverse("my_inquiry", args=[Inquiry.objects.get().pk])
    inquiry = Inquiry.objects.get()
    assert not is_done(enrolment, step)
    Inquiry.objects.filter(pk=inquiry.pk).update(title="Wait time and talk")
    inquiry = settle(inquiry)
    browser.post(reverse("submit_inquiry", args=[inquiry.pk]))
    assert Submission.objects.count() == 1
    assert is_done(enrolment, step)
    assert AssignmentWork.objects.get().state == WorkState.SUBMITTED
    accept(inquiry)
    assert AssignmentWork.objects.get().state == WorkState.PASSED


def test_a_report_that_has_to_be_published_passes_when_it_is() -> None:
    make_template("short-report")
    enrolment, step = begun(kind="report", template="short-report", criteria=[], must_pass=True)
    own = settle(make_inquiry(enrolment.member))
    take_draft(enrolment=enrolment, step=step, inquiry=own)
    browser_of(enrolment.member).post(reverse("submit_inquiry", args=[own.pk]))
    assert not is_done(enrolment, step)
    accept(own)
    assert is_done(enrolment, step)


def test_who_left_and_comes_back_finds_the_draft_handed_in() -> None:
    make_template("short-report")
    enrolment, step = begun(kind="report", template="short-report", criteria=[])
    own = settle(make_inquiry(enrolment.member))
    take_draft(enrolment=enrolment, step=step, inquiry=own)
    leave_course(enrolment=enrolment)
    browser_of(enrolment.member).post(reverse("submit_inquiry", args=[own.pk]))
    enrolment.refresh_from_db()
    assert not enrolment.is_open
    assert is_done(enrolment, step)


def test_somebody_elses_draft_is_no_answer() -> None:
    make_template("short-report")
    enrolment, step = begun(kind="report", template="short-report", criteria=[])
    other = make_inquiry()
    assert owner_of(other) != enrolment.member
    take = reverse("take_draft", args=[enrolment.course_key, step.key])
    browser_of(enrolment.member).post(take, {"inquiry": other.pk})
    assert not AssignmentWork.objects.exists()


def test_an_account_takes_its_works_along_and_what_the_history_kept() -> None:
    enrolment, step = begun()
    save_work(enrolment=enrolment, step=step, text="Notes", number=0, is_final=True)
    assert AssignmentWork.history.count() == 1
    erase(enrolment.member)
    assert (AssignmentWork.objects.count(), AssignmentWork.history.count()) == (0, 0)


def test_an_assignment_asks_little() -> None:
    enrolment, step = begun()
    browser = browser_of(enrolment.member)
    browser.get(address(enrolment, step))
    with budget(7, 2):
        browser.get(address(enrolment, step))
    with budget(15, 2):
        browser.post(address(enrolment, step), {"text": "Notes", "number": 0, "submit": "1"})


@pytest.mark.django_db(transaction=True)
def test_handed_in_by_several_clicks_and_marked_by_two_at_once(site_after_flush: None) -> None:
    enrolment, step = begun()
    facts: dict[str, Any] = {"enrolment": enrolment, "step": step, "text": "Notes", "number": 0, "is_final": True}
    results = at_once(*[lambda: save_work(**facts)] * 4)
    assert {work.pk for work in results} == {AssignmentWork.objects.get().pk}
    work = AssignmentWork.objects.get()
    first, second = make_marker(), make_member("Tomos")
    verdict: dict[str, Any] = {"work": work, "points": {SEEN: 1}, "most": 6, "words": "Again.", "number": work.number}
    results = at_once(
        lambda: mark_work(by=first, passes=True, **verdict), lambda: mark_work(by=second, passes=False, **verdict)
    )
    assert [type(result) for result in results].count(WorkClosedError) <= 1
    work.refresh_from_db()
    assert work.state in {WorkState.PASSED, WorkState.RETURNED}
    assert work.history.count() <= 3


# ---------------------------------------------------------------- as it is typed


def test_what_is_typed_is_kept_without_history_mail_or_handing_in() -> None:
    enrolment, step = begun()
    browser = browser_of(enrolment.member)

    def typed(text: str, number: int, **more: str) -> Any:
        return browser.post(address(enrolment, step), {"text": text, "number": number, "as": "typed", **more})

    assert typed("  ", 0).json() == {"number": 0}
    assert not AssignmentWork.objects.exists()  # nothing was written yet
    assert typed("C turned", 0).json() == {"number": 1}
    # The button is no part of what a script sends; if it were, nothing would be handed in by it.
    assert typed("C turned the sheet.", 1, submit="1").json() == {"number": 2}
    assert typed("C turned the sheet.", 1).json() == {"number": 2}  # sent again after a bad line
    work = AssignmentWork.objects.get()
    assert (work.text, work.state, work.history.count()) == ("C turned the sheet.", WorkState.WRITING, 0)
    assert mail.outbox == []
    browser.post(address(enrolment, step), {"text": "C turned the sheet.", "number": 2, "submit": "1"})
    assert [row.text for row in work.history.all()] == ["C turned the sheet."]


def test_what_is_typed_over_something_newer_is_answered_with_it() -> None:
    enrolment, step = begun()
    work = save_work(enrolment=enrolment, step=step, text="Theirs", number=0)
    browser = browser_of(enrolment.member)
    answer = browser.post(address(enrolment, step), {"text": "Mine", "number": 0, "as": "typed"})
    assert (answer.status_code, answer.json()["text"], answer.json()["number"]) == (409, "Theirs", 1)
    save_work(enrolment=enrolment, step=step, text="Theirs", number=1, is_final=True)
    answer = browser.post(address(enrolment, step), {"text": "Mine", "number": 1, "as": "typed"})
    assert (answer.status_code, answer.json()) == (423, {"says": "This was handed in already. It stays as it was."})
    answer = browser.post(address(enrolment, step), {"text": "x" * 200_000, "number": 1, "as": "typed"})
    assert answer.status_code == 422
    work.refresh_from_db()
    assert work.text == "Theirs"
