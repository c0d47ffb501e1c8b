"""Files without the names of those who made them, for reviewers who must not know and readers who need not.

Programs write names beside the text: owner and company, authors of comments and of tracked changes, folders on a
teacher's computer, place and time in photos. Each function takes what was uploaded and returns bytes without these;
a file that could harm the reader's computer or ours raises the ValidationError of `uploads.refuse`.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

from .office_traces import (
    NOWHERE,
    TRACES,
    Relationships,
    clean_relationships,
    clean_text,
    drop,
    empty_properties,
    leads_home,
    local_name,
    parsed,
)
from .picture_notes import jpeg_without_notes, png_without_notes, svg_without_notes, webp_without_notes
from .uploads import MIB, document_kind, macros, refuse

if TYPE_CHECKING:
    import pikepdf

# An honest Office file holds hundreds of parts and shrinks ten times; text alone may shrink a hundred times.
MOST_PARTS: Final = 3_000
MOST_UNPACKED: Final = 200 * MIB
RATIO: Final = 150
RATIO_COUNTS_FROM: Final = 10 * MIB
LARGEST_XML: Final = 60 * MIB
# What is looked through while somebody waits: XML of all parts together, elements of those parts that may tell of
# people, dictionaries of a PDF. A thesis of three hundred pages has a half of it.
MOST_XML: Final = 12 * MIB
MOST_ELEMENTS: Final = 120_000
MOST_DICTIONARIES: Final = 34_000

NOBODY: Final = "Author"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EPOCH: Final = (1980, 1, 1, 0, 0, 0)

# Attributes that name a person, in whatever namespace, and what they say from now on.
_NAMING: Final = {
    "author": NOBODY,
    "initials": "A",
    "displayName": NOBODY,
    "userId": "",
    "userName": "",
    "lastEditedBy": "",
}
_MARKED_UP: Final = (".xml", ".rels", ".vml", ".svg")
# One of these stands, in small letters, in whatever _NAMED_BY or TRACES finds.
HINTS: Final = (
    *(b"author", b"initials", b"displayname", b"userid", b"username", b"lastmodifiedby", b"creator", b"accountid"),
    *(b":del", b"<del", b"movefrom", b"instrtext", b"fldsimple", b"prchange"),
    *(b"file:", b"mailto:", b":\\", b"\\\\", b"/users/", b"/home/"),
)
_NAMED_BY: Final = re.compile(rb"\b(?:author|initials|displayName|userId|userName)\b", re.IGNORECASE)
# Elements whose whole meaning is a folder or a person.
_TELLING: Final = {"attachedTemplate", "absPath", "fileSharing", "person", "presenceInfo"}


def check_package(name: str, archive: zipfile.ZipFile) -> None:
    """Refuse what would unpack to far more than it weighs, before anything is unpacked."""
    parts = archive.infolist()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    too_steep = unpacked > RATIO_COUNTS_FROM and unpacked > RATIO * max(packed, 1)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or too_steep:
        raise refuse(name, _("unpacked, it would be far too large."), "archive_bomb")
    if any(part.flag_bits & 0x1 for part in parts):
        raise locked(name)
    if any(part.filename.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for part in parts):
        raise macros(name)
    if any("/activex/" in part.filename.lower() for part in parts):
        raise macros(name)


def refuse_old_office(name: str, content: bytes) -> None:
    """Raise ValidationError for what cannot be opened: locked, or of the kind before 2007."""
    if content.startswith(OLD_OFFICE):
        raise refuse(
            name,
            _("it is locked with a password, or of the kind that Office wrote before 2007. Save it anew without one."),
            "locked",
        )


def locked(name: str) -> ValidationError:
    return refuse(name, _("it is locked with a password. Save it without one."), "locked")


def anonymous_document(file: Any, name: str, ending: str) -> tuple[bytes, str]:
    """Content without names, and its kind. Raises ValidationError for anything but PDF, Office files, CSV and text."""
    file.seek(0)
    content = file.read()
    refuse_old_office(name, content)
    if content.startswith(b"PK\x03\x04"):
        open_package(name, content).close()
    kind = document_kind(io.BytesIO(content), name, ending)
    if kind == "pdf":
        return anonymous_pdf(name, content), kind
    if kind in {"docx", "xlsx", "pptx"}:
        return anonymous_office(name, content), kind
    if kind in {"csv", "txt"}:
        return content, kind
    raise refuse(
        name,
        _("it is none of the kinds that can be stored: %(kinds)s.")
        % {"kinds": "pdf, docx, pptx, xlsx, csv, txt, png, jpg, webp"},
        "unknown_document",
    )


# Office


def open_package(name: str, content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError):
        raise refuse(name, _("it is damaged or cut off."), "damaged") from None
    check_package(name, archive)
    return archive


@dataclass
class _Room:
    """What is left to be looked through of a document and those inside it: bytes of XML, and elements."""

    xml: int = MOST_XML
    elements: int = MOST_ELEMENTS


def anonymous_office(name: str, content: bytes, depth: int = 0, room: _Room | None = None) -> bytes:
    """The same document: no owner, no company, comments by nobody, nothing that was deleted, pictures without place
    and time."""
    written = io.BytesIO()
    try:
        with (
            open_package(name, content) as archive,
            zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package,
        ):
            parts = [part for part in archive.infolist() if not part.is_dir()]
            room = room or _Room()
            room.xml -= sum(part.file_size for part in parts if part.filename.lower().endswith(_MARKED_UP))
            if room.xml < 0:
                raise too_much(name)
            relationships = Relationships(
                {
                    part.filename: _safe(name, archive.read(part))
                    for part in parts
                    if part.filename.endswith(".rels") and part.file_size <= LARGEST_XML
                }
            )
            for part in parts:
                if not relationships.leaves_out(part.filename):
                    content = archive.read(part)
                    tells = _is_markup(part.filename, content) and may_tell(part.filename, content)
                    if tells or part.filename.lower().endswith(".svg"):
                        room.elements -= content.count(b"<") - content.count(b"</")
                    if room.elements < 0:
                        raise too_much(name)
                    cleaned = _anonymous_part(name, part.filename, content, relationships, depth, room, tells=tells)
                    package.writestr(zipfile.ZipInfo(part.filename, EPOCH), cleaned, zipfile.ZIP_DEFLATED, 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, etree.XMLSyntaxError):
        raise refuse(name, _("it is damaged or cut off."), "damaged") from None
    return written.getvalue()


def _is_markup(part: str, content: bytes) -> bool:
    if part.rpartition(".")[2].lower() in {"xml", "rels", "vml"}:
        return True
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") and b"<!DOCTYPE" not in content


def _anonymous_part(
    name: str, part: str, content: bytes, relationships: Relationships, depth: int, room: _Room, *, tells: bool
) -> bytes:
    if empty := relationships.emptied.get(part.casefold()):
        return _declared(empty)
    ending = part.rpartition(".")[2].lower()
    if ending == "svg":
        return svg_without_notes(content)
    if _is_markup(part, content):
        return _anonymous_xml(part, _safe(name, content), relationships) if tells else _safe(name, content)
    if ending in {"jpg", "jpeg", "jpe", "jfif"}:
        return jpeg_without_notes(content)
    if ending == "png":
        return png_without_notes(content)
    if ending == "webp":
        return webp_without_notes(content)
    if ending in {"docx", "xlsx", "pptx"} and depth == 0:
        return anonymous_office(name, content, depth + 1, room)
    return content


def too_much(name: str) -> ValidationError:
    return refuse(name, _("it holds more than can be looked through for names. Save it in parts."), "too_much")


def _declared(xml: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()


def _safe(name: str, content: bytes) -> bytes:
    # Office writes neither document types nor entities: whoever does wants the reader's program to fetch something.
    plain = content.replace(b"\x00", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise refuse(name, _("it holds references to things outside it, which Office never writes."), "entities")
    return content


def _anonymous_xml(part: str, content: bytes, relationships: Relationships) -> bytes:
    is_listing = part.endswith(".rels") or part == "[Content_Types].xml"
    is_template_link = part.endswith("settings.xml.rels")
    root = parsed(content)
    if empty := empty_properties(root):
        return _declared(empty)
    said: dict[str, str] = {}
    for element in list(root.iter(etree.Element)):
        local = local_name(element)
        _unname(element)
        if local == "author" and element.text:  # comments of a table: a list of names
            said[f"{element.text}:"] = f"{NOBODY}:"
            element.text = NOBODY
        elif local == "t" and element.text in said:  # which Excel writes before each comment once more
            element.text = said[element.text]
        elif local == "cmAuthor":
            element.set("name", NOBODY)
        elif (local in _TELLING and not part.startswith("xl/persons/")) or (
            is_template_link and element.get("Type", "").endswith("/attachedTemplate")
        ):
            drop(element)
    if is_listing:
        clean_relationships(root, relationships)
    else:
        clean_text(root, part)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def may_tell(part: str, content: bytes) -> bool:
    """Whether a part that is markup may tell of people."""
    if part.endswith(".rels") or part == "[Content_Types].xml":
        return True
    plain = content.replace(b"\x00", b"")
    if b"roperties" in plain[:2000] or any(word.encode() in plain for word in _TELLING):
        return True
    # Patterns without case take a second for a large table; plain words first take a twentieth of it.
    lowered = plain.lower()
    return any(hint in lowered for hint in HINTS) and bool(_NAMED_BY.search(plain) or TRACES.search(plain))


def _unname(element: Any) -> None:
    for attribute in element.attrib:
        local = etree.QName(attribute).localname
        if local in _NAMING:
            element.set(attribute, _NAMING[local])
    if local_name(element) == "author" and element.get("name"):  # comments of newer slides
        element.set("name", NOBODY)


# PDF


def anonymous_pdf(name: str, content: bytes) -> bytes:
    """The same pages: no properties, no attached files, nothing that runs, notes in the margin by nobody."""
    import pikepdf  # slow to load, and few ever hand in a PDF

    written = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise locked(name)
            _empty_catalogue(pdf)
            # The number that the file tells comes first: to count them is to load them all.
            if int(pdf.trailer.get("/Size", 0)) > MOST_DICTIONARIES or len(pdf.objects) > MOST_DICTIONARIES:
                raise too_much(name)
            for number, thing in enumerate(things_of(pdf)):
                if number > MOST_DICTIONARIES:
                    raise too_much(name)
                _unname_object(thing)
            pdf.save(written, deterministic_id=True)
    except pikepdf.PasswordError:
        raise locked(name) from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise refuse(name, _("it is damaged or cut off."), "damaged") from None
    return written.getvalue()


def things_of(pdf: "pikepdf.Pdf") -> Iterator[Any]:
    """Every dictionary and stream of a PDF, also those that lie inside others and have no number of their own."""
    import pikepdf  # as above

    for numbered in pdf.objects:
        waiting = [numbered]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                yield thing
                children = [thing[key] for key in list(thing.keys())]
            elif isinstance(thing, pikepdf.Array):
                children = list(thing)
            else:
                continue
            waiting += [child for child in children if isinstance(child, pikepdf.Object) and not child.is_indirect]


def _empty_catalogue(pdf: "pikepdf.Pdf") -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for key in ("/OpenAction", "/AA", "/PieceInfo", "/AF", "/Collection", "/Threads", "/Perms", "/URI"):
        if key in pdf.Root:
            del pdf.Root[key]
    names = pdf.Root.get("/Names")
    for key in ("/JavaScript", "/EmbeddedFiles"):
        if names is not None and key in names:
            del names[key]


def _unname_object(thing: Any) -> None:
    import pikepdf  # as above

    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key in ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/Thumb"):
        if key in thing:
            del thing[key]
    if thing.get("/Type") == "/Sig" or ("/ByteRange" in thing and "/Contents" in thing):
        for key in list(thing.keys()):  # who signed; after our change the signature would say no more than that
            if key not in {"/Type", "/Filter"}:
                del thing[key]
    if "/CreatorInfo" in thing:
        del thing["/CreatorInfo"]
    _turn_aside(thing)
    if thing.get("/Type") == "/Annot" or ("/Subtype" in thing and "/Rect" in thing):
        _unname_annotation(thing)
    if isinstance(thing, pikepdf.Stream) and _is_jpeg(thing):
        thing.write(jpeg_without_notes(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _is_jpeg(stream: Any) -> bool:
    import pikepdf  # as above

    filters = stream.get("/Filter")
    return filters == "/DCTDecode" or (
        isinstance(filters, pikepdf.Array) and [str(row) for row in filters] == ["/DCTDecode"]
    )


def _turn_aside(thing: Any) -> None:
    """What opens a mailbox or a file on somebody's computer opens nothing any more."""
    import pikepdf  # as above

    if thing.get("/S") == "/URI" and leads_home(str(thing.get("/URI", ""))):
        thing.URI = pikepdf.String(NOWHERE)
    if thing.get("/S") in {"/GoToR", "/GoToE", "/Launch", "/ImportData"} and "/F" in thing:
        del thing["/F"]


def _unname_annotation(thing: Any) -> None:
    import pikepdf  # as above

    # A field of a form keeps its name in /T; a note in the margin says there who wrote it.
    if thing.get("/Subtype") != "/Widget":
        for key in ("/T", "/FS"):
            if key in thing:
                del thing[key]
    action = thing.get("/A")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") in {"/JavaScript", "/Launch", "/SubmitForm"}:
        del thing["/A"]
