"""Every form of the site, posted empty and wrong: what is refused is said, in one place, field by field.

The table holds each address that takes a form. A new one fails here until it has a line.
"""

from collections.abc import Callable, Iterator
from functools import partial
from inspect import signature
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from learning.assignments.actions.peer_marking import appeal, take_work
from learning.assignments.actions.works import save_work
from learning.cohorts.actions.sessions import open_code, set_deadline
from learning.courses.choices import StepKind
from learning.models import AssignmentWork, AttemptItem
from learning.quizzes.actions.attempts import start_attempt, submit_attempt
from research.inquiries.actions.attachments import add_attachment
from research.inquiries.actions.comments import add_comment
from research.inquiries.actions.pupils import save_pupil
from research.inquiries.actions.references import add_reference_by_hand
from research.inquiries.actions.writing import invite_person
from research.reading.actions import add_work, make_list
from research.review.actions.reviews import ask_question
from tests.factories.captions import make_editor as make_editor_of_recordings
from tests.factories.captions import make_track
from tests.factories.cohorts import make_cohort, make_joined, make_session, run_by, step_of_kind
from tests.factories.courses import (
    make_certificate,
    make_course_with_quiz,
    make_enrolment,
    make_learner,
    make_question,
    make_quiz,
    make_study,
    reflection,
    step_of,
)
from tests.factories.files import photo, upload
from tests.factories.inquiries import (
    accept,
    make_accepted,
    make_editor,
    make_inquiry,
    make_review,
    make_submission,
    owner_of,
)
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_lead, make_report
from tests.factories.peers import EXAMPLE, make_peer, make_peer_course, mark_next, mark_work_of, work_of
from tests.factories.webinars import make_open_webinar
from tests.learning.assignments.test_assignments import begun, make_marker
from tests.research.inquiries.test_pupils import make_lesson_study
from tests.research.publishing.test_replications import make_record

pytestmark = pytest.mark.django_db

OURS = {"camtree", "home", "leads", "learning", "research", "webinars", "insights"}
type Place = tuple[Client, str, dict[str, str]]
places: dict[str, Callable[[], Place]] = {}


def form_at(*names: str) -> Callable[[Callable[..., Place]], Callable[..., Place]]:
    """Mark what opens the form of an address: a browser of who may, the address, and what the pressed button sends."""

    def keep(opens: Callable[..., Place]) -> Callable[..., Place]:
        for name in names:
            places[name] = partial(opens, name) if signature(opens).parameters else opens
        return opens

    return keep


# Only buttons: nothing can be wrong, or nothing is typed.
BUTTONS = {
    *("close_my_account", "enrol", "join_open_cohort", "cohort_invitation", "leave_course", "go_on", "pack_module"),
    *("take_peer_work", "quiz", "answer_cohort_offer", "show_name_in_cohort", "leave_cohort", "hide_post"),
    *("remove_from_cohort", "remove_facilitator", "remove_deadline", "remove_session", "mail_review_link"),
    *("inquiry_invitation", "remove_person", "share_inquiry", "my_inquiry_history", "remove_attachment"),
    *("remove_reference", "place_person", "invite_again", "hand_over_inquiry", "remove_pupil", "take_back"),
    *("assign_submissions", "pass_check", "cancel_review", "settle_decision", "delete_replication", "dois"),
    *("delete_list", "share_list", "delete_search", "stop_digest", "my_calendar"),
    *("open_package", "quiz_attempt", "my_inquiry", "learning_publish", "webinar_registration"),
}
# What scripts send.
SCRIPTS = {
    *(
        "kept_words",
        "watched",
        "recording_place",
        "save_quiz_attempt",
        "keep_package",
        "save_inquiry",
        "here_at_inquiry",
    ),
    *("here_at_board", "here_at_submission", "paste_picture"),
}
# Screens of Wagtail that we shaped: tests/test_admin_forms.py.
ADMIN = "admin/"


def addresses() -> Iterator[tuple[str, str]]:
    """Path and name of every address of ours that takes a POST."""

    def walk(patterns: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, before + str(pattern.pattern))
            else:
                yield before + str(pattern.pattern), pattern

    for path, pattern in walk(get_resolver().url_patterns):
        if pattern.callback.__module__.split(".")[0] in OURS and "POST" in methods_of(pattern.callback):
            yield path, pattern.name or ""


