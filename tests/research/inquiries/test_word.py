"""Word files: into a draft by their headings, out of it as they are read, and nothing lost on the way."""

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse

from camtree.members.models import User
from research.inquiries import word
from research.inquiries.actions.attachments import add_attachment
from research.inquiries.actions.word import fill_from_word, read_word_file
from research.inquiries.actions.writing import save_part
from research.inquiries.choices import Access
from research.inquiries.figures import Figure
from research.inquiries.word_out import draft_as_word
from research.models import Attachment, Inquiry, InquiryPerson, PartVersion, WordUpload
from tests.factories.files import long_docx_file, packed, photo, repacked, upload
from tests.factories.inquiries import make_inquiry, make_ready_inquiry, owner_of
from tests.factories.members import PASSWORD, browser_of, make_member

pytestmark = pytest.mark.django_db


def saved(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def written(*lines: tuple[str, int | str]) -> bytes:
    """A Word file of headings (with a level) and paragraphs (with a style, or "")."""
    document = docx.Document()
    for text, kind in lines:
        if isinstance(kind, int):
            document.add_heading(text, kind)
        else:
            document.add_paragraph(text, style=kind or None)
    return saved(document)


def read(inquiry: Inquiry, content: bytes, name: str = "mine.docx") -> WordUpload:
    return read_word_file(inquiry=inquiry, member=owner_of(inquiry), file=upload(name, content))


def send(inquiry: Inquiry, content: bytes, name: str = "mine.docx", member: User | None = None) -> Any:
    address = reverse("my_inquiry_word", args=[inquiry.pk])
    return browser_of(member or owner_of(inquiry)).post(address, {"file": upload(name, content)})


# ---------------------------------------------------------------- in


def test_text_finds_its_part_by_heading() -> None:
    file = written(
        ("My study", 0),
        ("A word before", ""),
        ("Abstract", 1),
        ("Aims", 2),
        ("To know more.", ""),
        ("1. Introduction", 1),
        ("A school by the sea.", ""),
        ("Our room", 2),
        ("Small.", ""),
        ("What we saw:", 1),
        ("Eleven spoke.", ""),
        ("Thanks", 1),
        ("To everybody.", ""),
    )
    found = read(make_inquiry(), file)
    assert found.parts == {
        "abstract_aims": "<p>To know more.</p>",
        "context": "<p>A school by the sea.</p><h3>Our room</h3><p>Small.</p>",
        "findings": "<p>Eleven spoke.</p>",
    }
    assert [list(row) for row in found.unplaced] == [["", "<p>A word before</p>"], ["Thanks", "<p>To everybody.</p>"]]


@pytest.mark.parametrize(
    "heading",
    [
        "Findings",
        "RESULTS",
        "4. Results",
        "IV. Results",
        "Resultados",
        "Résultats",
        "النتائج",
        "研究结果",
        "What we saw",
    ],
)
def test_headings_are_known_in_five_languages(heading: str) -> None:
    assert read(make_inquiry(), written((heading, 1), ("Eleven.", ""))).parts == {"findings": "<p>Eleven.</p>"}


def test_a_line_in_bold_is_a_heading_where_its_words_are_known() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Summary").bold = True
    paragraph = document.add_paragraph()
    paragraph.add_run("Context: ").bold = True
    paragraph.add_run("By the sea.")
    document.add_paragraph().add_run("Results").bold = True
    document.add_paragraph("Eleven.")
    document.add_paragraph().add_run("Loud words").bold = True
    assert read(make_inquiry(), saved(document)).parts == {
        "abstract_context": "<p>By the sea.</p>",
        "findings": "<p>Eleven.</p><p><strong>Loud words</strong></p>",
    }


def test_nothing_changes_before_the_second_button_and_nothing_is_lost_after_it() -> None:
    inquiry = make_inquiry()
    owner = owner_of(inquiry)
    save_part(inquiry=inquiry, name="findings", html="<p>Old words</p>", number=0, member=owner)
    save_part(inquiry=inquiry, name="context", html="<p>Stays</p>", number=0, member=owner)
    assert send(inquiry, written(("Results", 1), ("New", ""), ("Context", 1), ("Other", ""))).status_code == 302
    address = reverse("my_inquiry_word", args=[inquiry.pk])
    html = browser_of(owner).get(address).content.decode()
    assert "takes the place of 2 words, kept under its earlier versions" in html
    assert inquiry.parts.get(name="findings").text == "<p>Old words</p>"
    for _click in range(2):
        browser_of(owner).post(address, {"fill": "yes", "part": ["findings"]})
    assert {part.name: part.text for part in inquiry.parts.exclude(text="")} == {
        "findings": "<p>New</p>",
        "context": "<p>Stays</p>",
    }
    assert [version.text for version in PartVersion.objects.all()] == ["<p>Old words</p>"]
    assert not WordUpload.objects.exists()


def test_pictures_are_counted_and_not_taken() -> None:
    inquiry = make_inquiry()
    document = docx.Document()
    document.add_heading("Results", 1)
    document.add_picture(io.BytesIO(photo()))
    document.add_paragraph("Eleven.")
    send(inquiry, saved(document))
    html = browser_of(owner_of(inquiry)).get(reverse("my_inquiry_word", args=[inquiry.pk])).content.decode()
    assert "1 picture was not taken." in html
    assert WordUpload.objects.get().parts == {"findings": "<p>Eleven.</p>"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"plain text", "it is no Word file"),
        (b"%PDF-1.7", "it is no Word file"),
        (packed(a="x"), "it is no Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "it is locked with a password"),
        (written(("A", 1))[:-30], "it is damaged or cut off"),
        (repacked(written(("A", 1)), {"word/document.xml": "<w:document"}), "it is damaged or cut off"),
        (repacked(written(("A", 1)), {"word/document.xml": b"\xff\xfe\x00\xd8"}), "it is damaged or cut off"),
        (repacked(written(("A", 1)), {"word/vbaProject.bin": "x"}), "it holds macros"),
        (
            repacked(written(("A", 1)), {"word/document.xml": "<!DOCTYPE x [<!ENTITY e 'x'>]><x>&e;</x>"}),
            "references to things outside it",
        ),
        (repacked(written(("A", 1)), {"word/document.xml": bytes(12_600_000)}), "far"),
        (repacked(written(("A", 1)), {"word/media/a.bin": bytes(12_000_000)}), "unpacked, it would be far too large"),
        (b"", "The submitted file is empty."),
    ],
    ids=range(12),
)
def test_what_is_no_word_file_gets_a_sentence(content: bytes, words: str) -> None:
    inquiry = make_inquiry()
    response = send(inquiry, content)
    assert response.status_code == 422
    (said,) = response.context["form"].errors["file"]
    assert words in said
    assert said.endswith(".")
    assert not WordUpload.objects.exists()


