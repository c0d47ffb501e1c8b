"""What is said in a recording, made from its captions, for whoever reads instead of listening."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from camtree.media.choices import TrackKind
from camtree.media.models import CamtreeMedia, CaptionTrack
from camtree.media.reading import cues_of

# Letters after which a paragraph ends with the next sentence, and after which it ends anyhow.
_LONG: Final = 420
_LONGEST: Final = 900
_ENDS: Final = (".", "!", "?", "…", "。", "！", "？", "؟", "۔", ".”", ".»", "?”")


@dataclass(frozen=True)
class Line:
    """One cue: from which second on, and what is said."""

    second: int
    text: str
    speaker: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Lines of one speaker that belong together; `speaker` is named where it becomes another."""

    speaker: str
    lines: list[Line]

    @property
    def second(self) -> int:
        return self.lines[0].second


def lines_of(track: CaptionTrack) -> list[Line]:
    """What a track says. One that nobody has read yet is read now."""
    cues = track.cues if track.cues is not None else cues_of(track)
    return [Line(int(second), text, *speaker) for second, text, *speaker in cues]


def paragraphs_of(lines: Iterable[Line], breaks: Iterable[int] = ()) -> Iterator[Paragraph]:
    """Lines in paragraphs: a new one with another speaker, at each second of `breaks`, and after some sentences."""
    ahead = sorted(breaks)
    held: list[Line] = []
    speaker = named = ""
    for line in lines:
        is_over = False
        while ahead and ahead[0] <= line.second:
            ahead.pop(0)
            is_over = True
        letters = sum(len(one.text) for one in held)
        is_full = letters > _LONGEST or (letters > _LONG and held[-1].text.endswith(_ENDS))
        if held and (is_over or is_full or line.speaker != speaker):
            yield Paragraph(speaker if speaker != named else "", held)
            held, named = [], speaker
        held.append(line)
        speaker = line.speaker
    if held:
        yield Paragraph(speaker if speaker != named else "", held)


def tracks_to_read(media: CamtreeMedia) -> list[CaptionTrack]:
    """One track for each language that says what is said: captions before subtitles."""
    found: dict[str, CaptionTrack] = {}
    for track in sorted(media.caption_tracks.all(), key=lambda row: (row.kind != TrackKind.CAPTIONS, row.language)):
        if track.kind != TrackKind.CHAPTERS:
            found.setdefault(track.language, track)
    return [found[language] for language in sorted(found)]
