"""`h5p.json` of a H5P package (h5p.org, "H5P specification"): one thing to launch, with the libraries it needs."""

from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from camtree.core.words.json import read_json
from camtree.core.words.signs import all_without_unstorable
from learning.packages.choices import PackageKind
from learning.packages.faults import PackageError
from learning.packages.manifests import Part, Read

H5P: Final = "h5p.json"
CONTENT: Final = "content/content.json"
MOST_JSON_BYTES: Final = 8 * 1024 * 1024
MOST_LIBRARIES: Final = 300


def read_h5p(folder: Path, names: Collection[str]) -> Read:
    """What a H5P package that was unpacked into `folder` says of itself. Raises PackageError.

    A file without its libraries, as some sites hand out, cannot be played: nothing is fetched from elsewhere.
    """
    facts = _json(folder, H5P)
    if CONTENT not in names:
        raise PackageError(_("The package has no content: content/content.json is missing."))
    _json(folder, CONTENT)
    main = facts.get("mainLibrary")
    wanted = [_folder_of(row) for row in _rows(facts)]
    if not isinstance(main, str) or not any(name.rsplit("-", 1)[0] == main for name in wanted):
        raise PackageError(_("The package does not say what kind of material it is."))
    seen: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        if len(seen) > MOST_LIBRARIES:
            raise PackageError(_("The package uses more than 300 libraries."))
        if f"{name}/library.json" not in names:
            raise PackageError(
                _("The package comes without a library that it needs: %(name)s. Export it with its libraries.")
                % {"name": name[:80]}
            )
        wanted += [_folder_of(row) for row in _rows(_json(folder, f"{name}/library.json"))]
    title = facts.get("title")
    title = " ".join(title.split())[:160] if isinstance(title, str) else ""
    return Read(PackageKind.H5P, title or main, (Part(id="h5p", title=title or main, address=CONTENT),))


def _json(folder: Path, name: str) -> dict[str, Any]:
    place = folder / name
    if place.stat().st_size > MOST_JSON_BYTES:
        raise PackageError(_("A description in the package is too large: %(name)s") % {"name": name})
    try:
        found = all_without_unstorable(read_json(place.read_bytes().decode("utf-8-sig"), any_signs=True))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise PackageError(_("A description in the package cannot be read: %(name)s") % {"name": name})
    return found


def _rows(facts: dict[str, Any]) -> list[Any]:
    rows = facts.get("preloadedDependencies", [])
    return rows if isinstance(rows, list) else []


def _folder_of(row: Any) -> str:
    """The folder of a library: its name and the two numbers that say with what it goes together."""
    try:
        return f"{row['machineName']}-{int(row['majorVersion'])}.{int(row['minorVersion'])}"
    except (KeyError, TypeError, ValueError):
        raise PackageError(_("The package names a library without its version.")) from None
