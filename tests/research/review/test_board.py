"""The board of submissions: narrowed, paged, counted, handed out."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from research.dashboard import my_drafts
from research.models import Call, Inquiry, InquiryPerson, ReviewInvite, Submission
from research.review.board import waiting_for
from tests.factories.inquiries import make_accepted, make_editor, make_inquiry, make_sent, make_submission, owner_of
from tests.factories.members import browser_of, make_member
from tests.queries import budget

pytestmark = pytest.mark.django_db


def titles(answer: Any) -> list[str]:
    return [submission.manuscript["title"] for submission in answer.context["page"].rows]


def make_many(number: int, state: str = "review") -> None:
    """Submissions of as many drafts, each with two reviewers, written straight into the tables."""
    template = make_inquiry().template
    first = Inquiry.objects.latest("pk").pk + 1
    now = timezone.now()
    Inquiry.objects.bulk_create(
        Inquiry(pk=first + n, template=template, title=f"Report {n}", state="submitted") for n in range(number)
    )
    Submission.objects.bulk_create(
        Submission(
            inquiry_id=first + n,
            round=1,
            manuscript={"title": f"Report {n}", "authors": [], "parts": {}},
            submitted_at=now - timedelta(minutes=n),
            state=state,
        )
        for n in range(number)
    )
    day = timezone.localdate()
    ReviewInvite.objects.bulk_create(
        ReviewInvite(submission=row, email=f"r{n}@school.test", number=n, answer_by=day, due_on=day)
        for row in Submission.objects.filter(inquiry__pk__gte=first)
        for n in (1, 2)
    )


def test_five_thousand_submissions_cost_as_much_as_fifty() -> None:
    make_many(5000)
    browser = browser_of(make_editor())
    address = reverse("editing_board")
    with budget(19, same_shape=2):
        answer = browser.get(address)
    assert len(titles(answer)) == 50
    assert titles(answer)[0] == "Report 0"
    # Menus and names are known by now.
    with budget(8, same_shape=1):
        after = browser.get(address, {"after": answer.context["page"].next})
    assert titles(after)[0] == "Report 50"


def test_paging_shows_each_once() -> None:
    make_many(120)
    Submission.objects.update(submitted_at=timezone.now())  # all in the same moment
    browser, seen, after = browser_of(make_editor()), [], ""
    while True:
        answer = browser.get(reverse("editing_board"), {"after": after})
        seen += titles(answer)
        after = answer.context["page"].next
        if not after:
            break
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize(
    "after", ["x", "2026-01-01,1", "2026-99-99T00:00:00+00:00,1", "2026-01-01T00:00:00+00:00,x", ","]
)
def test_a_mark_that_makes_no_sense_is_the_first_page(after: str) -> None:
    make_submission()
    assert len(titles(browser_of(make_editor()).get(reverse("editing_board"), {"after": after}))) == 1


def test_filters() -> None:
    editor = make_editor()
    call = Call.objects.create(title="Talk")
    make_submission(make_member("A"), editor=editor)
    other = make_submission(make_member("B"), call=call, submitted_at=timezone.now() - timedelta(40))
    Inquiry.objects.filter(pk=other.inquiry_id).update(language="fr")
    sent = make_sent(make_submission(make_member("C")), make_member("R")).submission
    browser = browser_of(editor)

    def found(**query: str) -> list[int]:
        return [row.pk for row in browser.get(reverse("editing_board"), query).context["page"].rows]

    assert len(found()) == 3
    assert found(state="review") == [sent.pk]
    assert found(state="answered") == []
    assert found(language="fr") == found(call=str(call.pk)) == found(age="30") == [other.pk]
    assert found(editor="none") == [other.pk]
    assert other.pk not in found(editor="me")
    assert len(found(state="nonsense", language="xx", call="x", age="7000", editor="?")) == 3


def test_several_are_given_to_an_editor_but_never_their_own() -> None:
    editor = make_editor("Rafael")
    own, other = make_submission(editor), make_submission(make_member("B"))
    hannah = make_editor("Hannah")
    browser = browser_of(hannah)
    sent = {"submission": [own.pk, other.pk, "x"], "editor": editor.pk, "back": "state=check"}
    answer: Any = browser.post(reverse("assign_submissions"), sent)
    assert answer.url == reverse("editing_board") + "?state=check"
    assert list(Submission.objects.filter(editor=editor)) == [other]
    assert browser.post(reverse("assign_submissions"), sent | {"editor": owner_of(other.inquiry).pk}).status_code == 404


def test_the_table_is_read_by_a_spreadsheet_and_runs_no_formula() -> None:
    submission = make_submission()
    Submission.objects.filter(pk=submission.pk).update(
        manuscript={"title": '=HYPERLINK("http://x.test")', "authors": [], "parts": {}}
    )
    answer = browser_of(make_editor()).get(reverse("editing_export"))
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["title"], row["round"], row["state"]) for row in rows] == [
        ('\'=HYPERLINK("http://x.test")', "1", "Editorial check")
    ]


def test_numbers_beyond_all_bounds_narrow_and_change_nothing() -> None:
    submission, giant = make_submission(), "9" * 30
    browser = browser_of(make_editor())
    for name in ("call", "editor"):
        answer = browser.get(reverse("editing_board"), {name: giant})
        assert [row.pk for row in answer.context["page"].rows] == [submission.pk]
    assert browser.post(reverse("assign_submissions"), {"submission": [giant], "editor": giant}).status_code == 302
    assert browser.get(f"/en/my/editing/{giant}/").status_code == 404
    assert browser.get(f"/en/my/reviews/certificate/{giant}/").status_code == 404


def test_waiting_for_me_wears_all_hats() -> None:
    editor = make_editor("Hannah")
    draft = make_inquiry(editor)
    invite = make_accepted(make_submission(make_member("A")), editor)
    submission = make_submission(make_member("B"))
    answer = browser_of(editor).get(reverse("waiting_for_me"))
    waiting = answer.context["waiting"]
    assert (waiting.drafts, waiting.reviews) == ([draft], [invite])
    # What she reviews is for others to decide.
    assert waiting.decisions == [submission]
    member = browser_of(make_member("Nobody")).get(reverse("waiting_for_me"))
    assert member.context["waiting"].is_empty
    assert InquiryPerson.objects.filter(user=editor).count() == 1


def test_the_number_on_ones_own_page_is_that_of_what_waits() -> None:
    editor = make_editor("Hannah")
    make_inquiry(editor)
    make_accepted(make_submission(make_member("A")), editor)
    make_submission(make_member("B"))
    for member, number in ((editor, 3), (make_member("Nobody"), 0)):
        assert waiting_for(member).count == number
        assert my_drafts(member)["waiting"] == number
