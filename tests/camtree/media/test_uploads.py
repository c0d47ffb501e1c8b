import io
import tracemalloc
import zipfile

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from wagtailmedia.models import MediaType

from camtree.media import uploads
from camtree.media.uploads import clean_captions, clean_document, clean_image, clean_media
from tests.camtree.media import samples
from tests.camtree.media.samples import upload


def words_only(value: object) -> str:
    """Test names without the bytes, which hold times and chance and would differ between parallel workers."""
    return value if isinstance(value, str) else "-"


def refused(function, *args) -> str:
    with pytest.raises(ValidationError) as caught:
        function(*args)
    return " ".join(caught.value.messages)


# Pictures


@pytest.mark.parametrize(
    ("name", "image_format", "stored", "mode"),
    [
        ("a.jpg", "JPEG", "a.jpg", "RGB"),
        ("a.jpeg", "JPEG", "a.jpg", "CMYK"),
        ("a.png", "PNG", "a.png", "RGBA"),
        ("a.png", "PNG", "a.png", "P"),
        ("a.png", "PNG", "a.png", "I;16"),
        ("a.webp", "WEBP", "a.webp", "RGBA"),
        ("a.avif", "AVIF", "a.avif", "RGB"),
        ("a.gif", "GIF", "a.png", "P"),
    ],
)
def test_picture_comes_back_in_the_same_size(name, image_format, stored, mode):
    colour = 0 if mode in {"P", "I;16"} else "teal"
    clean = clean_image(upload(name, samples.picture(image_format, mode=mode, colour=colour)))
    assert clean.name == stored
    assert Image.open(clean).size == (40, 20)


def test_picture_named_wrongly_is_stored_as_what_it_is():
    clean = clean_image(upload("photo.jpg", samples.picture("PNG")))
    assert clean.name == "photo.png"
    assert Image.open(clean).format == "PNG"


def test_picture_loses_place_and_camera_and_stands_upright():
    original = samples.photo_with_place()
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(0x8825)
    assert b"taken at home" in original
    assert b"PhoneMaker" in original

    content = clean_image(upload("a.jpg", original)).read()
    clean = Image.open(io.BytesIO(content))
    assert clean.size == (20, 40)
    assert dict(clean.getexif()) == {}
    assert b"taken at home" not in content
    assert b"PhoneMaker" not in content
    assert b"Exif" not in content


def test_picture_keeps_its_transparency():
    content = samples.picture("PNG", mode="RGBA", colour=(0, 0, 0, 0))
    assert Image.open(clean_image(upload("a.png", content))).getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "SVG"),
        ("a.png", b'\n <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        ("a.gif", samples.moving_gif(), "it moves"),
        ("a.png", samples.giant_png(), "pixels"),
        ("a.jpg", samples.cut_off_photo(), "damaged"),
        ("a.jpg", b"GIF89a but not really", "not a picture"),
        ("a.bmp", samples.picture("BMP"), "not a picture"),
        ("a.jpg", b"", "empty"),
        ("a.jpg", samples.PDF, "not a picture"),
    ],
    ids=words_only,
)
def test_picture_refused_with_its_name_and_the_reason(name, content, words):
    message = refused(clean_image, upload(name, content))
    assert message.startswith(f"“{name}” was not stored: ")
    assert words in message


def test_picture_too_heavy_is_refused(settings):
    settings.UPLOAD_IMAGE_MIB = 0
    assert "largest allowed" in refused(clean_image, upload("a.jpg", samples.picture()))


