"""A Word file that somebody wrote elsewhere, read into the parts of a draft by its headings."""

import hashlib
import io
import json
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, Final

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from camtree.core.apart import ApartError, TooMuchWorkError, run_apart
from camtree.media.anonymous import open_package, refuse_old_office
from camtree.media.uploads import MIB, check_size, document_kind, refuse
from research.inquiries.actions.writing import section_names
from research.inquiries.figures import address_of
from research.inquiries.headings import abstract_headings, is_abstract, plain_heading, section_headings
from research.inquiries.manuscript import LONGEST, clean_html
from research.inquiries.models import Inquiry

LARGEST: Final = 20 * MIB
# The text alone, unpacked: a hundred thousand words with all their marks stay below it.
LONGEST_TEXT: Final = 12 * MIB
# Paragraphs, runs of letters and cells of tables: what takes time is their number. Word writes some ten for a sentence
# that was changed often; a report of ten thousand words has a few thousand.
MOST_ELEMENTS: Final = 15_000
_ELEMENT: Final = re.compile(rb"<w:(?:p|r|tc|ins|del|hyperlink|drawing|pict)[ />]")
# What reading may take: seconds of a clock, MiB of addresses.
SECONDS: Final = 10
MEMORY: Final = 1000
READER: Final = Path(__file__).with_name("word_as_html.py")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass
class WordText:
    """What a file says: text by name of its part, what fits nowhere with its heading, pictures left behind."""

    parts: dict[str, str] = field(default_factory=dict)
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0


def read_word(file: Any, inquiry: Inquiry) -> WordText:
    """What a `.docx` says, by part. Raises ValidationError with a sentence for all else, and for what could harm."""
    html, pictures = _as_html(file, inquiry)
    placed = _Placing(inquiry)
    for element in list(BeautifulSoup(html, "html.parser").children):
        placed.take(element)
    text = placed.text()
    text.pictures = pictures
    return text


def _as_html(file: Any, inquiry: Inquiry) -> tuple[str, int]:
    check_size(file, LARGEST)
    name = PurePath(str(file.name)).name
    file.seek(0)
    content = file.read()
    refuse_old_office(name, content)
    if content.startswith(b"PK\x03\x04"):
        with open_package(name, content) as archive:
            _check_text(name, archive)
    if document_kind(io.BytesIO(content), name, "docx") != "docx":
        raise refuse(name, _("it is no Word file. Save your text as .docx."), "not_word")
    known = {digest: address_of(key) for digest, key in _known_pictures(inquiry).items()}
    try:
        told = run_apart(READER, json.dumps(known), content=content, seconds=SECONDS, mib=MEMORY)
    except TooMuchWorkError as error:
        raise refuse(name, _("reading it takes too long. Split it, or save it anew."), "too_slow") from error
    except ApartError as error:
        # Whatever a broken file makes a reader of XML trip over; each kind of damage has an exception of its own.
        raise refuse(name, _("it is damaged or cut off."), "damaged") from error
    said = json.loads(told)
    return said["html"], said["pictures"]


def _check_text(name: str, archive: Any) -> None:
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            if part.file_size > LONGEST_TEXT:
                raise refuse(name, _("its text is far longer than a report. Split it."), "too_long")
            text = archive.read(part).replace(b"\x00", b"")
            if b"<!DOCTYPE" in text[:4096] or b"<!ENTITY" in text[:4096]:
                raise refuse(
                    name, _("it holds references to things outside it, which Office never writes."), "entities"
                )
            if sum(1 for _element in _ELEMENT.finditer(text)) > MOST_ELEMENTS:
                raise refuse(name, _("its text is far longer than a report. Split it."), "too_long")


def _known_pictures(inquiry: Inquiry) -> dict[str, str]:
    """Keys of the draft's pictures by what they hold: one that went out with the draft comes home to its place."""
    known = {}
    for attachment in inquiry.attachments.all():
        if attachment.is_picture:
            with attachment.file.open("rb") as file:
                known[hashlib.sha256(file.read()).hexdigest()] = attachment.key
    return known


class _Placing:
    """Goes through a text from top to bottom and remembers where it is."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.sections = section_headings(inquiry.guide, section_names(inquiry.guide))
        self.pieces: list[tuple[str, str, list[str]]] = [("", "", [])]  # name of the part, heading, HTML
        self.level, self.in_abstract = 0, False

    def take(self, element: Any) -> None:
        if not isinstance(element, Tag):
            return
        heading = " ".join(element.get_text(" ").split())
        level = _HEADINGS.get(element.name) or self._level_of_bold(element, heading)
        if not level or not heading:
            self._add(element)
        elif is_abstract(heading):
            self._begin("", heading, level)
            self.in_abstract = True
        elif self._is_inside_abstract(level) and (name := abstract_headings().get(plain_heading(heading))):
            # The level stays that of the abstract, so that its other parts follow.
            self.pieces.append((name, heading, []))
        elif self._is_placed and level > self.level:
            self._add(element)
        else:
            self._begin(self.sections.get(plain_heading(heading), ""), heading, level)

    @property
    def _is_placed(self) -> bool:
        return bool(self.pieces[-1][0]) and not self.in_abstract

    def _is_inside_abstract(self, level: int) -> bool:
        return self.in_abstract and level > self.level

    def _level_of_bold(self, element: Tag, heading: str) -> int:
        """Many write a heading as a line in bold: it counts where its words are known."""
        strong = element.find("strong")
        if element.name != "p" or strong is None or " ".join(strong.get_text(" ").split()) != heading:
            return 0
        plain = plain_heading(heading)
        if self.in_abstract and plain in abstract_headings():
            return self.level + 1
        return 1 if plain in self.sections or is_abstract(heading) else 0

    def _begin(self, name: str, heading: str, level: int) -> None:
        self.pieces.append((name, heading, []))
        self.level, self.in_abstract = level, False

    def _add(self, element: Tag) -> None:
        if self.in_abstract and element.name == "p" and (label := element.find("strong")) is not None:
            name = abstract_headings().get(plain_heading(label.get_text(" ")))
            if name and element.get_text().lstrip().startswith(label.get_text().strip()):
                label.extract()
                self.pieces.append((name, "", []))
                element = _without_colon(element)
        html = self.pieces[-1][2]
        if element.name == "figcaption" and html and html[-1].startswith("<p><img") and html[-1].endswith("></p>"):
            html[-1] = f"<figure>{html[-1][3:-4]}{element}</figure>"
        else:
            html.append(str(element))

    def text(self) -> WordText:
        said = WordText()
        for name, heading, html in self.pieces:
            cleaned = clean_html("".join(html))
            if not cleaned:
                continue
            if name and len(said.parts.get(name, "")) + len(cleaned) <= LONGEST:
                said.parts[name] = said.parts.get(name, "") + cleaned
            else:
                said.unplaced.append((heading, cleaned))
        return said


def _without_colon(element: Tag) -> Tag:
    first = next((text for text in element.find_all(string=True) if text.strip()), None)
    if first is not None:
        first.replace_with(first.lstrip(" :：.–—-\u00a0"))
    return element
