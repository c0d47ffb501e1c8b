"""Whom a blind review of a draft hides, and where its files name them."""

from collections.abc import Iterable
from typing import Any

from camtree.media.words_inside import words_inside
from research.inquiries.models import Attachment, Inquiry
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
    """What the words inside a file tell, each once; nothing of a picture, which has none that we can read."""
    if attachment.is_picture:
        return []
    with attachment.file.open("rb") as file:
        text = words_inside(file.read(), attachment.ending)
    found = withhold(text, names, instead="", in_html=False).sure
    return sorted({" ".join(words.split()) for words in found})
