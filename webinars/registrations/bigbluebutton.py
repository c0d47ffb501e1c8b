"""Rooms on a BigBlueButton server, through its API: https://docs.bigbluebutton.org/development/api/.

Each call carries a checksum of its name, its query and the secret that both servers know. Making a room that is there
already changes nothing, so whoever comes makes it.
"""

import hashlib
import logging
from typing import Final
from urllib.parse import quote, urlencode
from urllib.request import urlopen

from django.conf import settings
from lxml import etree

from webinars.registrations.models import Register, Registration

logger = logging.getLogger(__name__)
# Somebody waits in front of the page.
SECONDS: Final = 5
LARGEST_ANSWER: Final = 100_000


class RoomError(Exception):
    """The server does not answer, or refuses."""


def is_configured() -> bool:
    """Whether there is such a server."""
    return bool(settings.BBB_URL and settings.BBB_SECRET)


def room_address(row: Registration, *, is_recorded: bool, is_host: bool, back: str) -> str:
    """The address at which one person enters; the room is made where it is not there. Raises RoomError."""
    register = row.register
    _make(register, is_recorded=is_recorded, back=back)
    who = {
        "meetingID": str(register.work_key),
        "fullName": row.shown_name,
        "userID": str(row.pk),
        "role": "MODERATOR" if is_host else "VIEWER",
    }
    return _address("join", who)


def _make(register: Register, *, is_recorded: bool, back: str) -> None:
    _call(
        "create",
        {
            "meetingID": str(register.work_key),
            "name": register.title,
            "record": "true" if is_recorded else "false",
            "logoutURL": back,
        },
    )


def _address(call: str, facts: dict[str, str]) -> str:
    query = urlencode(facts, quote_via=quote)
    checksum = hashlib.sha256(f"{call}{query}{settings.BBB_SECRET}".encode()).hexdigest()
    return f"{settings.BBB_URL.rstrip('/')}/api/{call}?{query}&checksum={checksum}"


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _call(call: str, facts: dict[str, str]) -> None:
    """Raises RoomError for anything but a success."""
    try:
        with urlopen(_address(call, facts), timeout=SECONDS) as answer:  # noqa: S310 - the operator names the server
            said = etree.fromstring(answer.read(LARGEST_ANSWER), _parser())
    except (OSError, ValueError, etree.XMLSyntaxError) as error:
        logger.warning("BigBlueButton does not answer: %s", type(error).__name__)
        raise RoomError from error
    if said.findtext("returncode") != "SUCCESS":
        logger.warning("BigBlueButton refuses: %s", said.findtext("messageKey"))
        raise RoomError(said.findtext("messageKey") or "")
