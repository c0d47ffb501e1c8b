"""What may be stored, decided by what a file holds and not by what it is called.

Each function takes an upload and returns the file to store, or raises a ValidationError whose sentence names the file
and the reason. Pictures come back re-encoded: whatever a camera wrote beside the pixels (place, time, owner) is gone.
"""

import codecs
import io
import re
import zipfile
from pathlib import Path, PurePath
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from wagtailmedia.models import MediaType

from camtree.core.apart import ApartError, TooMuchWorkError, run_apart

from . import pixels
from .captions.formats import BrokenXmlError
from .captions.intake import LostCuesError, Taken, take_captions
from .captions.webvtt import parse_webvtt
from .choices import TrackKind
from .pixels import IMAGE_FORMATS, READ_FORMATS

MIB: Final = 1024 * 1024

# Pixels up to which a picture is worked on here; above, in a process of its own.
FEW_PIXELS: Final = 3_000_000
# How many of the pixels of a JPEG, which is decoded at half its size, others may have: they take as long then. Of 50
# million those are 25, what cameras make (24.2), and 17, what phones do (12.2 and 16). To WebP and AVIF transparency is
# a picture of its own.
SHARES: Final = {"PNG": 1 / 2, "WEBP": 1 / 2, "GIF": 1 / 2, "AVIF": 17 / 50, "WEBP RGBA": 2 / 5, "AVIF RGBA": 1 / 5}
# What a large picture may take: seconds of a clock, and MiB of addresses.
PICTURE_SECONDS: Final = 15
PICTURE_MIB: Final = 1500

# Main parts of Office files by the content type that [Content_Types].xml gives them.
OOXML: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
}
OPEN_DOCUMENT: Final = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
DOCUMENT_KINDS: Final = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt")
TEXT_KINDS: Final = frozenset({"csv", "txt"})
CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MARKUP: Final = re.compile(r"\s*<(?:!doctype|\?xml|\?php|html|head|body|script|svg|iframe|!--)", re.IGNORECASE)

# More than any honest document holds: a packed file that grows beyond this is meant to fill a disk.
MAX_ARCHIVE_PARTS: Final = 10_000
MAX_UNPACKED: Final = 500 * MIB
# Of the part of an Office file that lists the kinds of its parts.
MOST_TYPES: Final = MIB

MEDIA_KINDS: Final = {
    MediaType.AUDIO: ("mp3", "m4a", "ogg"),
    MediaType.VIDEO: ("mp4", "webm"),
}
CAPTION_FAULTS_SHOWN: Final = 5


def refuse(name: str, reason: str | Promise, code: str) -> ValidationError:
    """The error to raise: which file, and why."""
    return ValidationError(
        _("“%(name)s” was not stored: %(reason)s"), code=code, params={"name": name, "reason": reason}
    )


def check_size(file: Any, limit: int) -> None:
    if file.size > limit:
        raise refuse(
            file.name,
            _("it has %(size)s, and the largest allowed is %(limit)s.")
            % {"size": filesizeformat(file.size), "limit": filesizeformat(limit)},
            "too_large",
        )
    if file.size == 0:
        raise refuse(file.name, _("it is empty."), "empty")


# Pictures


def clean_image(file: Any) -> ContentFile | SimpleUploadedFile:
    """A picture of the same look in a file that we wrote ourselves."""
    check_size(file, settings.UPLOAD_IMAGE_MIB * MIB)
    file.seek(0)
    content = file.read()
    if MARKUP.match(content[:512].decode("utf-8", "replace").lstrip("\ufeff")):
        raise refuse(
            file.name, _("it is a drawing or a page in text form (such as SVG), which can carry scripts."), "svg"
        )
    picture = open_image(file.name, content)
    ending, content_type, _options = IMAGE_FORMATS[str(picture.format)]
    written = _clean_pixels(file.name, picture, content, ending)
    return SimpleUploadedFile(f"{PurePath(file.name).stem}.{ending}", written, content_type)


def _clean_pixels(name: str, picture: Image.Image, content: bytes, ending: str) -> bytes:
    damaged = refuse(name, _("it is damaged or cut off."), "damaged")
    if picture.width * picture.height <= FEW_PIXELS:
        try:
            return pixels.cleaned(picture, ending)
        except pixels.DamagedError:
            raise damaged from None
    try:
        return run_apart(Path(pixels.__file__), ending, content=content, seconds=PICTURE_SECONDS, mib=PICTURE_MIB)
    except TooMuchWorkError:
        raise refuse(name, _("it takes too long to read. Save it smaller and try again."), "too_slow") from None
    except ApartError:
        raise damaged from None