def test_who_may_fill_a_draft() -> None:
    inquiry = make_inquiry()
    omar = make_member("Omar")
    InquiryPerson.objects.create(inquiry=inquiry, user=omar, name="Omar", access=Access.COMMENT)
    file = written(("Results", 1), ("New", ""))
    assert send(inquiry, file, member=omar).status_code == 404
    assert browser_of(omar).get(reverse("my_inquiry_docx", args=[inquiry.pk])).status_code == 200
    for name in ("my_inquiry_word", "my_inquiry_docx"):
        address = reverse(name, args=[inquiry.pk])
        assert browser_of(make_member()).get(address).status_code == 404
        assert browser_of(None).get(address).status_code == 302
    found = read(inquiry, file)
    Inquiry.objects.update(state="submitted")
    browser = browser_of(owner_of(inquiry))
    address = reverse("my_inquiry_word", args=[inquiry.pk])
    assert browser.post(address, {"fill": "yes", "part": ["findings"]}).status_code == 302
    assert send(inquiry, file).status_code == 302
    assert inquiry.parts.get(name="findings").text == ""
    assert found.parts


def test_a_part_that_the_draft_has_not_is_not_made() -> None:
    inquiry = make_inquiry()
    found = read(inquiry, written(("Results", 1), ("New", "")))
    assert fill_from_word(upload=found, member=owner_of(inquiry), names=["findings", "nothing"]) == ["findings"]


# ---------------------------------------------------------------- out, and home again

EVERYTHING = (
    '<p>Eleven of <strong>twenty-eight</strong> <em>spoke</em>, H<sub>2</sub>O, m<sup>2</sup>, '
    '<a href="https://a.test/x" rel="noopener">a link</a>.</p>'
    "<h3>By lesson</h3><ul><li>One<ul><li>Inside</li></ul></li><li>Two</li></ul><p>Then:</p>"
    "<ol><li>First</li><li>Second</li></ol><blockquote><p>Say more.</p></blockquote><h4>Counts</h4>"
    "<table><thead><tr><th><p>Lesson</p></th><th><p>Spoke</p></th></tr></thead>"
    "<tbody><tr><td><p>1</p></td><td><p>11</p></td></tr></tbody></table>"
)  # fmt: skip


def full_draft() -> Inquiry:
    inquiry = make_ready_inquiry()
    owner = owner_of(inquiry)
    facts = {"kind": "picture", "title": "Our desk", "alt": "A desk", "faces": "nobody", "licence": "cc-by"}
    picture = add_attachment(inquiry=inquiry, member=owner, file=upload("a.jpg", photo()), **facts)
    text = EVERYTHING + Figure(picture.key, "A desk", "Our desk").html + "<p>After.</p>"
    save_part(inquiry=inquiry, name="findings", html=text, number=1, member=owner)
    return inquiry


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_goes_out_comes_in_again_the_same(language: str) -> None:
    inquiry = full_draft()
    Inquiry.objects.update(language=language)
    inquiry = Inquiry.objects.get(pk=inquiry.pk)
    before = {part.name: part.text for part in inquiry.parts.exclude(text="")}
    found = read(inquiry, draft_as_word(inquiry))
    assert (found.parts, found.unplaced, found.pictures) == (before, [], 0)


