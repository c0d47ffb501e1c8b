"""The worst files that each way in still takes, as far as anybody has found one. Made when they are needed."""

import json
import os
import zipfile
from pathlib import Path

import pikepdf
from PIL import Image

MB = 1_000_000
OFFICE = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def picture(place: Path, form: str, megapixels: float, **options: object) -> Path:
    """A picture without any plain place, with so many pixels."""
    width = int((megapixels * MB * 4 / 3) ** 0.5)
    size = width, int(megapixels * MB / width)
    rough = Image.frombytes("RGB", (size[0] // 8, size[1] // 8), os.urandom(size[0] // 8 * (size[1] // 8) * 3))
    rough.resize(size, Image.Resampling.BILINEAR).save(place, form, **options)
    return place


def blocks(place: Path, form: str, megapixels: float, **options: object) -> Path:
    """A picture of many small plain blocks, for kinds that would keep another one in too many bytes."""
    width = int((megapixels * MB * 4 / 3) ** 0.5)
    rough = Image.frombytes("RGB", (1600, 1200), os.urandom(1600 * 1200 * 3))
    size = width, int(megapixels * MB / width)
    rough.resize(size, Image.Resampling.NEAREST).save(place, form, **options)
    return place


def text(place: Path, size: int) -> Path:
    """A table of letters that each take four bytes."""
    place.write_bytes("😀,b\n".encode() * (size // 7))
    return place


def film(place: Path, size: int) -> Path:
    with place.open("wb") as file:
        file.write(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
        file.truncate(size)
    return place


def captions(place: Path) -> Path:
    """As many cues as fit into 512 KiB, each with marks inside."""
    cues = ["WEBVTT\n"]
    for second in range(9000):
        at = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
        cues.append(f"\n{at}.000 --> {at}.900\n<v A><i>a<b>b</b></i>\n")
    place.write_text("".join(cues))
    return place


def office(place: Path, *parts: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", OFFICE)
        archive.writestr("_rels/.rels", RELATED)
        for name, content in parts:
            archive.writestr(name, content)
    return place


def word_to_look_through(place: Path) -> Path:
    """As many tracked changes as are looked through, a table beside them, and pictures that shrink no more."""
    change = '<w:p><w:ins w:author="A" w:id="1"><w:r><w:t>a word</w:t></w:r></w:ins></w:p>'
    table = "<w:tbl>" + "<w:tc><w:v>12.3456789</w:v></w:tc>" * 240_000 + "</w:tbl>"
    changes = WORD.format(change * 29_900).encode()
    return office(place, ("word/document.xml", changes), ("word/table.xml", table.encode()),
                  ("word/media/a.bin", os.urandom(12 * MB)))  # fmt: skip


def word_to_read(place: Path) -> Path:
    """As many paragraphs as a manuscript may have, in which each word was changed."""
    one = "<w:p><w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>reasoning </w:t></w:r><w:r><w:t>aloud</w:t></w:r></w:p>"
    return office(place, ("word/document.xml", WORD.format(one * 4_900).encode()))


def pdf(place: Path) -> Path:
    """As many dictionaries as are looked through, and streams that shrink no more."""
    with pikepdf.new() as paper:
        paper.add_blank_page()
        held = [
            pikepdf.Dictionary(A=number, B=pikepdf.Array([1, 2]), C=pikepdf.Dictionary(D=1)) for number in range(16_500)
        ]
        paper.Root.Held = pikepdf.Array([paper.make_indirect(one) for one in held])
        paper.Root.Large = paper.make_stream(os.urandom(18 * MB))
        paper.save(place, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return place


def package(place: Path) -> Path:
    """A SCORM package of 200 MB in three thousand files."""
    manifest = (
        '<manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schemaversion>1.2</schemaversion></metadata>'
        "<organizations><organization><title>Large</title><item identifier='I' identifierref='R'>"
        "<title>One</title></item></organization></organizations>"
        "<resources><resource identifier='R' href='a.html'/></resources></manifest>"
    )
    noise = os.urandom(70_000)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("imsmanifest.xml", manifest)
        archive.writestr("a.html", "<p>One")
        for number in range(2_950):
            archive.writestr(f"media/{number}.png", noise)
    return place


def gift(place: Path) -> Path:
    """Two thousand questions in 3 MB."""
    wrong = " ".join(
        f"~an answer that is wrong for the reason number {number} #said in a sentence" for number in range(18)
    )
    place.write_text("\n\n".join(f"::Q{number}::Which of these? {{ =right {wrong} }}" for number in range(1_900)))
    assert place.stat().st_size < 3 * MB
    return place


def moodle(place: Path) -> Path:
    answer = '<answer fraction="0"><text>an answer</text><feedback><text>no</text></feedback></answer>'
    one = (
        '<question type="multichoice"><name><text>Q{}</text></name><questiontext format="html"><text>&lt;p&gt;Which?'
        '&lt;/p&gt;</text></questiontext><answer fraction="100"><text>right</text></answer>'
    )
    one += answer * 18 + "</question>"
    place.write_text("<quiz>" + "".join(one.format(number) for number in range(1_650)) + "</quiz>")
    assert place.stat().st_size < 3 * MB
    return place


def answers(place: Path, *, course: str, enrolment: int, step: str) -> Path:
    """A thousand forms of a thousand fields, as many as fit into 4 MiB."""
    fields = [["text", "a"]] * 290
    form = {"kind": "note", "step": step, "attempt": 0, "fields": fields}
    told = {"camtree": 1, "course": course, "enrolment": enrolment, "pack": "a", "number": 1, "forms": [form] * 990}
    place.write_bytes(json.dumps(told, separators=(",", ":")).encode())
    assert place.stat().st_size < 4 * 1024 * 1024
    return place


def translation(place: Path, *, head: str) -> Path:
    """As many pieces as fit into 1.75 MiB, none of which the page has."""
    one = '\nmsgctxt "a.{0}"\nmsgid "x{0}"\nmsgstr "y"\n'
    place.write_text(head + "".join(one.format(number) for number in range(39_000)))
    assert place.stat().st_size < 7 * 256 * 1024
    return place


def references() -> str:
    """BibTeX of 200,000 letters: as many entries as a draft holds."""
    one = "@article{{a{0}, author={{Mwangi, Grace and Li, Na}}, title={{{1}}}, journal={{J}}, year={{2020}}}}\n"
    return "".join(one.format(number, f"On {{T}}alk {number} " * 36) for number in range(300))[:199_000]
