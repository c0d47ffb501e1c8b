"""The pixels of a picture, and nothing else of it. Imports nothing of ours, so that it can run apart:
`pixels.py ENDING` reads a picture from its standard input and writes a clean one. It ends with DAMAGED where it cannot.
"""

import io
import sys
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps

DAMAGED: Final = 3
# Formats as Pillow names them: the ending to store under, the content type, how to write it.
IMAGE_FORMATS: Final[dict[str, tuple[str, str, dict[str, Any]]]] = {
    "JPEG": ("jpg", "image/jpeg", {"quality": 92, "optimize": True, "progressive": True}),
    "PNG": ("png", "image/png", {"optimize": True}),
    "WEBP": ("webp", "image/webp", {"quality": 90, "method": 4}),
    "AVIF": ("avif", "image/avif", {"quality": 80}),
    "GIF": ("png", "image/png", {"optimize": True}),
    "MPO": ("jpg", "image/jpeg", {"quality": 92, "optimize": True, "progressive": True}),
}
# MPO, a JPEG with more pictures behind the first, is found by the reader of JPEG.
READ_FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# Longest edge in pixels of what is stored: half as much again as the largest that a page shows.
LONGEST_EDGE: Final = 2560
# Above so many pixels the last few per cent of size are not worth the seconds.
LARGE: Final = 4_000_000
QUICK: Final = {
    "JPEG": {"quality": 92, "progressive": True},
    "PNG": {"compress_level": 4},
    "WEBP": {"quality": 90, "method": 1},
    "AVIF": {"quality": 80, "speed": 9},
}


class DamagedError(Exception):
    """The file ends, or goes wrong, before the picture does."""


def cleaned(picture: Image.Image, ending: str) -> bytes:
    """A picture of the same look in a file that we wrote: upright, in sRGB, no longer than LONGEST_EDGE."""
    # A JPEG can be decoded at half its size or less, which takes a quarter of the time and the memory.
    if (longest := max(picture.size)) > LONGEST_EDGE:
        wanted = [max(1, edge * LONGEST_EDGE // longest) for edge in picture.size]
        picture.draft(picture.mode, (wanted[0], wanted[1]))
    clean = without_metadata(picture, keep_transparency=ending != "jpg")
    name = {"jpg": "JPEG"}.get(ending, ending.upper())
    options = QUICK[name] if clean.width * clean.height > LARGE else IMAGE_FORMATS[name][2]
    written = io.BytesIO()
    clean.save(written, format=name, **options)
    return written.getvalue()


def without_metadata(picture: Image.Image, *, keep_transparency: bool) -> Image.Image:
    """The pixels alone, upright and in the colours of the web (sRGB). Raises DamagedError."""
    try:
        picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise DamagedError from None
    profile = picture.info.get("icc_profile")
    if max(picture.size) > LONGEST_EDGE:
        if picture.mode in {"1", "P"}:
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = ImageOps.exif_transpose(picture)
    transparent = keep_transparency and upright.has_transparency_data
    if profile and upright.mode in {"RGB", "CMYK", "L"} and not transparent:
        upright = in_srgb(upright, profile)
    if upright.mode not in {"RGB", "L"} or transparent:
        upright = upright.convert("RGBA" if transparent else "RGB")
    clean = upright.copy()
    clean.info = {}
    return clean


def in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture in the colours of the web."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture  # a broken profile says nothing about the colours
    return converted or picture


def main(ending: str) -> int:
    # Its head was looked at before: it has no more pixels than it may.
    Image.MAX_IMAGE_PIXELS = None
    try:
        picture = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=READ_FORMATS)
        sys.stdout.buffer.write(cleaned(picture, ending))
    except DamagedError:
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
