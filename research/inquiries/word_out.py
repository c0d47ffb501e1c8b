"""A draft as a Word file, half-finished or not: to read on paper, to send, to go on writing without a net."""

import io
from collections.abc import Iterable
from typing import Any

import docx
from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.translation import get_language_info, gettext
from django.utils.translation import override as in_language
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor
from PIL import Image

from camtree.core.words.signs import printable
from research.inquiries.drafts import Part, parts_of
from research.inquiries.figures import split_at_figures
from research.inquiries.models import Attachment, Inquiry
from research.library.choices import Section

WIDEST = Cm(15)
_BULLETS, _NUMBERS = "•", "%{level}."
_LEVELS = 6


def draft_as_word(inquiry: Inquiry) -> bytes:
    """The draft as `.docx`: the abstract, then each section; where nothing is written yet, the template's prompt."""
    with in_language(inquiry.language):
        parts = parts_of(inquiry)
        writer = _Writer(inquiry)
        writer.document.add_heading(inquiry.title or gettext("Untitled inquiry"), 0)
        writer.heading(gettext("Abstract"), 1)
        for part in parts:
            if part.is_abstract:
                writer.part(part, 2)
        for part in parts:
            if not part.is_abstract:
                writer.part(part, 1)
                if part.row.name == Section.CASE_PUPILS:
                    writer.case_pupils(inquiry)
                if part.row.name == Section.REFERENCES:
                    writer.references(inquiry)
    return writer.finished()


