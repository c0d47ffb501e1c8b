"""Where a text names one of the people it is about, their school, or an address of theirs.

A text is cut into words once. Only words that occur in a name are looked at further, so that a long text with many
people costs little more than reading it. Patterns are bounded, and none holds another that repeats.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple
from urllib.parse import unquote

from research.inquiries.withholding.folding import APOSTROPHES, UNSPACED, WORD, fold, fold_signs, keys_of
from research.inquiries.withholding.lists import (
    ACRONYMS,
    ARTICLES,
    DATES,
    ORDINARY,
    ORDINARY_SIGNS,
    PLACES,
    PLACES_SIGNS,
    TITLES,
    TITLES_SIGNS,
)
from research.inquiries.withholding.people import Called, Known, Person, Place, called, glue, known_place

# A person's words beside each other; more than this is no name.
_LONGEST_NAME: Final = 12
# So often is one doubtful word told to editors.
MOST_LIKELY: Final = 3
_AROUND: Final = 40

_MAIL: Final = re.compile(
    r"(?<![\w.+'’\-])[\w.+'’\-]{1,80}(?:@|\s?[\[({]\s?(?:at|arroba|arobase)\s?[\])}]\s?)[\w\-]{1,63}"
    r"(?:(?:\.|\s?[\[({]\s?(?:dot|punto|point)\s?[\])}]\s?)[\w\-]{1,63}){1,5}"
)
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.|file:)[^\s<>\"“”«»]{1,2000}|\b[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}/[^\s<>\"“”«»]{1,2000}"
)
_HANDLE: Final = re.compile(r"(?<![\w@.])@[\w.\-]{2,40}")
_ORCID: Final = re.compile(
    r"(?<!\d)\d{4}[\-\u2010-\u2015 ]?\d{4}[\-\u2010-\u2015 ]?\d{4}[\-\u2010-\u2015 ]?\d{3}[\dXx](?!\w)"
)
# Links by which a draft is read or written together lead to its authors.
_OWN_LINK: Final = re.compile(r"/drafts/(?!files/)[\w\-]{16,}|[?&](?:share|review)=|/my/research/")
_DOTTED: Final = re.compile(r"(?<![\w.])(?:[^\W\d_a-z]\.[ \u00a0]?){2,5}")
_GAP: Final = re.compile(r"[\s\-\u2010-\u2015'’.,·_/]{0,3}")
_TIGHT: Final = re.compile(r"[ \u00a0'’\-\u2010-\u2015]{0,2}")
_OF_PLACE: Final = re.compile(r"(?:['’]s)?[ \u00a0'’\-\u2010-\u2015]{0,2}")
_YEAR = r"(?:[12]\d{3}|[١٢][٠-٩]{3})[a-z]?"
_NAME = r"[^\W\d_a-zà-ÿ][\w'’.\-]{0,25}"
_THEN_YEAR: Final = re.compile(
    rf"(?:['’]s?)?\s{{0,2}}[(（\[]\s?(?:{_YEAR}|in press|forthcoming|n\.\s?d\.|s\.\s?f\.|en prensa)"
)
_COMMA_YEAR: Final = re.compile(rf"\s?[,，]\s?{_YEAR}")
_BARE_YEAR: Final = re.compile(rf"\s{{1,2}}{_YEAR}\s?[;,:)）]")
_ET_AL: Final = re.compile(
    r"(?:['’]s?)?,?\s{1,2}(?:et\.? al\b|et coll\b|y (?:otros|otras|cols?|colegas)\b|and colleagues\b|وآخرون|وزملاؤ)"
)
_WITH_OTHERS: Final = re.compile(
    rf"(?:(?:\s?,\s|\s?&\s|,?\s(?:and|y|e|et|و)\s){_NAME}(?:\s{_NAME})?){{1,3}},?\s?[(（]?\s?{_YEAR}"
)
_IN_BRACKETS: Final = re.compile(r"[(（][^()（）]*$")
_OTHER_AFTER: Final = re.compile(r",?\s([^\W\d_a-z])\.")
_OTHER_BEFORE: Final = re.compile(r"(?<!\w)([^\W\d_a-z])\.\s?$")
_INITIAL_ENDS: Final = re.compile(r"\s?[.,;:)\]&]|\s*$|\s?\n")
_APOSTROPHE: Final = re.compile(f"[{APOSTROPHES}]")
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_HEBREW: Final = re.compile("[\u0590-\u05ff]")
_JOINED: Final = (
    "و",
    "ف",
    "ب",
    "ك",
    "ل",
    "س",
    "ول",
    "وب",
    "وك",
    "فل",
    "فب",
    "فك",
    "ال",
    "وال",
    "فال",
    "بال",
    "كال",
    "وبال",
    "فبال",
    "لل",
    "ولل",
    "فلل",
)
_JOINED_HEBREW: Final = ("ו", "ה", "ב", "כ", "ל", "מ", "ש", "וה", "וב", "ול", "ומ", "וש", "שה", "מה", "כש")
# Of the possessive where no apostrophe stands: of a family, in German, in Icelandic.
_ENDINGS: Final = ("s", "es", "ns", "ar")
_HONOURS: Final = frozenset(["bey", "hanim", "hoca", "hocam", "san", "sensei", "laoshi", "saheb", "ji"])


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


class Word(NamedTuple):
    """A word of a text that occurs in a name: where it stands, its keys, and how many signs before the name it has."""

    begin: int
    end: int
    keys: frozenset[str]
    cut: int
    is_cased: bool
    is_capital: bool


class Names:
    """People and places to withhold. Made once for a manuscript; remembers the words that it has looked at.

    `towns` are words that name more than a school, such as where it stands: alone they are only likely.
    """

    def __init__(self, people: Iterable[Person], places: Iterable[Place] = (), towns: Iterable[str] = ()) -> None:
        people, towns = list(people), list(towns)
        self._people = [called(person) for person in people]
        self._places = [known_place(place, towns) for place in places if place.name.strip()]
        numbers = (number for person in people for number in person.identifiers if number)
        self._identifiers = frozenset(re.sub(r"\W", "", number).upper() for number in numbers)
        self._begins = frozenset(
            key for who in self._people for key in (*who.cores, *who.glued, *(first for first, _second in who.halves))
        )
        self._by_word: dict[str, list[Called]] = defaultdict(list)
        for who in self._people:
            for key in {*who.cores, *who.glued, *(first for first, _second in who.halves), *who.initials}:
                self._by_word[key].append(who)
        acronyms = {key for who in self._people for key in who.acronyms if len(key) >= 2}
        acronyms |= {place.acronym for place in self._places if len(place.acronym) >= 3 and not place.is_whole}
        self._acronyms = frozenset(acronyms - ACRONYMS - ORDINARY)
        self._place_begins = frozenset(key for place in self._places for key in (*place.cores, *(place.kinds & PLACES)))
        beside = (key for who in self._people for key in (*who.particles, *who.initials))
        seconds = (second for who in self._people for _first, second in who.halves)
        kinds = (key for place in self._places for key in place.kinds)
        self._vocabulary = frozenset([*self._begins, *self._acronyms, *self._place_begins, *beside, *seconds, *kinds])
        self._stems = {short: core for who in self._people for short, core in who.stems.items()}
        self._signs = _patterns_of(self._people)
        self._place_signs = _patterns_of_places(self._places)
        self._memory: dict[str, tuple[frozenset[str], int, int, int] | None] = {}

    # ---- addresses

    def tells(self, address: str) -> bool:
        """Whether an address, of a link or in a text, leads to one of the people or their place."""
        address = unquote(address).strip()
        if address.lower().startswith("mailto:") or _MAIL.search(address) or _OWN_LINK.search(address):
            return True
        if any(re.sub(r"\W", "", match[0]).upper() in self._identifiers for match in _ORCID.finditer(address)):
            return True
        if "orcid.org/" in address.lower():
            return True
        return self._is_glued_in(address, shortest=6) or self._has_word_in(address)

    def _is_glued_in(self, address: str, *, shortest: int) -> bool:
        letters = glue(address)
        return any(
            handle in letters
            for who in self._people
            for handle in who.handles | who.glued
            if len(handle) >= shortest + 1
        ) or any(
            core in letters
            for who in self._people
            for core in who.cores
            if core not in who.weak and len(core) >= shortest
        )

    def _has_word_in(self, address: str) -> bool:
        words = {fold(word) for word in WORD.findall(address)}
        if any(
            words & set(who.cores) - who.weak - {core for core in who.cores if len(core) < 4} for who in self._people
        ):
            return True
        letters = glue(address)
        return any(
            core in letters
            for place in self._places
            if not place.is_whole
            for core in place.cores
            if core not in place.weak and len(core) >= 6
        )

    def _addresses_in(self, text: str) -> Iterator[tuple[int, int]]:
        if "@" in text or "(" in text or "[" in text or "{" in text:
            yield from (match.span() for match in _MAIL.finditer(text))
        for match in _ADDRESS.finditer(text):
            address = match[0].rstrip(".,;:!?)）]'’")
            if self.tells(address):
                yield match.start(), match.start() + len(address)
        if "@" in text:
            for match in _HANDLE.finditer(text):
                handle = match[0].rstrip(".-")
                if self._is_glued_in(handle, shortest=4):
                    yield match.start(), match.start() + len(handle)
        for match in _ORCID.finditer(text):
            number = re.sub(r"\W", "", match[0]).upper()
            if number in self._identifiers or ("-" in match[0] and _is_orcid(number)):
                yield match.span()

    # ---- one text

    def found_in(self, text: str) -> Found:
        """Every name in the visible words of a text."""
        taken = Spans()
        for begin, end in self._addresses_in(text):
            taken.add(begin, end)
        doubtful: list[tuple[int, int]] = []
        if self._signs or self._place_signs:
            signs = fold_signs(text)
            for patterns in (self._signs, self._place_signs):
                if patterns is not None:
                    for match in patterns.sure.finditer(signs):
                        taken.add(*match.span())
                    doubtful += [match.span() for match in patterns.likely.finditer(signs)]
        words = self._words_of(text)
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

    def _words_of(self, text: str) -> list[Word]:
        """Every word; those that occur in no name have no keys."""
        words = []
        for match in WORD.finditer(text):
            written, begin = match[0], match.start()
            if written not in self._memory:
                self._memory[written] = self._recognised(written)
            known = self._memory[written]
            if known is None:
                words.append(Word(begin, match.end(), _NO_KEYS, 0, False, False))
                continue
            keys, first, last, cut = known
            is_cased = written.lower() != written.upper() and not "\u10a0" <= written[0] <= "\u10ff"
            is_capital = is_cased and written[first] != written[first].lower()
            words.append(Word(begin + first, begin + last, keys, cut, is_cased, is_capital))
        return words

    def _recognised(self, written: str) -> tuple[frozenset[str], int, int, int] | None:
        """The keys under which a word occurs in a name, where in it that name begins and ends, and how many signs of
        a joined particle stand before it. “d’Amélie” holds “Amélie”, “Odera’s” holds “Odera”."""
        for first, last in _between_apostrophes(written):
            if keys := keys_of(written[first:last]) & self._vocabulary:
                return frozenset(keys), first, last, 0
        plain = keys_of(written)
        if keys := frozenset(self._without_endings(plain)):
            return keys, 0, len(written), 0
        joined = _JOINED if _ARABIC.match(written) else _JOINED_HEBREW if _HEBREW.match(written) else ()
        for front in joined:
            for key in plain:
                rest = key.removeprefix(front)
                if rest != key and len(rest) >= 3 and rest in self._vocabulary:
                    kept = front[:-1] if front.endswith("لل") else front.removesuffix("ال")
                    return frozenset({rest}), 0, len(written), _cut(written, kept)
        return None

    def _without_endings(self, plain: Iterable[str]) -> Iterator[str]:
        """The names that a word is a form of: “Oderas”, “odera2”, “Ивановой”."""
        for key in plain:
            shorn = [key.removesuffix(ending) for ending in _ENDINGS if key.endswith(ending)]
            shorn.append(key.rstrip("0123456789"))
            yield from (name for name in shorn if len(name) >= 4 and name != key and name in self._vocabulary)
            for length in range(len(key) - 3, len(key)):
                if length >= 4 and key[:length] in self._stems:
                    yield self._stems[key[:length]]

    # ---- people

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
                run = _run_at(text, words, place, who, last)
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
        return any(later.keys & self._begins for later in words[place + 1 : place + _LONGEST_NAME // 2])

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

    # ---- places

    def _find_places(self, text: str, words: list[Word], taken: "Spans", doubtful: list[tuple[int, int]]) -> None:
        place = 0
        while place < len(words):
            until = place + 1
            if words[place].keys & self._place_begins and not taken.touches(words[place].begin, words[place].end):
                for known in self._places:
                    run = _place_at(text, words, place, known)
                    if run is None:
                        continue
                    if run.is_sure:
                        taken.add(run.begin, run.end)
                    else:
                        doubtful.append((run.begin, run.end))
                    until = run.until
                    break
            place = until


_NO_KEYS: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Run:
    """Words beside each other that name one person or place; `until` is the first word after them."""

    begin: int
    end: int
    until: int
    is_sure: bool


@dataclass
class Spans:
    """Places in a text that do not overlap."""

    _taken: set[int] = field(default_factory=set)
    _spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, begin: int, end: int) -> None:
        if end > begin and not self.touches(begin, end):
            self._spans.append((begin, end))
            self._taken.update(range(begin, end))

    def touches(self, begin: int, end: int) -> bool:
        return not self._taken.isdisjoint(range(begin, end))

    def sorted(self) -> list[tuple[int, int]]:
        return sorted(self._spans)


@dataclass
class _Gathered:
    """Words of one person beside each other: which of them name, and where the last of these ends."""

    cores: list[tuple[int, str]] = field(default_factory=list)
    has_initial: bool = False
    end: int = 0
    until: int = 0


def _gather(text: str, words: list[Word], place: int, who: Called) -> _Gathered:
    found, here = _Gathered(), place
    while here < min(len(words), place + _LONGEST_NAME):
        word = words[here]
        gap = text[words[here - 1].end : word.begin] if here > place else ""
        if not word.keys or (here > place and (word.cut or not _goes_on(gap, words[here - 1]))):
            break
        half = _half_at(text, words, here, who)
        core = half or next((key for key in word.keys if key in who.cores or key in who.glued), "")
        if core and any(core == earlier for _place, earlier in found.cores):
            break  # named again
        if core and _reads_as_name(word, core, who):
            found.cores.append((here, core))
            here += 2 if half else 1
            found.end, found.until = words[here - 1].end, here
            continue
        after = text[word.end : word.end + 2]
        if _is_initial(word, who, gap, after, is_first=not found.cores):
            found.has_initial = True
            if found.cores:
                found.end, found.until = word.end + after.startswith("."), here + 1
        elif not ((found.cores or found.has_initial) and word.keys & who.particles):
            break
        here += 1
    return found


def _goes_on(gap: str, before: Word) -> bool:
    """Whether a name can go on after these signs. After a full stop and a space it does behind an initial alone."""
    if "\n" in gap or not _GAP.fullmatch(gap):
        return False
    return not (gap.startswith(".") and len(gap) > 1) or before.end - before.begin == 1


def _is_initial(word: Word, who: Called, gap: str, after: str, *, is_first: bool) -> bool:
    """Whether a single capital stands for one of the person's names: “A. García”, “García, A.”, “García A)”."""
    if not word.is_capital or word.end - word.begin != 1 or not word.keys & who.initials:
        return False
    if is_first:
        return after.startswith((".", "-"))
    return after.startswith((".", "-")) or bool(_INITIAL_ENDS.match(after)) or ("," in gap and after.startswith(" "))


