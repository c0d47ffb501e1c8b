"""Files as teachers send them, with all that their programs wrote beside the text."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.comments import Comment
from PIL import Image

from camtree.core.papers.typesetting import caller

TELLING = "Nila Perera"
_FONTS = Path(caller.__file__).parent / "fonts"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_POINT = "http://schemas.openxmlformats.org/presentationml/2006/main"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/ppt/presentation.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>'
)


def upload(name: str, content: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def pdf_of(*paragraphs: str, tmp_path: Path) -> bytes:
    """A PDF as another program writes it, with our own fonts for Arabic and Chinese."""
    paper = tmp_path / "paper.typ"
    fonts = '("Libertinus Serif", "Noto Naskh Arabic", "Noto Sans SC")'
    text = "\n\n".join(f"#text({json.dumps(paragraph, ensure_ascii=False)})" for paragraph in paragraphs)
    paper.write_text(f"#set text(font: {fonts}, fallback: true)\n{text}")
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_FONTS)])
    made = typst.Compiler(input=str(paper), root=str(tmp_path), font_paths=own).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def packed(**parts: Any) -> bytes:
    """A zip file; `__` in a name stands for the slash, `_D_` for the dot."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_D_", "."), content)
    return written.getvalue()


def repacked(content: bytes, add: dict[str, bytes | str]) -> bytes:
    """A zip file with further parts, or other ones in their place."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in add:
                new.writestr(part.filename, old.read(part))
        for name, text in add.items():
            new.writestr(name, text)
    return written.getvalue()


def parts_of_package(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def long_docx_file() -> bytes:
    """A manuscript of twenty thousand words, in runs of seven, with changes by somebody and thirty tables."""
    run = (
        '<w:r w:rsidR="00A1"><w:rPr><w:rFonts w:ascii="Calibri"/><w:b/><w:i/><w:color w:val="1F1F1F"/></w:rPr>'
        '<w:t xml:space="preserve">who spoke to whom and for how </w:t></w:r>'
    )
    change = (
        f'<w:ins w:id="1" w:author="{TELLING}">{run}</w:ins>'
        f'<w:del w:id="2" w:author="{TELLING}"><w:r><w:delText>not this</w:delText></w:r></w:del>'
    )
    style = '<w:pPr><w:spacing w:after="120" w:line="276"/><w:jc w:val="both"/></w:pPr>'
    paragraphs = f"<w:p>{style}{run * 11}{change}</w:p>" * 238
    cell = (
        '<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p>{style}<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>12.3</w:t></w:r></w:p></w:tc>'
    )
    table = f"<w:tbl><w:tblPr/>{f'<w:tr>{cell * 6}</w:tr>' * 9}</w:tbl><w:p/>"
    before, _body, after = parts_of_package(docx_file())["word/document.xml"].decode().partition("<w:body>")
    end = after[after.rindex("<w:sectPr") :] if "<w:sectPr" in after else "</w:body></w:document>"
    return repacked(docx_file(), {"word/document.xml": f"{before}<w:body>{paragraphs}{table * 30}{end}"})


def docx_file(document: Any = None) -> bytes:
    """A Word file by somebody, with a comment, and a photo that knows where it was taken."""
    if document is None:
        document = docx.Document()
        paragraph = document.add_paragraph("Eleven of twenty-eight spoke.")
        document.add_comment(paragraph.runs, text="Sure?", author=TELLING, initials="NP")
        document.add_picture(io.BytesIO(photo()))
    document.core_properties.author = document.core_properties.last_modified_by = TELLING
    written = io.BytesIO()
    document.save(written)
    word = "http://schemas.microsoft.com/office/word/2012/wordml"
    return repacked(
        written.getvalue(),
        {
            "docProps/app.xml": f'<Properties xmlns="{_OFFICE}/extended-properties">'
            f"<Company>{TELLING}</Company></Properties>",
            "word/people.xml": f'<p:people xmlns:p="{word}"><p:person p:author="{TELLING}">'
            f'<p:presenceInfo p:providerId="AD" p:userId="{TELLING}"/></p:person></p:people>',
            "word/_rels/settings.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/relationships/attachedTemplate" Target="file:///C:\\Users\\{TELLING}\\Normal.dotm" '
            'TargetMode="External"/></Relationships>',
        },
    )


def xlsx_file() -> bytes:
    """A table by somebody, with a comment that begins with a name."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "Lesson"
    book.active["A1"].comment = Comment(f"{TELLING}:", TELLING)
    book.properties.creator = book.properties.lastModifiedBy = TELLING
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def pptx_file() -> bytes:
    """As much of a presentation as its kind is known by, and the part that names who commented."""
    return packed(
        **{
            "[Content_Types]_D_xml": _TYPES,
            "ppt__presentation_D_xml": f"<p:presentation xmlns:p='{_POINT}'/>",
            "ppt__commentAuthors_D_xml": f"<p:cmAuthorLst xmlns:p='{_POINT}'>"
            f"<p:cmAuthor id='0' name='{TELLING}' initials='NP'/></p:cmAuthorLst>",
            "docProps__core_D_xml": f"<x>{TELLING}</x>",
        }
    )


def pdf_file(**keywords: Any) -> bytes:
    """A page by somebody, with properties, a note in the margin, an attached file and a script."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Author"] = TELLING
    with pdf.open_metadata() as meta:
        meta["dc:creator"] = [TELLING]
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{TELLING}')")
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=TELLING, Contents="Sure?"
    )
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
    pdf.attachments["raw.txt"] = TELLING.encode()
    written = io.BytesIO()
    pdf.save(written, **keywords)
    return written.getvalue()


def photo(kind: str = "JPEG") -> bytes:
    """A picture, lying on its side, that knows who took it and where."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90° to stand upright
    exif[0x013B] = TELLING
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(written, kind, exif=exif)
    return written.getvalue()
