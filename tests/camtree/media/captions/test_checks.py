from pathlib import Path

import pytest

from camtree.media.captions.checks import validate_webvtt
from camtree.media.captions.webvtt import parse_webvtt

HERE = Path(__file__).parent / "files"


def read(name: str) -> str:
    return (HERE / f"{name}.vtt").read_bytes().decode()


@pytest.mark.parametrize("path", sorted(HERE.glob("good*.vtt")), ids=lambda path: path.stem)
def test_good_file_has_no_fault(path):
    assert validate_webvtt(path.read_bytes().decode()) == []


@pytest.mark.parametrize(
    ("name", "lines", "words"),
    [
        ("bad-no-signature", [1], "WEBVTT"),
        ("bad-header", [2], "has to be empty"),
        ("bad-comma", [3, 3], "“00:00:00,000” is not a time"),
        ("bad-tight-arrow", [3], "a blank on either side"),
        ("bad-backwards", [3], "end after it starts"),
        ("bad-order", [6], "before the one above it"),
        ("bad-no-empty-line", [5], "leave an empty line"),
        ("bad-ampersand", [4], "&amp;"),
        ("bad-crossed-marks", [4, 4], "closes a mark that is not the last one opened"),
        ("bad-less-than", [4], "does not end"),
        ("bad-settings", [3, 3, 3], "align:middle"),
        ("bad-same-name", [7], "already has the name “a”"),
        ("bad-late-style", [6], "before the first cue"),
        ("bad-no-times", [3], "Times such as"),
        ("bad-sixty", [3], "above 59"),
        ("bad-region", [3, 5], "has no id"),
    ],
)
def test_fault_names_its_line_and_reason(name, lines, words):
    faults = validate_webvtt(read(name))
    assert [fault.line for fault in faults] == lines
    assert words in faults[0].message


def test_every_bad_file_is_tried():
    cases = test_fault_names_its_line_and_reason.pytestmark[0].args[1]
    assert {name for name, _lines, _words in cases} == {path.stem for path in HERE.glob("bad*.vtt")}


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT",
        "WEBVTT\n",
        "WEBVTT\t\n",
        "\ufeffWEBVTT\n",
        "WEBVTT\r\rcr\r00:00.000 --> 00:01.000\rtext\r\r\n\r\nlf\n00:01.000\t-->\t00:02.000\t\ntext",
        "WEBVTT\n\n \n00:00.000 --> 00:01.000\na blank is a name too\n",
        "WEBVTT\n\nSTYLE\n00:00.000 --> 00:01.000\na cue that is named STYLE\n",
        "WEBVTT\n\n000:00:00.000 --> 00:01.000\nhours may have more digits\n",
        "WEBVTT\n\n00:00.000 --> 00:01.000\n",
        "WEBVTT\n\n00:00.000 --> 00:01.000\nan arrow of another kind: -> and a sign > alone\n",
        "WEBVTT\n\n00:00.000 --> 00:01.000\n<v.first.loud Ana &amp; Luz>both</v>\n",
    ],
)
def test_rare_but_allowed_forms_have_no_fault(text):
    assert validate_webvtt(text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("WEBVTT\n \n00:00.000 --> 00:01.000\ntext\n", 2),
        ("WEBVTT\n00:00.000 --> 00:01.000\ntext\n", 2),
        ("WEBVTTS\n\n", 1),
        ("webvtt\n\n", 1),
        ("\n\nWEBVTT\n\n", 1),
        ("WEBVTT\n\n 00:00.000 --> 00:01.000\ntext\n", 3),
        ("WEBVTT\n\n00:00.000 -->", 3),
        ("WEBVTT\n\n00:00.000 --> 00:01.000 size:101%\ntext\n", 3),
        ("WEBVTT\n\n00:00.000 --> 00:01.000 line:1.5\ntext\n", 3),
        ("WEBVTT\n\n00:00.000 --> 00:01.000 position:1%,middle\ntext\n", 3),
        ("WEBVTT\n\n00:00.000 --> 00:01.000 region:\ntext\n", 3),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n<v>nobody\n", 4),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n<b loud>text</b>\n", 4),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n<i>never closed\n", 4),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ana>one</v> <i>two\n", 4),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n<font color=red>text</font>\n", 4),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n<lang not a tag>text</lang>\n", 4),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n<rt>alone</rt>\n", 4),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\none\n<00:02.000>two\n", 5),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n&nosuchname;\n", 4),
        ("WEBVTT\n\n00:٠0.000 --> 00:01.000\ndigits of another script\n", 3),
        ("WEBVTT\n\nNOTE a remark\nwith an --> arrow in\n\n", 4),
    ],
)
def test_fault_in_a_single_place(text, line):
    faults = validate_webvtt(text)
    assert faults
    assert faults[0].line == line


def test_chapters_nested_have_no_fault():
    text = (
        "WEBVTT\n\n00:00.000 --> 01:00.000\nAll\n\n"
        "00:00.000 --> 00:30.000\nFirst half\n\n00:30.000 --> 01:00.000\nRest\n"
    )
    assert validate_webvtt(text, kind="chapters") == []


def test_chapters_overlapping_or_with_marks_are_faulty():
    text = "WEBVTT\n\n00:00.000 --> 01:00.000\nOne\n\n00:30.000 --> 01:30.000\n<b>Two</b>\n"
    assert [fault.line for fault in validate_webvtt(text, kind="chapters")] == [6, 7]
    assert validate_webvtt(text, kind="captions") == []


def test_parser_reads_cues():
    cues = parse_webvtt(read("good"))
    assert [(cue.start, cue.end) for cue in cues] == [(0, 2.5), (2.5, 5), (3600, 360001)]
    assert cues[0].identifier == "opening"
    assert cues[0].settings == {"region": "foot", "align": "start"}
    assert cues[0].voice == "Ana"
    assert cues[0].plain_text == "Good morning & welcome."
    assert cues[1].plain_text == "Whispers and voices,\none by one"


def test_parser_forgives_what_the_validator_does_not():
    text = (
        "WEBVTT\nKind: captions\n\n0:00:00.000-->00:01.000 nonsense\none\n"
        "00:01.000 --> 00:02.000\ntwo\n\nbroken --> cue\nlost\n"
    )
    assert [cue.text for cue in parse_webvtt(text)] == ["one", "two"]
    assert validate_webvtt(text)


def test_parser_finds_nothing_in_another_kind_of_file():
    assert parse_webvtt(read("bad-no-signature")) == []
