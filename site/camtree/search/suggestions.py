"""Words that were meant, and what somebody may be typing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein
from wagtail.models import Locale, Page

from camtree.core.http.addresses import address_for
from camtree.core.registries import Registry
from camtree.search import engine
from camtree.search.analysis.folding import fold
from camtree.search.analysis.questions import prefixes_of, question_of
from camtree.search.analysis.words import is_run, words_in
from camtree.search.documents import kinds
from camtree.search.models import KnownWord
from camtree.search.synonyms import synonyms
from camtree.vocabularies.queries import term_names

MOST: Final = 8
# Works that are looked through for names of people.
LOOKED_THROUGH: Final = 60
MOST_PEOPLE: Final = 3
# Known words of one length that a mistyped one is compared with.
_COMPARED: Final = 4000


def did_you_mean(text: str, locale: Locale) -> str:
    """What was typed with the words put right by which nothing is found; "" where nothing better is known."""
    words = [word for word in words_in(text[:200]) if len(word.parts) == 1]
    language = locale.language_code
    changed = text
    for word in words:
        folded = word.whole
        if len(folded) < 4 or not folded.isalpha() or is_run(folded) or _finds(folded, locale):
            continue
        right = _best(_near(folded), locale)
        if not right:
            return ""
        changed = changed.replace(word.written, right)
    if changed == text:
        return ""
    question = question_of(changed, language, synonyms())
    return changed if engine.count(engine.Wanted(question, tuple(kinds), locale=locale)) else ""


def _finds(word: str, locale: Locale) -> int:
    """How much a reader of this language finds by a word."""
    question = question_of(word, locale.language_code, synonyms())
    return engine.count(engine.Wanted(question, tuple(kinds), locale=locale))


def _best(near: dict[int, list[str]], locale: Locale) -> str:
    """Of the likest words by which anything is found, the one that finds most: it is of the reader's language."""
    for _distance, words in sorted(near.items()):
        found = {word: number for word in words if (number := _finds(word, locale))}
        if found:
            return max(found, key=lambda word: found[word])
    return ""


def _near(folded: str) -> dict[int, list[str]]:
    """Known words like this one, as they are written, by how many letters differ."""
    most = 1 if len(folded) < 6 else 2
    rows = KnownWord.objects.filter(length__in=range(len(folded) - most, len(folded) + most + 1))
    # The first letter is seldom mistyped: those that share it are looked at first.
    likely = [*rows.filter(folded__startswith=folded[0]).values_list("folded", "written")[:_COMPARED]]
    found = _likest(folded, likely, most)
    return found or _likest(folded, [*rows.values_list("folded", "written")[:_COMPARED]], most)


def _likest(folded: str, rows: list[tuple[str, str]], most: int) -> dict[int, list[str]]:
    far = [(DamerauLevenshtein.distance(folded, known, score_cutoff=most), known, written) for known, written in rows]
    likest: dict[int, list[str]] = {}
    for distance, _known, written in sorted(row for row in far if 0 < row[0] <= most)[:5]:
        likest.setdefault(distance, []).append(written.lower())
    return likest


@dataclass(frozen=True)
class Suggestion:
    """Something that begins as what was typed: its words, and where it leads; "" for words to search for."""

    words: str
    address: str
    language: str


# Keys of public pages that say what is typed in their titles or names, and the typed words, to the people who are named
# so on them and have a page of their own. A section above says how when it starts.
People = Callable[[list[int], list[str], Locale], list[Suggestion]]
people: Registry[str, People] = Registry()


def suggestions(text: str, locale: Locale) -> list[Suggestion]:
    """Terms of the vocabularies, people, then titles, that begin with the words typed."""
    question = prefixes_of(text)
    if question.is_empty:
        return []
    terms = [Suggestion(name, "", locale.language_code) for name in _terms(text, locale)]
    wanted = engine.Wanted(question, tuple(kinds), locale=locale)
    found = engine.page_of(wanted, "newest", 0, LOOKED_THROUGH)
    typed = [fold(word.written) for word in words_in(text)]
    named = [one for find in people for one in find(found, typed, locale)][:MOST_PEOPLE]
    keys = found[: MOST - min(len(terms), 3) - len(named)]
    pages = {page.pk: page for page in Page.objects.filter(pk__in=keys).select_related("locale")}
    titles = [
        Suggestion(pages[key].title, address_for(pages[key]), pages[key].locale.language_code)
        for key in keys
        if key in pages
    ]
    return [*terms[:3], *named, *titles]


def _terms(text: str, locale: Locale) -> list[str]:
    typed = " ".join(fold(word.written) for word in words_in(text))
    names = sorted({name for terms in term_names(locale).values() for name in terms.values()})
    return [name for name in names if any(fold(part).startswith(typed) for part in (name, *name.split()))]