def _run_at(text: str, words: list[Word], place: int, who: Called, last: int) -> Run | None:
    """The words of one person that begin at a word, None where none do."""
    if (whole := _whole_at(text, words, place, who, last)) is not None:
        return whole
    found = _gather(text, words, place, who)
    if not found.cores or (found.cores[0][0] > place and not found.has_initial):
        return None
    first, core = found.cores[0]
    begin_at = _with_particles(text, words, place, who.cores.get(core, ()), last)
    has_chain = begin_at < place and (words[first].is_capital or not words[first].is_cased)
    names_more = len({key for _place, key in found.cores}) > 1 or found.has_initial
    is_sure = names_more or has_chain or _is_surely(text, words, first, core, who)
    if not is_sure and (not _is_likely(words[first], core, who) or (core in DATES and _is_date(text, words[first]))):
        return None
    return Run(words[begin_at].begin + words[begin_at].cut, found.end, found.until, is_sure)


def _whole_at(text: str, words: list[Word], place: int, who: Called, last: int) -> Run | None:
    """A whole name, word for word, in whatever letters."""
    for name in who.full:
        here = words[place : place + len(name)]
        if len(here) < len(name) or not all(key in word.keys for key, word in zip(name, here, strict=True)):
            continue
        if any(word.cut for word in here[1:]):
            continue
        gaps = (text[one.end : two.begin] for one, two in pairwise(here))
        if all(_TIGHT.fullmatch(gap) for gap in gaps):
            first = words[_with_particles(text, words, place, who.cores.get(name[0], ()), last)]
            return Run(first.begin + first.cut, here[-1].end, place + len(name), True)
    return None


