"""Webinars that people register for, and people who did."""

from typing import Any

from django.utils import timezone

from camtree.members.models import User
from tests.factories.members import make_member
from tests.factories.pages import make_webinar
from webinars.models import WebinarPage
from webinars.registrations.actions.places import ask_as_guest, register_member
from webinars.registrations.models import Register, Registration


def make_open_webinar(title: str = "Talk in pairs", **fields: Any) -> WebinarPage:
    """A webinar in a week to which anybody may register."""
    facts = {"takes_registrations": True, "meeting_link": "https://meet.test/room", "speakers": 0}
    return make_webinar(title, **{**facts, **fields})


def register_of(webinar: WebinarPage) -> Register:
    return Register.objects.get(work_key=webinar.translation_key)


def make_registered(webinar: WebinarPage, member: User | None = None, *, language: str = "en") -> Registration:
    """Somebody with a place, or on the waiting list."""
    return register_member(webinar=webinar, member=member or make_member(), language=language)


def member_of(row: Registration) -> User:
    """The account behind a registration."""
    assert row.member is not None
    return row.member


def make_guest(webinar: WebinarPage, email: str = "guest@elsewhere.test", **facts: Any) -> Registration:
    """A guest who has not confirmed yet."""
    said = {"name": "Rosa Quispe", "language": "es", "time_zone": "America/Lima", "consent": None, **facts}
    ask_as_guest(webinar=webinar, email=email, **said)
    return Registration.objects.get(register__work_key=webinar.translation_key, email=email.lower())


def change_page(webinar: WebinarPage, **facts: Any) -> WebinarPage:
    """What an editor changes, published."""
    page = WebinarPage.objects.get(pk=webinar.pk)
    for name, value in facts.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return WebinarPage.objects.get(pk=webinar.pk)


def begin(webinar: WebinarPage, **earlier: Any) -> WebinarPage:
    """Move a webinar to now."""
    return change_page(webinar, starts_at=timezone.now(), **earlier)
