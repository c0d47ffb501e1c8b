"""Every fault of a WebVTT file, by its line.

The rules are those of the W3C's *WebVTT: The Web Video Text Tracks Format*, chapter "Syntax". In one thing they are
kinder here: the end of the file stands for line ends that are missing there, because many programs leave the last one
out and every player takes it so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.entities import html5
from typing import Final

from django.utils.translation import gettext as _

from camtree.media.captions.webvtt import ARROW, HEADER, TAG, Line, blocks_of, split_lines
from camtree.media.choices import TrackKind

BLANKS: Final = " \t"

TIMESTAMP: Final = re.compile(r"(?:([0-9]{2,}):)?([0-9]{2}):([0-9]{2})\.([0-9]{3})", re.ASCII)
PERCENTAGE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)%", re.ASCII)
LINE_NUMBER: Final = re.compile(r"-?[0-9]+", re.ASCII)
DIGITS: Final = re.compile(r"[0-9]+", re.ASCII)
REFERENCE: Final = re.compile(r"&(#[0-9]+;|#[xX][0-9a-fA-F]+;|[A-Za-z][A-Za-z0-9]*;)?")
START_TAG: Final = re.compile(r"(c|i|b|u|ruby|rt|v|lang)((?:\.[^\t\n\r &<>.]+)*)(?:[ \t\n](.*))?", re.DOTALL)
LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
WITH_ANNOTATION: Final = frozenset({"v", "lang"})


@dataclass(frozen=True)
class CaptionFault:
    """Why a file is not WebVTT, and in which line (the first is 1)."""

    line: int
    message: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(message)s") % {"line": self.line, "message": self.message}


def validate_webvtt(text: str, *, kind: str = TrackKind.CAPTIONS) -> list[CaptionFault]:
    """Every fault of the file, in the order of its lines; an empty list says that it is WebVTT.

    Chapters are held to the narrower rules for chapter titles: no marks, and none that overlap halfway.
    """
    return _Validator(split_lines(text), kind).run()


class _Validator:
    """One pass over one file."""

    def __init__(self, lines: list[str], kind: str) -> None:
        self.lines = lines
        self.kind = kind
        self.faults: list[CaptionFault] = []
        self.regions: set[str] = set()
        self.identifiers: set[str] = set()
        self.spans: list[tuple[int, int]] = []
        self.latest_start = 0

    def fault(self, line: int, message: str) -> None:
        self.faults.append(CaptionFault(line, message))

    def run(self) -> list[CaptionFault]:
        first = self.lines[0]
        if not HEADER.match(first):
            self.fault(1, _("The first line has to be the word WEBVTT, alone or followed by a blank and a remark."))
            return self.faults
        if len(self.lines) > 1 and self.lines[1]:
            self.fault(2, _("The line after WEBVTT has to be empty."))
        start = 1
        if len(self.lines) > 1 and self.lines[1] and ARROW not in "".join(self.lines[1:3]):
            # The rest of a header of an older kind: one fault is enough for all its lines.
            start = next((at for at, line in enumerate(self.lines[1:], 1) if not line), len(self.lines))
        for block in blocks_of(self.lines, start):
            self.block(block)
        return sorted(self.faults, key=lambda fault: fault.line)

    def block(self, block: list[Line]) -> None:
        number, first = block[0]
        second = block[1][1] if len(block) > 1 else ""
        if ARROW in first:
            self.cue(block)
        elif ARROW in second:
            self.identifier(number, first)
            self.cue(block[1:])
        elif first.rstrip(BLANKS) == "REGION":
            self.before_cues(number, "REGION")
            self.region(block)
        elif first.rstrip(BLANKS) == "STYLE":
            self.before_cues(number, "STYLE")
            self.no_arrow(block[1:], _("A style block must not hold an arrow (-->)."))
        elif first == "NOTE" or first.startswith(("NOTE ", "NOTE\t")):
            self.no_arrow(block[1:], _("A note must not hold an arrow (-->): leave an empty line before the next cue."))
        else:
            self.fault(number, _("Times such as 00:01.000 --> 00:04.000 are missing: this text would never be shown."))

    def before_cues(self, number: int, name: str) -> None:
        if self.spans:
            self.fault(number, _("A %(name)s block has to stand before the first cue.") % {"name": name})

    def no_arrow(self, lines: list[Line], message: str) -> None:
        for number, line in lines:
            if ARROW in line:
                self.fault(number, message)

    def identifier(self, number: int, identifier: str) -> None:
        if identifier in self.identifiers:
            self.fault(number, _("Another cue already has the name “%(name)s”.") % {"name": identifier})
        self.identifiers.add(identifier)

    # Regions

    def region(self, block: list[Line]) -> None:
        seen: set[str] = set()
        for number, line in block[1:]:
            for setting in re.split(r"[ \t]+", line.strip(BLANKS)):
                if not setting:
                    continue
                self.setting(number, setting, REGION_SETTINGS, seen)
                name, _colon, value = setting.partition(":")
                if name == "id" and value:
                    if value in self.regions:
                        self.fault(number, _("Another region already has the name “%(name)s”.") % {"name": value})
                    self.regions.add(value)
        if "id" not in seen:
            self.fault(block[0][0], _("This region has no id, so that no cue can use it."))

    def setting(self, number: int, setting: str, known: dict[str, Callable[[str], bool]], seen: set[str]) -> None:
        name, colon, value = setting.partition(":")
        shown = {"setting": setting, "name": name}
        if name not in known or not colon:
            self.fault(
                number,
                _("“%(setting)s” is not a setting: known are %(known)s, each with a colon and a value.")
                % {**shown, "known": ", ".join(known)},
            )
            return
        if name in seen:
            self.fault(number, _("The setting “%(name)s” is given more than once.") % shown)
        seen.add(name)
        if not known[name](value):
            self.fault(number, _("The value in “%(setting)s” is not one that “%(name)s” can have.") % shown)

    # Cues

    def cue(self, block: list[Line]) -> None:
        number, line = block[0]
        times = self.timings(number, line)
        for at, text in block[1:]:
            if ARROW in text:
                self.fault(
                    at, _("The text of a cue must not hold an arrow (-->): leave an empty line before the next cue.")
                )
        if times:
            self.order(number, *times)
        self.spans.append(times or (0, 0))
        if self.kind == TrackKind.CHAPTERS:
            self.title(block[1:])
        else:
            self.payload(block[1:], times)

    def timings(self, number: int, line: str) -> tuple[int, int] | None:
        """Start and end in milliseconds, where the line gives them."""
        before, _arrow, after = line.partition(ARROW)
        if before.startswith(tuple(BLANKS)):
            self.fault(number, _("A line with times must not begin with a blank."))
        if not before.endswith(tuple(BLANKS)) or not after.startswith(tuple(BLANKS)):
            self.fault(number, _("The arrow (-->) has to stand between two times, with a blank on either side."))
        end_text, _blank, settings = after.strip(BLANKS).replace("\t", " ").partition(" ")
        start = self.timestamp(number, before.strip(BLANKS))
        end = self.timestamp(number, end_text)
        seen: set[str] = set()
        for setting in re.findall(r"[^ ]+", settings):
            self.setting(number, setting, CUE_SETTINGS, seen)
        return None if start is None or end is None else (start, end)

    def timestamp(self, number: int, text: str) -> int | None:
        match = TIMESTAMP.fullmatch(text)
        if match is None:
            self.fault(number, _("“%(time)s” is not a time: write it as 00:01.000 or 01:00:01.000.") % {"time": text})
            return None
        hours, minutes, whole, thousandths = (int(part or 0) for part in match.groups())
        if minutes > 59 or whole > 59:
            self.fault(number, _("In the time “%(time)s” minutes or seconds are above 59.") % {"time": text})
            return None
        return ((hours * 60 + minutes) * 60 + whole) * 1000 + thousandths

    def order(self, number: int, start: int, end: int) -> None:
        if end <= start:
            self.fault(number, _("The cue has to end after it starts."))
        if start < self.latest_start:
            self.fault(number, _("The cue starts before the one above it: cues stand in the order of their starts."))
        self.latest_start = max(self.latest_start, start)
        if self.kind == TrackKind.CHAPTERS:
            for other_start, other_end in self.spans:
                if other_start < start < other_end < end or start < other_start < end < other_end:
                    self.fault(number, _("The chapter overlaps with another one without lying wholly inside it."))
                    break

    # What a cue says

    def title(self, lines: list[Line]) -> None:
        for number, line in lines:
            if "<" in line:
                self.fault(number, _("The title of a chapter must not hold marks; write &lt; for the sign <."))
            self.references(number, line)

    def payload(self, lines: list[Line], times: tuple[int, int] | None) -> None:
        """Marks (`<i>`), times (`<00:01.000>`) and character references (`&amp;`) inside a cue."""
        text = "\n".join(line for _number, line in lines)
        first = lines[0][0] if lines else 0
        open_tags: list[tuple[str, int]] = []
        latest = times[0] if times else 0
        at = 0
        while (less := text.find("<", at)) >= 0:
            self.references(first + text.count("\n", 0, at), text[at:less])
            number = first + text.count("\n", 0, less)
            match = TAG.match(text, less)
            if match is None:
                self.fault(number, _("The sign < begins a mark that does not end; write &lt; for the sign itself."))
                return
            inside = match.group(1)
            if inside.startswith("/"):
                self.end_tag(number, inside[1:], open_tags)
            elif inside[:1].isdigit():
                latest = self.inner_time(number, inside, latest, times)
            else:
                self.start_tag(number, inside, open_tags)
            at = match.end()
        self.references(first + text.count("\n", 0, at), text[at:])
        self.left_open(text, open_tags)

    def start_tag(self, number: int, inside: str, open_tags: list[tuple[str, int]]) -> None:
        match = START_TAG.fullmatch(inside)
        shown = {"tag": f"<{inside}>"}
        if match is None:
            self.fault(number, _("“%(tag)s” is not a mark of WebVTT; write &lt; for the sign <.") % shown)
            return
        name, annotation = match.group(1), (match.group(3) or "").strip()
        if name in WITH_ANNOTATION and not annotation:
            self.fault(number, _("“%(tag)s” has to name a voice or a language after a blank.") % shown)
        elif name == "lang" and not LANGUAGE_TAG.fullmatch(annotation):
            self.fault(number, _("“%(tag)s” does not name a language, such as en or zh-Hans.") % shown)
        elif name not in WITH_ANNOTATION and match.group(3) is not None:
            self.fault(number, _("“%(tag)s” must not hold more than its name and classes.") % shown)
        elif annotation:
            self.references(number, annotation)
        if name == "rt" and (not open_tags or open_tags[-1][0] != "ruby"):
            self.fault(number, _("“<rt>” can only stand directly inside “<ruby>”."))
        open_tags.append((name, number))

    def end_tag(self, number: int, name: str, open_tags: list[tuple[str, int]]) -> None:
        if name == "ruby" and open_tags and open_tags[-1][0] == "rt":
            open_tags.pop()  # the last </rt> may be left out
        if open_tags and open_tags[-1][0] == name:
            open_tags.pop()
        else:
            self.fault(number, _("“</%(tag)s>” closes a mark that is not the last one opened.") % {"tag": name})

    def left_open(self, text: str, open_tags: list[tuple[str, int]]) -> None:
        whole = bool(open_tags) and open_tags[0][0] == "v" and text.lstrip().startswith("<v")
        # A voice that speaks the whole cue needs no end.
        for name, number in open_tags[1:] if whole else open_tags:
            self.fault(number, _("The mark “<%(tag)s>” is never closed.") % {"tag": name})

    def inner_time(self, number: int, inside: str, latest: int, times: tuple[int, int] | None) -> int:
        moment = self.timestamp(number, inside)
        if moment is None or times is None:
            return latest
        if not latest < moment < times[1]:
            self.fault(number, _("The time “%(time)s” does not lie between its neighbours.") % {"time": inside})
        return moment

    def references(self, first: int, text: str) -> None:
        for match in REFERENCE.finditer(text):
            reference = match.group(1) or ""
            if reference.startswith("#") or (reference and reference in html5):
                continue
            self.fault(
                first + text.count("\n", 0, match.start()),
                _("The sign & has to be written as &amp; unless it begins a character reference such as &lt;."),
            )


def is_percentage(value: str) -> bool:
    match = PERCENTAGE.fullmatch(value)
    return match is not None and float(match.group(1)) <= 100


def is_pair_of_percentages(value: str) -> bool:
    left, comma, right = value.partition(",")
    return bool(comma) and is_percentage(left) and is_percentage(right)


def is_line(value: str) -> bool:
    offset, comma, alignment = value.partition(",")
    return (is_percentage(offset) or LINE_NUMBER.fullmatch(offset) is not None) and (
        not comma or alignment in {"start", "center", "end"}
    )


def is_position(value: str) -> bool:
    offset, comma, alignment = value.partition(",")
    return is_percentage(offset) and (not comma or alignment in {"line-left", "center", "line-right"})


def is_name(value: str) -> bool:
    return bool(value) and not re.search(r"[ \t\n\f\r]", value) and ARROW not in value


CUE_SETTINGS: Final[dict[str, Callable[[str], bool]]] = {
    "vertical": {"rl", "lr"}.__contains__,
    "line": is_line,
    "position": is_position,
    "size": is_percentage,
    "align": {"start", "center", "end", "left", "right"}.__contains__,
    "region": is_name,
}

REGION_SETTINGS: Final[dict[str, Callable[[str], bool]]] = {
    "id": is_name,
    "width": is_percentage,
    "lines": lambda value: DIGITS.fullmatch(value) is not None,
    "regionanchor": is_pair_of_percentages,
    "viewportanchor": is_pair_of_percentages,
    "scroll": {"up"}.__contains__,
}
