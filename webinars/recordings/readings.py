"""A recording as its page shows it: the words first, with chapters, slides and times; the film as a choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from camtree.media.models import CaptionTrack
from camtree.media.transcripts import Line, Paragraph, lines_of, paragraphs_of, tracks_to_read
from webinars.models import WebinarChapter, WebinarPage
from webinars.moments import moment_asked


@dataclass(frozen=True)
class Part:
    """What is said from one chapter to the next; before the first chapter, `chapter` is None."""

    chapter: WebinarChapter | None
    paragraphs: list[Paragraph]


@dataclass(frozen=True)
class Reading:
    """The recording of a webinar for one reader: in which language it is read, and the second that was asked for."""

    page: WebinarPage
    language: str
    query: Mapping[str, str]

    # Speeds of playing, as HTML and as people read them.
    SPEEDS: ClassVar = [(f"{speed:g}", speed) for speed in (0.5, 0.75, 1, 1.25, 1.5, 1.75, 2)]

    @property
    def media(self) -> Any:
        return self.page.recording

    @cached_property
    def tracks(self) -> list[CaptionTrack]:
        """The languages in which it can be read."""
        return tracks_to_read(self.media)

    @cached_property
    def track(self) -> CaptionTrack | None:
        """The one that is read: as the address asks, else in the reader's language, else in the page's, else any."""
        by_language = {track.language: track for track in self.tracks}
        for language in (self.query.get("transcript", ""), self.language, self.page.language):
            if language in by_language:
                return by_language[language]
        return self.tracks[0] if self.tracks else None

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.track) if self.track else []

    @cached_property
    def chapters(self) -> list[WebinarChapter]:
        return sorted(self.page.chapters.all(), key=lambda chapter: chapter.seconds)

    @property
    def linked_chapters(self) -> list[tuple[WebinarChapter, str]]:
        """Each with where it leads on this page: to its words, or to the player where there are none."""
        place = "at-{}" if self.track else f"recording-{self.media.pk}"
        return [(row, f"?t={row.seconds}{self.kept_query}#{place.format(row.seconds)}") for row in self.chapters]

    @cached_property
    def parts(self) -> list[Part]:
        """The whole transcript, chapter by chapter."""
        marks = [chapter.seconds for chapter in self.chapters]
        paragraphs = list(paragraphs_of(self.lines, marks))
        parts: list[Part] = []
        for place, chapter in enumerate([None, *self.chapters]):
            begin = chapter.seconds if chapter else -1
            end = marks[place] if place < len(marks) else float("inf")
            held = [paragraph for paragraph in paragraphs if begin <= paragraph.second < end]
            if held or chapter:
                parts.append(Part(chapter, held))
        return parts

    @cached_property
    def second(self) -> int | None:
        """The second that the address asks for, where the recording is as long."""
        second = moment_asked(self.query)
        is_inside = second is not None and (not self.media.duration or second <= self.media.duration)
        return second if is_inside else None

    @cached_property
    def asked_line(self) -> Line | None:
        """What is said at that second."""
        if self.second is None:
            return None
        before = [line for line in self.lines if line.second <= self.second]
        return before[-1] if before else self.lines[0] if self.lines else None

    @property
    def kept_query(self) -> str:
        """What addresses of lines carry on, so that the language of reading stays."""
        language = self.query.get("transcript", "")
        is_chosen = self.track is not None and language == self.track.language
        return f"&transcript={language}" if is_chosen else ""
