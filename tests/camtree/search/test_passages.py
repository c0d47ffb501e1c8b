"""Passages of files: which one is shown, that they come and go with their entry, and that many cost no more."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from camtree.media.models import CamtreeMedia, CaptionTrack
from camtree.search.indexing import index_keys
from camtree.search.models import EntryPassage
from camtree.search.passages import LOOKED_INTO
from tests.camtree.search.test_files import found, said
from tests.factories.pages import make_webinar
from webinars.models import WebinarPage

pytestmark = pytest.mark.django_db


def recording(*cues: tuple[int, str], language: str = "en") -> CamtreeMedia:
    media = CamtreeMedia.objects.create(title="Talk", file="media/talk.mp4", type="video")
    return said_in(media, *cues, language=language)


def said_in(media: CamtreeMedia, *cues: tuple[int, str], language: str) -> CamtreeMedia:
    CaptionTrack.objects.create(
        media=media, language=language, file=f"tracks/{language}.vtt", cues=[list(cue) for cue in cues]
    )
    return media


def rows() -> list[tuple[Any, ...]]:
    return list(EntryPassage.objects.order_by("pk").values_list("pk", "language", "second", "text"))


def test_the_passage_with_most_words_is_found_among_very_many() -> None:
    cues = [(20 * number, "a square") for number in range(LOOKED_INTO * 3)]
    make_webinar(in_days=-7, recording=recording(*cues, (9999, "a square of red paper"), (10_099, "a square")))
    (hit,) = found("paper squares")
    assert said(hit).passage.second == 9999
    assert said(found("square")[0]).passage.second == 0


def test_the_readers_language_is_found_behind_very_many_of_another() -> None:
    media = recording(*[(20 * number, "a radio") for number in range(LOOKED_INTO * 3)])
    said_in(media, (754, "la radio"), language="es")
    make_webinar(in_days=-7, recording=media)
    assert said(found("radio", "es")[0]).passage.second == 754
    assert said(found("radio", "en")[0]).passage.second == 0


def test_each_page_is_told_its_own_passage() -> None:
    for number in range(3):
        make_webinar(f"Talk {number}", in_days=-7, recording=recording((number * 100, f"a hexagon {number}")))
    told = {hit.page.title: said(hit).passage.second for hit in found("hexagon")}
    assert told == {"Talk 0": 0, "Talk 1": 100, "Talk 2": 200}


def test_passages_that_are_as_they_were_stay_and_others_are_written_anew() -> None:
    media = recording((5, "a hexagon"), (100, "a square"))
    webinar = make_webinar(in_days=-7, recording=media)
    before = rows()
    assert [row[1:] for row in before] == [("en", 5, "a hexagon"), ("en", 100, "a square")]
    webinar.title = "Another title"
    webinar.save_revision().publish()
    assert rows() == before
    CaptionTrack.objects.update(cues=[[5, "a circle"]])
    index_keys(WebinarPage, [webinar.pk])
    assert [row[1:] for row in rows()] == [("en", 5, "a circle")]
    assert (found("hexagon"), said(found("circles")[0]).passage.second) == ([], 5)


def test_passages_go_with_their_page() -> None:
    webinar = make_webinar(in_days=-7, recording=recording((5, "a hexagon")))
    assert len(rows()) == 1
    webinar.delete()
    assert rows() == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM search_passage_words")
            assert cursor.fetchone() == (0,)


def test_as_many_questions_for_many_hours_as_for_a_minute() -> None:
    make_webinar("Short", in_days=-7, recording=recording((5, "a hexagon")))
    found("hexagon")  # remembers what a process remembers
    with CaptureQueriesContext(connection) as few:
        found("hexagon")
    for number in range(5):
        cues = [(at * 20, f"a hexagon {at}") for at in range(200)]
        make_webinar(f"Long {number}", in_days=-7, recording=recording(*cues))
    found("hexagon")
    with CaptureQueriesContext(connection) as many:
        assert len(found("hexagon")) == 6
    assert len(many) == len(few)


@pytest.mark.parametrize("words", ['"red paper"', "paper -blue", "grade 4 paper"])
def test_phrases_and_what_is_taken_away_are_no_matter(words: str) -> None:
    make_webinar(in_days=-7, recording=recording((5, "a square"), (100, "of red paper in grade 4")))
    assert said(found(words)[0]).passage.second == 100
