"""From data to a PDF, or to a picture.

Typst reads one folder, which holds the template, what all templates share (`house.typ`), the data and the pictures,
and nothing else.
"""

import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from camtree.core.papers.typesetting.paper import Paper

HERE: Final = Path(__file__).parent
# What stands for a sign that no font has.
MISSING: Final = "\u25a1"
# What compile.py ends with when the typesetter refuses.
REFUSED: Final = 3
# Seconds after which a paper is given up.
LONGEST: Final = 60
# So many signs may turn out to be missing, one at a time.
TRIES: Final = 40
_UNSHOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)
# How the typesetter writes a sign that cannot be printed, in its answer.
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class PaperError(Exception):
    """The typesetter could not make a PDF or a picture of this."""


class _RefusedError(Exception):
    """The typesetter's own words."""

    def __init__(self, message: str, hints: list[str]) -> None:
        super().__init__(message)
        self.message, self.hints = message, hints


def typeset(paper: Paper, *, made_at: datetime) -> bytes:
    """The paper as PDF/UA-1. Raises PaperError.

    A sign that our own fonts do not have is looked for among those of the machine; one that no font has becomes an
    empty square, for a PDF/UA may not hold a sign that cannot be shown.
    """
    system_fonts, data = False, paper.data
    with _laid_out(paper) as place:
        for _try in range(TRIES):
            (place / "data.json").write_text(json.dumps(data), encoding="utf-8")
            try:
                return _compiled(place, "pdf", made_at, system_fonts=system_fonts)
            except _RefusedError as error:
                unshown = _UNSHOWN.search(error.message)
                if unshown is None:
                    raise PaperError(f"{error.message} {' '.join(error.hints)}".strip()) from error
                if not system_fonts:
                    system_fonts = True
                else:
                    data = _without(data, _ESCAPED.sub(lambda found: chr(int(found[1], 16)), unshown[1]))
    raise PaperError("too many signs that no font has")


def draw(paper: Paper, *, made_at: datetime) -> bytes:
    """A paper of one page as a PNG picture. Raises PaperError. What it says stands beside it in words, too."""
    with _laid_out(paper) as place:
        (place / "data.json").write_text(json.dumps(paper.data), encoding="utf-8")
        try:
            return _compiled(place, "png", made_at, system_fonts=True)
        except _RefusedError as error:
            raise PaperError(f"{error.message} {' '.join(error.hints)}".strip()) from error


@contextmanager
def _laid_out(paper: Paper) -> Iterator[Path]:
    """A folder with all that the typesetter reads, but the data."""
    with tempfile.TemporaryDirectory(prefix="camtree-paper-") as folder:
        place = Path(folder)
        (place / "paper.typ").write_bytes(paper.template.read_bytes())
        (place / "house.typ").write_bytes((HERE / "house.typ").read_bytes())
        for name, content in paper.pictures.items():
            (place / name).write_bytes(content)
        yield place


def _compiled(place: Path, form: str, made_at: datetime, *, system_fonts: bool) -> bytes:
    """The PDF or PNG, made by a process of its own (compile.py tells why)."""
    fonts = "yes" if system_fonts else "no"
    words = [str(place), str(HERE / "fonts"), fonts, str(int(made_at.timestamp())), form]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, our own words
            [sys.executable, "-I", str(HERE / "compile.py"), *words], capture_output=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        raise PaperError("the typesetter took too long") from None
    if done.returncode == 0:
        return done.stdout
    if done.returncode == REFUSED:
        raise _RefusedError(**json.loads(done.stderr))
    raise PaperError(done.stderr.decode(errors="replace").strip() or "the typesetter ended without a word")


def _without(value: Any, unshown: str) -> Any:
    """The data with the signs of `unshown` replaced, and with all letters of the same script."""
    names = {_script(sign) for sign in unshown} - {""}

    def replaced(text: str) -> str:
        return "".join(MISSING if sign in unshown or _script(sign) in names else sign for sign in text)

    if isinstance(value, str):
        return replaced(value)
    if isinstance(value, list):
        return [_without(part, unshown) for part in value]
    if isinstance(value, dict):
        return {name: _without(part, unshown) if name not in PLAIN else part for name, part in value.items()}
    return value


# Names of things in the data that are no text.
PLAIN: Final = frozenset({"is", "file", "to", "language", "region"})


def _script(sign: str) -> str:
    """First word of a letter's name, such as DEVANAGARI; "" for what is no letter, or one of ours."""
    if unicodedata.category(sign)[0] not in "LM":
        return ""
    word = unicodedata.name(sign, "").partition(" ")[0]
    return "" if word in {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "CJK", "COMBINING"} else word
