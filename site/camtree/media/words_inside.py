"""The words that a file shows or hides, to look for names in: what cleaning it left because it is content.

Scanned pages and pictures stay unread: telling names in them would take reading like a person. The pages of a PDF take
seconds to read (`words_of_pdf`): never in front of a page.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from lxml import etree

from camtree.core.apart import ApartError, TooMuchWorkError, run_apart

from . import pdf_as_text
from .anonymous import LARGEST_XML, open_package, things_of
from .office_traces import local_name, parsed

# Characters of one file that are looked through; of a PDF, those on its pages and those beside them.
MOST: Final = 400_000
# What reading a PDF may take: seconds of a clock, MiB of addresses.
PDF_SECONDS: Final = 30
PDF_MIB: Final = 700
# Where a paragraph, a cell or a line of a slide ends.
_ENDS: Final = frozenset({"p", "si", "c", "tr"})
_SPOKEN: Final = frozenset({"t", "delText", "instrText", "v"})
# Heads and feet of tables, each a line of its own.
_MARGINS: Final = frozenset(f"{which}{part}" for which in ("odd", "even", "first") for part in ("Header", "Footer"))
# Attributes that hold words for people.
_DESCRIBED: Final = frozenset({"descr", "title", "tooltip", "Target", "display"})


def words_inside(content: bytes, kind: str) -> str:
    """The text of a file of the kinds that drafts take, "" for one without any that can be read."""
    try:
        if kind in {"docx", "xlsx", "pptx"}:
            return "\n".join(_of_package(content))[:MOST]
        if kind in {"csv", "txt"}:
            is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
            return content.decode("utf-16" if is_wide else "utf-8-sig", "replace")[:MOST]
    except (ValidationError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError, ValueError):
        return ""
    return ""


def _of_package(content: bytes) -> Iterator[str]:
    with open_package("", content) as archive:
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels")) and part.file_size <= LARGEST_XML:
                yield from _of_part(parsed(archive.read(part)))


def _of_part(root: Any) -> Iterator[str]:
    line: list[str] = []
    for _event, element in etree.iterwalk(root, events=("end",), tag=etree.Element):
        local = local_name(element)
        if local in _SPOKEN and element.text:
            line.append(element.text)
        elif local in _MARGINS and element.text:
            yield element.text
        elif local in _ENDS and line:
            yield "".join(line)
            line = []
        if local == "sheet":
            yield element.get("name", "")
        is_link = local == "Relationship" and element.get("TargetMode") != "External"
        for name, value in element.attrib.items():
            if etree.QName(name).localname in _DESCRIBED and not is_link:
                yield value
    if line:
        yield "".join(line)


@dataclass(frozen=True)
class PdfWords:
    """What stands on the pages of a PDF, and in its notes and titles.

    No page of a scan has words, whatever its titles say. `pages` is None where the file could not be opened, or took
    too long; of a long one only the first `pages_read` were read to their end.
    """

    text: str
    has_words: bool
    pages: int | None
    pages_read: int


def words_of_pdf(content: bytes) -> PdfWords:
    """The words of a PDF. Takes up to PDF_SECONDS."""
    try:
        reader = Path(pdf_as_text.__file__)
        told = run_apart(reader, str(MOST), str(PDF_SECONDS - 5), content=content, seconds=PDF_SECONDS, mib=PDF_MIB)
        on_pages = json.loads(told)
    except (TooMuchWorkError, ApartError):
        on_pages = {"text": "", "pages": None, "read": 0}
    import pikepdf  # slow to load, and few ever hand in a PDF

    try:
        beside = "\n".join(_beside_pages(content))[:MOST]
    except (pikepdf.PdfError, ValueError, OSError, RuntimeError):
        beside = ""
    said = on_pages["text"].replace("\0", "")
    text = "\n".join(filter(None, [said, beside.replace("\0", "")]))
    return PdfWords(text, bool(said.strip()), on_pages["pages"], on_pages["read"])


def _beside_pages(content: bytes) -> Iterator[str]:
    import pikepdf  # slow to load, and few ever hand in a PDF

    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in things_of(pdf):
            if not isinstance(thing, pikepdf.Dictionary):
                continue
            for key in ("/Contents", "/Title", "/Alt", "/TU", "/URI", "/V"):
                value = thing.get(key)
                if isinstance(value, pikepdf.String):
                    yield str(value)