# Documents


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", samples.PDF),
        ("a.docx", samples.office(samples.WORD)),
        ("a.xlsx", samples.office(samples.SHEET)),
        ("a.pptx", samples.office(samples.SLIDES)),
        ("a.odt", samples.open_document()),
        ("a.ods", samples.open_document("application/vnd.oasis.opendocument.spreadsheet")),
        ("a.odp", samples.open_document("application/vnd.oasis.opendocument.presentation")),
        ("a.csv", "año,número\n1,2\n".encode()),
        ("a.txt", "نص\n".encode("utf-16")),
        ("A.PDF", samples.PDF),
    ],
    ids=words_only,
)
def test_document_allowed_comes_back_unchanged(name, content):
    assert clean_document(upload(name, content)).read() == content


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docm", samples.office(samples.WORD_WITH_MACROS), "macros"),
        ("a.docx", samples.office(samples.WORD_WITH_MACROS), "macros"),
        ("a.docx", samples.office(samples.WORD, **{"word/vbaProject.bin": b"x"}), "macros"),
        ("a.odt", samples.open_document(**{"Basic/Standard/Module1.xml": "x"}), "macros"),
        ("a.pdf", samples.office(samples.WORD), "of the kind docx"),
        ("a.docx", samples.PDF, "of the kind pdf"),
        ("a.zip", samples.archive({"a.txt": "x"}), "none of the kinds"),
        ("a.docx", samples.archive({"a.txt": "x"}), "none of the kinds"),
        ("a.docx", samples.office(samples.WORD)[:60], "damaged"),
        ("a.txt", b"<!doctype html><script>alert(1)</script>", "none of the kinds"),
        ("a.csv", b'\xef\xbb\xbf<svg onload="x">', "none of the kinds"),
        ("a.txt", b"\x7fELF\x02\x01\x01\x00\x00", "none of the kinds"),
        ("a.txt", b"caf\xe9", "none of the kinds"),
        ("a.html", b"plain words", "none of the kinds"),
        ("a.exe", b"MZ\x90\x00", "none of the kinds"),
        ("a.pdf", b"", "empty"),
    ],
    ids=words_only,
)
def test_document_refused_with_its_name_and_the_reason(name, content, words):
    message = refused(clean_document, upload(name, content))
    assert message.startswith(f"“{name}” was not stored: ")
    assert words in message


def test_document_that_unpacks_to_a_flood_is_refused(monkeypatch):
    monkeypatch.setattr("camtree.media.uploads.MAX_UNPACKED", 1000)
    content = samples.office(samples.WORD, padding="0" * 100_000)
    assert "far too large" in refused(clean_document, upload("a.docx", content))


# Recordings


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.mp4", samples.MP4, MediaType.VIDEO),
        ("a.webm", samples.WEBM, MediaType.VIDEO),
        ("a.mp3", samples.MP3, MediaType.AUDIO),
        ("a.mp3", samples.MP3_TAGGED, MediaType.AUDIO),
        ("a.m4a", samples.M4A, MediaType.AUDIO),
        ("a.m4a", samples.MP4, MediaType.AUDIO),
        ("a.ogg", samples.OGG, MediaType.AUDIO),
    ],
    ids=words_only,
)
def test_recording_allowed_comes_back_unchanged(name, content, kind):
    assert clean_media(upload(name, content), kind).read() == content


@pytest.mark.parametrize(
    ("name", "content", "kind", "words"),
    [
        ("a.mp4", samples.QUICKTIME, MediaType.VIDEO, "none of the kinds"),
        ("a.webm", samples.MATROSKA, MediaType.VIDEO, "none of the kinds"),
        ("a.mp4", samples.MP3, MediaType.VIDEO, "none of the kinds"),
        ("a.mp3", samples.WEBM, MediaType.AUDIO, "none of the kinds"),
        ("a.mp4", samples.WEBM, MediaType.VIDEO, "of the kind webm"),
        ("a.mp4", b"<html>", MediaType.VIDEO, "none of the kinds"),
        ("a.mp3", b"\xff\xfb\xf0\x00" + b"\0" * 100, MediaType.AUDIO, "none of the kinds"),
        ("a.mp4", b"", MediaType.VIDEO, "empty"),
    ],
    ids=words_only,
)
def test_recording_refused_with_its_name_and_the_reason(name, content, kind, words):
    message = refused(clean_media, upload(name, content), kind)
    assert message.startswith(f"“{name}” was not stored: ")
    assert words in message


# Captions


def test_captions_good_come_back_in_plain_utf8():
    clean = clean_captions(upload("talk.VTT", b"\xef\xbb\xbf" + samples.CAPTIONS))
    assert clean.name == "talk.vtt"
    assert clean.read() == samples.CAPTIONS


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"WEBVTT\n\n00:00,000 --> 00:01.000\nx\n", "Line 3: "),
        (b"WEBVTT\n\nNOTE nothing else\n", "no cue"),
        (b"Dear all,\n", "it is no file of captions"),
        (b"<tt xmlns='http://www.w3.org/ns/ttml'><body></tt>", "its XML is broken: "),
    ],
    ids=words_only,
)
def test_captions_refused_with_the_line(content, words):
    message = refused(clean_captions, upload("talk.vtt", content))
    assert message.startswith("“talk.vtt” was not stored: ")
    assert words in message


def test_captions_of_another_program_are_made_webvtt():
    clean = clean_captions(upload("talk.srt", b"1\n00:00:00,000 --> 00:00:01,000\nSubRip\n"))
    assert (clean.name, clean.content_type) == ("talk.vtt", "text/vtt")
    assert clean.read() == b"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nSubRip\n"
    assert clean.put_right == ["The file was SubRip: its captions were made WebVTT."]


