"""Registering for webinars, waiting for a place, and giving it back.

Every action holds the row of the register first, which follows the page, so that no place is given twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from camtree.background.each import each
from camtree.core.caching.generation import forget_all_pages
from camtree.events.calendars import Method
from camtree.events.places import Moved
from camtree.members.models import ConsentText, User
from camtree.members.queries import addresses_of
from webinars.models import WebinarPage
from webinars.registrations.actions.letters import MOST
from webinars.registrations.choices import LetterKind, RegistrationState
from webinars.registrations.mails import welcome, write_to
from webinars.registrations.models import BEFORE, Letter, Register, Registration, SentLetter
from webinars.registrations.places import PLACES, RegistrationClosedError
from webinars.registrations.queries import facts_page

# So long a guest may take to confirm; nobody's place is kept meanwhile.
TO_CONFIRM: Final = timedelta(days=2)
# Guests are forgotten so long after the webinar.
GUESTS_KEPT: Final = timedelta(days=90)
# Asked again sooner, a guest gets no second mail.
PATIENCE: Final = timedelta(minutes=10)


# ---------------------------------------------------------------- the register and its page


@transaction.atomic
def follow_page(*, work_key: UUID) -> Register | None:
    """Bring the register of a webinar in line with what its page says, in whichever language that was published.

    More places go to those who wait; fewer take nobody's place away. None where no page is public and never was.
    """
    register = _held(work_key)
    if register is not None:
        with _watching(register):
            PLACES.settle(register, timezone.now())
    return register


def _held(work_key: UUID) -> Register | None:
    """The register, held until the transaction ends, as the page says it now."""
    page = facts_page(work_key)
    if page is None:
        Register.objects.filter(work_key=work_key).update(is_open=False)
        return Register.objects.select_for_update().filter(work_key=work_key).first()
    facts = _facts(page)
    if not Register.objects.filter(work_key=work_key).exists():
        if not page.takes_registrations:
            return None
        Register.objects.get_or_create(work_key=work_key, defaults=facts)
    register = Register.objects.select_for_update().get(work_key=work_key)
    changed = [name for name, value in facts.items() if getattr(register, name) != value]
    for name in changed:
        setattr(register, name, facts[name])
    if changed:
        register.save(update_fields=changed)
    _keep_letters(register, is_moved="starts_at" in changed)
    return register


def _keep_letters(register: Register, *, is_moved: bool) -> None:
    """The mails that go by themselves. Of a webinar that moved, those before it go once more in their time."""
    there = {letter.kind: letter for letter in register.letters.exclude(kind=LetterKind.MESSAGE)}
    for kind in (LetterKind.DAY, LetterKind.HOUR, LetterKind.ATTENDED, LetterKind.MISSED):
        if kind not in there:
            Letter.objects.create(register=register, kind=kind)
    if is_moved:
        again = [letter.pk for kind, letter in there.items() if kind in BEFORE and letter.due_at > timezone.now()]
        SentLetter.objects.filter(letter__in=again).delete()


def _facts(page: WebinarPage) -> dict[str, Any]:
    return {
        "title": page.title,
        "capacity": page.capacity,
        "is_open": page.takes_registrations,
        "is_cancelled": page.is_cancelled,
        "opens_at": page.registration_opens_at,
        "closes_at": page.registration_closes_at,
        "starts_at": page.starts_at,
        "ends_at": page.ends_at,
        "time_zone": page.time_zone,
        "sequence": page.sequence,
    }


@contextmanager
def _watching(register: Register) -> Iterator[None]:
    """The page says whether a webinar is full: when that changes in this block, no kept copy says it any more."""
    was_full = PLACES.free(register) == 0
    yield
    if (PLACES.free(register) == 0) != was_full:
        forget_all_pages()


# ---------------------------------------------------------------- members


@transaction.atomic
def register_member(*, webinar: WebinarPage, member: User, language: str, **facts: Any) -> Registration:
    """A place, or the waiting list. Whoever is registered already, in whatever language, stays where they are.

    `facts` may say `answers` and `agrees_to_recording`. Raises RegistrationClosedError.
    """
    register = _open_register(webinar)
    row = _row_of(register, member) or Registration(register=register)
    row.register, row.member, row.email, row.language = register, member, "", language
    return _come_in(register, row, facts)


def _open_register(webinar: WebinarPage) -> Register:
    register = _held(webinar.translation_key)
    if register is None:
        raise RegistrationClosedError
    return register


def _row_of(register: Register, member: User) -> Registration | None:
    """The row of a member, or of the guest they were. Where there are both, the one that holds more."""
    better = Case(
        When(state=RegistrationState.JOINED, then=Value(0)),
        When(state=RegistrationState.WAITING, then=Value(1)),
        default=Value(2),
    )
    found = list(Registration.objects.of(member).filter(register=register).order_by(better, "member", "pk"))
    for other in found[1:]:
        other.delete()
    return found[0] if found else None


def _come_in(register: Register, row: Registration, facts: dict[str, Any]) -> Registration:
    """The register is held."""
    now = timezone.now()
    was = row.state if row.pk else ""
    for name, value in facts.items():
        setattr(row, name, value)
    if was in Registration.INSIDE:
        row.save()
        return row
    with _watching(register):
        PLACES.settle(register, now)
        row.asked_at = now
        row = PLACES.take_or_wait(register, row, now)
    if row.state == RegistrationState.JOINED:
        welcome(row, now)
    else:
        write_to(row, "webinar_waiting", method=Method.REQUEST, number=row.number_in_line)
    row.save()
    return row


# ---------------------------------------------------------------- guests


@transaction.atomic
def ask_as_guest(
    *, webinar: WebinarPage, email: str, name: str, language: str, consent: ConsentText | None, **facts: Any
) -> None:
    """Write to an address the link with which a place is taken. Nothing tells the caller whether it is known.

    Raises RegistrationClosedError.
    """
    register, email, now = _open_register(webinar), email.strip().lower(), timezone.now()
    if not register.takes_people(now):
        raise RegistrationClosedError
    row = _row_at(register, email)
    if row is None:
        row = Registration(register=register, email=email, language=language)
    row.register = register
    if row.state in Registration.INSIDE:
        write_to(row, "webinar_confirm")
        return
    is_too_soon = row.pk and row.state == RegistrationState.PENDING and row.asked_at > now - PATIENCE
    row.state, row.asked_at, row.language = RegistrationState.PENDING, now, language
    if row.member is None:
        row.name, row.consent = name, consent
    for field, value in facts.items():
        setattr(row, field, value)
    row.save()
    if not is_too_soon:
        write_to(row, "webinar_confirm")


def _row_at(register: Register, email: str) -> Registration | None:
    """The row of a guest with this address, or of the member whose confirmed address it is."""
    from allauth.account.models import EmailAddress  # loads the whole of allauth, which commands do without

    members = EmailAddress.objects.filter(email__iexact=email, verified=True).values("user")
    rows = register.registrations.select_related("member")
    found: Registration | None = rows.filter(member__in=members).first() or rows.filter(email=email).first()
    return found


@transaction.atomic
def confirm_registration(*, row: Registration) -> Registration:
    """Whoever asked read the mail: a place, or the waiting list. Followed twice, nothing changes.

    Raises RegistrationClosedError.
    """
    register = _held(row.register.work_key)
    if register is None:
        raise RegistrationClosedError
    row = register.registrations.get(pk=row.pk)
    return row if row.state == RegistrationState.CANCELLED else _come_in(register, row, {})


@transaction.atomic
def add_guest(*, register: Register, email: str, name: str, language: str, time_zone: str) -> Registration:
    """A host adds somebody, who is told by mail and can cancel. Whoever is there already stays where they are.

    Raises RegistrationClosedError.
    """
    held = _held(register.work_key)
    if held is None:
        raise RegistrationClosedError
    email = email.strip().lower()
    row = _row_at(held, email) or Registration(
        register=held, email=email, name=name, language=language, time_zone=time_zone
    )
    row.register = held
    return _come_in(held, row, {})


# ---------------------------------------------------------------- giving a place back


@transaction.atomic
def cancel_registration(*, row: Registration, tells: bool = True) -> Registration:
    """Give a place or the waiting up; the next moves up. The entry goes out of the diary. Twice is once."""
    register = PLACES.held(row.register)
    row = register.registrations.get(pk=row.pk)
    was = row.state
    if was == RegistrationState.CANCELLED:
        return row
    with _watching(register):
        among = (*Registration.INSIDE, RegistrationState.PENDING)
        row = PLACES.give_back(row, event=register, state=RegistrationState.CANCELLED, among=among)
    if was in Registration.INSIDE and tells:
        write_to(row, "webinar_given_up", method=Method.CANCEL)
    row.times_back += 1
    row.save()
    return row


@transaction.atomic
def cancel_registrations_of(*, member: User) -> None:
    """Free the places of somebody whose account goes."""
    rows = Registration.objects.filter(member=member) | Registration.objects.filter(email__in=addresses_of(member))
    to_come = rows.inside().filter(register__ends_at__gt=timezone.now()).select_related("register")
    # In one order whoever asks, so that two who leave the same webinars never wait for each other.
    for row in to_come.order_by("register"):
        cancel_registration(row=row, tells=False)


# ---------------------------------------------------------------- from time to time


def move_waiting_lists(*, now: datetime) -> Moved:
    """Give free places to those who wait. Safe at any time and by several machines at once."""
    return PLACES.settle_all(Register.objects.filter(is_cancelled=False, ends_at__gt=now), now)


def tell_changes(*, now: datetime) -> int:
    """Write to everybody whose diary says something else than the page: moved, renamed, cancelled. Number of mails."""
    rows = Registration.objects.inside().filter(register__ends_at__gt=now)
    return sum(each("webinar-changes", rows.behind().select_related("register", "member"), _tell_change, most=MOST))


def _tell_change(row: Registration) -> int:
    """Looks once more: another machine may have told them, they may have cancelled."""
    held = Registration.objects.inside().behind().select_for_update(of=("self",)).filter(pk=row.pk)
    now = held.select_related("register", "member").first()
    if now is None:
        return 0
    if now.register.is_cancelled:
        write_to(now, "webinar_called_off", method=Method.CANCEL)
    else:
        write_to(now, "webinar_changed", method=Method.REQUEST)
    now.save(update_fields=["told_sequence"])
    return 1


@transaction.atomic
def forget_guests(*, now: datetime) -> int:
    """Forget who did not confirm in time, and guests of what is long over. Number of rows."""
    late = Registration.objects.filter(state=RegistrationState.PENDING, asked_at__lt=now - TO_CONFIRM)
    guests = Registration.objects.filter(member=None, register__ends_at__lt=now - GUESTS_KEPT)
    keys = list((late | guests).values_list("pk", flat=True))
    Registration.objects.filter(pk__in=keys).delete()
    Registration.history.filter(id__in=keys).delete()
    return len(keys)
