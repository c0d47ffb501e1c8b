"""Small files of every kind, made when they are needed."""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/main.xml" ContentType="{}"/></Types>'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nGood morning\n"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(
    image_format: str = "JPEG", *, size=(40, 20), mode: str = "RGB", colour: Any = "teal", **options: Any
) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, colour).save(buffer, image_format, **options)
    return buffer.getvalue()


def photo_with_place() -> bytes:
    """A JPEG as a telephone writes it: lying on its side, with place, camera and a remark."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter to see it upright
    exif[0x010F] = "PhoneMaker"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (52.0, 12.0, 0.0)
    place[3], place[4] = "E", (0.0, 7.0, 0.0)
    return picture("JPEG", size=(40, 20), exif=exif, comment=b"taken at home")


def cut_off_photo() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((200, 200), 60).save(buffer, "JPEG")
    return buffer.getvalue()[: buffer.tell() // 2]


def moving_gif() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def giant_png() -> bytes:
    """A few bytes that claim to be 30,000 by 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def archive(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def office(content_type: str, **more: str | bytes) -> bytes:
    return archive({"[Content_Types].xml": CONTENT_TYPES.format(content_type), "main.xml": "<x/>", **more})


def open_document(content_type: str = "application/vnd.oasis.opendocument.text", **more: str) -> bytes:
    return archive({"mimetype": content_type, "content.xml": "<x/>", **more})


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2mp41" + b"\0" * 200
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x02\x00M4A isommp42" + b"\0" * 200
QUICKTIME = b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  " + b"\0" * 200
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm\x42\x87\x81\x04" + b"\0" * 200
MATROSKA = b"\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x88matroska\x42\x87\x81\x04" + b"\0" * 200
MP3 = b"\xff\xfb\x90\x64" + b"\0" * 400
# Recordings of a second and less that play, as an upload has to.
FILM = Path(__file__).with_name("files").joinpath("talk.mp4").read_bytes()
SOUND = Path(__file__).with_name("files").joinpath("talk.mp3").read_bytes()
MP3_TAGGED = b"ID3\x04\x00\x00\x00\x00\x00\x00" + MP3
OGG = b"OggS\x00\x02" + b"\0" * 200