def _with_particles(text: str, words: list[Word], place: int, chain: tuple[str, ...], last: int) -> int:
    """Where a name begins whose particles may stand before it, as “van der” before “Meer”. Not before word `last`."""
    for particle in reversed(chain):
        is_there = place > last and particle in words[place - 1].keys
        if not is_there or not _TIGHT.fullmatch(text[words[place - 1].end : words[place].begin]):
            break
        place -= 1
    return place


def _half_at(text: str, words: list[Word], place: int, who: Called) -> str:
    """The word that this one and the next are together, as “Xiao Ming” for “Xiaoming”; "" where they are none."""
    if not who.halves or place + 1 >= len(words):
        return ""
    one, two = words[place], words[place + 1]
    if not one.is_capital or not _TIGHT.fullmatch(text[one.end : two.begin]):
        return ""
    return next((core for (a, b), core in who.halves.items() if a in one.keys and b in two.keys), "")


def _reads_as_name(word: Word, core: str, who: Called) -> bool:
    """Whether a word can be a name where it stands: a word like any other is none in small letters."""
    return not word.is_cased or word.is_capital or core not in who.weak


def _is_surely(text: str, words: list[Word], place: int, core: str, who: Called) -> bool:
    """Whether one word alone is surely the person."""
    word = words[place]
    before, after = text[max(0, word.begin - 90) : word.begin], text[word.end : word.end + 90]
    if core in who.glued:
        return True
    other = _OTHER_AFTER.match(after) or _OTHER_BEFORE.search(before)
    if other is not None and fold(other[1]) not in who.initials:
        return False  # somebody else of the same family name
    if core not in who.weak:
        if not word.is_cased or word.is_capital:
            return True
        return len(core) >= 4 and _fold_of(text, words, place - 1) not in ARTICLES
    if not word.is_capital and word.is_cased:
        return False
    if _is_title(_fold_of(text, words, place - 1)) and re.fullmatch(
        r"\.?\s{1,2}", text[words[place - 1].end : word.begin]
    ):
        return True
    if _fold_of(text, words, place + 1) in _HONOURS and text[word.end : words[place + 1].begin] in {" ", "-"}:
        return True
    if core not in ORDINARY and after.startswith(("'s", "’s")) and word.is_capital:
        return True
    return _is_cited(before, after, is_date=core in DATES)


