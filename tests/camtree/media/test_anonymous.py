"""Names that programs write into files are gone before anybody else opens them."""

import io
import zipfile
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
from django.core.exceptions import ValidationError

from camtree.media import anonymous
from camtree.media.anonymous import anonymous_document
from camtree.media.picture_notes import jpeg_without_notes, png_without_notes
from tests.camtree.media import samples
from tests.factories.files import (
    TELLING,
    docx_file,
    long_docx_file,
    packed,
    parts_of_package,
    pdf_file,
    photo,
    pptx_file,
    repacked,
    upload,
    xlsx_file,
)

ENTITY = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"


def cleaned(name: str, content: bytes | str) -> bytes:
    return anonymous_document(upload(name, content), name, name.rpartition(".")[2])[0]


def reason(name: str, content: bytes | str) -> str:
    with pytest.raises(ValidationError) as refused:
        cleaned(name, content)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("name", "make"), [("a.docx", docx_file), ("a.xlsx", xlsx_file), ("a.pptx", pptx_file), ("a.pdf", pdf_file)]
)
def test_nobody_is_named(name: str, make: Any) -> None:
    before, after = make(), cleaned(name, make())
    if name == "a.pdf":
        with pikepdf.open(io.BytesIO(before)) as old, pikepdf.open(io.BytesIO(after)) as new:
            assert TELLING in str(old.docinfo["/Author"])
            assert "/Info" not in new.trailer
            assert not {"/Metadata", "/OpenAction"} & set(new.Root.keys())
            assert not new.attachments
            assert [(str(note.Contents), "/T" in note) for note in new.pages[0].Annots] == [("Sure?", False)]
    else:
        assert any(TELLING.encode() in part for part in parts_of_package(before).values())
        assert not [part for part, content in parts_of_package(after).items() if TELLING.encode() in content]


def test_the_document_is_still_the_same() -> None:
    document = docx.Document(io.BytesIO(cleaned("a.docx", docx_file())))
    assert document.paragraphs[0].text == "Eleven of twenty-eight spoke."
    assert [(note.text, note.author) for note in document.comments] == [("Sure?", "Author")]
    assert (document.core_properties.author, len(document.inline_shapes)) == ("", 1)
    book = openpyxl.load_workbook(io.BytesIO(cleaned("a.xlsx", xlsx_file())))
    assert book.active is not None
    assert (book.active["A1"].value, book.active["A1"].comment.text) == ("Lesson", "Author:")


def test_a_table_inside_a_document_is_nobodys_too() -> None:
    assert [part for part in parts_of_package(xlsx_file()).values() if TELLING.encode() in part]
    nested = repacked(docx_file(), {"word/embeddings/table.xlsx": xlsx_file()})
    inner = parts_of_package(cleaned("a.docx", nested))["word/embeddings/table.xlsx"]
    assert not [part for part in parts_of_package(inner).values() if TELLING.encode() in part]


@pytest.mark.parametrize(("kind", "strip"), [("JPEG", jpeg_without_notes), ("PNG", png_without_notes)])
def test_pictures_in_documents_keep_their_pixels_and_lose_their_notes(kind: str, strip: Any) -> None:
    from PIL import Image

    before, after = Image.open(io.BytesIO(photo(kind))), Image.open(io.BytesIO(strip(photo(kind))))
    assert before.getexif()
    assert not after.getexif()
    assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\x00", b"\x89PNG\r\n\x1a\n\x00\x00", b"text"])
def test_a_cut_off_picture_is_left_as_it_is(content: bytes) -> None:
    assert content in {jpeg_without_notes(content), png_without_notes(content)}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docm", repacked(docx_file(), {"word/vbaProject.bin": "x"}), "it holds macros"),
        ("a.docx", repacked(docx_file(), {"word/activeX/activeX1.xml": "<x/>"}), "it holds macros"),
        ("a.docx", repacked(docx_file(), {"word/comments.xml": ENTITY}), "references to things outside it"),
        ("a.docx", repacked(docx_file(), {"word/comments.xml": ENTITY.encode("utf-16")}), "references to things"),
        ("a.docx", docx_file()[:-40], "it is damaged or cut off"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "it is locked with a password"),
        ("a.pdf", pdf_file(encryption=pikepdf.Encryption(owner="o", user="u")), "it is locked with a password"),
        ("a.pdf", pdf_file(encryption=pikepdf.Encryption(owner="o", user="")), "it is locked with a password"),
        ("a.pdf", b"%PDF-1.7 and nothing else", "it is damaged or cut off"),
        ("a.zip", packed(notes_D_txt="x"), "it is none of the kinds that can be stored"),
        ("a.exe", b"MZ\x90", "it is none of the kinds that can be stored"),
        ("a.txt", b"\xff\xfe\x00\xd8", "it is none of the kinds that can be stored"),
        ("a.docx", packed(**{"[Content_Types]_D_xml": "x", "word__a_D_xml": bytes(12_000_000)}), "far too large"),
        ("a.docx", packed(**{f"a{n}": "" for n in range(3_001)}), "far too large"),
    ],
)
def test_what_could_harm_is_refused_with_a_sentence(name: str, content: bytes, words: str) -> None:
    said = reason(name, content)
    assert said.startswith(f"“{name}” was not stored: ")
    assert words in said
    assert said.endswith(".")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anonymous.zipfile.ZipFile, "read", lambda *a, **k: pytest.fail("unpacked"))
    assert "far too large" in reason("a.docx", packed(word__a_D_xml=bytes(12_000_000)))


