"""From data to a PDF. Typst reads one folder, which holds the template, the data and the pictures, and nothing else."""

import json
import re
import tempfile
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from research.papers.content import Paper

HERE: Final = Path(__file__).parent
# What stands for a sign that no font has.
MISSING: Final = "\u25a1"
# So many signs may turn out to be missing, one at a time.
TRIES: Final = 40
_UNSHOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)
# How the typesetter writes a sign that cannot be printed, in its answer.
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class PaperError(Exception):
    """The typesetter could not make a PDF of this."""


@cache
def _fonts(*, with_those_of_the_machine: bool) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=with_those_of_the_machine, include_embedded_fonts=True, font_paths=[HERE / "fonts"]
    )


def typeset(paper: Paper, *, made_at: datetime) -> bytes:
    """The paper as PDF/UA-1. Raises PaperError.

    A sign that our own fonts do not have is looked for among those of the machine; one that no font has becomes an
    empty square, for a PDF/UA may not hold a sign that cannot be shown.
    """
    fonts, data = _fonts(with_those_of_the_machine=False), paper.data
    with tempfile.TemporaryDirectory(prefix="camtree-paper-") as folder:
        place = Path(folder)
        (place / "report.typ").write_bytes((HERE / "report.typ").read_bytes())
        for name, content in paper.pictures.items():
            (place / name).write_bytes(content)
        for _try in range(TRIES):
            (place / "data.json").write_text(json.dumps(data), encoding="utf-8")
            try:
                return _compiled(place, fonts, made_at)
            except typst.TypstError as error:
                unshown = _UNSHOWN.search(error.message)
                if unshown is None:
                    raise PaperError(f"{error.message} {' '.join(error.hints)}".strip()) from error
                if fonts is _fonts(with_those_of_the_machine=False):
                    fonts = _fonts(with_those_of_the_machine=True)
                else:
                    data = _without(data, _ESCAPED.sub(lambda found: chr(int(found[1], 16)), unshown[1]))
    raise PaperError("too many signs that no font has")


def _compiled(place: Path, fonts: typst.Fonts, made_at: datetime) -> bytes:
    compiler = typst.Compiler(input=place / "report.typ", root=place, font_paths=fonts)
    made: Any = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(made_at.timestamp()))
    return bytes(made)


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
