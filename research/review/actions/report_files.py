"""The files of a draft on the page that it becomes.

Pictures and documents are made once for each file of a draft. Until the report is public they lie in a collection that
only editors may open; a guessed address opens nothing.
"""

from typing import Any, Final

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction

from camtree.media.actions import store_document, store_image
from camtree.members.models import User
from research.inquiries.figures import Figure, split_at_figures
from research.inquiries.models import Attachment, Inquiry
from research.library.choices import Section

WAITING: Final = "Files of reports in review"
PUBLIC: Final = "Files of published reports"
EDITORS: Final = ("Editors", "Moderators")


def _collection(name: str) -> Collection:
    found = Collection.objects.filter(name=name, depth=2).first()
    if found is None:
        root = Collection.get_first_root_node()
        assert root is not None  # noqa: S101 - every installation of Wagtail has one
        found = root.add_child(name=name)
        if name == WAITING:
            restriction = CollectionViewRestriction.objects.create(
                collection=found, restriction_type=CollectionViewRestriction.GROUPS
            )
            restriction.groups.set(Group.objects.filter(name__in=EDITORS))
    return found


def _content(attachment: Attachment, name: str) -> ContentFile[bytes]:
    with attachment.file.open("rb") as file:
        return ContentFile(file.read(), name=name)


def image_of(attachment: Attachment, member: User) -> Any:
    """The picture that a report shows for a file of its draft, with the words it has now."""
    if attachment.image is None:
        # Sizes of pictures are public under a name: one that nobody guesses.
        attachment.image = store_image(
            title=attachment.title,
            file=_content(attachment, f"{attachment.key}.{attachment.ending}"),
            description=attachment.alt,
            credit=attachment.get_licence_display(),
            collection=_collection(WAITING),
            uploaded_by=member,
        )
        attachment.save(update_fields=["image"])
    elif (attachment.image.title, attachment.image.description) != (attachment.title, attachment.alt):
        attachment.image.title, attachment.image.description = attachment.title, attachment.alt
        attachment.image.save(update_fields=["title", "description"])
    return attachment.image


def document_of(attachment: Attachment, member: User) -> Any:
    """The document that a report offers for a file of its draft."""
    if attachment.document is None:
        attachment.document = store_document(
            title=attachment.title,
            file=_content(attachment, attachment.shown_name),
            collection=_collection(WAITING),
            uploaded_by=member,
        )
        attachment.save(update_fields=["document"])
    elif attachment.document.title != attachment.title:
        attachment.document.title = attachment.title
        attachment.document.save(update_fields=["title"])
    return attachment.document


def blocks_of_text(html: str, files: dict[str, Attachment], member: User) -> list[dict[str, Any]]:
    """A part of a draft as blocks of a page: text, and the pictures between. A picture that is gone leaves its
    caption."""
    blocks = []
    for piece in split_at_figures(html):
        if isinstance(piece, str):
            blocks.append({"type": "text", "value": piece})
        elif (attachment := files.get(piece.key)) is not None and attachment.is_picture:
            blocks.append(_picture(attachment, piece, member))
        elif piece.caption:
            blocks.append({"type": "text", "value": f"<p>{Figure('', '', piece.caption).caption_html}</p>"})
    return blocks


def _picture(attachment: Attachment, figure: Figure, member: User) -> dict[str, Any]:
    alt = figure.alt or attachment.alt
    value = {"image": {"image": image_of(attachment, member).pk, "decorative": False, "alt_text": alt}}
    if figure.caption:
        return {"type": "figure", "value": {**value, "caption": figure.caption, "source": ""}}
    return {"type": "image", "value": {**value, "caption": ""}}


def blocks_of_files(inquiry: Inquiry, placed: set[str], member: User) -> list[dict[str, Any]]:
    """The files that no text shows, each with its licence, as they stand among the resources."""
    blocks = []
    for attachment in inquiry.attachments.all():
        if attachment.key in placed:
            continue
        if attachment.is_picture:
            blocks.append(_picture(attachment, Figure(attachment.key, attachment.alt, attachment.title), member))
        else:
            words = f"{attachment.title} ({attachment.kind_in_short}, {attachment.get_licence_display()})"
            value = {"document": document_of(attachment, member).pk, "text": words}
            blocks.append({"type": "document", "value": value})
    return blocks


def with_section(body: list[dict[str, Any]], key: Section, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`body` with `blocks` at the end of the section `key`, which is put at its usual place where it is missing."""
    if not blocks:
        return body
    for section in body:
        if section["value"]["key"] == key:
            section["value"]["content"] += blocks
            return body
    order = list(Section.values)
    place = next((n for n, row in enumerate(body) if order.index(row["value"]["key"]) > order.index(key)), len(body))
    section = {"type": "section", "value": {"key": key.value, "heading_text": "", "content": blocks}}
    return [*body[:place], section, *body[place:]]


def release_files(*, inquiry: Inquiry) -> None:
    """Everybody may fetch the files of a report that is public now."""
    _move(inquiry, PUBLIC)


def withhold_files(*, inquiry: Inquiry) -> None:
    """Only editors may fetch the files of a report that is not, or no longer, public."""
    _move(inquiry, WAITING)


def _move(inquiry: Inquiry, name: str) -> None:
    collection = _collection(name)
    for attachment in inquiry.attachments.select_related("image", "document"):
        for thing in (attachment.image, attachment.document):
            if thing is not None and thing.collection_id != collection.pk:
                thing.collection = collection
                thing.save(update_fields=["collection"])