class _Writer:
    """Walks clean HTML and writes paragraphs."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.document = docx.Document()
        self.is_rtl = get_language_info(inquiry.language)["bidi"]
        self.files: dict[str, Attachment] = {file.key: file for file in inquiry.attachments.all() if file.is_picture}
        properties = self.document.core_properties
        properties.author, properties.comments, properties.title = "", "", inquiry.title
        properties.language = inquiry.language
        self._set_language(inquiry.language)
        # What the draft keeps outside the text of its parts: reading the file again passes over it.
        for name in ("Reference", "Case pupil"):
            self.document.styles.add_style(name, 1)
        prompt = self.document.styles.add_style("Prompt", 1)
        prompt.font.italic = True
        prompt.font.color.rgb = RGBColor(0x5A, 0x5A, 0x5A)
        self.abstract_numbers = {"ul": self._list_kind("bullet"), "ol": self._list_kind("decimal")}

    def _set_language(self, language: str) -> None:
        tag = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ar": "ar-SA", "zh-hans": "zh-CN"}.get(language, language)
        defaults = self.document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        found = defaults.find(qn("w:lang"))
        lang = found if found is not None else defaults.makeelement(qn("w:lang"), {})
        if found is None:
            defaults.append(lang)
        for name in ("w:val", "w:eastAsia", "w:bidi"):
            lang.set(qn(name), tag)

    def _list_kind(self, form: str) -> str:
        """Number of a kind of list with levels of its own, so that lists inside lists keep their depth."""
        numbering: Any = self.document.part.numbering_part.element
        number = str(900 + (form == "decimal"))
        kind = OxmlElement("w:abstractNum", {qn("w:abstractNumId"): number})
        kind.append(OxmlElement("w:multiLevelType", {qn("w:val"): "hybridMultilevel"}))
        for level in range(_LEVELS):
            row = OxmlElement("w:lvl", {qn("w:ilvl"): str(level)})
            mark = _BULLETS if form == "bullet" else _NUMBERS.replace("{level}", str(level + 1))
            for name, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", mark), ("w:lvlJc", "start")):
                row.append(OxmlElement(name, {qn("w:val"): value}))
            indent = OxmlElement("w:pPr")
            indent.append(OxmlElement("w:ind", {qn("w:start"): str(720 * (level + 1)), qn("w:hanging"): "360"}))
            row.append(indent)
            kind.append(row)
        numbering.insert(0, kind)
        return number

    def heading(self, text: str, level: int) -> None:
        self._turn(self.document.add_heading(text, level))

    def part(self, part: Part, level: int) -> None:
        self.heading(part.heading, level)
        if not part.is_begun:
            self._turn(self.document.add_paragraph(part.prompt, style="Prompt"))
        for piece in split_at_figures(part.row.text):
            if isinstance(piece, str):
                self._blocks(BeautifulSoup(piece, "html.parser").children)
            else:
                self._figure(piece.key, piece.alt, piece.caption)

    def case_pupils(self, inquiry: Inquiry) -> None:
        for pupil in inquiry.case_pupils.all():
            for line in (pupil.label, pupil.starting_point, pupil.prediction, *pupil.observed.split("\n")):
                if line:
                    self._turn(self.document.add_paragraph(line, style="Case pupil"))

    def references(self, inquiry: Inquiry) -> None:
        for reference in inquiry.references.all():
            self._blocks(BeautifulSoup(f"<p>{reference.text}</p>", "html.parser").children, "Reference")

    def _figure(self, key: str, alt: str, caption: str) -> None:
        file = self.files.get(key)
        if file is not None:
            shape = self.document.add_picture(_for_word(file))
            if shape.width > WIDEST:
                shape.width, shape.height = WIDEST, int(shape.height * WIDEST / shape.width)
            shape._inline.docPr.set("descr", alt)
            self._turn(self.document.paragraphs[-1])
        if caption:
            self._turn(self.document.add_paragraph(caption, style="Caption"))

    def _blocks(self, elements: Iterable[Any], style: str | None = None) -> None:
        for element in elements:
            if isinstance(element, NavigableString):
                if element.strip():
                    self._paragraph([element], style)
            elif element.name in {"h3", "h4"}:
                paragraph = self.document.add_heading("", 3 if element.name == "h3" else 4)
                self._inline(paragraph, element.children)
                self._turn(paragraph)
            elif element.name == "blockquote":
                self._blocks(element.children, "Quote")
            elif element.name in {"ul", "ol"}:
                self._list(element, 0)
            elif element.name == "table":
                self._table(element)
            elif element.name != "hr":
                self._paragraph(element.children, style)

    def _paragraph(self, children: Iterable[Any], style: str | None = None) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        self._inline(paragraph, children)
        self._turn(paragraph)
        return paragraph

    def _list(self, element: Tag, level: int, number: int | None = None) -> None:
        # A list of its own begins at one again.
        numbering: Any = self.document.part.numbering_part.element
        number = number or numbering.add_num(int(self.abstract_numbers[element.name])).numId
        if level == 0 or element.name == "ol":
            numbering.num_having_numId(number).add_lvlOverride(ilvl=min(level, _LEVELS - 1)).add_startOverride(1)
        for item in element.find_all("li", recursive=False):
            inner = [child for child in item.children if not isinstance(child, Tag) or child.name not in {"ul", "ol"}]
            words = [part for child in inner for part in _without_paragraph(child)]
            paragraph = self._paragraph(words, "List Paragraph")
            place = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            place.get_or_add_ilvl().val = min(level, _LEVELS - 1)
            place.get_or_add_numId().val = number
            for child in item.find_all(["ul", "ol"], recursive=False):
                self._list(child, level + 1, number if child.name == element.name else None)

    def _table(self, element: Tag) -> None:
        rows = element.find_all("tr")
        width = max((sum(_span(cell, "colspan") for cell in _cells(row)) for row in rows), default=0)
        if not width:
            return
        if (caption := element.find("caption")) is not None:
            self._paragraph([caption.get_text(" ")], "Caption")
        table = self.document.add_table(len(rows), width, style="Table Grid")
        if self.is_rtl:
            table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        taken: set[tuple[int, int]] = set()
        for down, row in enumerate(rows):
            across = 0
            for cell in _cells(row):
                while (down, across) in taken:
                    across += 1
                if across >= width:
                    break
                right = min(across + _span(cell, "colspan"), width) - 1
                bottom = min(down + _span(cell, "rowspan"), len(rows)) - 1
                taken |= {(y, x) for y in range(down, bottom + 1) for x in range(across, right + 1)}
                box = table.cell(down, across)
                if (right, bottom) != (across, down):
                    box = box.merge(table.cell(bottom, right))
                self._fill(box, cell)
                across = right + 1
            if _cells(row) and all(cell.name == "th" for cell in _cells(row)):
                table.rows[down]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _fill(self, box: Any, cell: Tag) -> None:
        paragraph = box.paragraphs[0]
        for place, child in enumerate(cell.find_all("p", recursive=False) or [cell]):
            if place:
                paragraph = box.add_paragraph()
            self._inline(paragraph, child.children)
            self._turn(paragraph)

    def _inline(self, paragraph: Any, children: Iterable[Any], marks: frozenset[str] = frozenset()) -> None:
        for child in children:
            if isinstance(child, NavigableString):
                text = " ".join(str(child).split("\n"))
                if text:
                    self._run(paragraph, text, marks)
            elif child.name == "br":
                paragraph.add_run().add_break()
            elif child.name == "a" and child.get("href"):
                self._link(paragraph, child, marks)
            else:
                self._inline(paragraph, child.children, marks | {child.name})

    def _run(self, paragraph: Any, text: str, marks: frozenset[str]) -> Any:
        run = paragraph.add_run(printable(text))
        run.bold, run.italic = "strong" in marks or None, "em" in marks or None
        # One setting under two names: to clear the one would clear the other.
        if "sub" in marks:
            run.font.subscript = True
        elif "sup" in marks:
            run.font.superscript = True
        if self.is_rtl:
            run.font.rtl = True
        return run

    def _link(self, paragraph: Any, element: Tag, marks: frozenset[str]) -> None:
        key = self.document.part.relate_to(str(element["href"]), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink", {qn("r:id"): key})
        before = len(paragraph.runs)
        self._inline(paragraph, element.children, marks)
        for run in paragraph.runs[before:]:
            run.font.underline = True
            link.append(run._r)
        paragraph._p.append(link)

    def _turn(self, paragraph: Any) -> None:
        """Right to left, where the language is."""
        if self.is_rtl:
            properties = paragraph._p.get_or_add_pPr()
            properties.insert_element_before(
                OxmlElement("w:bidi"), *("w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
            )
            for run in paragraph.runs:
                run.font.rtl = True

    def finished(self) -> bytes:
        written = io.BytesIO()
        self.document.save(written)
        return written.getvalue()


def _cells(row: Tag) -> list[Tag]:
    return list(row.find_all(["td", "th"], recursive=False))


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(max(int(value), 1), 50) if value.isdecimal() and len(value) < 4 else 1


def _without_paragraph(child: Any) -> list[Any]:
    """The words of an item, whether they stand in a paragraph or not."""
    if isinstance(child, Tag) and child.name == "p":
        return list(child.children)
    return [] if isinstance(child, NavigableString) and not child.strip() else [child]


def _for_word(file: Attachment) -> io.BytesIO:
    """The picture in a format that Word reads."""
    with file.file.open("rb") as opened:
        content = io.BytesIO(opened.read())
    if file.ending != "webp":
        return content
    written = io.BytesIO()
    Image.open(content, formats=["WEBP"]).save(written, "PNG")
    written.seek(0)
    return written
