"""Taking captions as people have them: what every player would show is taken, and written out clean as WebVTT.

What was put right is told in sentences. What nobody could make sense of is refused with the fault and its line.
"""

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from camtree.media.captions.checks import CUE_SETTINGS, CaptionFault, validate_webvtt
from camtree.media.captions.formats import cues_of_sbv, cues_of_srt, cues_of_ttml, is_sbv, is_srt, is_ttml
from camtree.media.captions.marks import clean_text
from camtree.media.captions.webvtt import ARROW, HEADER, Cue, Line, blocks_of, cues_in, split_lines, written
from camtree.media.choices import TrackKind

_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Values of settings as they were written before 2015.
_OLD_ALIGN: Final = {"middle": "center"}
_OLD_POSITION: Final = {"start": "line-left", "middle": "center", "end": "line-right"}
_SHOWN: Final = 3
_LONGEST: Final = 40


@dataclass(frozen=True)
class Taken:
    """Captions as they are kept, and sentences about what is another than in the file."""

    text: str
    put_right: list[str]


@dataclass
class _Piece:
    """A cue, or a note before one."""

    cue: Cue
    notes: list[str] = field(default_factory=list)


class LostCuesError(Exception):
    """Some times are none, so that their texts would be lost. `faults` name the lines."""

    def __init__(self, faults: list[CaptionFault]) -> None:
        super().__init__(len(faults))
        self.faults = faults


def take_captions(content: bytes, *, kind: str = TrackKind.CAPTIONS) -> Taken | None:
    """What stands in a file; None where it is of no kind that is known. Raises BrokenXmlError and LostCuesError."""
    text, told = _decoded(content)
    if HEADER.match(split_lines(text)[0]):
        if not told and not validate_webvtt(text, kind=kind):
            return Taken(text, [])
        changes = _Changes()
        return _cleaned(*_parts_of(text, kind, changes), kind, told, changes)
    for name, is_it, cues_of in (
        ("TTML", is_ttml, cues_of_ttml),
        ("SubRip", is_srt, cues_of_srt),
        ("SBV", is_sbv, cues_of_sbv),
    ):
        if is_it(text):
            told = [*told, _("The file was %(name)s: its captions were made WebVTT.") % {"name": name}]
            return _cleaned([], [_Piece(cue) for cue in cues_of(text)], kind, told, _Changes())
    return None


def _decoded(content: bytes) -> tuple[str, list[str]]:
    """The text, and a sentence where its encoding was none of today's."""
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            told = [] if name == "utf-8-sig" else [_read_as("UTF-16")]
            return content.decode(name, "replace").replace("\0", "\ufffd"), told
    try:
        return content.decode().replace("\0", "\ufffd"), []
    except UnicodeDecodeError:
        found = from_bytes(content).best()
        if found is None:
            return content.decode("cp1252", "replace").replace("\0", "\ufffd"), [_read_as("Windows-1252")]
        return str(found).replace("\0", "\ufffd"), [_read_as(found.encoding.replace("_", "-"))]


def _read_as(name: str) -> str:
    return _("The file is not in UTF-8. It was read as %(name)s: please look whether every letter is right.") % {
        "name": name
    }


def _parts_of(text: str, kind: str, changes: "_Changes") -> tuple[list[str], list[_Piece]]:
    """Blocks of regions and styles, and cues with the notes before them. Raises LostCuesError."""
    before: list[str] = []
    pieces: list[_Piece] = []
    notes: list[str] = []
    lost: set[int] = set()
    for block in blocks_of(split_lines(text), 1):
        first = block[0][1]
        if first.rstrip(" \t") in {"REGION", "STYLE"} and not _has_times(block):
            before.append("\n".join(line for _number, line in block))
        elif first == "NOTE" or first.startswith(("NOTE ", "NOTE\t")):
            notes.append("\n".join(line.replace(ARROW, "->") for _number, line in block))
        else:
            cues = list(cues_in(block)) or _with_commas(block)
            pieces += [_Piece(cue, notes if place == 0 else []) for place, cue in enumerate(cues)]
            notes = [] if cues else notes
            lost |= set() if cues else {number for number, line in block if ARROW in line}
            # What stands right below the first line is the header.
            changes.numbers["untimed"] += not cues and not _has_times(block) and block[0][0] > 2
    if lost:
        raise LostCuesError([fault for fault in validate_webvtt(text, kind=kind) if fault.line in lost])
    return before, pieces


def _with_commas(block: list[Line]) -> list[Cue]:
    """The cues of a block whose times are written as SubRip's are, with commas, which no player shows."""
    return cues_of_srt("\n".join(line for _number, line in block))


def _has_times(block: list[Line]) -> bool:
    return any(ARROW in line for _number, line in block)


# ---------------------------------------------------------------- clean