def test_the_file_says_what_is_still_to_write_and_in_which_language() -> None:
    inquiry = make_inquiry()
    response = browser_of(owner_of(inquiry)).get(reverse("my_inquiry_docx", args=[inquiry.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="wait-time-and-talk.docx"'
    document = docx.Document(io.BytesIO(response.content))
    lines = [(p.text, p.style.name) for p in document.paragraphs if p.style is not None]
    assert lines[:2] == [("Wait time and talk", "Title"), ("Abstract", "Heading 1")]
    assert ("What changed?", "Prompt") in lines
    assert document.core_properties.author == ""
    assert read(inquiry, response.content).parts == {}


def test_arabic_runs_from_right_to_left_and_pictures_say_what_they_show() -> None:
    inquiry = full_draft()
    Inquiry.objects.update(language="ar", title="وقت الانتظار")
    with zipfile.ZipFile(io.BytesIO(draft_as_word(Inquiry.objects.get(pk=inquiry.pk)))) as package:
        body, styles = package.read("word/document.xml").decode(), package.read("word/styles.xml").decode()
    assert body.count("<w:bidi/>") > 10
    assert "<w:rtl/>" in body
    assert "<w:bidiVisual/>" in body
    assert 'descr="A desk"' in body
    assert 'w:val="ar-SA"' in styles


def test_tables_with_cells_over_several_columns_keep_their_words() -> None:
    inquiry = make_inquiry()
    text = (
        '<table><tbody><tr><th colspan="2">Both</th><td rowspan="2">Side</td></tr>'
        "<tr><td>1</td><td>2</td></tr></tbody></table>"
    )
    save_part(inquiry=inquiry, name="findings", html=text, number=0, member=owner_of(inquiry))
    table = docx.Document(io.BytesIO(draft_as_word(inquiry))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Both", "Both", "Side"], ["1", "2", "Side"]]


def test_a_webp_goes_out_as_word_can_show_it() -> None:
    inquiry = make_inquiry()
    facts = {"kind": "picture", "title": "T", "alt": "A", "faces": "nobody", "licence": "cc-by"}
    add_attachment(inquiry=inquiry, member=owner_of(inquiry), file=upload("a.webp", photo("WEBP")), **facts)
    text = Figure(Attachment.objects.get().key, "A").html
    save_part(inquiry=inquiry, name="findings", html=text, number=0, member=owner_of(inquiry))
    assert len(docx.Document(io.BytesIO(draft_as_word(inquiry))).inline_shapes) == 1


# ---------------------------------------------------------------- too much at once


def test_a_form_that_is_too_long_gets_a_sentence_without_script_too() -> None:
    inquiry = make_inquiry()
    browser = Client(enforce_csrf_checks=True)
    owner = owner_of(inquiry)
    browser.get(reverse("account_login"))
    token = browser.cookies["csrftoken"].value
    credentials = {"login": owner.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert browser.post(reverse("account_login"), credentials).status_code == 302
    address = reverse("my_inquiry", args=[inquiry.pk])
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(address).content.decode())
    assert found
    data = {"csrfmiddlewaretoken": found[1], "findings": "x" * 3_000_000, "findings-was": "", "findings-number": "0"}
    response = browser.post(address, data)
    assert response.status_code == 413
    assert response.content.decode().startswith("This is too long to send at once.")
    assert inquiry.parts.get(name="findings").text == ""


def test_twenty_megabytes_pasted_get_a_sentence() -> None:
    inquiry = make_inquiry()
    body = '{"name": "findings", "number": 0, "html": "' + "x" * 20_000_000 + '"}'
    address = reverse("save_inquiry", args=[inquiry.pk])
    response = browser_of(owner_of(inquiry)).post(address, body, content_type="application/json")
    assert response.status_code == 413
    assert response.json()["says"].endswith(".")


def test_a_manuscript_of_sixty_pages_with_tables_and_changes_is_taken() -> None:
    inquiry = make_inquiry()
    assert send(inquiry, long_docx_file()).status_code == 302


def test_a_text_of_too_many_pieces_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty-seven seconds of a web process for a small file: what takes time is the number of paragraphs and runs."""
    monkeypatch.setattr(word, "MOST_ELEMENTS", 20)
    monkeypatch.setattr(word, "run_apart", lambda *args, **kwargs: pytest.fail("it was read"))
    answer = send(make_inquiry(), written(*[("A short line.", 0)] * 20))
    assert answer.status_code == 422
    assert "its text is far longer than a report" in answer.content.decode()


def test_reading_that_takes_too_long_is_ended_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "SECONDS", 0.01)
    answer = send(make_inquiry(), written(("A short line.", 0)))
    assert answer.status_code == 422
    assert "reading it takes too long" in answer.content.decode()
