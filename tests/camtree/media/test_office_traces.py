"""What tells of people in files is found by what it is, not by where a program usually puts it."""

import io
import re
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
from PIL import Image

from camtree.media.anonymous import anonymous_document
from camtree.media.picture_notes import webp_without_notes
from camtree.media.words_inside import words_inside
from tests.factories.files import TELLING, docx_file, packed, parts_of_package, repacked, upload, xlsx_file

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


def cleaned(content: bytes, name: str = "a.docx") -> dict[str, bytes]:
    kind = name.rpartition(".")[2]
    return parts_of_package(anonymous_document(upload(name, content), name, kind)[0])


def telling(parts: dict[str, bytes]) -> list[str]:
    return [name for name, content in parts.items() if b"Nila" in content or b"Perera" in content]


def with_body(xml: str) -> bytes:
    """A Word file whose body is `xml`."""
    return repacked(
        docx_file(docx.Document()),
        {"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{xml}<w:sectPr/></w:body></w:document>'},
    )


def body_of(parts: dict[str, bytes]) -> str:
    return parts["word/document.xml"].decode()


def relation(kind: str, target: str, *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="r{abs(hash(target))}" Type="{kind}" Target="{target}"{mode}/>'


def relations(*rows: str) -> str:
    return f'<Relationships xmlns="{RELATIONS}">{"".join(rows)}</Relationships>'


@pytest.mark.parametrize(
    ("kind", "root"),
    [
        (
            f"{RELATIONS}/metadata/core-properties",
            f'<c:coreProperties xmlns:c="{CORE}"><c:lastModifiedBy>{TELLING}</c:lastModifiedBy></c:coreProperties>',
        ),
        (
            f"{OFFICE}/relationships/extended-properties",
            f'<Properties xmlns="{OFFICE}/extended-properties"><Manager>{TELLING}</Manager></Properties>',
        ),
        (
            f"{OFFICE}/relationships/custom-properties",
            f'<Properties xmlns="{OFFICE}/custom-properties"><property name="who">{TELLING}</property></Properties>',
        ),
    ],
)
@pytest.mark.parametrize("place", ["package/services/metadata/core-properties/3f2a.psmdcp", "props/data.xml"])
def test_properties_are_emptied_wherever_they_lie(kind: str, root: str, place: str) -> None:
    document = repacked(
        docx_file(docx.Document()),
        {place: f'<?xml version="1.0"?>{root}', "_rels/.rels": relations(relation(kind, f"/{place}"))},
    )
    assert place in telling(parts_of_package(document))
    parts = cleaned(document)
    assert place in parts
    assert telling(parts) == []
    # By its root, where no relationship names it.
    lonely = repacked(docx_file(docx.Document()), {place: f'<?xml version="1.0"?>{root}'})
    assert telling(cleaned(lonely)) == []


def test_what_was_deleted_and_moved_away_is_gone_and_what_was_put_in_stays() -> None:
    parts = cleaned(
        with_body(
            f'<w:p><w:r><w:t>Kept. </w:t></w:r><w:del w:author="{TELLING}"><w:r><w:delText>Nila said</w:delText></w:r>'
            f'</w:del><w:ins w:author="{TELLING}"><w:r><w:t>Put in.</w:t></w:r></w:ins></w:p>'
            f'<w:moveFrom w:author="{TELLING}"><w:r><w:t>Perera</w:t></w:r></w:moveFrom>'
            f'<w:p><w:pPr><w:pPrChange w:author="{TELLING}"><w:pPr/></w:pPrChange></w:pPr></w:p>'
            "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>Nila</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        )
    )
    assert telling(parts) == []
    assert ("Kept. " in body_of(parts), "Put in." in body_of(parts)) == (True, True)


def field(code: str, shows: str) -> str:
    """A field as Word writes it: its code in two pieces."""
    half = len(code) // 2
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code[:half]}</w:instrText></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code[half:]}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{shows}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    "code",
    [
        " AUTHOR ",
        ' USERNAME "Nila Perera" ',
        " FILENAME \\p ",
        " DOCPROPERTY Manager ",
        " lastsavedby \\* MERGEFORMAT ",
    ],
)
def test_fields_that_say_who_somebody_is_say_nothing(code: str) -> None:
    parts = cleaned(with_body(f"<w:p>{field(code, TELLING)}<w:r><w:t>After.</w:t></w:r></w:p>"))
    assert telling(parts) == []
    assert "After." in body_of(parts)
    shown = f"<w:r><w:t>{TELLING}</w:t></w:r>"
    simple = f"""<w:p><w:fldSimple w:instr='{code}'>{shown}</w:fldSimple></w:p>"""
    assert telling(cleaned(with_body(simple))) == []