def open_image(name: str, content: bytes) -> Image.Image:
    """The picture, not yet decoded, once its head says that decoding is safe."""
    unknown = refuse(
        name, _("it is not a picture in one of the formats JPEG, PNG, WebP, AVIF or GIF."), "unknown_image"
    )
    try:
        picture = Image.open(io.BytesIO(content), formats=READ_FORMATS)
    except Image.DecompressionBombError:
        raise refuse(name, _("it has too many pixels."), "too_many_pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise unknown from None
    most = settings.UPLOAD_IMAGE_MEGAPIXELS
    share = SHARES.get(f"{picture.format} {picture.mode}") or SHARES.get(str(picture.format), 1)
    limit = max(1, round(most * share))
    if picture.width * picture.height > limit * 1_000_000:
        says = _("it has %(width)d × %(height)d pixels, and the most allowed are %(limit)d million.")
        if limit < most:
            says = _(
                "it has %(width)d × %(height)d pixels, and the most allowed are %(limit)d million; "
                "%(most)d million in a JPEG file."
            )
        told = {"width": picture.width, "height": picture.height, "limit": limit, "most": most}
        raise refuse(name, says % told, "too_many_pixels")
    # A photo in MPO holds smaller copies of itself for small screens; anything else with several frames moves.
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise refuse(name, _("it moves. Upload a still picture, or a video."), "animated")
    return picture


# Documents


def clean_document(file: Any) -> Any:
    """The file itself, once it is of an allowed kind, holds no macros and is named as what it is."""
    check_size(file, settings.UPLOAD_DOCUMENT_MIB * MIB)
    ending = PurePath(file.name).suffix.lower().removeprefix(".")
    kind = document_kind(file, file.name, ending)
    file.seek(0)
    if kind is None:
        raise refuse(
            file.name,
            _("it is none of the kinds that can be stored: %(kinds)s.") % {"kinds": ", ".join(DOCUMENT_KINDS)},
            "unknown_document",
        )
    if kind != ending:
        raise refuse(
            file.name,
            _("it holds a document of the kind %(kind)s. Name it with the ending .%(kind)s.") % {"kind": kind},
            "wrong_ending",
        )
    return file


def document_kind(file: IO[bytes], name: str, ending: str) -> str | None:
    """What the content says that it is. Plain text cannot say whether it is a table: there the name decides."""
    file.seek(0)
    head = file.read(1024)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return packed_kind(file, name)
    if ending in TEXT_KINDS and is_plain_text(file):
        return ending
    return None


def packed_kind(file: IO[bytes], name: str) -> str | None:
    """Which of the packed kinds of document this archive is."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_ARCHIVE_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise refuse(name, _("unpacked, it would be far too large."), "archive_bomb")
            names = [part.filename for part in parts]
            if "[Content_Types].xml" in names:
                return office_kind(archive, names, name)
            if "mimetype" in names:
                return open_document_kind(archive, names, name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, KeyError, EOFError):
        raise refuse(name, _("it is damaged, or locked with a password."), "damaged") from None
    return None


def _beginning(archive: zipfile.ZipFile, part: str) -> str:
    """As much of a part as says what the file is. A few kilobytes may unpack to all the memory that there is."""
    with archive.open(part) as content:
        return content.read(MOST_TYPES).decode("utf-8", "replace")


def office_kind(archive: zipfile.ZipFile, names: list[str], name: str) -> str | None:
    types = _beginning(archive, "[Content_Types].xml")
    if "macroenabled" in types.lower() or any(part.lower().endswith("vbaproject.bin") for part in names):
        raise macros(name)
    return next((kind for content_type, kind in OOXML.items() if f'"{content_type}"' in types), None)


def open_document_kind(archive: zipfile.ZipFile, names: list[str], name: str) -> str | None:
    if any(part.startswith(("Basic/", "Scripts/")) for part in names):
        raise macros(name)
    return OPEN_DOCUMENT.get(_beginning(archive, "mimetype").strip())


def macros(name: str) -> ValidationError:
    return refuse(name, _("it holds macros, which can harm the reader's computer. Save it without them."), "macros")


def is_plain_text(file: IO[bytes]) -> bool:
    """Text in UTF-8 or UTF-16 without control signs, and no page or drawing in disguise."""
    file.seek(0)
    head = file.read(2)
    file.seek(0)
    reader = codecs.getincrementaldecoder("utf-16" if head in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")()
    is_first = True
    # Piece by piece: as text, the largest file takes four times its size.
    while piece := file.read(MIB):
        try:
            text = reader.decode(piece)
        except UnicodeDecodeError:
            return False
        if CONTROLS.search(text) or (is_first and MARKUP.match(text)):
            return False
        is_first = False
    try:
        reader.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


# Recordings


def clean_media(file: Any, media_type: str) -> Any:
    """The file itself, once its container is one that every browser plays and fits what it was uploaded as."""
    check_size(file, settings.UPLOAD_MEDIA_MIB * MIB)
    file.seek(0)
    kinds = media_kinds(file.read(4096))
    file.seek(0)
    allowed = MEDIA_KINDS[MediaType(media_type)]
    if kinds.isdisjoint(allowed):
        raise refuse(
            file.name,
            _("it is none of the kinds that can be played here: %(kinds)s.") % {"kinds": ", ".join(allowed)},
            "unknown_media",
        )
    ending = PurePath(file.name).suffix.lower().removeprefix(".")
    if ending not in kinds:
        wanted = sorted(kinds.intersection(allowed))[0]
        raise refuse(
            file.name,
            _("it holds a recording of the kind %(kind)s. Name it with the ending .%(kind)s.") % {"kind": wanted},
            "wrong_ending",
        )
    return file


def media_kinds(head: bytes) -> frozenset[str]:
    """Which kinds the first bytes allow; sound and pictures share one container in MP4."""
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in {b"M4A ", b"M4B "}:
            return frozenset({"m4a"})
        if brand in {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"MSNV"}:
            return frozenset({"mp4", "m4a"})
        return frozenset()
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head:
        return frozenset({"webm"})
    if head.startswith(b"OggS"):
        return frozenset({"ogg"})
    if head.startswith(b"ID3") or is_mp3_frame(head):
        return frozenset({"mp3"})
    return frozenset()


def is_mp3_frame(head: bytes) -> bool:
    """An MPEG frame of layer III with a possible bit rate and sampling rate."""
    return (
        len(head) >= 4
        and head[0] == 0xFF
        and head[1] & 0xE6 == 0xE2
        and head[1] & 0x18 != 0x08
        and head[2] & 0xF0 not in {0x00, 0xF0}
        and head[2] & 0x0C != 0x0C
    )


# Captions


class CleanCaptions(SimpleUploadedFile):
    """A track as it is stored, and sentences about what is another than in the file that came."""

    def __init__(self, name: str, taken: Taken) -> None:
        super().__init__(name, taken.text.encode(), "text/vtt")
        self.put_right = taken.put_right


def clean_captions(file: Any, kind: str = TrackKind.CAPTIONS) -> CleanCaptions:
    """The track as WebVTT in UTF-8, whatever program it came from, once it shows something."""
    check_size(file, settings.UPLOAD_CAPTIONS_KIB * 1024)
    file.seek(0)
    try:
        taken = take_captions(file.read(), kind=kind)
    except BrokenXmlError as error:
        raise refuse(file.name, _("its XML is broken: %(fault)s.") % {"fault": error}, "broken") from None
    except LostCuesError as error:
        shown = [str(fault) for fault in error.faults[:CAPTION_FAULTS_SHOWN]]
        if len(error.faults) > CAPTION_FAULTS_SHOWN:
            shown.append(_("There are %(count)d faults in all.") % {"count": len(error.faults)})
        raise ValidationError([refuse(file.name, _("some of its texts would be lost."), "lost_cues"), *shown]) from None
    if taken is None:
        words = _("it is no file of captions that is known here: WebVTT, SubRip (.srt), SBV or TTML.")
        raise refuse(file.name, words, "not_captions")
    if not parse_webvtt(taken.text):
        raise refuse(file.name, _("it holds no cue, so that nothing would be shown."), "no_cues")
    return CleanCaptions(PurePath(file.name).with_suffix(".vtt").name, taken)
