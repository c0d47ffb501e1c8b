"""Who is on a draft: their order, what is said of them, and whose draft it is."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from camtree.core.mail import send_mail_on_commit
from camtree.members.models import User
from research.inquiries.actions.writing import locked_draft
from research.inquiries.choices import Access
from research.inquiries.models import Inquiry, InquiryPerson

NOT_SOONER: Final = timedelta(minutes=10)


class NotAWriterError(Exception):
    """Only somebody who accepted to write can become the owner."""


@transaction.atomic
def place_person(*, person: InquiryPerson, place: int) -> None:
    """Put somebody at a place (0 is the first) among the people of a draft; asked twice, they stay there.

    Raises DraftClosedError.
    """
    inquiry = locked_draft(person.inquiry)
    people = list(inquiry.people.all())
    moved = next((row for row in people if row.pk == person.pk), None)
    if moved is None:
        return
    people.remove(moved)
    people.insert(max(0, min(place, len(people))), moved)
    for position, row in enumerate(people):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


@transaction.atomic
def change_person(*, person: InquiryPerson, **facts: Any) -> InquiryPerson:
    """Keep what is said of somebody. The owner stays the owner. Raises DraftClosedError."""
    inquiry = locked_draft(person.inquiry)
    person = InquiryPerson.objects.get(pk=person.pk, inquiry=inquiry)
    if person.access == Access.OWNER:
        facts.pop("access", None)
    for name, value in facts.items():
        setattr(person, name, value)
    person.save(update_fields=list(facts))
    return person


@transaction.atomic
def resend_invitation(*, person: InquiryPerson, by: User, base_url: str) -> bool:
    """Send the same link once more. False, and no mail, where it was accepted, goes nowhere, or went out just now."""
    Inquiry.objects.select_for_update().get(pk=person.inquiry_id)
    person = InquiryPerson.objects.select_related("inquiry").get(pk=person.pk)
    now = timezone.now()
    if not person.is_waiting or (person.invited_at and now - person.invited_at < NOT_SOONER):
        return False
    person.invited_at = now
    person.save(update_fields=["invited_at"])
    send_mail_on_commit(
        "inquiry_invitation",
        to=person.email,
        language=person.inquiry.language,
        context={"person": person, "inquiry": person.inquiry, "by": by, "base_url": base_url},
        reply_to=by.email,
    )
    return True


@transaction.atomic
def hand_over(*, inquiry: Inquiry, to: InquiryPerson) -> None:
    """Make a writer of a draft its owner, who is told; the one before goes on as a writer. Whatever its state.

    Raises NotAWriterError where `to` is nobody who accepted to write.
    """
    Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    to = InquiryPerson.objects.select_related("user").get(pk=to.pk, inquiry=inquiry)
    if to.access == Access.OWNER:
        return
    if to.access != Access.WRITE or to.user is None:
        raise NotAWriterError
    for person in inquiry.people.filter(access=Access.OWNER):
        person.access = Access.WRITE
        person.save(update_fields=["access"])
    to.access = Access.OWNER
    to.save(update_fields=["access"])
    with translation.override(to.user.preferred_language):
        address = settings.WAGTAILADMIN_BASE_URL + reverse("my_inquiry", args=[inquiry.pk])
    send_mail_on_commit(
        "inquiry_handed_over",
        to=to.user.email,
        language=to.user.preferred_language,
        context={"person": to, "inquiry": inquiry, "address": address},
    )


def hand_over_all_of(member: User) -> None:
    """Before an account is deleted: the next writer of each shared draft becomes its owner. Drafts that nobody else
    writes go with the account. Part of the caller's transaction."""
    for inquiry in Inquiry.objects.filter(people__user=member, people__access=Access.OWNER):
        heir = inquiry.people.filter(access=Access.WRITE, user__isnull=False).exclude(user=member).first()
        if heir is not None:
            hand_over(inquiry=inquiry, to=heir)
