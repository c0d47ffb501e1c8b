"""The stem of a word: Snowball's, after our folding, so that words typed without accents meet those with them."""

import re
from functools import cache, lru_cache
from typing import Any, Final

import snowballstemmer

from camtree.search.analysis.folding import fold
from camtree.search.analysis.variants import spelling

# Languages with a stemmer, by the code of the language of a text.
STEMMED: Final = {"en": "english", "es": "spanish", "fr": "french", "ar": "arabic"}
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[a-z]")
# And, with, like and so, each with the article; for the; the article alone.
_ARTICLE = re.compile(r"^(?:[وفبك]?ال|[وف]?[بكل]ال|[وف]?لل)(?=..)")
# Plural of women and things, which Snowball leaves on a word that has lost its article.
_PLURAL = re.compile(r"(?<=...)ات$")
_JOINED = re.compile(r"^(?:لل...|[بلكف](?!ا?ل)....)")
_AND = re.compile(r"^و(?=....)")
# French words that have lost their vowel before the next: l'école, qu'ils, lorsqu'on.
_ELIDED: Final = frozenset(
    ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "lorsqu", "puisqu", "jusqu", "quoiqu", "presqu", "quelqu", "entr"]
)


def stemming_of(folded: str, language: str) -> str:
    """In which language a word is stemmed that stands in a text of `language`; "" for in none.

    What has Arabic letters is Arabic wherever it stands; Latin letters in Arabic or Chinese are taken for English.
    """
    if _ARABIC.search(folded):
        return "ar"
    if not _LATIN.search(folded):
        return ""
    if language in ("ar", "zh-hans"):
        return "en"
    return language if language in STEMMED else ""


def stemmings_of(folded: str) -> tuple[str, ...]:
    """The languages in which a word that somebody asks for may have been stemmed."""
    if _ARABIC.search(folded):
        return ("ar",)
    return ("en", "es", "fr") if _LATIN.search(folded) else ()


@cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


@lru_cache(maxsize=200_000)
def stem(folded: str, language: str) -> str:
    """The stem of a folded word in a language; the word itself where the language has no stemmer or other letters.

    >>> stem("fractions", "en"), stem("investigaciones", "es"), stem("للمعلمين", "ar")
    ('fraction', 'investig', 'معلم')
    """
    if language == "ar":
        return _arabic(folded)
    name = STEMMED.get(language)
    if name is None:
        return folded
    stemmed = fold(_stemmer(name).stemWord(spelling(folded, language)))
    # Lápiz and lápices: Snowball leaves the letter that changes.
    return f"{stemmed[:-1]}c" if language == "es" and stemmed.endswith("z") else stemmed


def _arabic(folded: str) -> str:
    # Snowball leaves a joined "and" where it is, and takes the article for part of a short word.
    bare = _ARTICLE.sub("", folded)
    if bare == folded:
        bare = _AND.sub("", folded)
    bare = _PLURAL.sub("", bare)
    # A ta marbuta is folded to ha; Snowball knows it for an ending in its own form only.
    if bare.endswith("ه"):
        bare = f"{bare[:-1]}ة"
    return fold(_stemmer("arabic").stemWord(bare))


def without_preposition(folded: str) -> list[str]:
    """An Arabic word without the one letter that may be a preposition or its first letter: تعليم of لتعليم. Of two lams
    the second may be the word's own: لاجئين of للاجئين. Only the reader can tell, so both are looked for."""
    return [folded[1:]] if _JOINED.match(folded) else []


def without_elision(parts: tuple[str, ...], language: str) -> str:
    """The word itself out of parts that apostrophes join: élève of l'élève, teacher of teacher's."""
    if language == "en" and parts[-1] in ("s", ""):
        parts = parts[:-1]
    while len(parts) > 1 and parts[0] in _ELIDED:
        parts = parts[1:]
    return "".join(parts)
