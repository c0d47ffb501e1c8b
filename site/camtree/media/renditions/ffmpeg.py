"""What ffmpeg is asked: what a recording holds, and to write it anew.

The container is always named, never guessed: those that open other files or addresses (lists, for example) are none of
ours. Programs get a path that begins with `file:`, no input, no network, and an end.
"""

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# By the ending of a file, which its content was compared with when it was stored.
CONTAINERS: Final = {"mp4": "mov", "m4a": "mov", "webm": "matroska", "ogg": "ogg", "mp3": "mp3"}
# Seconds in which a head is read; without a sign of life, ffmpeg is given up after so many.
PROBE_SECONDS: Final = 30
SILENT_SECONDS: Final = 300
# The last seconds of a whole file hold something.
TAIL: Final = 3


class UnreadableError(Exception):
    """The file is damaged, cut off, or no recording at all."""


@dataclass(frozen=True)
class Facts:
    """What a recording holds. `duration` in seconds is None where the file does not say; of no picture, height is 0."""

    duration: float | None
    width: int
    height: int
    has_sound: bool

    @property
    def has_picture(self) -> bool:
        return self.height > 0


def is_there() -> bool:
    """Whether both programs are installed."""
    return bool(shutil.which("ffmpeg") and shutil.which("ffprobe"))


def probe(path: Path) -> Facts:
    """What a file holds. Raises UnreadableError."""
    shown = "format=duration:stream=codec_type,width,height:stream_disposition=attached_pic"
    try:
        found = json.loads(_ffprobe(path, "-show_entries", shown, "-of", "json"))
        streams = [row for row in found.get("streams", []) if not row.get("disposition", {}).get("attached_pic")]
        picture: dict[str, Any] = next((row for row in streams if row.get("codec_type") == "video"), {})
        duration = found.get("format", {}).get("duration")
        return Facts(
            duration=float(duration) if duration is not None else None,
            width=int(picture.get("width") or 0),
            height=int(picture.get("height") or 0),
            has_sound=any(row.get("codec_type") == "audio" for row in streams),
        )
    except (ValueError, AttributeError, TypeError) as error:
        raise UnreadableError(str(error)) from None


def is_whole(path: Path, facts: Facts) -> bool:
    """Whether there is anything in the last seconds: the head of a file that was cut off still tells its length. Where
    it tells none, whether there is anything in the first ones."""
    begin = max(0.0, (facts.duration or 0) - TAIL)
    shown = ("-read_intervals", f"{begin:.3f}%+{TAIL}", "-show_entries", "packet=pts_time", "-of", "csv=p=0")
    moments = [float(line) for line in _ffprobe(path, *shown).replace(",", "").split() if line != "N/A"]
    return any(moment >= begin for moment in moments)


def _source(path: Path) -> list[str]:
    return [
        "-protocol_whitelist",
        "file",
        "-f",
        CONTAINERS[path.suffix.lower().removeprefix(".")],
        "-i",
        f"file:{path}",
    ]


def _ffprobe(path: Path, *wanted: str) -> str:
    command = ["ffprobe", "-v", "error", *_source(path), *wanted]
    try:
        done = subprocess.run(  # noqa: S603 - a list without a shell
            command, capture_output=True, timeout=PROBE_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise UnreadableError(str(error)) from None
    return done.stdout.decode("utf-8", "replace")


def _watch(running: subprocess.Popen[str]) -> threading.Timer:
    """Ends a program that gives no sign of life."""
    timer = threading.Timer(SILENT_SECONDS, running.kill)
    timer.daemon = True
    timer.start()
    return timer


def write(source: Path, target: Path, how: Iterable[str], *, tell: Callable[[float], None]) -> None:
    """Write a recording anew, without what the old file tells of people and places. `tell` hears the second it has come
    to, several times a minute; what it raises ends the work. Raises UnreadableError."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", *_source(source), *how]
    command += ["-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-progress", "pipe:1", f"file:{target}"]
    with subprocess.Popen(  # noqa: S603 - a list without a shell
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True
    ) as running:
        watch = _watch(running)
        try:
            for line in running.stdout or ():
                watch.cancel()
                watch = _watch(running)
                name, _equals, value = line.strip().partition("=")
                if name == "out_time_us" and value.isdecimal():
                    tell(int(value) / 1_000_000)
            code = running.wait()
        except BaseException:
            running.kill()
            raise
        finally:
            watch.cancel()
    if code != 0 or not target.exists() or target.stat().st_size == 0:
        raise UnreadableError(f"ffmpeg ended with {code}")
