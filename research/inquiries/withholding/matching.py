"""Where a text names one of the people it is about, their school, or an address of theirs.

A text is cut into words once. Only words that occur in a name are looked at further, so that a long text with many
people costs little more than reading it. Patterns are bounded, and none holds another that repeats.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from research.inquiries.withholding.addresses import Addresses
from research.inquiries.withholding.folding import UNSPACED, fold, fold_signs
from research.inquiries.withholding.lists import ACRONYMS, ORDINARY, PLACES
from research.inquiries.withholding.naming import run_at
from research.inquiries.withholding.people import Called, Person, Place, called, glue, known_place
from research.inquiries.withholding.signs import patterns_of, patterns_of_places
from research.inquiries.withholding.siting import place_at
from research.inquiries.withholding.text_words import LONGEST_NAME, Run, Spans, Vocabulary, Word

# So often is one doubtful word told to editors.
MOST_LIKELY: Final = 3
_AROUND: Final = 40

_DOTTED: Final = re.compile(r"(?<![\w.])(?:[^\W\d_a-z]\.[ \u00a0]?){2,5}")


@dataclass(frozen=True)
class Likely:
    """Words that may name somebody, or may be words like any other, with the text around them."""

    words: str
    before: str
    after: str


@dataclass(frozen=True)
class Found:
    """Where in a text are surely names (these do not overlap), and what is only likely one."""

    sure: list[tuple[int, int]]
    likely: list[Likely]


class Names:
    """People and places to withhold. Made once for a manuscript; remembers the words that it has looked at.

    `towns` are words that name more than a school, such as where it stands: alone they are only likely.
    """

    def __init__(self, people: Iterable[Person], places: Iterable[Place] = (), towns: Iterable[str] = ()) -> None:
        people, towns = list(people), list(towns)
        self._people = [called(person) for person in people]
        self._places = [known_place(place, towns) for place in places if place.name.strip()]
        numbers = (number for person in people for number in person.identifiers)
        self._addresses = Addresses(self._people, self._places, numbers)
        self._begins = frozenset(
            key
            for who in self._people
            for key in (
                *who.cores,
                *who.glued,
                *(first for first, _second in who.halves),
                *(name[0] for name in who.full),
            )
        )
        self._by_word: dict[str, list[Called]] = defaultdict(list)
        for who in self._people:
            firsts = (*(first for first, _second in who.halves), *(name[0] for name in who.full))
            for key in {*who.cores, *who.glued, *firsts, *who.initials}:
                self._by_word[key].append(who)
        acronyms = {key for who in self._people for key in who.acronyms if len(key) >= 2}
        acronyms |= {place.acronym for place in self._places if len(place.acronym) >= 3 and not place.is_whole}
        self._acronyms = frozenset(acronyms - ACRONYMS - ORDINARY)
        self._place_begins = frozenset(key for place in self._places for key in (*place.cores, *(place.kinds & PLACES)))
        beside = (key for who in self._people for key in (*who.particles, *who.initials))
        seconds = (second for who in self._people for _first, second in who.halves)
        wholes = (key for who in self._people for name in who.full for key in name)
        kinds = (key for place in self._places for key in place.kinds)
        stems = {short: core for who in self._people for short, core in who.stems.items()}
        self._vocabulary = Vocabulary(
            [*self._begins, *self._acronyms, *self._place_begins, *beside, *seconds, *wholes, *kinds], stems
        )
        self._signs = patterns_of(self._people)
        self._place_signs = patterns_of_places(self._places)

    def tells(self, address: str) -> bool:
        """Whether an address leads to one of the people or their place."""
        return self._addresses.tells(address)

    def found_in(self, text: str) -> Found:
        """Every name in the visible words of a text."""
        taken = Spans()
        for begin, end in self._addresses.found_in(text):
            taken.add(begin, end)
        doubtful: list[tuple[int, int]] = []
        if self._signs or self._place_signs:
            signs = fold_signs(text)
            for patterns in (self._signs, self._place_signs):
                if patterns is not None:
                    for match in patterns.sure.finditer(signs):
                        taken.add(*match.span())
                    doubtful += [match.span() for match in patterns.likely.finditer(signs)]
        words = self._vocabulary.words_of(text)
        self._find_people(text, words, taken, doubtful)
        if self._places:
            self._find_places(text, words, taken, doubtful)
        likely: list[Likely] = []
        counted: dict[str, int] = {}
        for begin, end in sorted(set(doubtful)):
            word = fold(text[begin:end])
            if taken.touches(begin, end) or counted.get(word, 0) >= MOST_LIKELY:
                continue
            counted[word] = counted.get(word, 0) + 1
            likely.append(_likely(text, begin, end))
        return Found(taken.sorted(), likely)

    def _find_people(self, text: str, words: list[Word], taken: "Spans", doubtful: list[tuple[int, int]]) -> None:
        place, last = 0, 0
        while place < len(words):
            word = words[place]
            if not (word.keys & self._begins or self._leads_to_a_name(words, place)) or taken.touches(
                word.begin, word.end
            ):
                place += 1
                continue
            best: Run | None = None
            for who in self._who_is_called(word):
                run = run_at(text, words, place, who, last)
                if run is not None and (best is None or (run.is_sure, run.until) > (best.is_sure, best.until)):
                    best = run
            if best is None:
                place += 1
                continue
            if best.is_sure:
                taken.add(best.begin, best.end)
                last = best.until
            else:
                doubtful.append((best.begin, best.end))
            place = max(best.until, place + 1)
        if self._acronyms:
            self._find_initials(text, words, taken, doubtful)

    def _leads_to_a_name(self, words: list[Word], place: int) -> bool:
        """Whether a word is an initial, and a name follows soon."""
        word = words[place]
        if not (word.keys and word.is_capital and word.end - word.begin == 1):
            return False
        return any(later.keys & self._begins for later in words[place + 1 : place + LONGEST_NAME // 2])

    def _who_is_called(self, word: Word) -> list[Called]:
        if len(word.keys) == 1:
            (key,) = word.keys
            return self._by_word.get(key, [])
        return [who for who in self._people if any(who in self._by_word.get(key, ()) for key in word.keys)]

    def _find_initials(self, text: str, words: list[Word], taken: "Spans", doubtful: list[tuple[int, int]]) -> None:
        for match in _DOTTED.finditer(text):
            letters = glue(match[0])
            if letters in self._acronyms and not taken.touches(*match.span()):
                span = match.start(), match.start() + len(match[0].rstrip())
                if len(letters) >= 3:
                    taken.add(*span)
                else:
                    doubtful.append(span)
        for word in words:
            written = text[word.begin : word.end]
            if not (word.keys & self._acronyms and 2 <= len(written) <= 5 and written.isupper()):
                continue
            if fold(written) in self._acronyms and len(written) >= 3:
                taken.add(word.begin, word.end)
            elif fold(written) in self._acronyms:
                doubtful.append((word.begin, word.end))

    def _find_places(self, text: str, words: list[Word], taken: "Spans", doubtful: list[tuple[int, int]]) -> None:
        place = 0
        while place < len(words):
            until = place + 1
            if words[place].keys & self._place_begins and not taken.touches(words[place].begin, words[place].end):
                for known in self._places:
                    run = place_at(text, words, place, known)
                    if run is None:
                        continue
                    if run.is_sure:
                        taken.add(run.begin, run.end)
                    else:
                        doubtful.append((run.begin, run.end))
                    until = run.until
                    break
            place = until


def _likely(text: str, begin: int, end: int) -> Likely:
    """The words, and so many whole words around them as tell an editor what is meant."""
    before = " ".join(text[max(0, begin - _AROUND) : begin].split())
    after = " ".join(text[end : end + _AROUND].split())
    if begin > _AROUND and " " in before and not re.match(f"[{UNSPACED}]", before):
        before = before.partition(" ")[2]
    if end + _AROUND < len(text) and " " in after and not re.match(f"[{UNSPACED}]", after):
        after = after.rpartition(" ")[0]
    return Likely(text[begin:end], before, after)
