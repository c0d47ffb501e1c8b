"""Runs apart: `pdf_as_text.py CHARACTERS SECONDS` reads a PDF from its standard input and writes what its pages say.

The answer is JSON, `{"text": "…", "pages": 12, "read": 12}`: a page a line, letters in their plain shapes. It stops by
itself after so many characters or seconds, and then has read fewer pages to their end than there are. Ends with DAMAGED
where the file cannot be opened. Imports nothing of ours.
"""

import io
import json
import logging
import re
import sys
import time
import unicodedata
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

DAMAGED: Final = 3
# Letters that are read from the right: some programs write them as they are drawn, from the left.
_FROM_THE_RIGHT: Final = re.compile(r"[\u0590-\u08ff](?:[\u0590-\u08ff\s]*[\u0590-\u08ff])?")
# Between two of these no space was typed: it comes of how the letters stand.
_BETWEEN_SIGNS: Final = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]) (?=[\u3040-\u30ff\u3400-\u9fff])")


def main(characters: str, seconds: str) -> int:
    logging.disable(logging.CRITICAL)  # each fault of a file would be told
    most, until = int(characters), time.monotonic() + float(seconds)
    try:
        reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            return DAMAGED
        pages = len(reader.pages)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError):
        return DAMAGED
    found: list[str] = []
    read = held = 0
    for number in range(pages):
        if held >= most or time.monotonic() > until:
            break
        try:
            text = plain(reader.pages[number].extract_text() or "")
        except MemoryError:
            raise
        except Exception:  # whatever a broken page makes a reader trip over: the others are read
            text = ""
        read += 1
        held += len(text)
        found.append(text)
    if held > most:  # the last page is cut off
        read -= 1
    json.dump({"text": "\n".join(filter(None, found))[:most], "pages": pages, "read": read}, sys.stdout)
    return 0


def plain(text: str) -> str:
    """Words as they are typed: one space between them, no shapes of letters, none broken at the end of a line."""
    text = unicodedata.normalize("NFKC", text).replace("\xad", "")
    text = re.sub(r"(?<=\w)-\n(?=\w)", "-", text)
    text = _BETWEEN_SIGNS.sub("", " ".join(text.split()))
    drawn = [run[::-1] for run in _FROM_THE_RIGHT.findall(text)]
    return " ".join([text, *drawn]) if drawn else text


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
