"""WebVTT as every player reads it: the best is made of what is there.

The rules are those of the W3C's *WebVTT: The Web Video Text Tracks Format*, chapter "Parsing".
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

ARROW: Final = "-->"
LINE_END: Final = re.compile(r"\r\n|\n|\r")
TAG: Final = re.compile(r"<([^>]*)>")
HEADER: Final = re.compile(r"WEBVTT(?:[ \t]|$)")
# What the parser takes for a timing line: blanks before it, an arrow without blanks, hours of one digit.
FORGIVING_TIMING: Final = re.compile(
    r"[ \t\f]*(?:([0-9]+):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})[ \t\f]*-->"
    r"[ \t\f]*(?:([0-9]+):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})(?![0-9])(.*)",
    re.ASCII,
)


@dataclass(frozen=True)
class Cue:
    """One piece of text and when it is shown; times in seconds."""

    start: float
    end: float
    text: str
    identifier: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def plain_text(self) -> str:
        """The words alone, without marks for voice or style."""
        return html.unescape(TAG.sub("", self.text)).strip()

    @property
    def voice(self) -> str:
        """Who speaks, where the cue begins by saying so (`<v Ana>`)."""
        match = re.match(r"\s*<v(?:\.[^\s>]*)?[ \t]+([^>]*)>", self.text)
        return html.unescape(match.group(1)).strip() if match else ""


Line = tuple[int, str]


def split_lines(text: str) -> list[str]:
    return LINE_END.split(text.removeprefix("\ufeff"))


def blocks_of(lines: list[str], first: int) -> Iterator[list[Line]]:
    """Runs of lines that are not empty, from index `first` on; lines carry their numbers."""
    block: list[Line] = []
    for number, line in enumerate(lines[first:], first + 1):
        if line:
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def parse_webvtt(text: str) -> list[Cue]:
    """Every cue that a player would show. What cannot be understood is passed over, as players do."""
    lines = split_lines(text.replace("\0", "\ufffd"))
    if not HEADER.match(lines[0]):
        return []
    return [cue for block in blocks_of(lines, 1) for cue in cues_in(block)]


def cues_in(block: list[Line]) -> Iterator[Cue]:
    """The cues of a run of lines: one, or several where an empty line between them is missing."""
    at = 0
    while at < len(block):
        timing = FORGIVING_TIMING.fullmatch(block[at][1])
        if timing is None:
            at += 1
            continue
        identifier = block[at - 1][1] if at == 1 and ARROW not in block[0][1] else ""
        body = []
        at += 1
        while at < len(block) and ARROW not in block[at][1]:
            body.append(block[at][1])
            at += 1
        parts = timing.groups(default="0")
        settings = dict(part.split(":", 1) for part in re.split(r"[ \t\f]+", timing.group(9)) if ":" in part)
        yield Cue(seconds(parts[:4]), seconds(parts[4:8]), "\n".join(body), identifier, settings)


def seconds(parts: tuple[str, ...]) -> float:
    hours, minutes, whole, thousandths = (int(part) for part in parts)
    return ((hours * 60 + minutes) * 60 + whole) + thousandths / 1000


def milliseconds(text: str) -> int:
    """A time as WebVTT writes it, such as 01:02.500 or 1:01:02.500."""
    *hours, minutes, whole = text.split(":")
    return round(seconds((*(hours or ["0"]), minutes, *whole.split("."))) * 1000)


def written(moment: int) -> str:
    """Milliseconds as WebVTT writes a time.

    >>> written(754_050)
    '00:12:34.050'
    """
    whole, thousandths = divmod(moment, 1000)
    minutes, second = divmod(whole, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}.{thousandths:03}"
