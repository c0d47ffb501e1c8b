"""The one way to webinars that people register for, and to registrations. Not there and not theirs look the same."""

from typing import Any

from django.http import HttpRequest

from camtree.core.access import or_404
from camtree.core.pages.queries import read_at, shown_to
from webinars.models import WebinarPage
from webinars.registrations.hosting import registers_of
from webinars.registrations.models import Letter, Register, Registration


def get_webinar_to_register(request: HttpRequest, slug: str) -> WebinarPage:
    """A webinar that takes registrations and that this visitor may read, in their language where it is there."""
    webinar: WebinarPage | None = read_at(shown_to(request, WebinarPage), slug)
    return or_404(webinar if webinar is not None and webinar.takes_registrations else None)


def get_registration(token: str) -> Registration:
    """The registration behind a link that stood in a mail. Else 404."""
    return or_404(Registration.objects.select_related("register", "member").filter(token=token).first())


def find_registration(user: Any, webinar: WebinarPage) -> Registration | None:
    """The registration of somebody who is signed in, if they have one: with a place or waiting first."""
    if not user.is_authenticated:
        return None
    rows = Registration.objects.of(user).filter(register__work_key=webinar.translation_key)
    return rows.inside().select_related("register", "member").order_by("state", "pk").first()


def get_register_held_by(user: Any, pk: int) -> Register:
    """The list of a webinar that `user` holds. Else 404."""
    return or_404(registers_of(user).filter(pk=pk).first())


def get_letter_of(register: Register, pk: int) -> Letter:
    """A mail about the webinar. Else 404."""
    return or_404(Letter.objects.select_related("register").filter(register=register, pk=pk).first())
