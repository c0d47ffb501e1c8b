"""A webinar in the diary of somebody who registered for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from camtree.core.words.isolation import isolated_in_text
from camtree.events.calendars import Entry, Person, Status
from camtree.members.models import User
from webinars.calendars import entry_of
from webinars.models import WebinarPage
from webinars.registrations.choices import RegistrationState
from webinars.registrations.models import Registration
from webinars.registrations.queries import pages_of

ORGANISER: Final = "CamTREE"


def sequence_of(row: Registration) -> int:
    """The number of the entry of one person: rises with that of the webinar, and each time they come back."""
    return row.register.sequence + row.times_back


def entry_for(row: Registration, page: WebinarPage) -> Entry:
    """The entry of one person, in the present language: for who waits, as something that may be."""
    entry = entry_of(page)
    title, status = entry.title, entry.status
    if row.register.is_cancelled or row.state == RegistrationState.CANCELLED:
        status = Status.CANCELLED
    elif row.state == RegistrationState.WAITING:
        title, status = _("Waiting list: %(title)s") % {"title": isolated_in_text(title)}, Status.TENTATIVE
    return replace(
        entry,
        sequence=sequence_of(row),
        when=row.register.moment,
        title=title,
        status=status,
        place=join_address(row) if row.state == RegistrationState.JOINED else "",
    )


def with_people(entry: Entry, row: Registration) -> Entry:
    """The entry as mails carry it: with who invites whom."""
    organiser = Person(ORGANISER, _mail_of_hosts())
    return replace(entry, organiser=organiser, attendee=Person(row.shown_name, row.address))


def join_address(row: Registration) -> str:
    """The address of the room for one person, in the language of the mail."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("join_as_registered", args=[row.token])


def webinars_of(member: User, since: datetime) -> Iterator[Entry]:
    """Webinars that a member is registered for or waits for, from what ends after a moment on."""
    rows = Registration.objects.of(member).inside().filter(register__ends_at__gt=since)
    found = list(rows.select_related("register", "member"))
    pages = pages_of((row.register.work_key for row in found), translation.get_language() or settings.LANGUAGE_CODE)
    for row in found:
        if (page := pages.get(row.register.work_key)) is not None:
            yield entry_for(row, page)


def _mail_of_hosts() -> str:
    """Where answers of diaries go."""
    address: str = settings.CONTACT_EMAIL or settings.DEFAULT_FROM_EMAIL
    return address.rpartition("<")[2].rstrip("> ")
