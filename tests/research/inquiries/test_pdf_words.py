"""Names of authors in the words of attached PDFs are told to them and to editors; the files stay as they are."""

import io
import time
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pypdf import PdfWriter

from camtree.background.queues import QUEUES
from camtree.media import words_inside
from camtree.media.words_inside import PdfWords, words_of_pdf
from research.inquiries.actions import file_words
from research.inquiries.actions.attachments import add_attachment
from research.inquiries.actions.file_words import read_missing, read_words
from research.inquiries.models import FileWords, Inquiry, InquiryPerson
from research.inquiries.tasks import ask_for_reading, read_pdfs
from research.review.actions.submitting import submit_inquiry
from tests.camtree.media.samples import upload
from tests.factories.files import pdf_of
from tests.factories.inquiries import make_editor, make_ready_inquiry, owner_of
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db
NOTHING = PdfWords("", has_words=False, pages=None, pages_read=0)


def scan() -> bytes:
    """A page without words."""
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.write(buffer)
    return buffer.getvalue()


def attach(inquiry: Inquiry, content: bytes, title: str = "Sheet") -> Any:
    facts = {"kind": "instrument", "title": title, "licence": "cc-by"}
    return add_attachment(inquiry=inquiry, member=owner_of(inquiry), file=upload("a.pdf", content), **facts)


def shown_to_author(inquiry: Inquiry) -> str:
    page = browser_of(owner_of(inquiry)).get(reverse("my_inquiry_files", args=[inquiry.pk]))
    return " ".join(page.content.decode().split())


NAMES = [
    ("Ana García Núñez", "Ask García (2020) for the sheet.", "García"),
    ("Nila Perera", "Made by Nila Perera, 2026.", "Nila Perera"),
    ("رانيا الخطيب", "كتبت رانيا الخطيب هذا الدليل.", "رانيا الخطيب"),
    ("王小明", "这份教案由王小明编写。", "王小明"),
]


@pytest.mark.parametrize(("name", "words", "found"), NAMES)
def test_a_name_on_a_page_is_found_in_every_script(tmp_path: Path, name: str, words: str, found: str) -> None:
    inquiry = make_ready_inquiry(make_member(name))
    attach(inquiry, pdf_of("A sheet for observers.", words, tmp_path=tmp_path))
    # Which word of an Arabic name comes first depends on the program that wrote the file.
    assert sorted(found.split()) in [sorted(name.split()) for name in FileWords.objects.get().names]


def test_a_name_over_two_lines_is_found(tmp_path: Path) -> None:
    inquiry = make_ready_inquiry(make_member("Nila Perera"))
    attach(inquiry, pdf_of(f"{'observe and wait ' * 5}by Nila \n Perera {'again ' * 20}", tmp_path=tmp_path))
    assert FileWords.objects.get().names == ["Nila Perera"]


def test_author_and_editor_are_told(tmp_path: Path) -> None:
    inquiry = make_ready_inquiry(make_member("Nila Perera"))
    attach(inquiry, pdf_of("Made by Nila Perera.", tmp_path=tmp_path))
    told = shown_to_author(inquiry)
    assert "In this PDF stand names of authors, which reviewers would read: Nila Perera" in told
    submission = submit_inquiry(inquiry=Inquiry.objects.get(), member=owner_of(inquiry))
    desk = browser_of(make_editor()).get(reverse("edit_submission", args=[submission.pk]))
    assert desk.context["names_in_files"] == [("Sheet", "Nila Perera")]
    assert desk.context["unread_pdfs"] == []


def test_a_pdf_without_words_says_so() -> None:
    inquiry = make_ready_inquiry(make_member("Nila Perera"))
    attach(inquiry, scan())
    assert FileWords.objects.get().text == ""
    assert "This PDF has no words that can be read" in shown_to_author(inquiry)
    submission = submit_inquiry(inquiry=Inquiry.objects.get(), member=owner_of(inquiry))
    desk = browser_of(make_editor()).get(reverse("edit_submission", args=[submission.pk]))
    assert "This PDF has no words that can be read" in " ".join(desk.content.decode().split())


def test_a_pdf_that_names_nobody_is_told_without_a_word(tmp_path: Path) -> None:
    inquiry = make_ready_inquiry(make_member("Nila Perera"))
    attach(inquiry, pdf_of("Who spoke last?", tmp_path=tmp_path))
    told = shown_to_author(inquiry)
    assert "names of authors, which" not in told
    assert "no words that can be read" not in told


