"""Addresses that tell who somebody is: of mail, of pages, of people in networks, ORCID iDs."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from research.inquiries.withholding.folding import WORD, fold
from research.inquiries.withholding.people import Called, Known, glue

_MAIL: Final = re.compile(
    r"(?<![\w.+'’\-])[\w.+'’\-]{1,80}(?:@|\s?[\[({]\s?(?:at|arroba|arobase)\s?[\])}]\s?)[\w\-]{1,63}"
    r"(?:(?:\.|\s?[\[({]\s?(?:dot|punto|point)\s?[\])}]\s?)[\w\-]{1,63}){1,5}"
)
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.|file:)[^\s<>\"“”«»]{1,2000}|\b[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}/[^\s<>\"“”«»]{1,2000}"
)
_HANDLE: Final = re.compile(r"(?<![\w@.])@[\w.\-]{2,40}")
_ORCID: Final = re.compile(
    r"(?<!\d)\d{4}[\-\u2010-\u2015 ]?\d{4}[\-\u2010-\u2015 ]?\d{4}[\-\u2010-\u2015 ]?\d{3}[\dXx](?!\w)"
)
# Links by which a draft is read or written together lead to its authors.
_OWN_LINK: Final = re.compile(r"/drafts/(?!files/)[\w\-]{16,}|[?&](?:share|review)=|/my/research/")


class Addresses:
    """What addresses of these people and places look like."""

    def __init__(self, people: list[Called], places: list[Known], identifiers: Iterable[str]) -> None:
        self._people, self._places = people, places
        self._identifiers = frozenset(re.sub(r"\W", "", number).upper() for number in identifiers if number)

    def tells(self, address: str) -> bool:
        """Whether an address, of a link or in a text, leads to one of the people or their place."""
        address = unquote(address).strip()
        if address.lower().startswith("mailto:") or _MAIL.search(address) or _OWN_LINK.search(address):
            return True
        if any(re.sub(r"\W", "", match[0]).upper() in self._identifiers for match in _ORCID.finditer(address)):
            return True
        if "orcid.org/" in address.lower():
            return True
        return self._is_glued_in(address, shortest=6) or self._has_word_in(address)

    def _is_glued_in(self, address: str, *, shortest: int) -> bool:
        letters = glue(address)
        return any(
            handle in letters
            for who in self._people
            for handle in who.handles | who.glued
            if len(handle) >= shortest + 1
        ) or any(
            core in letters
            for who in self._people
            for core in who.cores
            if core not in who.weak and len(core) >= shortest
        )

    def _has_word_in(self, address: str) -> bool:
        words = {fold(word) for word in WORD.findall(address)}
        if any(
            words & set(who.cores) - who.weak - {core for core in who.cores if len(core) < 4} for who in self._people
        ):
            return True
        letters = glue(address)
        return any(
            core in letters
            for place in self._places
            if not place.is_whole
            for core in place.cores
            if core not in place.weak and len(core) >= 6
        )

    def found_in(self, text: str) -> Iterator[tuple[int, int]]:
        if "@" in text or "(" in text or "[" in text or "{" in text:
            yield from (match.span() for match in _MAIL.finditer(text))
        for match in _ADDRESS.finditer(text):
            address = match[0].rstrip(".,;:!?)）]'’")
            if self.tells(address):
                yield match.start(), match.start() + len(address)
        if "@" in text:
            for match in _HANDLE.finditer(text):
                handle = match[0].rstrip(".-")
                if self._is_glued_in(handle, shortest=4):
                    yield match.start(), match.start() + len(handle)
        for match in _ORCID.finditer(text):
            number = re.sub(r"\W", "", match[0]).upper()
            if number in self._identifiers or ("-" in match[0] and _is_orcid(number)):
                yield match.span()


def _is_orcid(number: str) -> bool:
    """Whether the last sign of an ORCID iD is the one that ISO 7064 gives."""
    total = 0
    for digit in number[:-1]:
        total = (total + int(digit)) * 2
    last = (12 - total % 11) % 11
    return number[-1] == ("X" if last == 10 else str(last))
