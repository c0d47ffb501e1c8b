"""Captions changed in a browser: who may, what is kept as it was written, and two people at one track."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from camtree.media.models import CamtreeMedia, CaptionTrack
from tests.factories.captions import TEXT, make_editor, make_track
from tests.factories.members import browser_of, make_member
from tests.test_seen import as_shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_on_disk")]


def address(track: CaptionTrack) -> str:
    return reverse("edit_captions", args=[track.pk])


def shown(browser: Client, track: CaptionTrack) -> dict[str, Any]:
    return as_shown(browser.get(address(track)).content.decode())


def stored(track: CaptionTrack) -> str:
    track = CaptionTrack.objects.get(pk=track.pk)
    with track.file.open("rb") as file:
        assert file.read().decode() == track.text
    return str(track.text)


def test_what_is_saved_unchanged_stays_as_it_is() -> None:
    track, browser = make_track(), browser_of(make_editor())
    assert browser.post(address(track), shown(browser, track)).status_code == 302
    assert stored(track) == TEXT
    assert track.history.count() == 1


def test_words_change_and_everything_else_stays() -> None:
    track, editor = make_track(), make_editor()
    browser = browser_of(editor)
    form = shown(browser, track)
    changed = form["text"].replace("Who spoke?", "Who spoke first?")
    answer = browser.post(address(track), {**form, "text": changed})
    assert (answer.status_code, answer["Location"]) == (302, address(track))
    assert stored(track) == TEXT.replace("Who spoke?", "Who spoke first?")
    last = track.history.first()
    assert (last.history_user, last.text) == (editor, stored(track))


def test_faults_are_told_by_line_and_nothing_is_saved() -> None:
    track, browser = make_track(), browser_of(make_editor())
    wrong = TEXT.replace("00:05.000 --> 00:08.000", "00:09.000 --> 00:08.000").replace("<v Ana>", "<q>")
    answer = browser.post(address(track), {**shown(browser, track), "text": wrong})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Line 14: “&lt;q&gt;” is not a mark of WebVTT" in html
    assert "Line 18: The cue has to end after it starts." in html
    assert 'data-lines="14,18"' in html
    assert "&lt;q&gt;Who spoke?" in html
    assert stored(track) == TEXT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This field is required."),
        ("WEBVTT\n", "It holds no cue, so that nothing would be shown."),
        ("Who spoke?", "Line 1: The first line has to be the word WEBVTT"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "x" * 3_000_000, ""),
    ],
)
def test_what_is_no_captions_is_refused(text: str, said: str, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
    track, browser = make_track(), browser_of(make_editor())
    answer = browser.post(address(track), {**shown(browser, track), "text": text})
    assert answer.status_code == 422
    assert (said or f"at most {settings.UPLOAD_CAPTIONS_KIB} KB") in answer.content.decode()
    assert stored(track) == TEXT


def test_two_editors_never_overwrite_each_other() -> None:
    track = make_track()
    one, two = make_editor(), make_editor()
    here, there = browser_of(one), browser_of(two)
    form, other = shown(here, track), shown(there, track)
    first = TEXT.replace("Who spoke?", "Who spoke first?")
    second = TEXT.replace("Nobody", "Hardly anybody")
    assert here.post(address(track), {**form, "text": first}).status_code == 302
    answer = there.post(address(track), {**other, "text": second})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert f"{one} changed this meanwhile. Choose what stays." in html
    assert "Who spoke first?" in html
    assert "Hardly anybody" in html
    assert stored(track) == first
    choice = as_shown(html)
    mine, theirs = choice_values(html)
    assert (mine.split()[0], theirs.split()[0]) == ("mine", "theirs")
    assert there.post(address(track), {**choice, "keep-text": mine}).status_code == 302
    assert stored(track) == second
    assert [row.text for row in track.history.all()] == [second, first, TEXT]


def choice_values(html: str) -> list[str]:
    return [part.split('"')[0] for part in html.split('name="keep-text" value="')[1:]]


def test_an_earlier_text_comes_back() -> None:
    track, browser = make_track(), browser_of(make_editor())
    changed = TEXT.replace("Who", "Nobody")
    browser.post(address(track), {**shown(browser, track), "text": changed})
    version = track.history.last().history_id
    other = make_track("WEBVTT\n\n00:01.000 --> 00:02.000\nOther\n", "Other").history.first().history_id
    assert f'name="version" value="{version}"' in browser.get(address(track)).content.decode()
    assert browser.post(address(track), {"version": str(other)}).status_code == 404
    assert stored(track) == changed
    assert browser.post(address(track), {"version": str(version)}).status_code == 302
    assert stored(track) == TEXT
    assert [row.text for row in track.history.all()] == [TEXT, changed, TEXT]


def test_only_who_may_change_the_recording_comes_in() -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    track, other = make_track(), make_track(title="Other")
    CamtreeMedia.objects.filter(pk=other.media_id).update(collection=closed)
    inside = browser_of(make_editor(closed))
    assert inside.get(address(other)).status_code == 200
    assert browser_of(make_editor()).get(address(other)).status_code == 200
    for browser in (inside, browser_of(make_member())):
        for answer in (browser.get(address(track)), browser.post(address(track), {"text": "WEBVTT"})):
            assert answer.status_code == 404
    assert Client().get(address(track)).status_code == 302
    assert stored(track) == TEXT
    listed = inside.get(reverse("my_captions")).content.decode()
    assert (address(other) in listed, address(track) in listed) == (True, False)


def test_captions_stored_before_their_text_was_kept_are_read_from_the_file() -> None:
    track, browser = make_track(), browser_of(make_editor())
    CaptionTrack.objects.update(text=None)
    assert shown(browser, track)["text"] == TEXT
    track.refresh_from_db()
    track.file.storage.delete(str(track.file.name))
    assert browser.get(address(track)).status_code == 200
