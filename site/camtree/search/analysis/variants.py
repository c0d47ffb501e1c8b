"""Words that mean the same, ways of spelling one word, and words that mean nothing to a search (variants.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from camtree.search.analysis.folding import fold


@dataclass(frozen=True)
class Variants:
    """What a language has of each, folded."""

    stop: frozenset[str] = frozenset()
    # Beginnings of words that are spelled in two ways, to the one that is kept.
    spelling: tuple[tuple[str, str], ...] = ()
    # Endings, likewise.
    endings: tuple[tuple[str, str], ...] = ()
    # Words that mean the same, several together where they do.
    same: tuple[tuple[str, ...], ...] = ()


@cache
def variants() -> dict[str, Variants]:
    """By language."""
    rows = tomllib.loads((Path(__file__).parent / "variants.toml").read_text(encoding="utf-8"))
    return {language: _read(row) for language, row in rows.items()}


def _read(row: dict[str, Any]) -> Variants:
    return Variants(
        stop=frozenset(fold(word) for word in row.get("stop", "").split()),
        spelling=tuple((fold(one), fold(other)) for one, other in row.get("spelling", {}).items()),
        endings=tuple(row.get("endings", {}).items()),
        same=tuple(tuple(group) for group in row.get("same", [])),
    )


@lru_cache(maxsize=100_000)
def spelling(folded: str, language: str) -> str:
    """A folded word in the spelling that is kept: behavior of behaviour, organize of organise."""
    known = variants().get(language)
    if known is None:
        return folded
    for begin, kept in known.spelling:
        if folded.startswith(begin):
            folded = kept + folded[len(begin) :]
            break
    if len(folded) > 5:
        for ending, kept in known.endings:
            if folded.endswith(ending):
                return folded[: -len(ending)] + kept
    return folded


def is_stop_word(folded: str, language: str) -> bool:
    """Whether a folded word says nothing about what a text is about."""
    known = variants().get(language)
    return known is not None and folded in known.stop
