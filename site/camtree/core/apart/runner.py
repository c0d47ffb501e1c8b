"""Runs as a process of its own: `runner.py MIB SCRIPT WORDS…` runs a script that may address so much memory."""

import resource
import runpy
import sys

OUT_OF_MEMORY = 4


def main(mib: str, script: str, *words: str) -> int:
    most = int(mib) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.argv = [script, *words]
    try:
        runpy.run_path(script, run_name="__main__")
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