def test_captions_with_many_faults_show_the_first_and_the_count():
    content = b"WEBVTT\n" + b"\n00:00 --> 00:01\nx\n" * 50
    message = refused(clean_captions, upload("talk.vtt", content))
    assert message.count("Line ") == 5
    assert "100 faults" in message


# ---------------------------------------------------------------- large pictures, worked on apart


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_large_picture_is_stored_no_larger_than_screens_are(form, monkeypatch):
    here = []
    monkeypatch.setattr(uploads.pixels, "cleaned", lambda *args: here.append(1))
    content = io.BytesIO()
    Image.new("RGB", (5000, 1000), "teal").save(content, form)
    stored = clean_image(upload(f"a.{form.lower()}", content.getvalue()))
    assert here == []  # not in the web process
    picture = Image.open(stored)
    assert (picture.format, picture.size) == (form, (2560, 512))
    assert picture.convert("RGB").getpixel((1200, 250)) == pytest.approx((0, 128, 128), abs=3)


def test_a_large_picture_that_is_cut_off_is_named(monkeypatch):
    content = io.BytesIO()
    Image.effect_noise((2200, 1600), 60).save(content, "PNG")
    with pytest.raises(ValidationError, match="damaged or cut off"):
        clean_image(upload("a.png", content.getvalue()[:200_000]))


def test_a_picture_that_takes_too_long_is_ended_with_a_sentence(monkeypatch):
    monkeypatch.setattr(uploads, "PICTURE_SECONDS", 0.01)
    content = io.BytesIO()
    Image.new("RGB", (2200, 1600), "teal").save(content, "PNG")
    with pytest.raises(ValidationError, match="takes too long to read"):
        clean_image(upload("a.png", content.getvalue()))


@pytest.mark.parametrize(("form", "most"), [("JPEG", 20), ("PNG", 10), ("WEBP", 10), ("GIF", 10), ("AVIF", 7)])
def test_how_many_pixels_a_picture_may_have_by_how_long_its_kind_takes(form, most, settings):
    settings.UPLOAD_IMAGE_MEGAPIXELS = 20
    large, allowed = io.BytesIO(), io.BytesIO()
    Image.new("L", (4010, 1000 * most // 4)).save(large, form)
    Image.new("L", (3990, 1000 * most // 4)).save(allowed, form)
    message = refused(clean_image, upload("a.bin", large.getvalue()))
    assert f"and the most allowed are {most} million" in message
    assert ("20 million in a JPEG file" in message) is (form != "JPEG")
    uploads.open_image("a.bin", allowed.getvalue())


@pytest.mark.parametrize(
    ("form", "size"),
    [("AVIF", (4032, 3024)), ("AVIF", (4624, 3468)), ("WEBP", (6016, 4016)), ("PNG", (6016, 4016))],
)
def test_what_phones_and_cameras_make_is_taken(form, size):
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, form, **({"speed": 10} if form == "AVIF" else {}))
    assert uploads.open_image("a.bin", content.getvalue()).size == size


@pytest.mark.parametrize(("form", "most"), [("WEBP", 8), ("AVIF", 4)])
def test_a_picture_with_transparency_may_have_fewer_pixels(form, most, settings):
    settings.UPLOAD_IMAGE_MEGAPIXELS = 20
    large, allowed = io.BytesIO(), io.BytesIO()
    Image.new("RGBA", (4010, 1000 * most // 4), (0, 0, 0, 9)).save(large, form)
    Image.new("RGBA", (3990, 1000 * most // 4), (0, 0, 0, 9)).save(allowed, form)
    assert f"and the most allowed are {most} million" in refused(clean_image, upload("a.bin", large.getvalue()))
    uploads.open_image("a.bin", allowed.getvalue())


def test_a_list_of_kinds_that_unpacks_to_all_the_memory_is_not_read_to_its_end():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", samples.CONTENT_TYPES.format(samples.WORD) + " " * 60_000_000)
    tracemalloc.start()
    assert uploads.document_kind(packed, "a.docx", "docx") == "docx"
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_long_text_is_read_piece_by_piece(encoding):
    text = "Grüße, 学校 😀\n" * 200_000
    assert uploads.is_plain_text(io.BytesIO(text.encode(encoding))) is True
    assert uploads.is_plain_text(io.BytesIO((text + "\x01").encode(encoding))) is False
    assert uploads.is_plain_text(io.BytesIO(text.encode(encoding)[:-1])) is (encoding == "utf-8")
