"""Captions as other programs write them: every cue that a player shows is taken, and written out clean."""

from pathlib import Path

import pytest

from camtree.media.captions.checks import validate_webvtt
from camtree.media.captions.formats import BrokenXmlError
from camtree.media.captions.intake import LostCuesError, Taken, take_captions
from camtree.media.captions.marks import clean_text
from camtree.media.captions.webvtt import parse_webvtt
from camtree.media.choices import TrackKind

FILES = Path(__file__).parent / "files"
ONE = "00:00:01.000 --> 00:00:02.000"


def taken(text: str | bytes, kind: str = TrackKind.CAPTIONS) -> Taken:
    found = take_captions(text.encode() if isinstance(text, str) else text, kind=kind)
    assert found is not None
    assert validate_webvtt(found.text, kind=kind) == []
    return found


def said(text: str | bytes) -> list[str]:
    return [cue.text for cue in parse_webvtt(taken(text).text)]


def vtt(*blocks: str) -> str:
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


@pytest.mark.parametrize("path", sorted(FILES.glob("good*.vtt")), ids=lambda path: path.stem)
def test_what_is_as_it_should_be_stays_to_the_letter(path: Path) -> None:
    text = path.read_bytes().decode("utf-8-sig")
    assert taken(path.read_bytes()) == Taken(text, [])


@pytest.mark.parametrize("path", sorted(FILES.glob("*.vtt")), ids=lambda path: path.stem)
def test_every_cue_that_a_player_shows_is_there_afterwards(path: Path) -> None:
    content = path.read_bytes()
    shown = [cue for cue in parse_webvtt(content.decode()) if cue.end > cue.start and cue.plain_text]
    try:
        found = take_captions(content)
    except LostCuesError:
        return
    if found is None:
        assert shown == []
        return
    assert validate_webvtt(found.text) == []
    kept = [(cue.start, cue.end) for cue in parse_webvtt(found.text)]
    assert {(cue.start, cue.end) for cue in shown} <= set(kept)


def test_a_header_of_youtube_is_no_fault() -> None:
    assert taken(f"WEBVTT\nKind: captions\nLanguage: en\n\n{ONE}\nHello\n") == Taken(vtt(f"{ONE}\nHello"), [])


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Q & A", "Q &amp; A"),
        ("I <3 this", "I &lt;3 this"),
        ("a < b > c", "a &lt; b > c"),
        ("&amp; &lt;i&gt; &nbsp; &#8217;", "&amp; &lt;i&gt; &nbsp; &#8217;"),
        ("AT&T; R&D;", "AT&amp;T; R&amp;D;"),
        ("<i>open", "<i>open</i>"),
        ("<i>a<b>c</i>d</b>", "<i>a<b>c</b></i>d"),
        ("<I>loud</I>", "<i>loud</i>"),
        ("</i>shut", "shut"),
        ("<font color=red>red</font>", "red"),
        ("<v Ana>Hello", "<v Ana>Hello</v>"),
        ("<v>Hello", "Hello"),
        ("<c.yellow.bg_blue>x</c>", "<c.yellow.bg_blue>x</c>"),
        ("<ruby>漢<rt>kan</rt></ruby>", "<ruby>漢<rt>kan</rt></ruby>"),
        ("<rt>kan</rt>", "kan"),
        ("<lang zh-Hans>好</lang>", "<lang zh-Hans>好</lang>"),
        ("a <00:00:01.500>b <00:00:09.000>c", "a <00:00:01.500>b c"),
        ("{\\an8}Above", "Above"),
        ("a --> b", "a --&gt; b"),
    ],
)
def test_signs_and_marks(text: str, clean: str) -> None:
    assert clean_text(text, 1000, 2000)[0] == clean


def test_what_is_put_right_is_told() -> None:
    text = vtt(
        "NOTE by Ana",
        "REGION\nid:low\nlines:3",
        "STYLE\n::cue { color: red }",
        "1\n00:05.000 --> 00:06.000 position:10%,start align:middle region:low colour:red\nQ & A",
        "1\n00:01.000 --> 00:02.000\nFirst",
        "NOTE the end",
        "00:07.000 --> 00:07.000\nNever",
        "00:08.000 --> 00:09.000\n<font>Last</font>",
        "Nobody sees this",
    )
    found = taken(text)
    assert found.text == vtt(
        "REGION\nid:low\nlines:3",
        "STYLE\n::cue { color: red }",
        "1\n00:00:01.000 --> 00:00:02.000\nFirst",
        "NOTE by Ana",
        "00:00:05.000 --> 00:00:06.000 position:10%,line-left align:center region:low\nQ &amp; A",
        "00:00:08.000 --> 00:00:09.000\nLast",
    )
    assert found.put_right == [
        "1 cue was moved to its place in time.",
        "1 cue ends before it begins, and was left out.",
        "In 1 cue signs or marks were written as WebVTT asks.",
        "1 cue had the name of another, and has none now.",
        "Marks that players do not know were taken out: <font>, </font>.",
        "Settings that players do not know were left out: colour:red.",
        "1 text without times, which is never shown, was left out.",
    ]


