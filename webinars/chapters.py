"""Chapters as people paste them: one a line, a time and a title, and the page of the slides where there are any.

00:00 Welcome
04:30 [slide 5] What we asked the pupils
"""

import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from webinars.moments import seconds_in

LONGEST_TITLE: Final = 160
MOST: Final = 200
# A time, in brackets or not; a dash or a colon; the slide; the title.
_LINE: Final = re.compile(
    r"[-*•]?\s*[\[(]?(?P<at>[0-9:]+)[\])]?\s*[-–—:.|]?\s*(?:\[slide\s+(?P<slide>[0-9]{1,4})\])?\s*[-–—:.|]?\s*(?P<title>.*)",
    re.IGNORECASE,
)


class Chapter(NamedTuple):
    """A line of the list."""

    second: int
    title: str
    slide: int | None


class ChapterListError(ValueError):
    """Some lines are no chapters. `faults` are sentences that name them."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(len(faults))
        self.faults = faults


def written_moment(second: int) -> str:
    """
    >>> written_moment(754), written_moment(3754)
    ('12:34', '1:02:34')
    """
    minutes, rest = divmod(second, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def read_chapters(text: str, *, length: float | None = None) -> list[Chapter]:
    """The chapters of a list; empty lines are passed over. `length` in seconds is that of the recording.

    Raises ChapterListError.
    """
    found: list[Chapter] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            chapter = _read(line.strip())
            _check(chapter, found, length)
        except ValueError as error:
            faults.append(_("Line %(number)d: %(fault)s") % {"number": number, "fault": error})
        else:
            found.append(chapter)
    if len(found) > MOST:
        faults.append(_("There are more than %(most)d chapters.") % {"most": MOST})
    if faults:
        raise ChapterListError(faults)
    return found


def _read(line: str) -> Chapter:
    match = _LINE.fullmatch(line)
    second = seconds_in(match["at"]) if match and ":" in match["at"] else None
    if match is None or second is None or not match["title"].strip():
        raise ValueError(_("write a time and a title, for example 04:30 What we asked."))
    return Chapter(second, match["title"].strip(), int(match["slide"]) if match["slide"] else None)


def _check(chapter: Chapter, before: list[Chapter], length: float | None) -> None:
    if before and chapter.second <= before[-1].second:
        raise ValueError(_("this time is not after the one before."))
    if length and chapter.second > length:
        raise ValueError(_("this chapter starts after the end."))
    if len(chapter.title) > LONGEST_TITLE:
        raise ValueError(_("the title is longer than %(most)d characters.") % {"most": LONGEST_TITLE})
    if chapter.slide == 0:
        raise ValueError(_("slides are counted from 1."))


def write_chapters(chapters: Iterable[Any]) -> str:
    """The list of chapters that a page has."""
    lines = []
    for chapter in sorted(chapters, key=lambda row: row.seconds):
        slide = f"[slide {chapter.slide}] " if chapter.slide else ""
        lines.append(f"{written_moment(chapter.seconds)} {slide}{chapter.title}")
    return "\n".join(lines)
