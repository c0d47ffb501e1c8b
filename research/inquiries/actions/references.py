"""What authors do with the references of a draft."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from camtree.members.models import User
from research.inquiries.actions.writing import locked_draft
from research.inquiries.manuscript import clean_html, plain_text
from research.inquiries.models import Inquiry, Reference
from research.inquiries.references import Found, in_words, read_references

MOST: Final = 300


@dataclass(frozen=True)
class Entry:
    """A work of a paste, as it would stand in the list, and whether the list has it."""

    work: dict[str, Any]
    text: str
    is_known: bool


def look_at_references(*, inquiry: Inquiry, text: str) -> tuple[list[Entry], Found]:
    """What would come in, before it does. Nothing changes. Raises ValidationError for more than any draft holds."""
    found = read_references(text, most=MOST + 1)
    if len(found.works) + len(found.faults) > MOST:
        raise ValidationError(_("A draft holds up to %(most)s references.") % {"most": MOST})
    rows = {row.doi: row for row in inquiry.references.exclude(doi="")}
    texts = {str(row) for row in inquiry.references.all()}
    entries = []
    for work in found.works:
        with translation.override(inquiry.language):
            words = in_words(work)
        doi, plain = work.get("DOI", ""), plain_text(words)
        twin = rows.get(doi) if doi else None
        # A work about which only its address was known is completed by what comes now.
        is_known = plain in texts or (twin is not None and (twin.is_complete or not work.get("title")))
        entries.append(Entry(work, words, is_known))
        texts.add(plain)
        if doi and not is_known:
            rows[doi] = Reference(text=words, doi=doi)
    return entries, found


@transaction.atomic
def add_references(*, inquiry: Inquiry, member: User, text: str) -> tuple[int, Found]:
    """Take in every good entry that the list has not yet: how many, and what was found. Raises DraftClosedError, and
    ValidationError where the list would grow too long."""
    inquiry = locked_draft(inquiry)
    entries, found = look_at_references(inquiry=inquiry, text=text)
    new = [entry for entry in entries if not entry.is_known]
    if inquiry.references.count() + len(new) > MOST:
        raise ValidationError(_("A draft holds up to %(most)s references.") % {"most": MOST})
    for entry in new:
        facts = {"text": entry.text, "csl": entry.work, "sort_key": Reference.sort_key_of(entry.text)}
        doi = entry.work.get("DOI", "")
        if doi:
            inquiry.references.update_or_create(doi=doi, defaults=facts, create_defaults={**facts, "added_by": member})
        else:
            inquiry.references.create(added_by=member, **facts)
    return len(new), found


@transaction.atomic
def add_reference_by_hand(*, inquiry: Inquiry, member: User, html: str) -> Reference:
    """A reference as its author writes it. The same again is the one that is there."""
    inquiry = locked_draft(inquiry)
    text = one_line(html)
    same = next((row for row in inquiry.references.all() if str(row) == plain_text(text)), None)
    if same is not None:
        return same
    if inquiry.references.count() >= MOST:
        raise ValidationError(_("A draft holds up to %(most)s references.") % {"most": MOST})
    made: Reference = inquiry.references.create(text=text, sort_key=Reference.sort_key_of(text), added_by=member)
    return made


@transaction.atomic
def change_reference(*, reference: Reference, html: str) -> Reference:
    """Keep the text that somebody wrote by hand. Raises DraftClosedError."""
    locked_draft(reference.inquiry)
    reference.text = one_line(html)
    reference.sort_key = Reference.sort_key_of(reference.text)
    reference.save(update_fields=["text", "sort_key"])
    return reference


def one_line(html: str) -> str:
    """Clean HTML of a single paragraph, without the paragraph."""
    return clean_html(html).replace("\n", " ").replace("</p> <p>", " ").replace("<p>", "").replace("</p>", " ").strip()


@transaction.atomic
def remove_reference(*, reference: Reference) -> None:
    """Take a reference off the list. Raises DraftClosedError."""
    locked_draft(reference.inquiry)
    Reference.objects.filter(pk=reference.pk).delete()
