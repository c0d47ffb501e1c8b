"""Drafts: who reaches them, how they are saved, and that nothing is lost when two write at once."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from camtree.members.models import User
from research.inquiries.access import get_inquiry_for
from research.inquiries.actions.writing import (
    DraftClosedError,
    PartChangedError,
    accept_invitation,
    change_facts,
    invite_person,
    restore_version,
    save_part,
    share_inquiry,
    start_inquiry,
)
from research.inquiries.choices import Access
from research.models import Inquiry, InquiryPart, InquiryPerson, PartVersion, ReportTemplate
from research.review.actions.submitting import submit_inquiry
from tests.factories.inquiries import make_inquiry, make_ready_inquiry, make_template, owner_of
from tests.factories.members import browser_of, make_member
from tests.queries import budget
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def part(inquiry: Inquiry, name: str = "findings") -> InquiryPart:
    return inquiry.parts.get(name=name)


def send(member: User | None, inquiry: Inquiry, **values: Any) -> Any:
    sent = {"name": "findings", "html": "<p>New</p>", "number": 0} | values
    return browser_of(member).post(
        reverse("save_inquiry", args=[inquiry.pk]), json.dumps(sent), content_type="application/json"
    )


def join(inquiry: Inquiry, access: Access) -> User:
    member = make_member("Omar")
    InquiryPerson.objects.create(inquiry=inquiry, user=member, name="Omar", access=access, accepted_at=timezone.now())
    return member


@pytest.mark.parametrize(
    ("display", "family", "given", "name", "sorted_as"),
    [
        ("Nila Perera", "", "", "Nila Perera", "Nila Perera"),
        ("Nila P.", "Perera", "Nila", "Nila Perera", "Perera, Nila"),
        ("Wang Xiaoming", "Wang", "Xiaoming", "Wang Xiaoming", "Wang, Xiaoming"),
        ("Nila P.", "Perera", "", "Nila P.", "Nila P."),
    ],
)
def test_who_begins_a_draft_is_named_as_their_profile_says(
    display: str, family: str, given: str, name: str, sorted_as: str
) -> None:
    member = make_member(display)
    member.family_name, member.given_name = family, given
    member.save()
    person = start_inquiry(member=member, template=make_template()).people.get()
    assert (person.name, person.inverted_name) == (name, sorted_as)


def test_a_draft_opens_with_the_sections_of_its_template_and_the_abstract() -> None:
    inquiry = make_inquiry()
    assert [row.name for row in inquiry.parts.all()] == [
        *("abstract_context", "abstract_aims", "abstract_methods", "abstract_findings", "abstract_implications"),
        *("context", "findings", "references"),
    ]


def test_a_draft_keeps_its_template_when_editors_change_it() -> None:
    inquiry = make_inquiry()
    template = ReportTemplate.objects.get(slug="short-report")
    del template.sections[1:]
    template.save_revision().publish()
    again = Inquiry.objects.get(pk=inquiry.pk)
    assert [section.value.heading for section in again.guide.sections] == ["Context", "What we saw", "References"]


@pytest.mark.parametrize(
    ("access", "allowed"),
    [
        (Access.OWNER, {Access.OWNER, Access.WRITE, Access.COMMENT}),
        (Access.WRITE, {Access.WRITE, Access.COMMENT}),
        (Access.COMMENT, {Access.COMMENT}),
        (Access.NONE, set()),
    ],
)
def test_who_may_do_what(access: Access, allowed: set[Access]) -> None:
    inquiry = make_inquiry()
    member = owner_of(inquiry) if access == Access.OWNER else join(inquiry, access)
    for action in (Access.OWNER, Access.WRITE, Access.COMMENT):
        if action in allowed:
            assert get_inquiry_for(member, inquiry.pk, to=action) == inquiry
        else:
            with pytest.raises(Http404):
                get_inquiry_for(member, inquiry.pk, to=action)


PAGES = ["my_inquiry", "my_inquiry_facts", "my_inquiry_people", "submit_inquiry"]


@pytest.mark.parametrize("name", PAGES)
def test_strangers_find_nothing_and_nobody_signs_in_first(name: str) -> None:
    address = reverse(name, args=[make_inquiry().pk])
    assert browser_of(make_member()).get(address).status_code == 404
    assert browser_of(None).get(address).status_code == 302


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_the_owners_pages_open(name: str, language: str) -> None:
    inquiry = make_inquiry()
    address = reverse(name, args=[inquiry.pk]).replace("/en/", f"/{language}/", 1)
    html = browser_of(owner_of(inquiry)).get(address).content.decode()
    assert html.count("<h1") == 1
    assert f'lang="{language}"' in html
    assert not re.search(r"\s(style|on[a-z]+)=[\"']", html)


def test_a_part_is_saved_clean_and_counted() -> None:
    inquiry = make_inquiry()
    response = send(owner_of(inquiry), inquiry, html="<p>Two words<script>x</script></p>")
    assert response.json() == {"number": 1, "words": 2, "html": "<p>Two words</p>"}
    assert part(inquiry).text == "<p>Two words</p>"


def test_the_same_text_again_is_no_new_version() -> None:
    inquiry = make_inquiry()
    send(owner_of(inquiry), inquiry)
    assert send(owner_of(inquiry), inquiry, number=0).json()["number"] == 1


def test_the_second_of_two_is_told_and_loses_nothing() -> None:
    inquiry = make_inquiry()
    omar = join(inquiry, Access.WRITE)
    send(omar, inquiry, html="<p>Omar's words</p>")
    response = send(owner_of(inquiry), inquiry, html="<p>Mine</p>", number=0)
    assert response.status_code == 409
    assert response.json() == {
        "says": "Omar changed this part while you were writing. Choose which text stays; the other is kept.",
        "html": "<p>Omar's words</p>",
        "number": 1,
    }
    assert send(owner_of(inquiry), inquiry, html="<p>Mine</p>", number=1).status_code == 200
    assert PartVersion.objects.get(part=part(inquiry)).text == "<p>Omar's words</p>"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("not json", 400),
        ("[]", 400),
        ('{"name": "findings"}', 400),
        ('{"name": "nothing", "html": "", "number": 0}', 400),
        ('{"name": "findings", "html": "x", "number": "y"}', 400),
        (json.dumps({"name": "findings", "html": "x" * 400_001, "number": 0}), 413),
        (json.dumps({"name": "findings", "html": "x" * 3_000_000, "number": 0}), 413),
    ],
)
def test_bad_input_gets_a_sentence(body: str, status: int) -> None:
    inquiry = make_inquiry()
    address = reverse("save_inquiry", args=[inquiry.pk])
    response = browser_of(owner_of(inquiry)).post(address, body, content_type="application/json")
    assert response.status_code == status
    assert response.json()["says"].endswith(".")
    assert part(inquiry).text == ""


def test_who_may_only_comment_saves_nothing() -> None:
    inquiry = make_inquiry()
    assert send(join(inquiry, Access.COMMENT), inquiry).status_code == 404
    assert send(None, inquiry).status_code == 302
    assert part(inquiry).text == ""


def test_what_is_with_the_editors_stays_as_it_is() -> None:
    inquiry = make_inquiry()
    Inquiry.objects.filter(pk=inquiry.pk).update(state="submitted")
    assert send(owner_of(inquiry), inquiry).status_code == 423
    with pytest.raises(DraftClosedError):
        save_part(inquiry=inquiry, name="findings", html="<p>New</p>", number=0, member=owner_of(inquiry))


@pytest.mark.parametrize("words", [10, 10_000])
def test_saving_costs_the_same_whatever_the_length(words: int) -> None:
    inquiry = make_inquiry()
    owner = owner_of(inquiry)
    send(owner, inquiry)
    browser = browser_of(owner)
    body = json.dumps({"name": "findings", "html": f"<p>{'word ' * words}</p>", "number": 1})
    with budget(8, 1):
        response = browser.post(reverse("save_inquiry", args=[inquiry.pk]), body, content_type="application/json")
    assert response.json()["words"] == words


def test_a_version_is_kept_every_ten_minutes_of_writing() -> None:
    inquiry = make_inquiry()
    owner = owner_of(inquiry)
    for number, text in enumerate(["<p>1</p>", "<p>2</p>", "<p>3</p>"]):
        save_part(inquiry=inquiry, name="findings", html=text, number=number, member=owner)
    assert not PartVersion.objects.exists()
    Inquiry.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    save_part(inquiry=inquiry, name="findings", html="<p>4</p>", number=3, member=owner)
    save_part(inquiry=inquiry, name="findings", html="<p>5</p>", number=4, member=owner)
    assert [version.text for version in PartVersion.objects.all()] == ["<p>3</p>"]


def test_bringing_an_earlier_text_back_keeps_the_present_one() -> None:
    inquiry = make_inquiry()
    owner, omar = owner_of(inquiry), join(inquiry, Access.WRITE)
    save_part(inquiry=inquiry, name="findings", html="<p>First</p>", number=0, member=omar)
    save_part(inquiry=inquiry, name="findings", html="<p>Second</p>", number=1, member=owner)
    address = reverse("my_inquiry_history", args=[inquiry.pk, "findings"])
    assert "First" in browser_of(owner).get(address).content.decode()
    browser_of(owner).post(address, {"version": "1"})
    assert part(inquiry).text == "<p>First</p>"
    assert {version.text for version in PartVersion.objects.all()} == {"<p>First</p>", "<p>Second</p>"}


def test_a_version_of_another_draft_is_not_brought_in() -> None:
    inquiry = make_inquiry()
    other = start_inquiry(member=make_member(), template=make_template("another"))
    version = PartVersion.objects.create(part=part(other), number=1, text="<p>Secret</p>", saved_at=timezone.now())
    with pytest.raises(InquiryPart.DoesNotExist):
        restore_version(inquiry=inquiry, version=version, member=owner_of(inquiry))


def test_without_script_one_button_saves_what_was_touched() -> None:
    inquiry = make_inquiry()
    owner = owner_of(inquiry)
    save_part(
        inquiry=inquiry,
        name="context",
        html="<table><tbody><tr><td>1</td></tr></tbody></table>",
        number=0,
        member=owner,
    )
    address = reverse("my_inquiry", args=[inquiry.pk])
    shown = browser_of(owner).get(address).context["parts"]
    was = {p.row.name: p.row.text for p in shown}
    data = {
        "context": "| 1 |\n| --- |",
        "context-was": "| 1 |\r\n| --- |",
        "context-number": "1",
        "findings": "**Eleven** spoke",
        "findings-was": "",
        "findings-number": "0",
    }
    assert browser_of(owner).post(address, data).status_code == 302
    assert part(inquiry, "context").text == was["context"]
    assert part(inquiry).text == "<p><strong>Eleven</strong> spoke</p>"


def test_without_script_both_texts_of_a_clash_are_shown() -> None:
    inquiry = make_inquiry()
    save_part(inquiry=inquiry, name="findings", html="<p>Theirs</p>", number=0, member=join(inquiry, Access.WRITE))
    address = reverse("my_inquiry", args=[inquiry.pk])
    data = {"findings": "Mine", "findings-was": "", "findings-number": "0"}
    response = browser_of(owner_of(inquiry)).post(address, data)
    html = response.content.decode()
    assert response.status_code == 409
    assert "<p>Theirs</p>" in html
    assert re.search(r"<textarea[^>]*name=\"findings\"[^>]*>\s*Mine</textarea>", html)
    assert 'name="findings-number" value="1"' in html


def test_a_colleague_accepts_by_the_link_in_the_mail(django_capture_on_commit_callbacks: Any) -> None:
    inquiry = make_inquiry()
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(owner_of(inquiry)).post(
            reverse("my_inquiry_people", args=[inquiry.pk]),
            {"family_name": "Omar", "email": "Omar@school.test", "access": "write", "is_author": "on"},
        )
    (message,) = mail.outbox
    assert message.to == ["omar@school.test"]
    link = re.search(r"https?://[^/]+(/\S+)", str(message.body))
    assert link
    address = link[1]
    omar = make_member("Omar Haddad", email="other@school.test")
    assert browser_of(omar).post(address)["Location"] == reverse("my_inquiry", args=[inquiry.pk])
    assert get_inquiry_for(omar, inquiry.pk, to=Access.WRITE) == inquiry
    # The link works once.
    assert browser_of(make_member()).post(address).status_code == 404


def test_the_same_address_twice_is_one_person_and_one_mail(django_capture_on_commit_callbacks: Any) -> None:
    inquiry = make_inquiry()
    with django_capture_on_commit_callbacks(execute=True):
        for access in ("write", "comment"):
            invite_person(
                inquiry=inquiry,
                by=owner_of(inquiry),
                base_url="http://testserver",
                name="Omar",
                email="omar@school.test",
                access=access,
            )
    assert [person.access for person in inquiry.people.all()] == ["owner", "comment"]
    assert len(mail.outbox) == 1


def test_nobody_mails_half_the_world_through_a_draft() -> None:
    inquiry = make_inquiry()
    browser = browser_of(owner_of(inquiry))
    address = reverse("my_inquiry_people", args=[inquiry.pk])
    statuses = [
        browser.post(address, {"family_name": "X", "email": f"x{number}@school.test", "access": "write"}).status_code
        for number in range(21)
    ]
    assert statuses == [302] * 20 + [429]
    assert inquiry.people.count() == 21


def test_a_link_for_readers_works_until_it_is_taken_back_or_over() -> None:
    inquiry = make_inquiry()
    save_part(inquiry=inquiry, name="findings", html="<p>Eleven spoke</p>", number=0, member=owner_of(inquiry))
    link = share_inquiry(inquiry=inquiry)
    address = reverse("shared_inquiry", args=[link.token])
    assert "Eleven spoke" in browser_of(None).get(address).content.decode()
    browser_of(owner_of(inquiry)).post(reverse("share_inquiry", args=[inquiry.pk]), {"revoke": str(link.pk)})
    assert browser_of(None).get(address).status_code == 404
    other = share_inquiry(inquiry=inquiry)
    other.expires_at = timezone.now()
    other.save()
    assert browser_of(None).get(reverse("shared_inquiry", args=[other.token])).status_code == 404


def test_facts_that_cannot_be_are_named() -> None:
    inquiry = make_inquiry()
    address = reverse("my_inquiry_facts", args=[inquiry.pk])
    data = {"title": "T", "stage": "focus", "cycles": "1", "licence": "cc-by", "age_from": "9", "age_to": "5"}
    response = browser_of(owner_of(inquiry)).post(address, data)
    assert response.status_code == 422
    assert response.context["form"].errors == {"age_to": ["The oldest learner is younger than the youngest."]}


@pytest.mark.django_db(transaction=True)
def test_two_save_one_part_at_the_same_moment(site_after_flush: None) -> None:
    inquiry = make_inquiry()
    owner, omar = owner_of(inquiry), join(inquiry, Access.WRITE)

    def saving(member: User, html: str) -> Any:
        return lambda: save_part(inquiry=inquiry, name="findings", html=html, number=0, member=member).text

    results = at_once(saving(owner, "<p>Mine</p>"), saving(omar, "<p>Theirs</p>"))
    saved = [result for result in results if isinstance(result, str)]
    refused = [result for result in results if isinstance(result, PartChangedError)]
    assert len(saved) == len(refused) == 1
    assert part(inquiry).text == saved[0]
    assert part(inquiry).number == 1


@pytest.mark.django_db(transaction=True)
def test_facts_saved_while_somebody_submits_do_not_open_the_draft_again(site_after_flush: None) -> None:
    inquiry = make_ready_inquiry()
    owner, stale = owner_of(inquiry), Inquiry.objects.get(pk=inquiry.pk)
    submit_inquiry(inquiry=inquiry, member=owner)
    with pytest.raises(DraftClosedError):
        change_facts(inquiry=stale, facts={"place": "Kisumu"})
    assert Inquiry.objects.get(pk=inquiry.pk).state == "submitted"


@pytest.mark.django_db(transaction=True)
def test_one_link_pressed_by_two_lets_one_in(site_after_flush: None) -> None:
    inquiry = make_inquiry()
    person = inquiry.people.create(name="Omar", email="omar@school.test", access="write", invited_at=timezone.now())
    both = [make_member("Omar"), make_member("Somebody")]
    results = at_once(*[lambda member=member: accept_invitation(person=person, member=member).user for member in both])
    assert len([result for result in results if isinstance(result, InquiryPerson.DoesNotExist)]) == 1
    assert InquiryPerson.objects.get(pk=person.pk).user in results
