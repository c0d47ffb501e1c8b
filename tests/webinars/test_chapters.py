"""Chapters are a pasted list: what can be read is taken, every fault is told by its line."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_translation
from tests.factories.recordings import make_recorded
from tests.forms import page_form
from webinars.chapters import Chapter, ChapterListError, read_chapters, write_chapters
from webinars.models import WebinarPage


@pytest.mark.parametrize(
    ("line", "chapter"),
    [
        ("00:00 Welcome", Chapter(0, "Welcome", None)),
        ("4:30 What we asked", Chapter(270, "What we asked", None)),
        ("(04:30) - What we asked", Chapter(270, "What we asked", None)),
        ("- [1:02:34]: Silences", Chapter(3754, "Silences", None)),
        ("90:00 Late", Chapter(5400, "Late", None)),
        ("04:30 [slide 5] What we asked", Chapter(270, "What we asked", 5)),
        ("04:30 – [Slide 12] – 3:1 for us", Chapter(270, "3:1 for us", 12)),
        ("04:30 ماذا سألنا", Chapter(270, "ماذا سألنا", None)),
        ("04:30 <b>Bold</b>", Chapter(270, "<b>Bold</b>", None)),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, chapter: Chapter) -> None:
    assert read_chapters(f"\n{line}\r\n\n") == [chapter]


def test_faults_name_their_lines() -> None:
    text = "\n".join(
        [
            "Welcome",
            "00:10",
            "00:20 Good",
            "00:20 Same",
            "00:05 Before",
            "12:60 No time",
            "20:00 Too late",
            f"01:00 {'x' * 161}",
            "01:10 [slide 0] None",
        ]
    )
    with pytest.raises(ChapterListError) as error:
        read_chapters(text, length=900)
    assert error.value.faults == [
        "Line 1: write a time and a title, for example 04:30 What we asked.",
        "Line 2: write a time and a title, for example 04:30 What we asked.",
        "Line 4: this time is not after the one before.",
        "Line 5: this time is not after the one before.",
        "Line 6: write a time and a title, for example 04:30 What we asked.",
        "Line 7: this chapter starts after the end.",
        "Line 8: the title is longer than 160 characters.",
        "Line 9: slides are counted from 1.",
    ]


def test_a_list_that_never_ends_is_refused() -> None:
    text = "\n".join(f"{second // 60}:{second % 60:02} Chapter" for second in range(201))
    with pytest.raises(ChapterListError) as error:
        read_chapters(text)
    assert error.value.faults == ["There are more than 200 chapters."]


@pytest.fixture
def editor(files_on_disk: None, db: None) -> Client:
    return browser_of(make_member(is_superuser=True, is_staff=True))


def save(editor: Client, page: WebinarPage, text: str) -> Any:
    data = page_form(editor, page) | {"chapter_list": text, "action-publish": "yes"}
    return editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def test_an_editor_pastes_a_list_and_rows_keep_their_translations(editor: Client) -> None:
    page = make_recorded(chapters=(("00:00", "Welcome"), ("04:30", "What we asked")))
    spanish = make_translation(page, "es")
    keys = {row.title: row.translation_key for row in page.chapters.all()}
    assert page_form(editor, page)["chapter_list"].strip() == "00:00 Welcome\n04:30 What we asked"
    answer = save(editor, page, "00:00 Good morning\n01:10 [slide 2] Something new\n05:00 What we asked")
    assert answer.status_code == 302
    page = WebinarPage.objects.get(pk=page.pk)
    rows = list(page.chapters.values_list("at", "title", "slide"))
    assert rows == [("00:00", "Good morning", None), ("01:10", "Something new", 2), ("05:00", "What we asked", None)]
    now = {row.title: row.translation_key for row in page.chapters.all()}
    assert (now["Good morning"], now["What we asked"]) == (keys["Welcome"], keys["What we asked"])
    assert (
        write_chapters(page.chapters.all()) == "00:00 Good morning\n01:10 [slide 2] Something new\n05:00 What we asked"
    )
    assert spanish.chapters.count() == 2


def test_a_faulty_list_changes_nothing_and_is_shown_again(editor: Client) -> None:
    page = make_recorded(chapters=(("00:00", "Welcome"),))
    answer = save(editor, page, "00:00 Welcome\nno time")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Line 2: write a time and a title, for example 04:30 What we asked." in text
    assert "no time</textarea>" in text
    assert WebinarPage.objects.get(pk=page.pk).chapters.count() == 1


def test_a_moment_is_cited_and_a_slide_is_shown_at_its_time(client: Client, files_on_disk: None, db: None) -> None:
    page = make_recorded(chapters=(("12:34", "Silences"),))
    text = " ".join(client.get(f"{page.url}?t=754").content.decode().split())
    assert "Cite this moment:" in text
    assert f"<cite>{page.title}</cite>, 12:34. CamTREE." in text
    assert f"{page.url}?t=754" in text
    assert "Cite this moment:" not in client.get(page.url).content.decode()
