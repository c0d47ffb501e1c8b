"""A transcript is made from captions: who says what, and from which second on."""

import pytest

from camtree.media.actions import store_caption_track
from camtree.media.choices import TrackKind
from camtree.media.models import CaptionTrack
from camtree.media.reading import read_track
from camtree.media.transcripts import Line, Paragraph, lines_of, paragraphs_of, tracks_to_read
from tests.factories.files import upload
from tests.factories.recordings import ENGLISH, SPANISH, make_recording

LINES = [
    Line(0, "Good morning.", "Ana"),
    Line(5, "We talk on the same day.", "Ana"),
    Line(70, "Ask what helped.", "Tomos"),
    Line(754, "Write down the silences & their words.", "Ana"),
]


@pytest.mark.django_db
def test_lines_are_the_same_whether_the_track_was_read_or_not(files_on_disk: None) -> None:
    track = make_recording().caption_tracks.get()
    assert track.cues is None
    assert lines_of(track) == LINES
    read_track(track=track)
    track.refresh_from_db()
    assert track.cues is not None
    assert track.cues[0] == [0, "Good morning.", "Ana"]
    assert lines_of(track) == LINES


@pytest.mark.django_db
def test_a_track_whose_file_is_gone_says_nothing(files_on_disk: None) -> None:
    track = make_recording().caption_tracks.get()
    track.file.storage.delete(track.file.name)
    assert lines_of(CaptionTrack.objects.get()) == []


@pytest.mark.django_db
def test_one_track_of_each_language_is_read_captions_first_and_chapters_never(files_on_disk: None) -> None:
    media = make_recording(es=SPANISH)
    for language, kind in (("es", TrackKind.SUBTITLES), ("en", TrackKind.SUBTITLES), ("ar", TrackKind.CHAPTERS)):
        store_caption_track(media=media, language=language, kind=kind, file=upload("t.vtt", ENGLISH))
    assert [(row.language, row.kind) for row in tracks_to_read(media)] == [("en", "subtitles"), ("es", "captions")]


def test_paragraphs_begin_with_speakers_who_are_named_once() -> None:
    assert list(paragraphs_of(LINES)) == [
        Paragraph("Ana", LINES[:2]),
        Paragraph("Tomos", LINES[2:3]),
        Paragraph("Ana", LINES[3:]),
    ]


def test_paragraphs_begin_with_chapters_and_the_speaker_goes_on() -> None:
    assert list(paragraphs_of(LINES[:2], breaks=[0, 3])) == [Paragraph("Ana", LINES[:1]), Paragraph("", LINES[1:2])]


def test_long_paragraphs_end_with_a_sentence_or_at_last_without_one() -> None:
    sentences = [Line(second, "word " * 20 + "end.") for second in range(10)]
    assert [len(one.lines) for one in paragraphs_of(sentences)] == [5, 5]
    without_end = [Line(second, "word " * 20 + "and") for second in range(20)]
    assert [len(one.lines) for one in paragraphs_of(without_end)] == [9, 9, 2]


def test_nothing_said_is_no_paragraph() -> None:
    assert list(paragraphs_of([])) == []