def _is_cited(before: str, after: str, *, is_date: bool) -> bool:
    """Whether a name stands as in “Li (2020)”, “(Li, 2020)” or “Li et al.”."""
    if _THEN_YEAR.match(after) or _ET_AL.match(after):
        return True
    is_inside = bool(_IN_BRACKETS.search(before))
    if _COMMA_YEAR.match(after) and (is_inside or not is_date):
        return True
    if is_inside and _BARE_YEAR.match(after) and not is_date:
        return True
    return bool(_WITH_OTHERS.match(after)) or (is_inside and bool(re.search(r"[&]\s?$", before)))


def _is_likely(word: Word, core: str, who: Called) -> bool:
    """Whether editors should look at a word that is not surely a name."""
    if word.is_cased and not word.is_capital:
        return core not in who.weak and len(core) >= 4
    return True


def _is_date(text: str, word: Word) -> bool:
    """Whether a month or a day stands in a date: “In May 2020”, “5 May”."""
    before, after = text[max(0, word.begin - 12) : word.begin], text[word.end : word.end + 6]
    return bool(
        re.match(r",?\s\d", after) or re.search(r"(?:\d|\b(?:in|on|since|until|en|de|du))\.?\s$", before, re.IGNORECASE)
    )


def _fold_of(text: str, words: list[Word], place: int) -> str:
    return fold(text[words[place].begin : words[place].end]) if 0 <= place < len(words) else ""