def methods_of(view: Any) -> list[str]:
    """The methods that a view takes, from what its decorators hold."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            held = cell.cell_contents
            if isinstance(held, list) and held and all(isinstance(name, str) and name.isupper() for name in held):
                return held
        view = getattr(view, "__wrapped__", None)
    return []


def test_every_form_is_known() -> None:
    found = {name for path, name in addresses() if not path.startswith(ADMIN)}
    assert len(found) > 100
    assert found - BUTTONS - SCRIPTS == {name.split()[0] for name in places}


# ---------------------------------------------------------------- who may, and where


@form_at("my_profile")
def _profile() -> Place:
    return browser_of(make_member()), reverse("my_profile"), {}


@form_at("register_for_webinar")
def _webinar() -> Place:
    return Client(), reverse("register_for_webinar", args=[make_open_webinar().slug]), {}


@form_at("edit_captions")
def _captions() -> Place:
    track = make_track()
    return browser_of(make_editor_of_recordings()), reverse("edit_captions", args=[track.pk]), {}


@form_at("register_interest")
def _interest() -> Place:
    return Client(), reverse("register_interest"), {}


@form_at("password_of_page")
def _password_of_page() -> Place:
    closed = PageViewRestriction.objects.create(page=make_report(), restriction_type="password", password="a-pine")
    return Client(), reverse("password_of_page", args=[closed.pk, closed.page_id]), {}


@form_at("password_of_collection")
def _password_of_collection() -> Place:
    collection = Collection.get_first_root_node().add_child(name="Closed")
    closed = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="a-pine"
    )
    return Client(), reverse("password_of_collection", args=[closed.pk]), {}


@form_at("contact_lead")
def _contact() -> Place:
    lead = make_lead("Sunita Rao", owner=make_member("Sunita", roles=("Leads",)))
    return Client(), reverse("contact_lead", args=[lead.slug]), {}


@form_at("join_cohort")
def _join() -> Place:
    return browser_of(make_member()), reverse("join_cohort"), {}


@form_at("write_note")
def _note() -> Place:
    enrolment = make_enrolment(course := make_study([reflection()]))
    step = step_of(course, kind=StepKind.REFLECTION)
    return browser_of(enrolment.member), reverse("write_note", args=[course.translation_key, step.key]), {}


@form_at("upload_answers")
def _answers() -> Place:
    enrolment = make_enrolment()
    return browser_of(enrolment.member), reverse("upload_answers", args=[enrolment.course_key]), {}


@form_at("assignment")
def _assignment() -> Place:
    enrolment, step = begun()
    return browser_of(enrolment.member), reverse("assignment", args=[enrolment.course_key, step.key]), {}


@form_at("take_draft")
def _draft() -> Place:
    enrolment, step = begun(kind="report", template="short-report")
    address = reverse("take_draft", args=[enrolment.course_key, step.key])
    return browser_of(enrolment.member), address, {"inquiry": "0"}


@form_at("mark_work")
def _mark_work() -> Place:
    enrolment, step = begun()
    work = save_work(enrolment=enrolment, step=step, text="My notes.", number=0, is_final=True)
    return browser_of(make_marker()), reverse("mark_work", args=[work.pk]), {}


@form_at("peer_example")
def _example() -> Place:
    course, step = make_peer_course(calibration=EXAMPLE)
    enrolment = make_enrolment(course)
    save_work(enrolment=enrolment, step=step, text="My notes.", number=0, is_final=True)
    return browser_of(enrolment.member), reverse("peer_example", args=[course.translation_key, step.key]), {}


@form_at("peer_marking", "hand_back_peer_work")
def _peer_marking(name: str) -> Place:
    course, step = make_peer_course()
    make_peer(course, step)
    marker = make_peer(course, step, "Tariq")
    marking = take_work(enrolment=marker, step=step)
    assert marking is not None
    return browser_of(marker.member), reverse(name, args=[course.translation_key, step.key, marking.pk]), {}


def _appealing() -> tuple[Any, Any, AssignmentWork]:
    course, step = make_peer_course()
    author = make_peer(course, step)
    for name in ("Tariq", "Mele"):
        mark_work_of(author, make_peer(course, step, name))
    marking_author = work_of(author)
    return author, step, marking_author


@form_at("appeal_marks")
def _appeal() -> Place:
    author, step, _work = _appealing()
    for _turn in range(2):
        mark_next(author, step)
    return browser_of(author.member), reverse("appeal_marks", args=[author.course_key, step.key]), {}


@form_at("decide_appeal")
def _decide_appeal() -> Place:
    author, step, _work = _appealing()
    for _turn in range(2):
        mark_next(author, step)
    row = appeal(work=work_of(author), words="The second mark is wrong.")
    return browser_of(make_marker()), reverse("decide_appeal", args=[row.pk]), {}


@form_at("mark_answer")
def _mark_answer() -> Place:
    quiz = make_quiz(make_question("open"))
    course, step = make_course_with_quiz(quiz)
    _member, enrolment = make_learner(course)
    attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz)
    submit_attempt(attempt=attempt, answers={1: "Three coins."}, client_key="")
    return browser_of(make_marker()), reverse("mark_answer", args=[AttemptItem.objects.get().pk]), {}


@form_at("my_certificate")
def _certificate() -> Place:
    certificate = make_certificate()
    return browser_of(certificate.member), reverse("my_certificate", args=[certificate.code]), {}


@form_at("revoke_certificate")
def _revoke() -> Place:
    editor = make_member("Ada", roles=("Administrators",))
    return browser_of(editor), reverse("revoke_certificate", args=[make_certificate().code]), {}


@form_at("attend_session")
def _attend() -> Place:
    cohort = make_cohort()
    place, session = make_joined(cohort), make_session(cohort)
    open_code(session=session, minutes=15)
    return browser_of(place.member), reverse("attend_session", args=[cohort.pk, session.pk]), {}


@form_at("cohort_discussion", "cohort_step_discussion")
def _discussion(name: str) -> Place:
    cohort = make_cohort()
    place = make_joined(cohort)
    step = [step_of_kind(cohort, "discussion").key] if name == "cohort_step_discussion" else []
    return browser_of(place.member), reverse(name, args=[cohort.pk, *step]), {}


@form_at("new_cohort")
def _new_cohort() -> Place:
    return browser_of(make_member("Ada", roles=("Administrators",))), reverse("new_cohort"), {}


@form_at("teach_people", "teach_facts", "teach_deadlines", "teach_announcements", "message_stuck", "teach_sessions")
def _teaching(name: str) -> Place:
    cohort = make_cohort()
    make_joined(cohort)
    return browser_of(run_by(cohort)), reverse(name, args=[cohort.pk]), {}


@form_at("teach_learner", "teach_more_time")
def _learner(name: str) -> Place:
    cohort = make_cohort()
    set_deadline(cohort=cohort, step_key=step_of_kind(cohort, "discussion").key, due_on=cohort.ends_on)
    return browser_of(run_by(cohort)), reverse(name, args=[cohort.pk, make_joined(cohort).pk]), {}


@form_at("teach_session", "change_session", "open_code")
def _session(name: str) -> Place:
    cohort = make_cohort()
    make_joined(cohort)
    return browser_of(run_by(cohort)), reverse(name, args=[cohort.pk, make_session(cohort).pk]), {}


@form_at("review_invitation")
def _invitation() -> Place:
    return Client(), reverse("review_invitation", args=[make_review().token]), {"do": "accept"}


@form_at("review_invitation (decline)")
def _declining() -> Place:
    reason = {"do": "decline", "reason": "x" * 601}
    return Client(), reverse("review_invitation", args=[make_review().token]), reason


@form_at("my_inquiry_comments (answer)")
def _answering() -> Place:
    inquiry = make_inquiry()
    thread = add_comment(inquiry=inquiry, member=owner_of(inquiry), name="context", text="For whom?")
    address = reverse("my_inquiry_comments", args=[inquiry.pk, "context"])
    return browser_of(owner_of(inquiry)), address, {"answer_to": str(thread.pk)}


@form_at("review_desk", "my_review")
def _review(name: str) -> Place:
    invite = make_accepted()
    if name == "review_desk":
        return Client(), reverse(name, args=[invite.desk_token]), {"do": "send"}
    return browser_of(invite.user), reverse(name, args=[invite.pk]), {"do": "send"}


@form_at("my_reviewer_profile")
def _reviewer() -> Place:
    return browser_of(make_member()), reverse("my_reviewer_profile"), {}


@form_at("tried")
def _tried() -> Place:
    return browser_of(make_member()), reverse("tried", args=[make_report().slug]), {}


@form_at("decide_replication")
def _decide_replication() -> Place:
    record = make_record(make_report(), publish=False)
    return browser_of(make_editor()), reverse("decide_replication", args=[record.pk]), {"do": "decline"}


@form_at("start_inquiry")
def _start() -> Place:
    return browser_of(make_member()), reverse("start_inquiry"), {}


@form_at(
    *("my_inquiry_facts", "my_inquiry_people", "my_inquiry_files", "my_inquiry_word", "my_inquiry_references"),
    *("my_inquiry_ethics", "submit_inquiry", "answer_flag"),
)
def _inquiry(name: str) -> Place:
    inquiry = make_inquiry()
    pressed = {"submit_inquiry": {"call": "0"}}.get(name, {})
    return browser_of(owner_of(inquiry)), reverse(name, args=[inquiry.pk]), pressed


@form_at("my_inquiry_comments")
def _comments() -> Place:
    inquiry = make_inquiry()
    return browser_of(owner_of(inquiry)), reverse("my_inquiry_comments", args=[inquiry.pk, "context"]), {}


@form_at("my_inquiry_file")
def _file() -> Place:
    inquiry = make_inquiry()
    facts = {"kind": "picture", "title": "The board", "alt": "A board.", "faces": "nobody", "licence": "CC BY 4.0"}
    attachment = add_attachment(inquiry=inquiry, member=owner_of(inquiry), file=upload("board.jpg", photo()), **facts)
    return browser_of(owner_of(inquiry)), reverse("my_inquiry_file", args=[inquiry.pk, attachment.number]), {}


@form_at("my_inquiry_reference")
def _reference() -> Place:
    inquiry = make_inquiry()
    row = add_reference_by_hand(inquiry=inquiry, member=owner_of(inquiry), html="<p>Rowe (1974). Wait time.</p>")
    return browser_of(owner_of(inquiry)), reverse("my_inquiry_reference", args=[inquiry.pk, row.pk]), {}


@form_at("my_inquiry_person")
def _person() -> Place:
    inquiry = make_inquiry()
    person = invite_person(inquiry=inquiry, by=owner_of(inquiry), base_url="", name="Mele", access="none")
    return browser_of(owner_of(inquiry)), reverse("my_inquiry_person", args=[inquiry.pk, person.pk]), {}


@form_at("my_inquiry_pupils")
def _pupils() -> Place:
    inquiry = make_lesson_study()
    return browser_of(owner_of(inquiry)), reverse("my_inquiry_pupils", args=[inquiry.pk]), {}


@form_at("my_inquiry_pupil")
def _pupil() -> Place:
    inquiry = make_lesson_study()
    pupil = save_pupil(inquiry=inquiry, label="A", starting_point="Quiet.", prediction="Speaks.", seen={})
    return browser_of(owner_of(inquiry)), reverse("my_inquiry_pupil", args=[inquiry.pk, pupil.pk]), {}


@form_at("answer_question")
def _question() -> Place:
    submission = make_submission()
    asked = ask_question(submission=submission, by=make_editor(), question="How many pupils?")
    inquiry = submission.inquiry
    return browser_of(owner_of(inquiry)), reverse("answer_question", args=[inquiry.pk, asked.pk]), {}


@form_at("invite_reviewer", "ask_authors", "decide_submission")
def _editing(name: str) -> Place:
    submission = make_review().submission
    pressed = {"decide_submission": {"verdict": "accept"}}.get(name, {})
    return browser_of(make_editor()), reverse(name, args=[submission.pk]), pressed


@form_at("new_version", "ask_for_withdrawal")
def _published(name: str) -> Place:
    inquiry = make_submission().inquiry
    accept(inquiry)
    return browser_of(owner_of(inquiry)), reverse(name, args=[inquiry.pk]), {}


@form_at("withdraw_report")
def _withdraw() -> Place:
    report = make_report()
    editor = make_member("Rafael", roles=("Moderators",))
    return browser_of(editor), reverse("withdraw_report", args=[report.translation_key]), {"do": "withdraw"}


@form_at("keep_work")
def _keep() -> Place:
    return browser_of(make_member()), reverse("keep_work", args=[make_report().translation_key]), {}


@form_at("new_list", "save_search", "my_digest")
def _reading(name: str) -> Place:
    address = reverse(name)
    searched = {"title": "x" * 121} if name == "save_search" else {}
    return browser_of(make_member()), f"{address}?q=talk" if searched else address, searched


@form_at("change_list", "listed_work")
def _list(name: str) -> Place:
    member = make_member()
    row = add_work(reading_list=make_list(member=member, title="For June"), report=make_report())
    pressed = {"note": "x" * 1001} if name == "listed_work" else {}
    place = row.pk if name == "listed_work" else row.reading_list_id
    return browser_of(member), reverse(name, args=[place]), pressed


# ---------------------------------------------------------------- what is demanded

# A short answer of one line: the page one comes from tells what is wrong with it.
TOLD_WHERE_ONE_WAS = {
    *("take_draft", "hand_back_peer_work", "open_code", "decide_replication", "answer_flag", "submit_inquiry"),
}


def errors_in(response: Any) -> dict[str, Any]:
    """The fields in error of the forms on a page, by the address within the page to which the summary leads."""
    found: dict[str, Any] = {}
    for layer in response.context:
        for values in layer.dicts:
            for form in values.values():
                if hasattr(form, "errors") and hasattr(form, "fields") and getattr(form, "is_bound", False):
                    named = [form[name] for name in form.errors if name != "__all__"]
                    found |= {field.id_for_label or field.auto_id: field for field in named}
    return found


@pytest.mark.parametrize("name", sorted(places))
def test_an_empty_form_is_refused_in_words(name: str) -> None:
    browser, address, pressed = places[name]()
    response = browser.post(address, pressed, follow=True)
    assert response.status_code != 500
    demand(response, name)


# Boxes to tick and nothing else: whatever is sent ticks them.
BOXES_ALONE = {"review_invitation"}


@pytest.mark.parametrize("name", sorted(set(places) - BOXES_ALONE))
def test_a_wrong_form_is_refused_in_words(name: str) -> None:
    browser, address, pressed = places[name]()
    shown = browser.get(address)
    fields = set(fields_of(shown)) or {"text", "reason", "minutes", "number"}
    response = browser.post(address, {**dict.fromkeys(fields, "\0x" + "9" * 70_000), **pressed}, follow=True)
    demand(response, name)


def fields_of(response: Any) -> list[str]:
    names: list[str] = []
    for layer in response.context or []:
        for values in layer.dicts:
            for form in values.values():
                if hasattr(form, "fields") and hasattr(form, "add_prefix"):
                    names += [form.add_prefix(name) for name in form.fields]
    return names


def demand(response: Any, name: str) -> None:
    html = response.content.decode()
    if name == "start_inquiry":
        assert response.status_code == 404  # the button names a template, which nobody types
        return
    if response.redirect_chain:
        assert name in TOLD_WHERE_ONE_WAS, response.redirect_chain
        assert "data-error-summary" in html or 'class="message info"' in html
        return
    assert 400 <= response.status_code < 500, response.status_code
    assert html.count("data-error-summary") == 1
    closed = lxml.html.fromstring(html).xpath(
        "//details[not(@open)]//*[@data-error-summary or contains(@class, 'wrong')]"
    )
    assert closed == []
    summary = html.split("data-error-summary")[1].split("</div>")[0]
    wrong = errors_in(response)
    assert wrong or "<li>" in summary
    for place, field in wrong.items():
        assert field.is_hidden or f'href="#{place}"' in summary, (place, summary)
        assert field.is_hidden or f'id="{place}"' in html, place
