"""A badge as a picture that holds the signed credential, so that it is shown to people and read by software.

Open Badges 3.0, section 5.3.1: an iTXt chunk of the PNG, not compressed, under the keyword `openbadgecredential`. The
chunk is that of the PNG specification, section 11.3.3.4.
"""

import struct
import zlib
from typing import Final

from django.core.cache import cache
from django.utils import timezone

from camtree.core.papers.typesetting import draw
from learning.certificates.badges import signed_badge
from learning.certificates.models import Certificate
from learning.certificates.papers import badge_paper

KEYWORD: Final = b"openbadgecredential"
# Seconds for which a drawing is kept: all holders of a year have the same.
KEPT: Final = 24 * 60 * 60
# Every PNG begins with eight bytes and with a header of so many.
HEAD: Final = 8 + 25


def picture_of(certificate: Certificate) -> bytes:
    """The badge as PNG with its credential inside. Raises NoKeyError, PaperError."""
    return baked(_drawing(certificate), signed_badge(certificate))


def baked(picture: bytes, credential: str) -> bytes:
    """A PNG with a credential in it; what it shows stays as it is."""
    return picture[:HEAD] + _chunk(KEYWORD + b"\0\0\0\0\0" + credential.encode("ascii")) + picture[HEAD:]


def _chunk(data: bytes) -> bytes:
    body = b"iTXt" + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def _drawing(certificate: Certificate) -> bytes:
    paper = badge_paper(certificate)
    key = f"badge-drawing:{paper.digest}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = draw(paper, made_at=timezone.now())
        cache.set(key, kept, KEPT)
    return kept
