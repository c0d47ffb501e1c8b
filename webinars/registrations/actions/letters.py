"""Mails that go to many by themselves, and messages of the hosts: made, changed, sent by the timer.

Each goes to each person once: the row that says so is written in the transaction that writes the mail.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Q

from camtree.background.each import each
from camtree.members.models import User
from webinars.registrations.choices import LetterKind
from webinars.registrations.mails import write_to
from webinars.registrations.models import AFTERWARDS_UNTIL, BEFORE, Letter, Register, Registration, SentLetter

# So many mails one run of the timer writes.
MOST: Final = 500


@transaction.atomic
def write_message(*, register: Register, subject: str, words: str, audience: str, by: User) -> Letter:
    """A message of the hosts, which the timer sends within a minute to all who are meant. The same again, while the
    first is on its way, is one, also of two clicks at once."""
    register = Register.objects.select_for_update().get(pk=register.pk)
    facts = {"register": register, "kind": LetterKind.MESSAGE, "subject": subject, "words": words, "audience": audience}
    again: Letter | None = Letter.objects.filter(**facts, sent__isnull=True, is_cancelled=False).first()
    return again or Letter.objects.create(**facts, written_by=by)


@transaction.atomic
def change_letter(*, letter: Letter, words: str, is_cancelled: bool) -> Letter:
    """Add words of the hosts to a mail, or keep it from going. What went stays as it went."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    letter.words, letter.is_cancelled = words, is_cancelled
    letter.save(update_fields=["words", "is_cancelled"])
    return letter


def send_letters(*, now: datetime) -> int:
    """Send what is due to whoever has not got it yet. Number of mails. Safe by several machines at once."""
    sent = 0
    for letter in due_letters(now):
        if sent >= MOST:
            break
        rows = letter.readers().exclude(letters__letter=letter).select_related("register", "member").order_by("pk")
        sent += sum(each("webinar-letters", rows, partial(_send, letter.pk, now), most=MOST - sent))
    return sent


def due_letters(now: datetime) -> Iterator[Letter]:
    """Letters whose time is now."""
    earliest = now - AFTERWARDS_UNTIL
    near = Q(register__starts_at__lte=now + BEFORE[LetterKind.DAY][0], register__ends_at__gte=earliest)
    messages = Q(kind=LetterKind.MESSAGE, made_at__gte=earliest)
    letters = Letter.objects.filter(near | messages, is_cancelled=False).select_related("register").order_by("pk")
    return (letter for letter in letters if letter.is_due(now))


def _send(pk: int, now: datetime, row: Registration) -> int:
    """Looks once more: it may have been cancelled meanwhile, sent by another machine, or the webinar moved."""
    letter = Letter.objects.select_related("register").get(pk=pk)
    readers = letter.readers().exclude(letters__letter=letter).select_for_update(of=("self",))
    held = readers.select_related("register", "member").filter(pk=row.pk).first()
    if held is None or not letter.is_due(now):
        return 0
    SentLetter.objects.create(letter=letter, registration=held, sent_at=now)
    write_to(held, "webinar_letter", letter=letter, kind=letter.kind)
    return 1