def test_other_fields_stay_and_links_into_a_computer_lead_nowhere() -> None:
    parts = cleaned(
        with_body(
            f"<w:p>{field(' PAGE ', '7')}"
            f"{field(' HYPERLINK &quot;file:///C:\\\\Users\\\\Nila Perera\\\\notes.docx&quot; ', 'our notes')}"
            f"{field(' HYPERLINK &quot;https://doi.org/10.1/x&quot; ', 'the study')}</w:p>"
        )
    )
    assert telling(parts) == []
    body = re.sub("<[^>]*>", "", body_of(parts))
    assert [
        words in body for words in (" PAGE ", "7", "our notes", "about:blank", "https://doi.org/10.1/x", "the study")
    ] == ([True] * 6)


@pytest.mark.parametrize(
    "target",
    [
        "file:///C:/Users/Nila/data.xlsx",
        "C:\\Users\\Nila\\a.png",
        "\\\\school\\Nila\\a",
        "mailto:nila.perera@school.test".replace("n", "N", 1).replace("nila", "Nila"),
        "/Users/Nila/a.png",
    ],
)
def test_addresses_of_a_computer_or_mailbox_are_turned_aside(target: str) -> None:
    link = relation(f"{OFFICE}/relationships/hyperlink", target, outside=True)
    web = relation(f"{OFFICE}/relationships/hyperlink", "https://doi.org/10.1/x", outside=True)
    document = repacked(docx_file(docx.Document()), {"word/_rels/footer9.xml.rels": relations(link, web)})
    rels = cleaned(document)["word/_rels/footer9.xml.rels"].decode()
    assert target not in rels
    assert ("about:blank" in rels, "https://doi.org/10.1/x" in rels) == (True, True)


def test_who_signed_and_what_a_shared_table_said_before_is_left_out() -> None:
    table = repacked(
        xlsx_file(),
        {
            "xl/revisions/revisionHeaders.xml": f'<headers><header userName="{TELLING}"/></headers>',
            "xl/revisions/userNames.xml": f"<users><userInfo name='{TELLING}'/></users>",
            "_xmlsignatures/sig1.xml": f"<X509SubjectName>CN={TELLING}</X509SubjectName>",
            "docProps/thumbnail.jpeg": TELLING,
            "xl/connections.xml": "<connections><c odcFile='C:\\Users\\Nila\\a.odc' name='a'/></connections>",
            "xl/worksheets/sheet9.xml": '<worksheet><c><f>HYPERLINK("file:///C:/Users/Nila/a")</f></c></worksheet>',
        },
    )
    assert len(telling(parts_of_package(table))) > 5
    content = anonymous_document(upload("a.xlsx", table), "a.xlsx", "xlsx")[0]
    parts = parts_of_package(content)
    assert telling(parts) == []
    assert not [name for name in parts if name.startswith(("xl/revisions", "_xmlsignatures", "docProps/thumb"))]
    assert openpyxl.load_workbook(io.BytesIO(content)).active["A1"].value == "Lesson"


def test_a_slides_history_and_shared_properties_name_nobody() -> None:
    slides = packed(
        **{
            "[Content_Types]_D_xml": f'<Types xmlns="{TYPES}">'
            f'<Override PartName="/ppt/presentation.xml" ContentType="{MAIN}"/>'
            '<Override PartName="/ppt/changesInfos/c1.xml" ContentType="x"/></Types>',
            "ppt__presentation_D_xml": "<p/>",
            "ppt__changesInfos__c1_D_xml": f"<chgInfo name='{TELLING}'/>",
            "customXml__item1_D_xml": f"<p><DisplayName>{TELLING}</DisplayName><creator>{TELLING}</creator></p>",
        }
    )
    parts = cleaned(slides, "a.pptx")
    assert telling(parts) == []
    assert "ppt/changesInfos/c1.xml" not in parts
    assert b"changesInfos" not in parts["[Content_Types].xml"]