def _is_title(word: str) -> bool:
    """Whether a word says that a name follows, also with a joined particle before it."""
    return word in TITLES or any(word.removeprefix(front) in TITLES for front in _JOINED if len(word) > len(front) + 2)


def _place_at(text: str, words: list[Word], place: int, known: Known) -> Run | None:
    """The words of a place that begin at a word: its name with what kind of place it is, or the name alone."""
    found = _gather_place(text, words, place, known)
    if not found.cores:
        return None
    begin_at = place
    while not (found.cores | PLACES) & words[begin_at].keys:
        begin_at += 1
    own_kinds = known.kinds & PLACES
    if known.is_whole:
        is_all = (
            found.cores >= known.cores - known.weak and found.kinds >= own_kinds and len(found.cores | own_kinds) > 1
        )
        return found.run(words, begin_at, is_sure=True) if is_all else None
    is_named = bool(found.kinds & own_kinds)
    saint = "" if is_named or len(found.cores) > 1 else known.saints.get(min(found.cores), "")
    if saint:
        has_saint = begin_at > 0 and saint in words[begin_at - 1].keys
        return found.run(words, begin_at - has_saint, is_sure=has_saint and found.is_capital)
    if found.is_capital and (is_named or len(found.cores) > 1):
        return found.run(words, begin_at, is_sure=True)
    if found.cores <= known.weak:
        return found.run(words, begin_at, is_sure=False) if found.is_capital else None
    return found.run(words, begin_at, is_sure=found.cores == known.cores and found.is_capital)


