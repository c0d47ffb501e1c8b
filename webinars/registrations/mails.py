"""Mails to people who registered, in their language, with the entry for their diary."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from camtree.core.http.addresses import absolute_url_for
from camtree.core.mail import Attachment, send_mail_on_commit
from camtree.events.calendars import Method, calendar_file
from webinars.registrations.calendars import entry_for, join_address, sequence_of, with_people
from webinars.registrations.models import BEFORE, Registration, SentLetter
from webinars.registrations.queries import page_of


def write_to(row: Registration, template: str, *, method: Method | None = None, **context: Any) -> None:
    """Mail somebody about their registration once the transaction is committed. With a `method`, the mail carries the
    entry that a diary takes in, changes or takes out."""
    with translation.override(row.language):
        page = page_of(row.register, row.language)
        facts = {
            "row": row,
            "register": row.register,
            "title": page.title if page else row.register.title,
            "name": row.shown_name,
            "because": page.cancelled_because if page else "",
            "how_to_join": page.how_to_join if page else "",
            "has_recording": bool(page and page.recording_id),
            "page_address": absolute_url_for(page) if page else "",
            "own_address": own_address(row),
            "join_address": join_address(row),
        }
        attachments = [_invitation(row, page, method)] if page and method else []
    send_mail_on_commit(
        template, to=row.address, language=row.language, context=facts | context, attachments=attachments
    )
    if method:
        row.told_sequence = sequence_of(row)


def own_address(row: Registration) -> str:
    """Where one sees how one is registered, and cancels; without signing in."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("webinar_registration", args=[row.token])


def _invitation(row: Registration, page: Any, method: Method) -> Attachment:
    entry = with_people(entry_for(row, page), row)
    return Attachment("event.ics", calendar_file([entry], method=method).decode(), "text/calendar", {"method": method})


def welcome(row: Registration, now: datetime, *, moved_up: bool = False) -> None:
    """Somebody has a place: the link, and the entry for their diary. The row is there, and saved once more afterwards.

    It says all that a reminder says which is due already: that counts as sent.
    """
    write_to(row, "webinar_place", method=Method.REQUEST, moved_up=moved_up)
    for letter in row.register.letters.filter(kind__in=BEFORE):
        letter.register = row.register
        if letter.is_due(now):
            SentLetter.objects.get_or_create(letter=letter, registration=row, defaults={"sent_at": now})