def test_a_cleaned_file_opens_as_before() -> None:
    content = anonymous_document(upload("a.docx", docx_file()), "a.docx", "docx")[0]
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "Eleven of twenty-eight spoke."


def pdf_with(**things: Any) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, thing in things.items():
        pdf.Root[f"/{name}"] = pdf.make_indirect(thing)
    written = io.BytesIO()
    pdf.save(written)
    content = anonymous_document(upload("a.pdf", written.getvalue()), "a.pdf", "pdf")[0]
    return pikepdf.open(io.BytesIO(content))


def link_to(address: str) -> Any:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
    return pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)


def test_links_of_a_pdf_lead_to_no_computer_and_no_mailbox() -> None:
    addresses = ["mailto:nila@school.test", "file:///C:/Users/Nila/a.pdf", "https://doi.org/10.1/x"]
    pdf = pdf_with(Links=pikepdf.Array([link_to(address) for address in addresses]))
    assert [str(row.A.URI) for row in pdf.Root.Links] == ["about:blank", "about:blank", "https://doi.org/10.1/x"]


def test_who_signed_a_pdf_is_not_told() -> None:
    signed = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig,
        Filter=pikepdf.Name("/Adobe.PPKLite"),
        Name=TELLING,
        Reason=TELLING,
        ByteRange=[0, 1, 2, 3],
    )
    pdf = pdf_with(
        Signature=signed, Attached=pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Rect=[0] * 4, FS=1)
    )
    assert sorted(pdf.Root.Signature.keys()) == ["/Filter", "/Type"]
    assert "/FS" not in pdf.Root.Attached


def test_a_webp_inside_a_document_keeps_its_pixels_and_loses_its_notes() -> None:
    exif = Image.Exif()
    exif[0x013B] = TELLING
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(written, "WEBP", exif=exif, lossless=True)
    before, after = written.getvalue(), webp_without_notes(written.getvalue())
    assert TELLING.encode() in before
    assert TELLING.encode() not in after
    assert Image.open(io.BytesIO(after)).tobytes() == Image.open(io.BytesIO(before)).tobytes()


DRAWING = f"""<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="http://sodipodi.sourceforge.net/" s:docname="/home/Nila/a.svg">
<!-- {TELLING} --><metadata><creator>{TELLING}</creator></metadata><path d="M0 0h9"/></svg>"""


def test_a_drawing_inside_a_document_keeps_its_lines_and_loses_its_notes() -> None:
    document = repacked(docx_file(docx.Document()), {"word/media/image9.svg": DRAWING, "word/media/a.svg": "<svg"})
    parts = cleaned(document)
    assert telling(parts) == []
    assert b'd="M0 0h9"' in parts["word/media/image9.svg"]
    assert parts["word/media/a.svg"] == b"<svg"


def test_words_are_read_in_every_part_of_a_file() -> None:
    document = docx.Document()
    document.add_paragraph("In the body.")
    document.sections[0].header.paragraphs[0].text = "In the header."
    document.sections[0].footer.paragraphs[0].text = "In the footer."
    document.add_comment(document.paragraphs[0].runs, text="In a comment.", author="x", initials="x")
    words = words_inside(docx_file(document), "docx")
    for place in ("body", "header", "footer"):
        assert f"In the {place}." in words
    assert "In a comment." in words
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file()))
    sheet = book.create_sheet("Class of Nila")
    sheet.oddHeader.left.text, sheet.oddFooter.center.text = "Above the table", "Below the table"
    written = io.BytesIO()
    book.save(written)
    words = words_inside(written.getvalue(), "xlsx")
    assert [part in words for part in ("Lesson", "Class of Nila", "Above the table", "Below the table")] == [True] * 4
    assert words_inside("Año;näme".encode(), "csv") == "Año;näme"
    assert words_inside("Año".encode("utf-16"), "txt") == "Año"
    assert words_inside(b"PK\x03\x04 broken", "docx") == ""
    assert words_inside(b"", "jpg") == ""
