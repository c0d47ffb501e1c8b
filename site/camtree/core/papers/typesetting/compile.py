"""Runs as a process of its own: `compile.py FOLDER FONTS SYSTEM-FONTS TIMESTAMP FORM` writes a PDF or a PNG to its
standard output.

The typesetter keeps threads, and threads do not survive the fork by which web servers start their workers: a worker
would wait for ever. A process of its own also gives its memory back, and can be stopped when it takes too long.
"""

import json
import sys

import typst

# What the process ends with when the typesetter refuses; its reasons stand on the standard error, as JSON.
REFUSED = 3


def main(folder: str, fonts: str, system_fonts: str, timestamp: str, form: str) -> int:
    """0 with a file of that form, `pdf` or `png`; REFUSED with the typesetter's words."""
    own = typst.Fonts(include_system_fonts=system_fonts == "yes", include_embedded_fonts=True, font_paths=[fonts])
    compiler = typst.Compiler(input=f"{folder}/paper.typ", root=folder, font_paths=own)
    try:
        if form == "png":
            made = compiler.compile(format="png", ppi=144)
        else:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(timestamp))
    except typst.TypstError as error:
        json.dump({"message": error.message, "hints": list(error.hints)}, sys.stderr)
        return REFUSED
    assert isinstance(made, bytes)  # noqa: S101 - one file was asked for
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