@dataclass
class _Named:
    """Words of one place beside each other."""

    cores: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    is_capital: bool = False
    end: int = 0
    until: int = 0

    def run(self, words: list[Word], begin_at: int, *, is_sure: bool) -> Run:
        return Run(words[begin_at].begin + words[begin_at].cut, self.end, self.until, is_sure)


def _gather_place(text: str, words: list[Word], place: int, known: Known) -> _Named:
    found, here = _Named(until=place + 1), place
    while here < min(len(words), place + _LONGEST_NAME):
        word = words[here]
        if here > place and (word.cut or not _belongs(text[words[here - 1].end : word.begin], words[here - 1])):
            break
        core = next((key for key in word.keys if key in known.cores), "")
        kind = next((key for key in word.keys if key in known.kinds), "")
        is_name = word.is_capital or not word.is_cased
        if core and core not in found.cores and (core not in known.weak or is_name):
            found.cores.add(core)
            found.is_capital = found.is_capital or is_name
            found.end, found.until = word.end, here + 1
        elif kind and kind not in found.kinds:
            found.kinds.add(kind)
            if found.cores and kind in PLACES:  # “of” and “the” between two words of it end nothing
                found.end, found.until = word.end, here + 1
        else:
            break
        here += 1
    return found


def _belongs(gap: str, before: Word) -> bool:
    """Whether the name of a place can go on after these signs: “St. Mary’s”."""
    return bool(_OF_PLACE.fullmatch(gap)) or (before.end - before.begin <= 3 and gap in {". ", "."})


@dataclass(frozen=True)
class Patterns:
    """What to look for in scripts without spaces."""

    sure: re.Pattern[str]
    likely: re.Pattern[str]


