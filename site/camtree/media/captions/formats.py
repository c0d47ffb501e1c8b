"""Captions in the formats of other programs: SubRip (.srt), YouTube's (.sbv) and TTML (.ttml, .dfxp), as cues.

TTML as W3C's *Timed Text Markup Language 2* has it, chapters 8 (content) and 12 (timing); of its styles, italics, bold
and underlining. The other two are described by no standard: as FFmpeg and YouTube write them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from lxml import etree

from camtree.media.captions.webvtt import Cue, split_lines

_SRT: Final = re.compile(
    r"\s*(\d+):([0-5]?\d):([0-5]?\d)[,.:](\d{1,3})\s*--+>\s*(\d+):([0-5]?\d):([0-5]?\d)[,.:](\d{1,3})(?:\s.*)?",
    re.ASCII,
)
_SBV: Final = re.compile(r"(\d+):([0-5]?\d):([0-5]?\d)\.(\d{1,3}),(\d+):([0-5]?\d):([0-5]?\d)\.(\d{1,3})\s*", re.ASCII)


def is_srt(text: str) -> bool:
    return any(_SRT.fullmatch(line) for line in _first_lines(text))


def is_sbv(text: str) -> bool:
    return any(_SBV.fullmatch(line) for line in _first_lines(text))


def is_ttml(text: str) -> bool:
    return re.match(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?tt[\s>]", text, re.DOTALL) is not None


def _first_lines(text: str) -> list[str]:
    return split_lines(text)[:60]


def cues_of_srt(text: str) -> list[Cue]:
    """The cues of a SubRip file; numbers above their times are left out."""
    return list(_timed(text, _SRT))


def cues_of_sbv(text: str) -> list[Cue]:
    return list(_timed(text, _SBV))


def _timed(text: str, timing: re.Pattern[str]) -> Iterator[Cue]:
    """Cues that begin with a line of times. A number before such a line belongs to it, an empty line ends a text only
    where times come after it: some programs leave empty lines within."""
    lines = split_lines(text)
    starts = [at for at, line in enumerate(lines) if timing.fullmatch(line)]
    for place, at in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(lines)
        said = [line.strip() for line in lines[at + 1 : end]]
        if place + 1 < len(starts) and len(said) > 1 and said[-1].isdecimal() and not said[-2]:
            said.pop()
        match = timing.fullmatch(lines[at])
        assert match is not None  # noqa: S101 - found so above
        parts = match.groups()
        yield Cue(_seconds(*parts[:4]), _seconds(*parts[4:8]), "\n".join(line for line in said if line))


def _seconds(hours: str, minutes: str, seconds: str, fraction: str) -> float:
    return (int(hours) * 60 + int(minutes)) * 60 + int(seconds) + int(fraction.ljust(3, "0")) / 1000


# ---------------------------------------------------------------- TTML


class BrokenXmlError(Exception):
    """The file begins as TTML, and is no XML. Its text says where."""


_MARKS: Final = (("i", "fontStyle", "italic"), ("b", "fontWeight", "bold"), ("u", "textDecoration", "underline"))
_PARAMETER: Final = "{http://www.w3.org/ns/ttml#parameter}"
_STYLING: Final = "{http://www.w3.org/ns/ttml#styling}"
_CLOCK: Final = re.compile(r"(\d+):([0-5]\d):([0-5]\d)(?:(\.\d+)|:(\d+)(?:\.\d+)?)?", re.ASCII)
_OFFSET: Final = re.compile(r"(\d+(?:\.\d+)?)(h|m|s|ms|f|t)", re.ASCII)
_UNITS: Final = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def cues_of_ttml(text: str) -> list[Cue]:
    """The paragraphs of a TTML file with the times that they and what holds them say. Raises BrokenXmlError."""
    text = re.sub(r"http://www\.w3\.org/20\d\d/\d\d/ttaf1", "http://www.w3.org/ns/ttml", text)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise BrokenXmlError(str(error)) from None
    rates = _Rates(root)
    styles = {_id_of(row): row for row in root.iter() if _name_of(row) == "style"}
    body = next((row for row in root if _name_of(row) == "body"), None)
    cues = [] if body is None else list(_paragraphs(body, 0.0, None, rates, styles))
    return [
        replace(cue, text="\n".join(line.strip() for line in cue.text.splitlines() if line.strip())) for cue in cues
    ]


class _Rates:
    """How long a frame and a tick of the file are, in seconds."""

    def __init__(self, root: Any) -> None:
        def number(name: str, otherwise: float) -> float:
            try:
                return float(root.get(f"{_PARAMETER}{name}", "")) or otherwise
            except ValueError:
                return otherwise

        rate = number("frameRate", 30.0)
        over = root.get(f"{_PARAMETER}frameRateMultiplier", "").replace(":", " ").split()
        if len(over) == 2 and all(part.isdecimal() and int(part) for part in over):
            rate *= int(over[0]) / int(over[1])
        self.frame, self.tick = 1 / rate, 1 / number("tickRate", rate)

    def seconds(self, value: str | None) -> float | None:
        if match := _CLOCK.fullmatch((value or "").strip()):
            hours, minutes, whole, fraction, frames = match.groups()
            more = float(f"0{fraction}") if fraction else int(frames or 0) * self.frame
            return (int(hours) * 60 + int(minutes)) * 60 + int(whole) + more
        if match := _OFFSET.fullmatch((value or "").strip()):
            unit = {"f": self.frame, "t": self.tick, **_UNITS}[match.group(2)]
            return float(match.group(1)) * unit
        return None


def _paragraphs(row: Any, begin: float, end: float | None, rates: _Rates, styles: dict[str, Any]) -> Iterator[Cue]:
    start = begin + (rates.seconds(row.get("begin")) or 0.0)
    until = rates.seconds(row.get("end"))
    lasting = rates.seconds(row.get("dur"))
    stop = begin + until if until is not None else start + lasting if lasting is not None else end
    if _name_of(row) == "p":
        if stop is not None:
            yield Cue(start, stop, _text_of(row, styles))
        return
    for child in row:
        yield from _paragraphs(child, start, stop, rates, styles)


def _text_of(row: Any, styles: dict[str, Any]) -> str:
    """The text with WebVTT's marks; line breaks of the file are blanks, those of the text stay."""
    said = [_plain(row.text)]
    for child in row:
        said.append("\n" if _name_of(child) == "br" else _text_of(child, styles) if _name_of(child) == "span" else "")
        said.append(_plain(child.tail))
    text = "".join(said)
    for mark, name, value in (
        ("i", "fontStyle", "italic"),
        ("b", "fontWeight", "bold"),
        ("u", "textDecoration", "underline"),
    ):
        if text.strip() and _style_of(row, name, styles) == value:
            text = f"<{mark}>{text}</{mark}>"
    return text


def _style_of(row: Any, name: str, styles: dict[str, Any]) -> str:
    own = row.get(f"{_STYLING}{name}")
    named = (styles[key].get(f"{_STYLING}{name}") for key in row.get("style", "").split() if key in styles)
    return own or next((value for value in named if value), "") or ""


def _plain(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").replace("&", "&amp;").replace("<", "&lt;")


def _name_of(row: Any) -> str:
    return str(row.tag).rpartition("}")[2]


def _id_of(row: Any) -> str:
    return row.get("{http://www.w3.org/XML/1998/namespace}id", "")
