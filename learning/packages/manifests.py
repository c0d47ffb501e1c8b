"""`imsmanifest.xml` of SCORM 1.2 and SCORM 2004 (ADL, Content Aggregation Model): what is to be launched, in order."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit

from django.utils.translation import gettext as _
from lxml import etree

from learning.packages.choices import PackageKind
from learning.packages.faults import PackageError

MANIFEST: Final = "imsmanifest.xml"
MOST_MANIFEST_BYTES: Final = 4 * 1024 * 1024
MOST_PARTS: Final = 200
# Sequencing rules are not played: parts are chosen from a list. See decision 9.
_BY_VERSION: Final = {
    "1.2": PackageKind.SCORM12,
    "cam 1.3": PackageKind.SCORM2004,
    "1.3": PackageKind.SCORM2004,
    "2004 3rd edition": PackageKind.SCORM2004,
    "2004 4th edition": PackageKind.SCORM2004,
}
_BY_NAMESPACE: Final = {
    "http://www.adlnet.org/xsd/adlcp_rootv1p2": PackageKind.SCORM12,
    "http://www.adlnet.org/xsd/adlcp_v1p3": PackageKind.SCORM2004,
}


@dataclass(frozen=True)
class Part:
    """One thing to launch. `address` is relative to the package and may have a query; `mastery` is 0 to 1."""

    id: str
    title: str
    address: str
    # Whether it speaks with the site; else it is a plain page, done when it is opened.
    reports: bool = True
    mastery: float | None = None
    launch_data: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Read:
    """What a package says of itself."""

    kind: PackageKind
    title: str
    parts: tuple[Part, ...]


def read_manifest(folder: Path, names: Collection[str]) -> Read:
    """The parts of a SCORM package that was unpacked into `folder`. Raises PackageError."""
    root = _root(folder / MANIFEST)
    kind = _kind(root)
    organization = _organization(root)
    resources, base = _child(root, "resources"), _base(root)
    by_id: dict[str, tuple[Any, str]] = {}
    if resources is not None:
        inner = base + _base(resources)
        by_id = {row.get("identifier", ""): (row, inner + _base(row)) for row in _children(resources, "resource")}
    parts: list[Part] = []
    hidden: list[Part] = []
    for item in organization.iter("{*}item"):
        reference = item.get("identifierref")
        if not reference:
            continue
        if reference not in by_id:
            raise PackageError(
                _("The manifest names a part that it does not describe: %(name)s") % {"name": reference[:80]}
            )
        part = _part(item, *by_id[reference], names)
        (hidden if item.get("isvisible") == "false" else parts).append(part)
        if len(parts) + len(hidden) > MOST_PARTS:
            raise PackageError(_("The package has more than 200 parts."))
    parts = parts or hidden
    if not parts:
        raise PackageError(_("The manifest names nothing to open."))
    if len({part.id for part in parts}) != len(parts):
        raise PackageError(_("Two parts of the manifest have one name."))
    return Read(kind, _text(organization, "title") or parts[0].title, tuple(parts))


def _root(place: Path) -> Any:
    if place.stat().st_size > MOST_MANIFEST_BYTES:
        raise PackageError(_("The manifest of the package is too large."))
    # No document type, no entity, no file from elsewhere: a manifest needs none of them.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(place.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise PackageError(_("The manifest is not XML that can be read: %(reason)s") % {"reason": error.msg}) from None
    if root.getroottree().docinfo.doctype:
        raise PackageError(_("The manifest declares a document type, which packages do not need."))
    if etree.QName(root).localname != "manifest":
        raise PackageError(_("imsmanifest.xml is not the manifest of a package."))
    return root


def _kind(root: Any) -> PackageKind:
    metadata = _child(root, "metadata")
    version = _text(metadata, "schemaversion") if metadata is not None else ""
    if version.lower() in _BY_VERSION:
        return _BY_VERSION[version.lower()]
    if not version:
        for element in root.iter(etree.Element):
            for namespace in element.nsmap.values():
                if namespace in _BY_NAMESPACE:
                    return _BY_NAMESPACE[namespace]
    raise PackageError(
        _("The package says that its version is “%(version)s”. SCORM 1.2, and SCORM 2004 from its third edition, play.")
        % {"version": version[:40] or "?"}
    )


def _organization(root: Any) -> Any:
    organizations = _child(root, "organizations")
    found = list(_children(organizations, "organization")) if organizations is not None else []
    if not found:
        raise PackageError(_("The manifest names nothing to open."))
    default = organizations.get("default")
    return next((row for row in found if row.get("identifier") == default), found[0])


def _part(item: Any, resource: Any, base: str, names: Collection[str]) -> Part:
    href = (resource.get("href") or "").strip()
    if not href:
        raise PackageError(_("A part of the package has no file to open: %(name)s") % {"name": _title(item)})
    address = checked_address(base + href, names, _title(item))
    parameters = (item.get("parameters") or "").strip()
    if parameters:
        address += ("&" if "?" in address else "?") + parameters.lstrip("?&#")
    kind = next((value for name, value in resource.attrib.items() if name.rsplit("}")[-1].lower() == "scormtype"), "")
    launch_data = next((row.text or "" for row in item if _name(row).lower() == "datafromlms"), "")
    return Part(
        id=(item.get("identifier") or href)[:160],
        title=_title(item),
        address=address[:600],
        reports=kind.lower() != "asset",
        mastery=_mastery(item),
        launch_data=launch_data[:4096],
    )


def checked_address(address: str, names: Collection[str], title: str) -> str:
    """A file of the package, as it may be asked for. Raises PackageError for one elsewhere and one not there."""
    parsed = urlsplit(address)
    if parsed.scheme or parsed.netloc or "\\" in address:
        raise PackageError(_("A part of the package lies on another server: %(name)s") % {"name": title})
    place = unquote(urljoin("/", parsed.path)).lstrip("/")
    if place not in names:
        raise PackageError(
            _("The file to open is not in the package: %(name)s") % {"name": (parsed.path or address)[:120]}
        )
    query = f"?{parsed.query}" if parsed.query else ""
    fragment = f"#{parsed.fragment}" if parsed.fragment and not query else ""
    return f"{urljoin('/', parsed.path).lstrip('/')}{query}{fragment}"


def _mastery(item: Any) -> float | None:
    """The score to pass, 0 to 1: `masteryscore` (0 to 100) of SCORM 1.2, the primary objective's of SCORM 2004."""
    for row in item:
        if _name(row).lower() == "masteryscore":
            return _number(row.text, 100)
    for objective in item.iterfind("{*}sequencing/{*}objectives/{*}primaryObjective"):
        if objective.get("satisfiedByMeasure") == "true":
            return _number(objective.findtext("{*}minNormalizedMeasure") or "1", 1)
    return None


def _number(text: str | None, whole: int) -> float | None:
    try:
        value = float((text or "").strip()) / whole
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _children(element: Any, name: str) -> Any:
    return element.iterfind(f"{{*}}{name}")


def _child(element: Any, name: str) -> Any:
    return next(iter(_children(element, name)), None)


def _text(element: Any, name: str) -> str:
    return " ".join((element.findtext(f"{{*}}{name}") or "").split())


def _title(item: Any) -> str:
    return (_text(item, "title") or item.get("identifier") or "?")[:160]


def _base(element: Any) -> str:
    return str(element.get("{http://www.w3.org/XML/1998/namespace}base") or "")
