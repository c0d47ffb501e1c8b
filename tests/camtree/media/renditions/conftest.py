"""Real clips of a second or two, made by the program that is tested here."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from camtree.media.renditions import ffmpeg

Clip = Callable[..., Path]


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    """Writes a clip: its name, what ffmpeg is told of picture and sound."""
    if not ffmpeg.is_there():
        pytest.skip("ffmpeg is not installed")

    def write(
        name: str = "talk.mp4", *, size: str = "640x360", seconds: float = 2, sound: bool = True, how: str = ""
    ) -> Path:
        path = tmp_path / name
        command = ["ffmpeg", "-v", "error", "-y"]
        if size:
            command += ["-f", "lavfi", "-i", f"testsrc=size={size}:rate=10:duration={seconds}"]
        if sound:
            command += ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"]
        subprocess.run([*command, "-pix_fmt", "yuv420p", *how.split(), path], check=True)
        return path

    return write