class _Changes:
    """What is put right, counted."""

    def __init__(self) -> None:
        self.numbers: Counter[str] = Counter()
        self.marks: dict[str, None] = {}
        self.settings: dict[str, None] = {}

    def sentences(self) -> Iterator[str]:
        numbers = self.numbers
        if n := numbers["order"]:
            yield ngettext(
                "%(n)d cue was moved to its place in time.",
                "%(n)d cues were moved to their places in time.",
                n,
            ) % {"n": n}
        if n := numbers["times"]:
            yield ngettext(
                "%(n)d cue ends before it begins, and was left out.",
                "%(n)d cues end before they begin, and were left out.",
                n,
            ) % {"n": n}
        if n := numbers["empty"]:
            yield ngettext(
                "%(n)d cue without words was left out.",
                "%(n)d cues without words were left out.",
                n,
            ) % {"n": n}
        if n := numbers["signs"]:
            yield ngettext(
                "In %(n)d cue signs or marks were written as WebVTT asks.",
                "In %(n)d cues signs or marks were written as WebVTT asks.",
                n,
            ) % {"n": n}
        if n := numbers["names"]:
            yield ngettext(
                "%(n)d cue had the name of another, and has none now.",
                "%(n)d cues had the name of another, and have none now.",
                n,
            ) % {"n": n}
        if self.marks:
            yield _("Marks that players do not know were taken out: %(marks)s.") % {"marks": _few(self.marks)}
        if self.settings:
            yield _("Settings that players do not know were left out: %(settings)s.") % {
                "settings": _few(self.settings)
            }
        if n := numbers["untimed"]:
            yield ngettext(
                "%(n)d text without times, which is never shown, was left out.",
                "%(n)d texts without times, which are never shown, were left out.",
                n,
            ) % {"n": n}
        if numbers["before"]:
            yield _("A style or a region that players do not know was left out.")


def _few(names: Iterable[str]) -> str:
    names = [name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…" for name in names]
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


def _cleaned(before: list[str], pieces: list[_Piece], kind: str, told: list[str], changes: _Changes) -> Taken:
    kept, regions = _kept_before(before, changes)
    names: set[str] = set()
    blocks: list[str] = []
    in_order = sorted(pieces, key=lambda piece: piece.cue.start)
    latest = 0.0
    for piece in pieces:
        changes.numbers["order"] += piece.cue.start < latest
        latest = max(latest, piece.cue.start)
    for piece in in_order:
        if (block := _block_of(piece.cue, kind, regions, names, changes)) is not None:
            blocks += [*piece.notes, block]
    return Taken("\n\n".join(["WEBVTT", *kept, *blocks]) + "\n", [*told, *changes.sentences()])


def _kept_before(before: list[str], changes: _Changes) -> tuple[list[str], set[str]]:
    """Regions and styles that are as they should be, and the names of the regions."""
    kept: list[str] = []
    regions: set[str] = set()
    for block in before:
        if validate_webvtt("WEBVTT\n\n" + "\n\n".join([*kept, block])):
            changes.numbers["before"] += 1
            continue
        kept.append(block)
        if block.startswith("REGION"):
            regions |= {part.partition(":")[2] for part in block.split() if part.startswith("id:")}
    return kept, regions


def _block_of(cue: Cue, kind: str, regions: set[str], names: set[str], changes: _Changes) -> str | None:
    """A cue as it is written; None where nobody would be shown anything."""
    start, end = round(cue.start * 1000), round(cue.end * 1000)
    if end <= start:
        changes.numbers["times"] += 1
        return None
    text, gone = clean_text(cue.text, start, end)
    if kind == TrackKind.CHAPTERS:
        text = " ".join(replace(cue, text=text).plain_text.split()).replace("&", "&amp;").replace("<", "&lt;")
    if not text:
        changes.numbers["empty"] += 1
        return None
    changes.marks |= dict.fromkeys(gone)
    changes.numbers["signs"] += not gone and text != cue.text.strip()
    settings = _settings(cue.settings, regions, changes)
    name = cue.identifier.strip()
    if name and name in names:
        changes.numbers["names"] += 1
        name = ""
    names.add(name)
    times = f"{written(start)} {ARROW} {written(end)}"
    return "\n".join(filter(None, [name, " ".join([times, *settings]), text]))


def _settings(settings: dict[str, str], regions: set[str], changes: _Changes) -> list[str]:
    kept = []
    for name, value in settings.items():
        offset, comma, alignment = value.partition(",")
        if name == "align":
            value = _OLD_ALIGN.get(value, value)
        elif name == "position" and comma:
            value = f"{offset},{_OLD_POSITION.get(alignment, alignment)}"
        is_known = name in CUE_SETTINGS and CUE_SETTINGS[name](value)
        if is_known and (name != "region" or value in regions):
            kept.append(f"{name}:{value}")
        else:
            changes.settings[f"{name}:{value}"] = None
    return kept
