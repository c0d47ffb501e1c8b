"""The people of a draft: order, contributions, invitations sent again, and whose draft it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from camtree.members.models import User
from camtree.members.personal_data import erase
from research.inquiries.actions.people import NotAWriterError, change_person, hand_over, place_person
from research.inquiries.actions.writing import DraftClosedError, invite_person
from research.inquiries.choices import Access
from research.models import Inquiry, InquiryPerson, ReportPage
from research.review.actions.submitting import submit_inquiry
from tests.factories.inquiries import make_inquiry, make_ready_inquiry, owner_of
from tests.factories.members import browser_of, make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def join(inquiry: Inquiry, name: str = "Omar", access: Access = Access.WRITE, **facts: Any) -> InquiryPerson:
    position = inquiry.people.count()
    person: InquiryPerson = inquiry.people.create(
        user=make_member(name), name=name, access=access, position=position, accepted_at=timezone.now(), **facts
    )
    return person


def order(inquiry: Inquiry) -> list[str]:
    return [person.name for person in inquiry.people.all()]


def press(inquiry: Inquiry, address: str, person: InquiryPerson, member: User | None = None, **data: Any) -> Any:
    address = reverse(address, args=[inquiry.pk, person.pk])
    return browser_of(member or owner_of(inquiry)).post(address, data)


def member_of(person: InquiryPerson) -> User:
    assert person.user is not None
    return person.user


# ---------------------------------------------------------------- order and facts


def test_people_move_to_the_place_that_the_button_names() -> None:
    inquiry = make_inquiry()
    _omar, ada = join(inquiry), join(inquiry, "Ada")
    for _click in range(2):
        press(inquiry, "place_person", ada, place="1")
    assert order(inquiry) == ["Nila Perera", "Ada", "Omar"]
    press(inquiry, "place_person", ada, place="0")
    press(inquiry, "place_person", ada, place="x")
    assert order(inquiry) == ["Ada", "Nila Perera", "Omar"]
    press(inquiry, "place_person", ada, place="9999")
    assert order(inquiry) == ["Nila Perera", "Omar", "Ada"]


def test_the_page_names_the_places() -> None:
    inquiry = make_inquiry()
    join(inquiry)
    html = browser_of(owner_of(inquiry)).get(reverse("my_inquiry_people", args=[inquiry.pk])).content.decode()
    assert html.count("Move up") == html.count("Move down") == 1
    assert 'name="place" value="1"' in html
    assert 'name="place" value="0"' in html


def test_what_is_said_of_somebody_comes_onto_the_report() -> None:
    inquiry = make_ready_inquiry()
    omar = join(inquiry)
    data: dict[str, Any] = {
        "family_name": "Haddad",
        "given_name": "Omar",
        "native_name": "عمر حداد",
        "role": "Teacher",
        "affiliation": "Amman",
        "orcid": "0000-0002-1825-0097",
        "is_author": "on",
        "contributions": ["methodology", "writing-original-draft"],
        "access": "comment",
    }
    assert press(inquiry, "my_inquiry_person", omar, **(data | {"orcid": "1"})).status_code == 422
    assert press(inquiry, "my_inquiry_person", omar, **(data | {"contributions": ["king"]})).status_code == 422
    assert press(inquiry, "my_inquiry_person", omar, **data).status_code == 302
    omar.refresh_from_db()
    assert omar.contribution_names == ["Methodology", "Writing: original draft"]
    assert omar.access == Access.COMMENT
    place_person(person=omar, place=0)
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    inquiry.refresh_from_db()
    assert inquiry.report is not None
    inquiry.report.get_latest_revision().publish()
    report = ReportPage.objects.get(pk=inquiry.report.pk)
    assert [(author.name, author.inverted_name, author.native_name) for author in report.authors.all()] == [
        ("Omar Haddad", "Haddad, Omar", "عمر حداد"),
        ("Nila Perera", "Nila Perera", ""),
    ]
    html = browser_of(None).get(report.url).content.decode()
    assert "Methodology and Writing: original draft" in html


def test_the_owner_stays_the_owner_when_changed() -> None:
    inquiry = make_inquiry()
    owner = inquiry.people.get()
    assert "access" not in browser_of(owner_of(inquiry)).get(
        reverse("my_inquiry_person", args=[inquiry.pk, owner.pk])
    ).context["form"].fields  # fmt: skip
    change_person(person=owner, access=Access.NONE, name="Nila P.")
    assert [(row.name, row.access) for row in inquiry.people.all()] == [("Nila P.", "owner")]


def test_order_and_facts_stay_while_editors_read() -> None:
    inquiry = make_inquiry()
    omar = join(inquiry)
    Inquiry.objects.update(state="submitted")
    press(inquiry, "place_person", omar, place="0")
    press(inquiry, "my_inquiry_person", omar, family_name="X", access="write")
    assert order(inquiry) == ["Nila Perera", "Omar"]
    with pytest.raises(DraftClosedError):
        change_person(person=omar, name="X")


@pytest.mark.parametrize("name", ["my_inquiry_person", "place_person", "invite_again", "hand_over_inquiry"])
def test_only_the_owner_decides(name: str) -> None:
    inquiry = make_inquiry()
    omar = join(inquiry)
    for stranger in (member_of(omar), make_member()):
        assert press(inquiry, name, omar, stranger).status_code == 404
    foreign = join(Inquiry.objects.create(template=inquiry.template), "Ada")
    assert press(inquiry, name, foreign).status_code == 404
    assert browser_of(None).post(reverse(name, args=[inquiry.pk, omar.pk])).status_code == 302


# ---------------------------------------------------------------- invitations


def test_an_invitation_goes_out_again_but_not_at_once(django_capture_on_commit_callbacks: Any) -> None:
    inquiry = make_inquiry()
    facts = {"name": "Omar", "email": "omar@school.test", "access": "write"}
    with django_capture_on_commit_callbacks(execute=True):
        person = invite_person(inquiry=inquiry, by=owner_of(inquiry), base_url="http://testserver", **facts)
        press(inquiry, "invite_again", person)
    assert len(mail.outbox) == 1
    InquiryPerson.objects.filter(pk=person.pk).update(invited_at=timezone.now() - timedelta(minutes=11))
    with django_capture_on_commit_callbacks(execute=True):
        for _click in range(2):
            press(inquiry, "invite_again", person)
    assert len(mail.outbox) == 2
    assert person.token in str(mail.outbox[1].body)
    with django_capture_on_commit_callbacks(execute=True):
        press(inquiry, "invite_again", join(inquiry, "Ada", email="ada@school.test"))
    assert len(mail.outbox) == 2


# ---------------------------------------------------------------- whose draft it is


def test_a_draft_is_handed_over_and_its_new_owner_told(django_capture_on_commit_callbacks: Any) -> None:
    inquiry = make_inquiry()
    nila, omar = owner_of(inquiry), join(inquiry)
    with django_capture_on_commit_callbacks(execute=True):
        assert press(inquiry, "hand_over_inquiry", omar).status_code == 302
    assert [(row.name, row.access) for row in inquiry.people.all()] == [("Nila Perera", "write"), ("Omar", "owner")]
    (told,) = mail.outbox
    assert told.to == [member_of(omar).email]
    assert told.subject == "The draft “Wait time and talk” is yours now"
    assert press(inquiry, "hand_over_inquiry", omar, nila).status_code == 404


def test_nobody_becomes_owner_who_does_not_write() -> None:
    inquiry = make_inquiry()
    reader = join(inquiry, access=Access.COMMENT)
    named = inquiry.people.create(name="Ada", access=Access.WRITE, email="ada@school.test")
    for person in (reader, named):
        with pytest.raises(NotAWriterError):
            hand_over(inquiry=inquiry, to=person)
        assert press(inquiry, "hand_over_inquiry", person).status_code == 302
    assert owner_of(inquiry).display_name == "Nila Perera"


def test_a_shared_draft_outlives_its_owners_account_and_one_of_one_goes_with_it() -> None:
    shared = make_inquiry()
    nila = owner_of(shared)
    join(shared, "Rita", Access.COMMENT)
    ada = join(shared, "Ada")
    alone = Inquiry.objects.create(template=shared.template)
    alone.people.create(user=nila, name="Nila Perera", access=Access.OWNER)
    erase(nila)
    assert list(Inquiry.objects.all()) == [shared]
    assert owner_of(shared) == ada.user
    assert order(shared) == ["Rita", "Ada"]


@pytest.mark.django_db(transaction=True)
def test_two_handed_the_same_draft_at_once_leave_one_owner(site_after_flush: None) -> None:
    inquiry = make_inquiry()
    people = [join(inquiry), join(inquiry, "Ada")]
    at_once(*[lambda person=person: hand_over(inquiry=inquiry, to=person) for person in people])
    assert inquiry.people.filter(access=Access.OWNER).count() == 1
