"""What is said in a cohort, and the record of who looked at learners."""

import unicodedata
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from camtree.core.mail import send_mail_on_commit
from camtree.members.models import User
from learning.cohorts.choices import LookedAt
from learning.cohorts.models import Announcement, Cohort, CohortMember, CohortPost, LookAtLearner
from learning.courses.choices import StepKind
from learning.courses.models import Step
from learning.studying.actions import record_step
from learning.studying.models import Enrolment

LONGEST: Final = 4000


class NotInDiscussionError(Exception):
    """The post to which somebody answers is not there, or stands elsewhere."""


@transaction.atomic
def announce(*, cohort: Cohort, author: User, title: str, text: str, key: UUID) -> Announcement:
    """Tell everybody who is in the cohort something: on its page, and in one mail each. Sent twice, it goes once."""
    return _tell(cohort, author, title, text, key, list(_readers(cohort)), is_for_all=True)


@transaction.atomic
def message_stuck(
    *, cohort: Cohort, author: User, members: Iterable[CohortMember], title: str, text: str, key: UUID
) -> Announcement:
    """Write to some members of a cohort; none of them learns who the others are. Sent twice, it goes once."""
    chosen = {member.pk for member in members}
    readers = [row for row in _readers(cohort) if row.pk in chosen]
    return _tell(cohort, author, title, text, key, readers, is_for_all=False)


def _readers(cohort: Cohort) -> "Iterable[CohortMember]":
    return cohort.members.joined().select_related("member")


def _tell(
    cohort: Cohort, author: User, title: str, text: str, key: UUID, readers: list[CohortMember], *, is_for_all: bool
) -> Announcement:
    facts = {
        "cohort": cohort,
        "author": author,
        "title": title,
        "text": without_controls(text),
        "is_for_all": is_for_all,
    }
    told, is_new = Announcement.objects.get_or_create(key=key, defaults=facts)
    if not is_new:
        return told
    if not is_for_all:
        told.recipients.set(readers)
    for row in readers:
        assert row.member is not None  # noqa: S101 - who joined has an account
        language = row.member.preferred_language
        with translation.override(language):
            address = settings.WAGTAILADMIN_BASE_URL + reverse("my_cohort", args=[cohort.pk])
        context = {"told": told, "cohort": cohort, "member": row.member, "address": address}
        send_mail_on_commit("cohort_announcement", to=row.member.email, language=language, context=context)
    return told


@transaction.atomic
def write_post(
    *,
    cohort: Cohort,
    author: User,
    text: str,
    key: UUID,
    step: Step | None = None,
    parent: int | None = None,
    member: CohortMember | None = None,
) -> CohortPost:
    """Say something in the discussion of a cohort or of a `step`, or answer the post `parent`. Sent twice, once.

    `member` is the author's place in the cohort; for them the step is done. None for a facilitator. Raises
    NotInDiscussionError. An answer to an answer stands below the post that began it.
    """
    above = None
    if parent is not None:
        there = cohort.posts.at(step.key if step else None).filter(hidden_at=None)
        above = there.filter(pk=parent).select_related("parent").first()
        if above is None:
            raise NotInDiscussionError
        above = above.parent or above
    facts = {
        "cohort": cohort,
        "author": author,
        "text": without_controls(text),
        "step_key": step.key if step else None,
        "parent": above,
    }
    post, _is_new = CohortPost.objects.get_or_create(key=key, defaults=facts)
    if step is not None and step.kind == StepKind.DISCUSSION and member is not None and member.enrolment:
        record_step(enrolment=member.enrolment, step=step)
    return post


@transaction.atomic
def hide_post(*, post: CohortPost, by: User) -> CohortPost:
    """Take a post out of sight, of everybody but the facilitators. The step it did stays done."""
    post = CohortPost.objects.select_for_update().get(pk=post.pk)
    if post.hidden_at is None:
        post.hidden_at, post.hidden_by = timezone.now(), by
        post.save(update_fields=["hidden_at", "hidden_by"])
    return post


@transaction.atomic
def show_post(*, post: CohortPost) -> CohortPost:
    """Let a hidden post be seen again."""
    CohortPost.objects.filter(pk=post.pk).update(hidden_at=None, hidden_by=None)
    post.refresh_from_db()
    return post


def forget_author(member: User) -> None:
    """Before an account goes: its posts keep their place, so that answers to them can be read, and lose their text."""
    CohortPost.objects.filter(author=member).update(author=None, text="")


def without_controls(text: str) -> str:
    """A text without marks that steer terminals, printers or the direction of what comes after it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    # Embeddings and overrides that are not closed would turn the rest of the page round (Unicode UAX 9).
    return "".join(
        sign for sign in kept if sign not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    ).strip()


def note_look(*, user: User, cohort: Cohort | None, what: LookedAt, enrolment: Enrolment | None = None) -> None:
    """Write down that somebody looked at what learners did, once an hour at most. Who looks at one learner says at
    whom; without a cohort they must."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    row = LookAtLearner(user=user, cohort=cohort, enrolment=enrolment, what=what, hour=hour)
    LookAtLearner.objects.bulk_create([row], ignore_conflicts=True)