def test_somebody_who_joins_later_is_looked_for(tmp_path: Path) -> None:
    inquiry = make_ready_inquiry(make_member("Nila Perera"))
    attach(inquiry, pdf_of("Made by Wanjiku Odera.", tmp_path=tmp_path))
    assert FileWords.objects.get().names == []
    InquiryPerson.objects.create(
        inquiry=inquiry, name="Wanjiku Odera", email="w@school.test", access="write", position=1
    )
    assert FileWords.objects.get().names == ["Wanjiku Odera"]


def test_reading_is_a_task_that_a_worker_does(settings: Any, tmp_path: Path) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
    inquiry = make_ready_inquiry(make_member("Nila Perera"))
    attachment = attach(inquiry, pdf_of("Made by Nila Perera.", tmp_path=tmp_path))
    assert DBTaskResult.objects.filter(task_path="research.inquiries.tasks.read_pdf").count() == 1
    assert "The words of this PDF are being read" in shown_to_author(inquiry)
    # A task that is lost is made up for by the timer; done twice, it is done once.
    assert read_missing() == 1
    assert read_missing() == 0
    assert read_words(attachment=attachment) == FileWords.objects.get()


def test_reading_has_bounds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(words_inside, "MOST", 40)
    told = words_of_pdf(pdf_of("many words " * 100, tmp_path=tmp_path))
    assert (len(told.text), told.pages, told.pages_read) == (40, 1, 0)


def test_a_pdf_that_takes_too_long_has_no_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(words_inside, "PDF_SECONDS", 0.05)
    began = time.monotonic()
    assert words_of_pdf(pdf_of("Who spoke last?", tmp_path=tmp_path)) == NOTHING
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj"])
def test_a_broken_pdf_has_no_words(content: bytes) -> None:
    assert words_of_pdf(content) == NOTHING


def with_bookmark(content: bytes, words: str) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(words, 0))
        pdf.save(written := io.BytesIO())
    return written.getvalue()


def test_a_scan_with_a_bookmark_has_no_words_and_its_name_is_told() -> None:
    inquiry = make_ready_inquiry(make_member("Nila Perera"))
    attach(inquiry, with_bookmark(scan(), "Nila Perera"))
    words = FileWords.objects.get()
    assert (words.has_words, words.is_whole, words.pages, words.pages_read) == (False, False, 1, 1)
    told = shown_to_author(inquiry)
    assert "This PDF has no words that can be read" in told
    assert "which reviewers would read: Nila Perera" in told


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (1, "Only the first of 3 pages was read. Look yourself whether the others name its authors."),
        (2, "Only the first 2 of 3 pages were read. Look yourself whether the others name its authors."),
    ],
)
def test_a_pdf_that_was_read_in_part_says_how_far(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, read: int, sentence: str
) -> None:
    page = "Who spoke last?"
    monkeypatch.setattr(words_inside, "MOST", len(page) * read)
    inquiry = make_ready_inquiry(make_member("Nila Perera"))
    content = pdf_of(page, tmp_path=tmp_path)
    with pikepdf.open(io.BytesIO(content)) as one, pikepdf.new() as many:
        for _number in range(3):
            many.pages.extend(one.pages)
        many.save(written := io.BytesIO())
    attach(inquiry, written.getvalue())
    words = FileWords.objects.get()
    assert (words.pages_read, words.pages, words.has_words, words.is_whole) == (read, 3, True, False)
    assert sentence in shown_to_author(inquiry)
    submission = submit_inquiry(inquiry=Inquiry.objects.get(), member=owner_of(inquiry))
    desk = browser_of(make_editor()).get(reverse("edit_submission", args=[submission.pk]))
    assert sentence in " ".join(desk.content.decode().split())


def test_the_timer_asks_for_a_task_that_reads_a_step(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
    monkeypatch.setattr(file_words, "STEP", 1)
    inquiry = make_ready_inquiry(make_member("Nila Perera"))
    for words in ("Who spoke last?", "Who spoke first?"):
        attach(inquiry, pdf_of(words, tmp_path=tmp_path), words)
    DBTaskResult.objects.all().delete()
    assert ask_for_reading()
    assert not ask_for_reading()  # one is there
    assert FileWords.objects.count() == 0  # nothing is read by the timer itself
    read_pdfs.func()
    assert (FileWords.objects.count(), DBTaskResult.objects.count()) == (1, 2)
    read_pdfs.func()
    read_pdfs.func()
    assert (FileWords.objects.count(), DBTaskResult.objects.count()) == (2, 3)
    assert not ask_for_reading()
