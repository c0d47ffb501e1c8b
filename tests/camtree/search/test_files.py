"""Pages are found by what stands in their documents and is said in their recordings, as far as readers may know."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction
from wagtailmedia.models import MediaType

from camtree.background.queues import QUEUES
from camtree.media.actions import store_caption_track, store_document, store_media
from camtree.media.models import CamtreeDocument, CamtreeMedia, CaptionTrack
from camtree.search.excerpts import Said
from camtree.search.models import EntryPassage
from camtree.search.queries import Hit, find
from home.models import HomePage, StandardPage
from tests.camtree.media.samples import MP4
from tests.factories.files import packed, pdf_of, upload
from tests.factories.pages import make_course, make_lesson, make_module, make_page, make_webinar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_on_disk")]

TALK = b"""WEBVTT

00:00.000 --> 00:02.000
Good morning

12:34.500 --> 12:39.000
<v Ana>We counted who spoke about quadrilaterals, and who never had the time to say what they saw.

01:02:09.000 --> 01:02:12.000
Thank you
"""


def found(words: str, language: str = "en") -> list[Hit]:
    return find(words, Locale.objects.get(language_code=language)).hits


def titles(words: str, language: str = "en") -> list[str]:
    return [hit.page.title for hit in found(words, language)]


def said(hit: Hit) -> Said:
    assert hit.said is not None
    return hit.said


def sheet(tmp_path: Path, *paragraphs: str, collection: Collection | None = None) -> CamtreeDocument:
    file = upload("sheet.pdf", pdf_of(*paragraphs, tmp_path=tmp_path))
    return store_document(title="Observation sheet", file=file, collection=collection)


def film(text_alternative: str = "", **captions: bytes) -> CamtreeMedia:
    file = upload("talk.mp4", MP4)
    media = store_media(title="Talk", file=file, type=MediaType.VIDEO, text_alternative=text_alternative)
    for language, content in captions.items():
        store_caption_track(media=media, language=language, file=upload("talk.vtt", content))
    return media


def page_with(document: CamtreeDocument, title: str = "Tools") -> StandardPage:
    home = HomePage.objects.get(locale__language_code="en")
    block = ("document", {"document": document, "text": ""})
    return make_page(StandardPage, title, parent=home, introduction="Sheets to print.", body=[block])


def lesson_with(kind: str, value: dict[str, Any]) -> Any:
    return make_lesson(make_module(make_course()), "Look and listen", body=[(kind, value)])


def closed_collection() -> Collection:
    collection: Collection = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


# ---------------------------------------------------------------- documents


def test_a_page_is_found_by_the_words_of_its_pdf(tmp_path: Path) -> None:
    document = sheet(tmp_path, "Who spoke about quadrilaterals?")
    page_with(document)
    (hit,) = found("quadrilateral")
    assert hit.page.title == "Tools"
    assert "".join(hit.excerpt) == "Sheets to print."
    assert (said(hit).passage.title, said(hit).passage.address) == ("Observation sheet", document.url)
    assert said(hit).text == "Who spoke about <mark>quadrilaterals</mark>?"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("words.csv", "who,quadrilaterals\nana,2\n"),
        ("words.docx", packed(word__document_D_xml='<w xmlns:x="y"><x:p><x:t>quadrilaterals</x:t></x:p></w>')),
    ],
)
def test_words_of_other_files_are_found(name: str, content: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("camtree.media.actions.clean_document", lambda file: file)
    page_with(store_document(title="Words", file=upload(name, content)))
    assert titles("quadrilaterals") == ["Tools"]


def test_what_the_page_says_itself_is_shown_from_the_page(tmp_path: Path) -> None:
    page_with(sheet(tmp_path, "Sheets about quadrilaterals."))
    assert [hit.said for hit in found("sheets")] == [None]


def test_a_document_of_a_private_collection_is_told_by_no_page(tmp_path: Path) -> None:
    page_with(sheet(tmp_path, "Who spoke about quadrilaterals?", collection=closed_collection()))
    assert titles("quadrilaterals") == []
    assert not EntryPassage.objects.exists()


def test_a_collection_that_becomes_private_takes_its_words_along_and_brings_them_back(tmp_path: Path) -> None:
    collection = Collection.get_first_root_node().add_child(name="Sheets")
    page_with(sheet(tmp_path, "Who spoke about quadrilaterals?", collection=collection))
    assert titles("quadrilaterals") == ["Tools"]
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert titles("quadrilaterals") == []
    restriction.delete()
    assert titles("quadrilaterals") == ["Tools"]


def test_a_document_that_is_put_into_a_private_collection_is_found_no_more(tmp_path: Path) -> None:
    document = sheet(tmp_path, "Who spoke about quadrilaterals?")
    page_with(document)
    document.collection = closed_collection()
    document.save()
    assert titles("quadrilaterals") == []


def test_a_document_of_a_private_page_is_found_by_the_public_page_alone(tmp_path: Path) -> None:
    document = sheet(tmp_path, "Who spoke about quadrilaterals?")
    private = page_with(document, "Private tools")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert titles("quadrilaterals") == []
    page_with(document, "Public tools")
    assert titles("quadrilaterals") == ["Public tools"]


def test_another_file_brings_other_words(tmp_path: Path) -> None:
    document = sheet(tmp_path, "Who spoke about quadrilaterals?")
    page_with(document)
    document.file = upload("new.pdf", pdf_of("Who spoke about hexagons?", tmp_path=tmp_path))
    document._set_document_file_metadata()
    document.save()
    assert (titles("quadrilaterals"), titles("hexagons")) == ([], ["Tools"])


def test_a_file_that_is_gone_is_asked_for_once(tmp_path: Path) -> None:
    document = sheet(tmp_path, "Who spoke about quadrilaterals?")
    document.file.storage.delete(str(document.file.name))
    page_with(document)
    assert titles("quadrilaterals") == []
    assert document.words.text == ""


def test_files_are_read_in_the_background_and_asked_for_once(tmp_path: Path, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
    page = page_with(sheet(tmp_path, "Who spoke about quadrilaterals?"))
    Page.objects.get(pk=page.pk).specific.save()
    waiting = DBTaskResult.objects.filter(task_path="camtree.search.tasks.read_files_of")
    assert [task.args_kwargs["kwargs"] for task in waiting] == [{"page": page.pk}]
    assert titles("quadrilaterals") == []


# ---------------------------------------------------------------- recordings


def test_a_webinar_is_found_by_what_is_said_with_the_minute() -> None:
    media = film(en=TALK)
    webinar = make_webinar(in_days=-7, recording=media, introduction="About quadrilaterals.")
    (hit,) = found("quadrilaterals")
    assert said(hit).passage.second == 754
    assert "<mark>quadrilaterals</mark>, and who never had" in said(hit).text
    page = Client().get("/en/search/?q=quadrilaterals").content.decode()
    address = f"{webinar.url}?t=754"
    assert f'<a href="{address}">' in page
    assert "At 12:34 in the recording" in page
    assert f'id="recording-{media.pk}"' in Client().get(address).content.decode()


def test_the_reader_is_shown_what_is_said_in_their_language() -> None:
    media = film(en=TALK, fr=TALK.replace(b"Thank you", "Merci à Quadrilaterals".encode()))
    make_webinar(in_days=-7, recording=media)
    assert said(found("quadrilaterals", "fr")[0]).passage.language == "fr"
    assert said(found("quadrilaterals", "en")[0]).passage.language == "en"
    # In another language than the page's, too.
    assert said(found("merci")[0]).passage.second == 3729


def test_captions_that_come_later_or_change_are_found() -> None:
    media = film()
    make_webinar("Talk in pairs", in_days=-7, recording=media)
    assert titles("quadrilaterals") == []
    store_caption_track(media=media, language="en", file=upload("talk.vtt", TALK))
    assert titles("quadrilaterals") == ["Talk in pairs"]
    other = TALK.replace(b"quadrilaterals", b"hexagons")
    store_caption_track(media=media, language="en", file=upload("talk.vtt", other))
    assert (titles("quadrilaterals"), titles("hexagons")) == ([], ["Talk in pairs"])
    CaptionTrack.objects.get().delete()
    assert titles("hexagons") == []


@pytest.mark.parametrize("kind", ["video", "recording"])
def test_a_lesson_is_found_by_what_its_films_say(kind: str) -> None:
    media = film(en=TALK)
    lesson = lesson_with(kind, {"video": media, "title": "A talk"})
    (hit,) = found("quadrilaterals")
    assert (hit.page.pk, said(hit).passage.second) == (lesson.pk, 754)
    page = Client().get(lesson.url).content.decode()
    assert f'id="recording-{media.pk}"' in page
    assert "/seek" in page


def test_the_transcript_of_a_recording_is_found() -> None:
    media = film("Ana: we looked at quadrilaterals.")
    make_webinar(in_days=-7, recording=media)
    (hit,) = found("quadrilaterals")
    assert (said(hit).passage.second, said(hit).passage.address) == (None, f"#recording-{media.pk}")
    assert f"#recording-{media.pk}" in Client().get("/en/search/?q=quadrilaterals").content.decode()


def test_a_recording_of_a_private_collection_is_told_by_no_page() -> None:
    media = film("Words about hexagons.", en=TALK)
    make_webinar(in_days=-7, recording=media)
    assert (len(titles("quadrilaterals")), len(titles("hexagons"))) == (1, 1)
    media.collection = closed_collection()
    media.save()
    assert (titles("quadrilaterals"), titles("hexagons")) == ([], [])


def test_a_phrase_reaches_from_one_cue_into_the_next() -> None:
    cues = b"WEBVTT\n\n00:01.000 --> 00:02.000\nwe saw a green\n\n00:02.000 --> 00:03.000\nquadrilateral there\n"
    make_webinar(in_days=-7, recording=film(en=cues))
    (hit,) = found('"green quadrilateral"')
    assert said(hit).passage.second == 1


def test_the_passage_that_says_most_of_the_question_is_shown() -> None:
    cues = b"WEBVTT\n\n00:01.000 --> 00:02.000\na square\n\n01:00.000 --> 01:02.000\na square of red paper\n"
    make_webinar(in_days=-7, recording=film(en=cues))
    assert said(found("square paper")[0]).passage.second == 60
