"""Words that every language of the platform has in common with names, and words that stand around names."""

import tomllib
from pathlib import Path
from typing import Final

from research.inquiries.withholding.folding import fold

_LISTS: Final[dict[str, str]] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def _folded(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _LISTS[name].split())


def _signs(name: str) -> list[str]:
    return sorted(set(_LISTS[name].split()), key=lambda word: (-len(word), word))


ORDINARY: Final = _folded("ordinary")
NEVER: Final = frozenset(_LISTS["never"].split())
DATES: Final = _folded("dates")
TITLES: Final = _folded("titles")
PARTICLES: Final = _folded("particles")
PLACES: Final = _folded("places")
ACRONYMS: Final = _folded("acronyms")
ORDINARY_SIGNS: Final = frozenset(_signs("ordinary_signs"))
PLACES_SIGNS: Final = _signs("places_signs")
TITLES_SIGNS: Final = _signs("titles_signs")
LONG_FAMILIES: Final = frozenset(_signs("long_families"))
# Before a name in the files of registries; nobody is called so.
FORMS_OF_ADDRESS: Final = frozenset(
    {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mme", "mlle", "sr", "sra", "sir"}
)
# Before a name, they make it that of a place.
SAINTS: Final = frozenset(["san", "santa", "santo", "sao", "st", "saint", "sainte", "ste", "sankt"])
# Between the words of a place; they name nothing.
BETWEEN: Final = frozenset(["of", "the", "and", "for", "at", "on", "in", "fi", "في", "من"])
# Before a word in small letters they say that it is a word.
ARTICLES: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "un",
        "una",
        "unos",
        "unas",
        "el",
        "los",
        "las",
        "la",
        "le",
        "les",
        "une",
        "des",
        "du",
        "this",
        "that",
        "these",
        "those",
        "my",
        "our",
        "his",
        "her",
        "your",
        "their",
        "every",
        "each",
        "some",
        "any",
    ]
)
# Before the @ of addresses that belong to an office.
OFFICES: Final = frozenset(
    [
        "info",
        "school",
        "teacher",
        "office",
        "contact",
        "admin",
        "hello",
        "mail",
        "email",
        "research",
        "head",
        "secretary",
        "direccion",
        "ecole",
        "colegio",
    ]
)
