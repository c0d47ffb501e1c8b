"""Who comes second with a letter or an answer is told, and finds their words."""

import pytest
from django.urls import reverse

from research.inquiries.actions.writing import invite_person
from research.models import InquiryPerson
from research.review.actions.decisions import decide
from research.review.actions.reviews import ask_question
from research.review.choices import Verdict
from tests.factories.inquiries import make_accepted, make_editor, make_submission, owner_of
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db


def test_the_letter_of_the_second_editor_is_not_lost() -> None:
    submission = make_submission()
    first, second = make_editor("Ingrid"), make_editor("Rafael")
    decide(submission=submission, by=first, verdict=Verdict.MINOR, letter="From Ingrid.")
    address = reverse("decide_submission", args=[submission.pk])
    answer = browser_of(second).post(address, {"verdict": "accept", "letter": "From Rafael."})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert html.count("data-error-summary") == 1
    assert "Somebody else has decided meanwhile" in html
    assert "From Ingrid." in html
    assert "From Rafael." in html
    assert [row.letter for row in submission.decisions.all()] == ["From Ingrid."]


def test_a_letter_without_its_reasons_comes_back_in_its_open_box() -> None:
    submission = make_submission()
    answer = browser_of(make_editor()).post(
        reverse("decide_submission", args=[submission.pk]), {"verdict": "minor", "letter": "Dear Nila, [reasons]"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#letter-minor"' in html.split("data-error-summary")[1].split("</div>")[0]
    assert html.count("<details open>") == 1
    assert "Dear Nila, [reasons]" in html.split("<details open>")[1].split("</details>")[0]


def test_the_answer_of_the_second_author_is_not_lost() -> None:
    submission = make_submission()
    inquiry, other = submission.inquiry, make_member("Timur")
    invite_person(inquiry=inquiry, by=owner_of(inquiry), base_url="", name="Timur", email=other.email, access="write")
    InquiryPerson.objects.filter(email=other.email).update(user=other)
    asked = ask_question(submission=submission, by=make_editor(), question="How many?")
    address = reverse("answer_question", args=[inquiry.pk, asked.pk])
    assert browser_of(owner_of(inquiry)).post(address, {"answer": "Eleven."}).status_code == 302
    assert browser_of(other).post(address, {"answer": "Eleven."}).status_code == 302
    late = browser_of(other).post(address, {"answer": "Twelve."})
    assert late.status_code == 409
    assert "Eleven." in late.content.decode()
    assert "Twelve." in late.content.decode()
    asked.refresh_from_db()
    assert asked.answer == "Eleven."


def test_a_review_that_is_typed_is_answered_as_data() -> None:
    invite = make_accepted()
    browser, address = browser_of(invite.user), reverse("review_desk", args=[invite.desk_token])
    saved = browser.post(address, {"as": "typed", "words_to_author": "I did not follow it."})
    assert saved.status_code == 200
    assert set(saved.json()) == {"seen"}
    invite.refresh_from_db()
    assert invite.words_to_author == "I did not follow it."
    wrong = browser.post(address, {"as": "typed", "words_to_author": "x" * 20_001})
    assert (wrong.status_code, "20000" in wrong.json()["says"] or "20,000" in wrong.json()["says"]) == (422, True)
    stale = browser.post(
        address, {"as": "typed", "words_to_author": "From another tab.", "seen": '{"words_to_author":"x"}'}
    )
    assert stale.status_code == 409
    invite.refresh_from_db()
    assert invite.words_to_author == "I did not follow it."
