"""Whom a blind review of a draft hides, and where its files name them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from camtree.media.words_inside import words_inside
from research.inquiries.models import Attachment, FileWords, Inquiry
from research.inquiries.models.attachments import PDF
from research.inquiries.withholding import Names, Person, Place, withhold


def names_of_draft(inquiry: Inquiry, others: Iterable[str] = ()) -> Names:
    """Everybody on a draft, as it and their accounts call them, where they work, and `others` who were on it.

    A school that its authors show to readers is among them: who knows it knows them (docs/decisions/0016).
    """
    people = [Person((name,)) for name in others]
    places = [Place(inquiry.school)]
    for person in _people_of(inquiry):
        account = person.user
        addresses = (person.email, account.email if account else "")
        also = (account.display_name,) if account else ()
        people.append(Person((person.name, person.native_name), addresses, (person.orcid,), also=also))
        places.append(Place(person.affiliation, is_whole=True))
    return Names(people, places, towns=[inquiry.place])


def _people_of(inquiry: Inquiry) -> Any:
    is_loaded = "people" in getattr(inquiry, "_prefetched_objects_cache", {})
    return inquiry.people.all() if is_loaded else inquiry.people.select_related("user")


def names_in_file(attachment: Attachment, names: Names) -> list[str]:
    """What the words inside a file tell, each once; nothing of a picture, which has none that we can read, and of a PDF
    (`names_in_pdfs`), which takes long to read."""
    if attachment.is_picture or attachment.is_pdf:
        return []
    with attachment.file.open("rb") as file:
        return names_in_text(words_inside(file.read(), attachment.ending), names)


def names_in_text(text: str, names: Names) -> list[str]:
    """The names that stand in a text, each once."""
    found = withhold(text, names, instead="", in_html=False).sure
    return sorted({" ".join(words.split()) for words in found})


# ---------------------------------------------------------------- PDFs


@dataclass(frozen=True)
class PdfTelling:
    """What is known of the words of a PDF: what was read, None as long as nobody has, and the names in it."""

    title: str
    words: FileWords | None
    names: list[str]


def names_in_pdfs(inquiry: Inquiry, keys: Iterable[str], others: Iterable[str] = ()) -> dict[str, PdfTelling]:
    """What the PDFs among these files of a draft tell, by their key. One query without PDFs, three with."""
    pdfs = list(inquiry.attachments.filter(key__in=list(keys), ending=PDF).select_related("words"))
    if not pdfs:
        return {}
    others = set(others) - {person.name for person in _people_of(inquiry)}
    names, digest = names_of_draft(inquiry, others), digest_of_people(inquiry)
    told = {}
    for pdf in pdfs:
        words: FileWords | None = getattr(pdf, "words", None)
        found: list[str] = []
        if words is not None and words.text:
            is_known = words.looked_for == digest and not others
            found = list(words.names) if is_known else names_in_text(words.text, names)
        told[pdf.key] = PdfTelling(pdf.title, words, found)
    return told


def digest_of_people(inquiry: Inquiry) -> str:
    """Changes with everybody on a draft, and with what is said of them."""
    told = [inquiry.school, inquiry.place]
    for person in _people_of(inquiry):
        account = person.user
        told += [person.name, person.native_name, person.email, person.orcid, person.affiliation]
        told += [account.email, account.display_name] if account else []
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