def test_subrip() -> None:
    first = "1\n00:00:01,000 --> 00:00:02,500  X1:10 X2:20\n<i>Hello</i>\n\nthere"
    second = "2\n0:00:03,5 --> 00:00:04,000\n{\\an8}Above\n"
    text = "\ufeff" + f"{first}\n\n{second}".replace("\n", "\r\n")
    found = taken(text)
    assert found.text == vtt(
        "00:00:01.000 --> 00:00:02.500\n<i>Hello</i>\nthere", "00:00:03.500 --> 00:00:04.000\nAbove"
    )
    assert found.put_right == [
        "The file was SubRip: its captions were made WebVTT.",
        "Marks that players do not know were taken out: {\\an8}.",
    ]


def test_sbv() -> None:
    found = taken("0:00:01.000,0:00:02.500\nHello\nthere\n\n0:01:00.000,0:01:02.000\n>> Ana & Bo\n")
    assert found.text == vtt(
        "00:00:01.000 --> 00:00:02.500\nHello\nthere", "00:01:00.000 --> 00:01:02.000\n>> Ana &amp; Bo"
    )


TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
    xmlns:tts="http://www.w3.org/ns/ttml#styling" ttp:frameRate="25" ttp:tickRate="10000000" xml:lang="es">
  <head><styling><style xml:id="s1" tts:fontStyle="italic"/></styling></head>
  <body><div begin="10s">
    <p begin="00:00:01.000" end="00:00:02.500">Hola &amp;<br/>
       buenas <span style="s1">tardes</span></p>
    <p begin="3s" dur="1500ms">¿Qué &lt;es&gt;?</p>
    <p begin="00:00:05:10" end="60000000t">Fin</p>
    <p>Sin tiempo</p>
  </div></body>
</tt>"""


@pytest.mark.parametrize("text", [TTML, TTML.replace("http://www.w3.org/ns/ttml", "http://www.w3.org/2006/10/ttaf1")])
def test_ttml(text: str) -> None:
    found = taken(text)
    assert found.text == vtt(
        "00:00:11.000 --> 00:00:12.500\nHola &amp;\nbuenas <i>tardes</i>",
        "00:00:13.000 --> 00:00:14.500\n¿Qué &lt;es>?",
        "00:00:15.400 --> 00:00:16.000\nFin",
    )


def test_ttml_that_is_no_xml_is_refused() -> None:
    with pytest.raises(BrokenXmlError):
        take_captions(b"<tt xmlns='http://www.w3.org/ns/ttml'><body><p begin='1s' end='2s'>a</body></tt>")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_other_encodings_are_read_and_told(encoding: str) -> None:
    content = vtt(f"{ONE}\nأسئلة").encode(encoding)
    if encoding != "utf-16":
        content = "\ufeff".encode(encoding) + content
    found = taken(content)
    assert found.text == vtt(f"{ONE}\nأسئلة")
    assert found.put_right == [
        "The file is not in UTF-8. It was read as UTF-16: please look whether every letter is right."
    ]


def test_an_old_encoding_is_guessed_and_told() -> None:
    lines = ["¿Qué preguntas hacía la señora Muñoz en la reunión de ayer por la mañana?"] * 6
    cues = [f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}" for n, line in enumerate(lines, 1)]
    found = taken("\n\n".join(cues).encode("cp1252"))
    assert lines[0] in found.text
    assert found.put_right[0].startswith("The file is not in UTF-8. It was read as ")


def test_times_with_commas_in_webvtt_are_taken() -> None:
    assert said("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nx\n") == ["x"]


def test_times_that_are_none_are_refused_with_their_lines() -> None:
    with pytest.raises(LostCuesError) as caught:
        take_captions(b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\n1:2 --> 3:4\ny\n")
    assert [fault.line for fault in caught.value.faults] == [6, 6]


def test_titles_of_chapters_lose_their_marks() -> None:
    found = taken(vtt(f"{ONE}\n<b>Start</b> & go"), TrackKind.CHAPTERS)
    assert found.text == vtt(f"{ONE}\nStart &amp; go")


@pytest.mark.parametrize("content", [b"", b"Hello", b"<html></html>", b"\x00\x01", b"%PDF-1.7"])
def test_what_is_no_file_of_captions(content: bytes) -> None:
    assert take_captions(content) is None
