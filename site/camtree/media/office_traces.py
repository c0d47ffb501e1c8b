"""What else in an Office file tells of people: properties wherever they lie, deletions that are still there, fields.

A package says by its relationships what each part is, whatever it is called; programs differ in where they put things.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_EXTENDED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
# What remains of parts that hold nothing but properties, by the end of their relationship's type.
_EMPTIED: Final = {
    "/core-properties": f'<cp:coreProperties xmlns:cp="{_CORE}"/>',
    "/extended-properties": f'<Properties xmlns="{_EXTENDED}"/>',
    "/custom-properties": f'<Properties xmlns="{_CUSTOM}"/>',
}
_BY_ROOT: Final = {
    f"{{{_CORE}}}coreProperties": _EMPTIED["/core-properties"],
    f"{{{_EXTENDED}}}Properties": _EMPTIED["/extended-properties"],
    f"{{{_CUSTOM}}}Properties": _EMPTIED["/custom-properties"],
}
# Parts that are left out: a picture of the first page, who signed, what a shared table said before and to whom.
_LEFT_OUT: Final = (
    "/metadata/thumbnail",
    "/digital-signature/origin",
    "/digital-signature/signature",
    "/digital-signature/certificate",
    "/revisionHeaders",
    "/revisionLog",
    "/usernames",
    "/changesInfo",
)
# Where parts of the same lie in packages whose relationships do not say so.
_PLACES_LEFT_OUT: Final = re.compile(
    r"^(?:_xmlsignatures/|xl/revisions/|ppt/changesInfos/|docProps/thumbnail)", re.IGNORECASE
)
# Folders, servers and mailboxes: addresses that lead into somebody's computer, or to them.
_LEADS_HOME: Final = re.compile(r"^\s*(?:file:|mailto:|[A-Za-z]:[\\/]|\\\\|/(?:Users|home)/)", re.IGNORECASE)
_PATH_INSIDE: Final = re.compile(
    r"(?:file:[\\/]{1,3}|mailto:|\b[A-Za-z]:[\\/]|\\\\(?=\w)|/(?:Users|home)/)[^\"'<>|\n]{0,400}", re.IGNORECASE
)
NOWHERE: Final = "about:blank"
# So many fields may stand inside each other: Word takes no more, and each that is open is looked at with each word.
DEEPEST_FIELD: Final = 20
_PERSONAL_FIELDS: Final = frozenset(
    {"AUTHOR", "USERNAME", "USERINITIALS", "USERADDRESS", "LASTSAVEDBY", "FILENAME", "TEMPLATE"}
)
_PERSONAL_PROPERTIES: Final = frozenset({"author", "manager", "company", "lastsavedby", "lastauthor"})
# Elements of a customised part that are somebody.
_SOMEBODY: Final = frozenset(
    {"creator", "lastModifiedBy", "DisplayName", "UserName", "AccountId", "Manager", "Company"}
)
# What makes a part worth parsing.
TRACES: Final = re.compile(
    rb"[:<](?:del|moveFrom|instrText|fldSimple)\b|PrChange\b|file:|mailto:|[A-Za-z]:\\|\\\\\w|/Users/|/home/"
    rb"|lastModifiedBy|DisplayName|creator\b|AccountId",
    re.IGNORECASE,
)


def leads_home(address: str) -> bool:
    """Whether an address opens a mailbox or something on somebody's computer."""
    return bool(_LEADS_HOME.match(address))


def local_name(element: Any) -> str:
    # Not by QName, which takes five times as long: this is asked of each element several times.
    return str(element.tag).rpartition("}")[2]


def drop(element: Any) -> None:
    """Take an element out of its parent; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def parsed(content: bytes) -> Any:
    """The root of a part. Raises etree.XMLSyntaxError."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


