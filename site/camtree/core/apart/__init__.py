"""Work on what strangers send, done apart: in a process of its own with bounds of time and memory.

A web process gives no memory back and answers nobody while it works; a process of its own does both by ending.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

RUNNER: Final = Path(__file__).with_name("runner.py")
# What the runner ends with when the memory was not enough.
OUT_OF_MEMORY: Final = 4


class ApartError(Exception):
    """The work could not be done. `status` is what the process ended with, `said` what it wrote about it."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"ended with {status}: {said}")
        self.status, self.said = status, said


class TooMuchWorkError(ApartError):
    """The work took longer, or more memory, than it may."""


def run_apart(script: Path, *words: str, content: bytes, seconds: float, mib: int) -> bytes:
    """What a script of ours writes when it is given `content` on its standard input.

    `seconds` are those of a clock, `mib` is the memory it may address. The script imports nothing of ours, and ends
    with 0 or what it means by another number. Raises TooMuchWorkError and ApartError.
    """
    command = [sys.executable, "-I", str(RUNNER), str(mib), str(script), *words]
    environment = {"LANG": "C.UTF-8", "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(  # noqa: S603 - our own script, our own words
            command, input=content, capture_output=True, timeout=seconds, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        raise TooMuchWorkError(-1, f"took longer than {seconds} s") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode(errors="replace").strip()[-2000:]
    # Ended by the kernel: whatever it was, there was too much of it.
    too_much = done.returncode == OUT_OF_MEMORY or done.returncode < 0
    raise (TooMuchWorkError if too_much else ApartError)(done.returncode, said)
