"""Pictures inside documents without what is noted in them: the pixels stay as they are, bit for bit."""

import re
from typing import Final

from lxml import etree

from .office_traces import drop, local_name, parsed


def jpeg_without_notes(content: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC and comments."""
    if not content.startswith(b"\xff\xd8"):
        return content
    kept, place = [b"\xff\xd8"], 2
    while place + 4 <= len(content) and content[place] == 0xFF and content[place + 1] != 0xDA:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        # APP1 holds EXIF and XMP, APP11 who made it, APP13 IPTC, COM a comment, others what each program likes. APP0,
        # the colours in APP2 and APP14 change how it looks.
        is_colour = marker == 0xE2 and content[place + 4 : place + 15] == b"ICC_PROFILE"
        if marker != 0xFE and (not 0xE1 <= marker <= 0xEF or marker == 0xEE or is_colour):
            kept.append(content[place : place + 2 + length])
        place += 2 + length
    return b"".join([*kept, content[place:]])


def png_without_notes(content: bytes) -> bytes:
    """A PNG without words, times and EXIF."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return content
    kept, place = [content[:8]], 8
    while place + 12 <= len(content):
        length, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        if kind not in {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}:
            kept.append(content[place : place + 12 + length])
        place += 12 + length
    return b"".join(kept)


def webp_without_notes(content: bytes) -> bytes:
    """A WebP without EXIF and XMP."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return content
    kept, place = [], 12
    while place + 8 <= len(content):
        kind, length = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        chunk = content[place : place + 8 + length + length % 2]
        if kind == b"VP8X" and len(chunk) > 8:  # which says that there were some
            chunk = chunk[:8] + bytes([chunk[8] & ~0b1100]) + chunk[9:]
        if kind not in {b"EXIF", b"XMP "}:
            kept.append(chunk)
        place += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


_DOCTYPE: Final = re.compile(rb"<!DOCTYPE[^>\[]{0,2000}(?:\[[^\]]{0,20000}\])?[^>]{0,200}>")


def svg_without_notes(content: bytes) -> bytes:
    """A drawing without its metadata, comments and the name of its file. What is no XML stays as it is."""
    try:
        root = parsed(_DOCTYPE.sub(b"", content, count=1))
    except etree.XMLSyntaxError:
        return content
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or local_name(element) in {"metadata", "namedview"}:
            drop(element)
            continue
        for name in list(element.attrib):
            if etree.QName(name).localname in {"docname", "export-filename", "absref"}:
                del element.attrib[name]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