_NOTHING: Final = "(?!)"
_BETWEEN: Final = "[ ·・]?"
_NOT_BEFORE: Final = "(?:(?<![\u4e00-\u9fff])|(?<=[据由和与及如的]))"


def _apart(name: str) -> str:
    return _BETWEEN.join(re.escape(sign) for sign in name)


def _either(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


def _patterns_of(people: list[Called]) -> Patterns | None:
    full = {_apart(name) for who in people for name in who.full_signs if len(name) > 1}
    given = {name for who in people for name in who.given if name}
    families = {name for who in people for name in who.families}
    if not full and not given and not families:
        return None
    long = {_apart(name) for name in given if len(name) > 1 and name not in ORDINARY_SIGNS}
    titles = _either(re.escape(title) for title in TITLES_SIGNS)
    sure = [_either(full | long)] if full | long else []
    if given:
        sure.append(f"(?:{_either(re.escape(name) for name in given)})(?={_BETWEEN}(?:{titles}))")
    if families:
        family = _either(re.escape(name) for name in families)
        sure += [
            f"(?:{family})(?={_BETWEEN}(?:{titles}))",
            f"{_NOT_BEFORE}(?:{family})(?=等?人?\\s?[(（]\\s?[12]\\d{{3}}|等[人（(，,])",
            f"(?<=[(（;；,，])(?:{family})(?=等?\\s?[,，]\\s?[12]\\d{{3}})",
        ]
    likely = [re.escape(name) for name in given if len(name) > 1 and name in ORDINARY_SIGNS]
    likely += [f"(?:老|小|阿){re.escape(name)}" for name in families if len(name) == 1 and "\u4e00" <= name <= "\u9fff"]
    return Patterns(re.compile("|".join(sure) or _NOTHING), re.compile(_either(likely) or _NOTHING))


def _patterns_of_places(places: list[Known]) -> Patterns | None:
    whole = {_apart(name) for place in places for name in place.whole_signs}
    if not whole:
        return None
    short = {name for place in places if not place.is_whole for name in place.short_signs}
    kinds = _either(re.escape(kind) for kind in PLACES_SIGNS)
    sure = [_either(whole | {re.escape(name) for name in short if len(name) > 2})]
    if short:
        sure.append(f"(?:{_either(re.escape(name) for name in short)})(?:{kinds})")
    likely = [re.escape(name) for name in short if len(name) <= 2]
    return Patterns(re.compile("|".join(sure)), re.compile(_either(likely) or _NOTHING))


def _likely(text: str, begin: int, end: int) -> Likely:
    """The words, and so many whole words around them as tell an editor what is meant."""
    before = " ".join(text[max(0, begin - _AROUND) : begin].split())
    after = " ".join(text[end : end + _AROUND].split())
    if begin > _AROUND and " " in before and not re.match(f"[{UNSPACED}]", before):
        before = before.partition(" ")[2]
    if end + _AROUND < len(text) and " " in after and not re.match(f"[{UNSPACED}]", after):
        after = after.rpartition(" ")[0]
    return Likely(text[begin:end], before, after)


def _between_apostrophes(written: str) -> Iterator[tuple[int, int]]:
    """Where a name may begin and end in a word: the whole, without what is written on behind, or before."""
    yield 0, len(written)
    cuts = [match.start() for match in _APOSTROPHE.finditer(written)]
    if not cuts:
        return
    yield 0, cuts[-1]
    if cuts[0] <= 3:
        yield cuts[0] + 1, len(written)
        if len(cuts) > 1:
            yield cuts[0] + 1, cuts[-1]


def _cut(written: str, front: str) -> int:
    """How many signs of a word, vowel signs and all, are the joined particle before the name."""
    length = 0
    while length < len(written) and len(fold(written[:length])) < len(front):
        length += 1
    while length < len(written) and fold(written[: length + 1]) == front:
        length += 1
    return length


def _is_orcid(number: str) -> bool:
    """Whether the last sign of an ORCID iD is the one that ISO 7064 gives."""
    total = 0
    for digit in number[:-1]:
        total = (total + int(digit)) * 2
    last = (12 - total % 11) % 11
    return number[-1] == ("X" if last == 10 else str(last))