@pytest.mark.parametrize("inside", [False, True], ids=["in one document", "in documents inside it"])
def test_more_markup_than_can_be_looked_through_is_refused(inside: bool) -> None:
    few, many = (office_of(f'<w author="A">{"<w/>" * number}</w>') for number in (36_000, 126_000))
    content = office_of("<w/>", **{"word/a.docx": few, "word/b.docx": few, "word/c.docx": few, "word/d.docx": few})
    with pytest.raises(ValidationError, match="more than can be looked through"):
        anonymous_document(io.BytesIO(content if inside else many), "a.docx", "docx")
    assert anonymous_document(io.BytesIO(few), "a.docx", "docx")[1] == "docx"


def office_of(text: str, **parts: bytes) -> bytes:
    """A Word file with that text and these parts beside it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", samples.CONTENT_TYPES.format(samples.WORD))
        archive.writestr("word/document.xml", text)
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_a_manuscript_of_sixty_pages_with_tables_and_changes_is_taken() -> None:
    content = long_docx_file()
    text = parts_of_package(content)["word/document.xml"]
    assert text.count(b"<") - text.count(b"</") == 41_704
    cleaned = parts_of_package(anonymous_document(io.BytesIO(content), "a.docx", "docx")[0])["word/document.xml"]
    assert TELLING.encode() in text
    assert TELLING.encode() not in cleaned
    assert cleaned.count(b"<w:tbl>") == 30


def test_each_element_counts_whether_it_ends_itself_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anonymous._Room, "__init__", lambda room: room.__dict__.update(xml=10**6, elements=100))
    for one in ("<w/>", "<w></w>"):
        few, many = (office_of(f'<w author="A">{one * number}</w>') for number in (90, 110))
        assert anonymous_document(io.BytesIO(few), "a.docx", "docx")[1] == "docx"
        with pytest.raises(ValidationError, match="more than can be looked through"):
            anonymous_document(io.BytesIO(many), "a.docx", "docx")


def test_fields_inside_each_other_take_no_more_time_than_others() -> None:
    begins = '<w:fldChar w:fldCharType="begin"/><w:instrText> A </w:instrText><w:fldChar w:fldCharType="separate"/>'
    ends = '<w:fldChar w:fldCharType="end"/>'
    text = '<w:p xmlns:w="w">{}</w:p>'
    twenty = text.format(f"{begins * 20}<w:t>x</w:t>{ends * 20}")
    assert anonymous_document(io.BytesIO(office_of(twenty)), "a.docx", "docx")[1] == "docx"
    for deep in (text.format(begins * 21), text.format(f"{begins * 10_000}{'<w:t/>' * 40_000}")):
        with pytest.raises(ValidationError, match="damaged"):
            anonymous_document(io.BytesIO(office_of(deep)), "a.docx", "docx")


def test_a_table_of_many_cells_without_names_is_taken() -> None:
    sheet = f"<worksheet>{'<c><v>1</v></c>' * 700_000}</worksheet>"
    content, _kind = anonymous_document(io.BytesIO(office_of(sheet)), "a.docx", "docx")
    assert zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode() == sheet


def test_a_pdf_of_more_things_than_can_be_looked_through_is_refused() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Many = pikepdf.Array([pikepdf.Dictionary(A=1) for _number in range(40_001)])
        pdf.save(written := io.BytesIO())
    with pytest.raises(ValidationError, match="more than can be looked through"):
        anonymous_document(written, "a.pdf", "pdf")