class Relationships:
    """What the parts of a package are, by their relationships: which are emptied, which are left out."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        """`parts`: the content of every part that holds relationships. Raises etree.XMLSyntaxError."""
        # Where they usually lie, also in a package that says nothing of them.
        self.emptied = {
            "docprops/core.xml": _EMPTIED["/core-properties"],
            "docprops/app.xml": _EMPTIED["/extended-properties"],
            "docprops/custom.xml": _EMPTIED["/custom-properties"],
        }
        self._left_out: set[str] = set()
        for name, content in parts.items():
            base = posixpath.dirname(posixpath.dirname(name))
            for row in parsed(content):
                kind, target = row.get("Type", ""), row.get("Target", "")
                if row.get("TargetMode") == "External":
                    continue
                part = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
                if kind.endswith(_LEFT_OUT):
                    self._left_out.add(part.casefold())
                for end, empty in _EMPTIED.items():
                    if kind.endswith(end):
                        self.emptied[part.casefold()] = empty

    def leaves_out(self, part: str) -> bool:
        own = part.replace("_rels/", "").removesuffix(".rels") if part.endswith(".rels") else part
        return bool(_PLACES_LEFT_OUT.match(part)) or own.casefold() in self._left_out


def empty_properties(root: Any) -> str | None:
    """What remains of a part of properties, known by its root, wherever it lies; None for any other."""
    return _BY_ROOT.get(root.tag)


def clean_relationships(root: Any, relationships: Relationships) -> None:
    """Take out what leads to parts that are left out, and turn aside what leads into somebody's computer."""
    for row in list(root):
        if local_name(row) == "Relationship":
            if row.get("Type", "").endswith(_LEFT_OUT):
                drop(row)
            elif row.get("TargetMode") == "External" and _LEADS_HOME.match(row.get("Target", "")):
                row.set("Target", NOWHERE)
        elif local_name(row) == "Override" and relationships.leaves_out(row.get("PartName", "").lstrip("/")):
            drop(row)


def clean_text(root: Any, part: str) -> None:
    """Take out of a part what is deleted and still there, fields that say who somebody is, and paths of computers."""
    _without_deletions(root)
    _without_personal_fields(root)
    is_custom = part.casefold().startswith("customxml/")
    for element in root.iter(etree.Element):
        local = local_name(element)
        for name, value in element.attrib.items():
            if _LEADS_HOME.match(value) and local != "Relationship":
                element.set(name, "")
        if local in {"f", "definedName"} and element.text:
            element.text = _PATH_INSIDE.sub(NOWHERE, element.text)
        if is_custom and local in _SOMEBODY and len(element) == 0:
            element.text = ""


def _without_deletions(root: Any) -> None:
    """Tracked changes are accepted: what was deleted, or moved away, was not meant to be read."""
    for element in list(root.iter(etree.Element)):
        local = local_name(element)
        parent = element.getparent()
        if parent is None:
            continue
        if local == "del" and local_name(parent) == "trPr":
            drop(parent.getparent())
        elif local in {"del", "moveFrom", "cellDel"} or local.endswith("PrChange"):
            drop(element)


def _without_personal_fields(root: Any) -> None:
    for element in list(root.iter(etree.Element)):
        if local_name(element) != "fldSimple":
            continue
        name = next((key for key in element.attrib if etree.QName(key).localname == "instr"), None)
        if name is not None:
            code = _mended(element.get(name))
            if code != element.get(name):
                element.set(name, code)
                if code == _NO_FIELD:
                    _silence(text for text in element.iter(etree.Element) if local_name(text) == "t")
    for codes, results in _fields_of(root):
        code = "".join(piece.text or "" for piece in codes)
        if (mended := _mended(code)) == code:
            continue
        _silence(codes)
        codes[0].text = mended
        if mended == _NO_FIELD:
            _silence(results)


_NO_FIELD: Final = ' QUOTE "" '


def _mended(code: str) -> str:
    """The code of a field without persons and paths."""
    words = code.split()
    kind = words[0].upper() if words else ""
    is_property = kind in {"DOCPROPERTY", "INFO"} and len(words) > 1
    if kind in _PERSONAL_FIELDS or (is_property and words[1].strip('"').lower() in _PERSONAL_PROPERTIES):
        return _NO_FIELD
    # In the code of a field a backslash stands twice.
    return _PATH_INSIDE.sub(NOWHERE, code) if _PATH_INSIDE.search(code) else code


def _silence(elements: Any) -> None:
    for element in elements:
        element.text = ""


def _fields_of(root: Any) -> Iterator[tuple[list[Any], list[Any]]]:
    """Each field of a text: the pieces of its code and the pieces of what it shows. Fields stand inside each other.

    Raises RecursionError where they do so deeper than in any honest text.
    """
    open_fields: list[tuple[list[Any], list[Any], list[bool]]] = []
    for element in list(root.iter(etree.Element)):
        local = local_name(element)
        if local == "fldChar":
            kind = next((value for key, value in element.attrib.items() if key.endswith("fldCharType")), "")
            if kind == "begin":
                if len(open_fields) == DEEPEST_FIELD:
                    raise RecursionError("fields inside each other")
                open_fields.append(([], [], []))
            elif kind == "separate" and open_fields:
                open_fields[-1][2].append(True)
            elif kind == "end" and open_fields:
                codes, results, _shows = open_fields.pop()
                if codes:
                    yield codes, results
        elif local == "instrText" and open_fields and not open_fields[-1][2]:
            open_fields[-1][0].append(element)
        elif local == "t":
            for _codes, results, shows in open_fields:
                if shows:
                    results.append(element)
