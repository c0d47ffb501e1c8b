"""The pages of works that learners mark for each other: what each reads, what nobody reads, and appeals."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from camtree.members.personal_data import erase
from learning.assignments.actions.peer_marking import (
    AppealClosedError,
    NothingToAppealError,
    appeal,
    decide_appeal,
    take_work,
)
from learning.assignments.actions.works import save_work
from learning.assignments.choices import AppealState, MarkingState, WorkState
from learning.cohorts.choices import LookedAt
from learning.models import (
    Appeal,
    AssignmentWork,
    Calibration,
    Enrolment,
    LessonPage,
    LookAtLearner,
    PeerMarking,
    Step,
)
from tests.factories.cohorts import make_cohort, make_joined, run_by
from tests.factories.courses import make_enrolment
from tests.factories.members import browser_of, make_member
from tests.factories.peers import (
    EXAMPLE,
    FAIR,
    SEEN,
    WORDS,
    hand_in,
    make_peer,
    make_peer_course,
    mark_next,
    mark_work_of,
    work_of,
)
from tests.learning.assignments.test_assignments import make_marker

pytestmark = pytest.mark.django_db


def at(name: str, step: Step, *args: Any) -> str:
    return reverse(name, args=[step.course_key, step.key, *args])


def look(enrolment: Enrolment, step: Step) -> str:
    return browser_of(enrolment.member).get(at("assignment", step)).content.decode()


def sent(work: AssignmentWork, **changes: Any) -> dict[str, Any]:
    """What the form of a marker sends."""
    words = {"words-0": WORDS[SEEN], "words-1": WORDS[FAIR]}
    return {"points-0": "3", "points-1": "2", **words, "number": work.number, **changes}


def settled(**facts: Any) -> tuple[Step, list[Enrolment]]:
    """Three who marked each other: 5 of 6 points each."""
    course, step = make_peer_course(**facts)
    people = [make_peer(course, step, name) for name in ("Amal Haddad", "Beatrice Atieno", "Chidi Okafor")]
    for person in people:
        for _work in range(2):
            mark_next(person, step)
    return step, people


def test_the_whole_way_in_a_browser() -> None:
    course, step = make_peer_course(calibration=EXAMPLE)
    make_peer(course, step, "Amal Haddad")
    nila = make_enrolment(course)
    browser = browser_of(nila.member)
    page = look(nila, step)
    assert "What is to be done, in this order" in page
    assert at("peer_example", step) not in page
    browser.post(at("assignment", step), {"text": "My notes.", "number": 0, "submit": "1"})
    assert at("peer_example", step) in look(nila, step)
    assert at("take_peer_work", step) not in look(nila, step)
    page = browser.get(at("peer_example", step)).content.decode()
    assert "C has the sheet upside down." in page
    assert "Times, but no words." not in page  # first one's own marks
    assert browser.post(at("peer_example", step), {"points-0": "9", "points-1": "1"}).status_code == 400
    browser.post(at("peer_example", step), {"points-0": "0", "points-1": "0"})
    page = browser.get(at("peer_example", step)).content.decode()
    assert "Times, but no words." in page
    assert "Your marks lie far from those of the editor." in page
    browser.post(at("peer_example", step), {"points-0": "3", "points-1": "1"})
    assert Calibration.objects.filter(enrolment=nila).get().points == {SEEN: 0, FAIR: 0}
    places = [browser.post(at("take_peer_work", step))["Location"] for _click in range(2)]
    marking = PeerMarking.objects.get(marker=nila)
    assert places == [at("peer_marking", step, marking.pk)] * 2
    assert places[0] in look(nila, step)
    assert marking.work is not None
    page = browser.get(places[0]).content.decode()
    assert marking.work.text in page
    assert browser.post(places[0], sent(marking.work)).status_code == 302
    assert WORDS[SEEN] in browser.get(places[0]).content.decode()
    page = look(nila, step)
    assert "1 of 2 marked." in page
    assert "No work waits for you just now." in page
    assert browser.post(at("take_peer_work", step))["Location"] == at("assignment", step)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words-1": "Good."}, "Say a little more, a sentence at least: the author learns from it."),
        ({"words-1": "\u202e  ok \n"}, "Say a little more, a sentence at least: the author learns from it."),
        ({"points-0": "5"}, "less than or equal to 4"),
        ({"points-0": ""}, "required"),
        ({"number": "many"}, "There is a problem"),
    ],
)
def test_marks_that_help_nobody_are_refused_and_what_was_written_stays(changes: dict[str, Any], sentence: str) -> None:
    course, step = make_peer_course()
    author, marker = make_peer(course, step, "Amal"), make_peer(course, step, "Nila")
    marking = take_work(enrolment=marker, step=step)
    assert marking is not None
    answer = browser_of(marker.member).post(at("peer_marking", step, marking.pk), sent(work_of(author), **changes))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert sentence in page
    assert WORDS[SEEN] in page
    assert PeerMarking.objects.get().state == MarkingState.GIVEN


def test_marks_are_read_once_ones_own_are_given() -> None:
    course, step = make_peer_course()
    author, one, two = [make_peer(course, step, name) for name in ("Amal", "Beatrice", "Chidi")]
    mark_work_of(author, one)
    assert "1 of 2 have marked your work." in look(author, step)
    mark_work_of(author, two)
    page = look(author, step)
    assert "You read them when you have marked 2 works more." in page
    assert WORDS[SEEN] not in page
    assert "You got 3." not in page
    assert browser_of(author.member).get(at("appeal_marks", step)).status_code == 302
    mark_next(author, step)
    mark_next(author, step)
    page = look(author, step)
    assert page.count(WORDS[SEEN]) == 2
    assert "You got 3." in page
    assert at("appeal_marks", step) in page


@pytest.mark.usefixtures("files_on_disk")
def test_nobody_learns_whose_work_it_is_or_who_marked_it(django_capture_on_commit_callbacks: Any) -> None:
    course, step = make_peer_course(kind="file", reviews=1)
    amal, nila = (
        make_enrolment(course, make_member(name, email=f"{name.split()[1].lower()}@school.test"))
        for name in ("Amal Haddad", "Nila Perera")
    )
    for person in (amal, nila):
        upload = SimpleUploadedFile(f"{person.member.display_name}.txt", b"10:14 C turned the sheet.", "text/plain")
        save_work(enrolment=person, step=step, text="", number=0, file=upload, is_final=True)
    marking = take_work(enrolment=nila, step=step)
    assert marking is not None
    seen = []
    with django_capture_on_commit_callbacks(execute=True):
        browser = browser_of(nila.member)
        address = at("peer_marking", step, marking.pk)
        seen.append(browser.get(address))
        seen.append(browser.get(at("peer_marking_file", step, marking.pk)))
        assert b"".join(seen[-1]) == b"10:14 C turned the sheet."
        assert seen[-1]["Content-Disposition"] == f'attachment; filename="to-mark-{marking.pk}.txt"'
        seen.append(browser.post(address, sent(work_of(amal))))
        seen.append(browser.get(address))
        seen.append(browser.get(at("assignment", step)))
    told = [f"{message.subject}{message.body}{message.from_email}" for message in mail.outbox]
    assert [message.to for message in mail.outbox] == [[amal.member.email]]
    texts = [*map(_all_of, seen)]
    assert not any(word in text for text in texts for word in ("Amal", "Haddad", "haddad"))
    mark_next(amal, step)
    texts = [_all_of(browser_of(amal.member).get(at("assignment", step))), *told]
    assert WORDS[SEEN] in texts[0]
    assert not any(word in text for text in texts for word in ("Nila", "Perera", "perera"))


def _all_of(answer: Any) -> str:
    """Everything an answer says, its head too."""
    body = "" if answer.streaming else answer.content.decode()
    return "\n".join([*(f"{name}: {value}" for name, value in answer.items()), body])


def test_a_work_to_mark_is_for_its_marker_alone() -> None:
    course, step = make_peer_course()
    author, marker, other = [make_peer(course, step, name) for name in ("Amal", "Nila", "Chidi")]
    marking = take_work(enrolment=marker, step=step)
    assert marking is not None
    addresses = [at("peer_marking", step, marking.pk), at("peer_marking_file", step, marking.pk)]
    for address in addresses:
        assert browser_of(None).get(address).status_code == 302
        for somebody in (author.member, other.member, make_member("Stranger"), make_marker()):
            assert browser_of(somebody).get(address).status_code == 404
    work = reverse("work_file", args=[work_of(author).pk])
    assert browser_of(marker.member).get(work).status_code == 404
    assert browser_of(other.member).post(at("hand_back_peer_work", step, marking.pk), {}).status_code == 404
    browser = browser_of(marker.member)
    assert browser.get(addresses[1]).status_code == 404  # there is no file
    assert browser.get(at("peer_marking", step, 10**17)).status_code == 404
    browser.post(at("hand_back_peer_work", step, marking.pk), {"reason": "because"})
    assert PeerMarking.objects.get().state == MarkingState.GIVEN
    browser.post(at("hand_back_peer_work", step, marking.pk), {"reason": "worrying"})
    assert PeerMarking.objects.get().state == MarkingState.RETURNED
    assert browser.get(addresses[0]).status_code == 404


def test_where_no_peers_mark_there_is_no_such_page() -> None:
    course, step = make_peer_course(marked_by="facilitator")
    enrolment = make_enrolment(course)
    hand_in(enrolment, step)
    browser = browser_of(enrolment.member)
    assert browser.get(at("peer_example", step)).status_code == 404
    assert browser.post(at("take_peer_work", step)).status_code == 404
    assert "What is to be done, in this order" not in look(enrolment, step)


def test_points_keep_their_place_when_a_lesson_has_other_ids_for_its_criteria() -> None:
    step, (amal, *_others) = settled()
    lesson = LessonPage.objects.get(translation_key=step.lesson_key)
    raw = list(lesson.body.raw_data)
    for row in raw[0]["value"]["criteria"]:
        row["id"] = str(uuid.uuid4())
    lesson.save()
    assert "You got 3." in look(amal, step)


# ---------------------------------------------------------------- appeals


def test_an_appeal_is_made_once_and_changes_the_marks(django_capture_on_commit_callbacks: Any) -> None:
    step, (amal, *_others) = settled(must_pass=True)
    browser = browser_of(amal.member)
    for _click in range(2):
        browser.post(at("appeal_marks", step), {"words": "The times are there, on the left."})
    found = Appeal.objects.get()
    assert "Waits for an answer" in look(amal, step)
    marker = make_marker()
    address = reverse("decide_appeal", args=[found.pk])
    assert address in browser_of(marker).get(reverse("marking")).content.decode()
    page = browser_of(marker).get(address).content.decode()
    assert "The times are there, on the left." in page
    assert "Beatrice" not in page
    change = {"verdict": "change", "points-0": "4", "points-1": "", "words": "They are there."}
    assert browser_of(marker).post(address, change).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        for _click in range(2):
            browser_of(marker).post(address, change | {"points-1": "2"})
    work, found = work_of(amal), Appeal.objects.get()
    assert (work.points, work.score, work.state) == ({SEEN: 4, FAIR: 2}, Decimal(1), WorkState.PASSED)
    assert (work.marked_by, found.state, found.answer) == (marker, AppealState.CHANGED, "They are there.")
    [message] = mail.outbox
    assert message.to == [amal.member.email]
    assert "The marks were changed." in message.body
    assert "They are there." in look(amal, step)
    assert address not in browser_of(marker).get(reverse("marking")).content.decode()
    with pytest.raises(NothingToAppealError):
        appeal(work=work, words="Once more")


def test_marks_that_stay_and_a_second_answer_that_comes_too_late() -> None:
    _step, (amal, *_others) = settled()
    found = appeal(work=work_of(amal), words="Please look.")
    marker = make_marker()
    first = decide_appeal(appeal=found, by=marker, points=None, words="I see what they see.")
    assert (first.state, work_of(amal).marked_by) == (AppealState.UPHELD, None)
    again = decide_appeal(appeal=found, by=marker, points=None, words="I see what they see.")
    assert again.decided_at == first.decided_at
    with pytest.raises(AppealClosedError):
        decide_appeal(appeal=found, by=make_marker(), points={SEEN: 4, FAIR: 2}, words="Up.")


def test_there_is_nothing_to_appeal_against_before_the_marks_are_read() -> None:
    course, step = make_peer_course()
    author = make_peer(course, step)
    with pytest.raises(NothingToAppealError):
        appeal(work=work_of(author), words="Early")
    mark_work_of(author, make_peer(course, step))
    mark_work_of(author, make_peer(course, step))
    with pytest.raises(NothingToAppealError):
        appeal(work=work_of(author), words="Before my own")


def test_an_appeal_is_over_when_the_work_is_handed_in_again() -> None:
    step, (amal, *_others) = settled(must_pass=True, pass_percent=100)
    found = appeal(work=work_of(amal), words="Please look.")
    hand_in(amal, step, "Better now")
    found.refresh_from_db()
    assert found.state == AppealState.OVER
    assert found.history.count() == 2


def test_appeals_are_answered_by_those_who_may_and_not_by_peers_of_the_work() -> None:
    _step, (amal, beatrice, _chidi) = settled()
    found = appeal(work=work_of(amal), words="Please look.")
    address = reverse("decide_appeal", args=[found.pk])
    marker = make_marker()
    beatrice.member.user_permissions.set(marker.user_permissions.all())
    amal.member.user_permissions.set(marker.user_permissions.all())
    for somebody in (amal.member, beatrice.member, make_member("Stranger")):
        assert browser_of(somebody).get(address).status_code == 404
    assert address not in browser_of(beatrice.member).get(reverse("marking")).content.decode()
    with pytest.raises(PermissionDenied):
        decide_appeal(appeal=found, by=type(marker).objects.get(pk=beatrice.member.pk), points=None, words="No.")


# ---------------------------------------------------------------- looks are written down


def test_looks_at_works_and_answers_are_written_down_once_an_hour() -> None:
    course, step = make_peer_course()
    cohort = make_cohort(course=course)
    learner = make_joined(cohort).enrolment
    assert learner is not None
    work = hand_in(learner, step)
    alone = make_peer(course, step)
    facilitator, editor = run_by(cohort), make_marker()
    for somebody, seen in ((facilitator, work), (editor, work), (editor, work_of(alone))):
        for _look in range(2):
            assert browser_of(somebody).get(reverse("mark_work", args=[seen.pk])).status_code == 200
    rows = LookAtLearner.objects.filter(what=LookedAt.WORK).values_list("user", "cohort", "enrolment")
    assert set(rows) == {
        (facilitator.pk, cohort.pk, learner.pk),
        (editor.pk, cohort.pk, learner.pk),
        (editor.pk, None, alone.pk),
    }
    assert len(rows) == 3
    assert "A work that was handed in" in browser_of(alone.member).get(reverse("my_data")).content.decode()


def test_an_account_takes_its_appeals_along_and_what_the_history_kept() -> None:
    _step, (amal, *_others) = settled()
    appeal(work=work_of(amal), words="Please look.")
    erase(amal.member)
    assert (Appeal.objects.count(), Appeal.history.count()) == (0, 0)


@pytest.mark.usefixtures("files_on_disk")
def test_a_look_at_a_file_is_written_down_but_not_ones_own() -> None:
    course, step = make_peer_course(kind="file")
    enrolment = make_enrolment(course)
    upload = SimpleUploadedFile("notes.txt", b"10:14 C turned the sheet.", "text/plain")
    work = save_work(enrolment=enrolment, step=step, text="", number=0, file=upload, is_final=True)
    address = reverse("work_file", args=[work.pk])
    assert browser_of(enrolment.member).get(address).status_code == 200
    assert not LookAtLearner.objects.exists()
    assert browser_of(make_marker()).get(address).status_code == 200
    assert LookAtLearner.objects.get().what == LookedAt.WORK
