"""Comments on a draft: beside their part, in threads of one level, settled and opened again, without any mail."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from camtree.members.models import User
from research.inquiries.actions.comments import add_comment, reopen_comment, resolve_comment
from research.inquiries.actions.writing import DraftClosedError
from research.inquiries.choices import Access
from research.inquiries.queries import threads_of
from research.models import Inquiry, InquiryPerson, PartComment, PartVersion
from tests.factories.inquiries import make_inquiry, owner_of
from tests.factories.members import browser_of, make_member
from tests.queries import budget
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def join(inquiry: Inquiry, access: Access = Access.COMMENT, name: str = "Omar") -> User:
    member = make_member(name)
    InquiryPerson.objects.create(inquiry=inquiry, user=member, name=name, access=access)
    return member


def say(inquiry: Inquiry, member: User, text: str = "For whom?", **facts: Any) -> PartComment:
    return add_comment(inquiry=inquiry, member=member, name="findings", text=text, **facts)


def send(inquiry: Inquiry, member: User | None, part: str = "findings", **data: str) -> Any:
    return browser_of(member).post(reverse("my_inquiry_comments", args=[inquiry.pk, part]), data)


def test_a_reader_comments_and_the_author_answers_and_settles(django_capture_on_commit_callbacks: Any) -> None:
    inquiry = make_inquiry()
    omar, owner = join(inquiry), owner_of(inquiry)
    with django_capture_on_commit_callbacks(execute=True):
        for _click in range(2):
            assert send(inquiry, omar, text="For whom?").status_code == 302
        (thread,) = PartComment.objects.all()
        send(inquiry, owner, text="For nine of them.", answer_to=str(thread.pk))
        answer = PartComment.objects.get(parent=thread)
        send(inquiry, omar, text="Thanks", answer_to=str(answer.pk))
        for _click in range(2):
            send(inquiry, owner, settle=str(thread.pk))
    assert [str(row) for row in PartComment.objects.filter(parent=thread)] == ["For nine of them.", "Thanks"]
    thread.refresh_from_db()
    assert thread.resolved_by == owner
    html = browser_of(omar).get(reverse("my_inquiry", args=[inquiry.pk])).content.decode()
    assert html.index('id="findings"') < html.index("For nine of them.") < html.index('id="references"')
    assert mail.outbox == []
    assert not PartVersion.objects.exists()
    assert inquiry.parts.get(name="findings").number == 0


def test_what_was_settled_opens_again_by_hand_or_by_an_answer() -> None:
    inquiry = make_inquiry()
    owner = owner_of(inquiry)
    first, second = say(inquiry, owner, "One"), say(inquiry, owner, "Two")
    for thread in (first, second):
        resolve_comment(comment=thread, member=owner)
    send(inquiry, owner, reopen=str(first.pk))
    say(inquiry, owner, "Still?", answer_to=second)
    assert [row.resolved_at for row in PartComment.objects.filter(parent=None)] == [None, None]
    resolve_comment(comment=first, member=owner)
    assert [str(row) for row in threads_of(inquiry)["findings"]] == ["Two", "One"]


def test_a_closed_draft_is_read_only() -> None:
    inquiry = make_inquiry()
    omar = join(inquiry)
    thread = say(inquiry, omar)
    Inquiry.objects.update(state="submitted")
    for data in ({"text": "More"}, {"settle": str(thread.pk)}, {"text": "More", "answer_to": str(thread.pk)}):
        assert send(inquiry, omar, **data).status_code == 302
    with pytest.raises(DraftClosedError):
        reopen_comment(comment=thread)
    assert [(str(row), row.resolved_at) for row in PartComment.objects.all()] == [("For whom?", None)]
    html = browser_of(omar).get(reverse("my_inquiry_comments", args=[inquiry.pk, "findings"])).content.decode()
    assert "For whom?" in html
    assert "A new comment" not in html


def test_strangers_and_comments_of_other_drafts() -> None:
    inquiry = make_inquiry()
    thread = say(inquiry, owner_of(inquiry))
    assert send(inquiry, make_member(), text="Hello").status_code == 404
    assert send(inquiry, join(inquiry, Access.NONE, "Ada"), text="Hello").status_code == 404
    assert send(inquiry, None, text="Hello").status_code == 302
    assert send(inquiry, owner_of(inquiry), "nothing", text="Hello").status_code == 404
    for number in (str(thread.pk), "0", "x", "9" * 40):
        assert send(inquiry, owner_of(inquiry), "context", text="Hello", answer_to=number).status_code == 404
        assert send(inquiry, owner_of(inquiry), "context", settle=number).status_code == 404
    assert PartComment.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_an_empty_or_endless_comment_gets_a_sentence(text: str) -> None:
    inquiry = make_inquiry()
    assert send(inquiry, owner_of(inquiry), text=text).status_code == 422
    assert not PartComment.objects.exists()


def test_words_in_a_comment_stay_words() -> None:
    inquiry = make_inquiry()
    say(inquiry, owner_of(inquiry), "<script>alert(1)</script>")
    html = browser_of(owner_of(inquiry)).get(reverse("my_inquiry", args=[inquiry.pk])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html


def test_the_list_of_drafts_counts_open_comments_and_the_desk_asks_no_more_for_many() -> None:
    inquiry = make_inquiry()
    owner = owner_of(inquiry)
    thread = say(inquiry, owner, "0")
    say(inquiry, owner, "An answer", answer_to=thread)
    browser, desk = browser_of(owner), reverse("my_inquiry", args=[inquiry.pk])
    browser.get(desk)
    with budget(16, 2):
        browser.get(desk)
    for number in range(1, 12):
        say(inquiry, owner, str(number))
    resolve_comment(comment=thread, member=owner)
    with budget(16, 2):
        browser.get(desk)
    assert "11 open comments" in browser.get(reverse("my_research")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_are_one_comment(site_after_flush: None) -> None:
    inquiry = make_inquiry()
    owner = owner_of(inquiry)
    results = at_once(*[lambda: say(inquiry, owner).pk] * 2)
    assert len(set(results)) == 1
