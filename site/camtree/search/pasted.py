"""Addresses that somebody pastes where words are asked for: what is looked for is what they stand for."""

import re
from collections.abc import Callable
from typing import Final

from camtree.core.registries import Registry

# An address to the words by which the thing that stands there is found; "" where the section knows none. Sections say
# how when they start.
Reader = Callable[[str], str]
addresses: Registry[str, Reader] = Registry()

LONGEST_ADDRESS: Final = 600
_ADDRESS: Final = re.compile(r"(?:https?://|www\.|doi:|hdl:|orcid:|(?:[a-z0-9-]+\.)+[a-z]{2,}/)\S+", re.IGNORECASE)
_ORCID: Final = re.compile(r"(?:orcid\.org/|orcid:\s?)(\d{4}-\d{4}-\d{4}-\d{3}[\dx])(?![\w-])", re.IGNORECASE)


def asked_in(text: str) -> str:
    """What a text asks that may be one pasted address, without what is no part of the identifier; any other text as it
    is. Asks the database for addresses alone."""
    address = text.strip()[:LONGEST_ADDRESS].strip("<>()[]\"' ").rstrip(".,;")
    if not _ADDRESS.fullmatch(address):
        return text
    if orcid := _ORCID.search(address):
        return orcid[1].upper()
    return next((words for read in addresses if (words := read(address))), text)
