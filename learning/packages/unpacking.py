"""A ZIP file into a folder, within bounds that are counted while reading: what a header says is never believed."""

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _

from camtree.core.http.faults import is_part_away
from camtree.core.templatetags.core_tags import number
from learning.packages.faults import PackageError

MIB: Final = 1024 * 1024
CHUNK: Final = 64 * 1024
# A header that lists more than that is not read to its end: the list alone would fill the memory.
MOST_LISTED_BYTES: Final = 8 * MIB
METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

# What may be served, and as what. Everything else stays outside: programs, Flash, and what nobody can name.
TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "htm": "text/html; charset=utf-8",
    "xhtml": "application/xhtml+xml",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml",
    "xsd": "application/xml",
    "xsl": "application/xml",
    "txt": "text/plain; charset=utf-8",
    "md": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "srt": "text/plain; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
    "bmp": "image/bmp",
    "ico": "image/x-icon",
    "cur": "image/x-icon",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "eot": "application/vnd.ms-fontobject",
}


@dataclass(frozen=True)
class Bounds:
    """The most that is taken. Bytes are those after unpacking."""

    files: int = 3000
    bytes: int = 400 * MIB
    file_bytes: int = 200 * MIB
    # How often its own size a file may unpack to; text and silence reach a hundred, bombs a thousand.
    ratio: int = 250
    # Below this a high ratio does no harm: an empty picture, a file of blanks.
    ratio_from: int = 4 * MIB
    depth: int = 16
    path: int = 240


@dataclass
class Unpacked:
    """What lies in the folder, and what was left outside."""

    folder: Path
    names: list[str] = field(default_factory=list)
    bytes: int = 0
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Measure:
    """What a file says that it holds, before anything of it is unpacked."""

    names: frozenset[str]
    bytes: int


def nothing_more() -> None:
    """After a file that was unpacked or kept: nobody wants to know."""


def ending_of(name: str) -> str:
    """The letters after the last dot of a file's name, in lower case; "" where there is none."""
    last = name.rsplit("/", 1)[-1]
    return last.rsplit(".", 1)[-1].lower() if "." in last else ""


def measure(file: IO[bytes], bounds: Bounds | None = None) -> Measure:
    """What a ZIP file lists, which takes no time. Raises PackageError where the list alone says that it is refused."""
    bounds, names, size = bounds or Bounds(), set[str](), 0
    with _readable(file, bounds) as archive:
        for entry, name in _entries(archive, bounds):
            if ending_of(name) in TYPES:
                _refuse_size(entry, entry.file_size, bounds, bounds.bytes - size)
                size += entry.file_size
                names.add(name)
    return Measure(frozenset(names), size)


def unpack(
    file: IO[bytes], folder: Path, bounds: Bounds | None = None, after_each: Callable[[], None] = nothing_more
) -> Unpacked:
    """Take a ZIP file apart into an empty folder. Raises PackageError with a sentence; then the folder may hold parts.

    Nothing is written outside the folder whatever the names say, and no more than the bounds allow. `after_each` is
    called with each file, and may raise.
    """
    bounds, found = bounds or Bounds(), Unpacked(folder)
    with _readable(file, bounds) as archive:
        for entry, name in _entries(archive, bounds):
            if ending_of(name) not in TYPES:
                found.left_out.append(name)
                continue
            found.bytes += _write(archive, entry, folder / name, bounds, bounds.bytes - found.bytes)
            found.names.append(name)
            after_each()
    return found


@contextmanager
def _readable(file: IO[bytes], bounds: Bounds) -> Iterator[zipfile.ZipFile]:
    try:
        with _opened(file, bounds) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        if is_part_away(error):  # a disk that is full, a bucket that is silent
            raise
        # Broken data, a method nobody knows, a name no file can have.
        raise PackageError(_("The file is damaged, or is no ZIP file as packages are.")) from None


def _opened(file: IO[bytes], bounds: Bounds) -> zipfile.ZipFile:
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined] # before it builds a row for each entry
    if end is None:
        raise zipfile.BadZipFile
    if end[zipfile._ECD_ENTRIES_TOTAL] > 2 * bounds.files or end[zipfile._ECD_SIZE] > MOST_LISTED_BYTES:  # type: ignore[attr-defined]
        raise PackageError(_too_many(bounds))
    file.seek(0)
    return zipfile.ZipFile(file)


def _too_many(bounds: Bounds) -> str:
    return _("The package holds more than %(number)s files.") % {"number": number(bounds.files)}


def _entries(archive: zipfile.ZipFile, bounds: Bounds) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Each file of the list with its name, once that is harmless; litter is passed over."""
    seen = set[str]()
    for entry in archive.infolist():
        name = checked_name(entry.orig_filename, bounds)
        _refuse_tricks(entry)
        if entry.is_dir():
            continue
        same = unicodedata.normalize("NFC", name).casefold()
        if same in seen:
            raise PackageError(_("Two files of the package have one name: %(name)s") % {"name": name})
        seen.add(same)
        if len(seen) > bounds.files:
            raise PackageError(_too_many(bounds))
        if not _is_litter(name):
            yield entry, name


def checked_name(name: str, bounds: Bounds) -> str:
    """The name of an entry, where it is a plain way down into the folder. Else raises PackageError."""
    parts = name.removesuffix("/").split("/")
    is_plain = (
        bool(name)
        and not name.startswith("/")
        and not any(sign in name for sign in "\\:\0")
        and all(part not in {"", ".", ".."} for part in parts)
        and all(unicodedata.category(sign) not in {"Cc", "Cs"} for sign in name)
    )
    if not is_plain:
        shown = name.encode("unicode_escape").decode()[:80]
        raise PackageError(_("A file of the package would lie outside its folder: %(name)s") % {"name": shown})
    if len(parts) > bounds.depth or len(name.encode()) > bounds.path:
        raise PackageError(
            _("A file of the package lies too deep, or its name is too long: %(name)s") % {"name": name[:80]}
        )
    return name.removesuffix("/")


def _refuse_tricks(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise PackageError(_("The package is locked with a password."))
    if entry.compress_type not in METHODS:
        raise PackageError(_("The package is packed in a way that ZIP files for the web are not."))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.create_system == 3 and kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise PackageError(_("The package holds a link in place of a file: %(name)s") % {"name": entry.filename})


def _is_litter(name: str) -> bool:
    """What a computer leaves behind: hidden files, thumbnails."""
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/")) or name.endswith("Thumbs.db")


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path, bounds: Bounds, left: int) -> int:
    place.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with archive.open(entry) as source, place.open("xb") as target:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            _refuse_size(entry, size, bounds, left)
            target.write(chunk)
    return size


def _refuse_size(entry: zipfile.ZipInfo, size: int, bounds: Bounds, left: int) -> None:
    if size > left or size > bounds.file_bytes:
        raise PackageError(
            _("The package is too large when it is unpacked: %(number)s MiB are the most, %(file)s for a file.")
            % {"number": number(bounds.bytes // MIB), "file": number(bounds.file_bytes // MIB)}
        )
    if size > bounds.ratio_from and size > bounds.ratio * max(entry.compress_size, 1):
        raise PackageError(
            _("A file of the package unpacks to far more than it is: %(name)s") % {"name": entry.filename}
        )
