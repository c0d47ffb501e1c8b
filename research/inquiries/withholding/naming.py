"""Where words of a text, one or several beside each other, name somebody, and how sure that is."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from research.inquiries.withholding.folding import fold
from research.inquiries.withholding.lists import ARTICLES, DATES, ORDINARY, TITLES
from research.inquiries.withholding.people import Called
from research.inquiries.withholding.text_words import JOINED, LONGEST_NAME, TIGHT, Run, Word, fold_of

_GAP: Final = re.compile(r"[\s\-\u2010-\u2015'’.,·_/]{0,3}")
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
_HONOURS: Final = frozenset(["bey", "hanim", "hoca", "hocam", "san", "sensei", "laoshi", "saheb", "ji"])


@dataclass
class _Gathered:
    """Words of one person beside each other: which of them name, and where the last of these ends."""

    cores: list[tuple[int, str]] = field(default_factory=list)
    has_initial: bool = False
    end: int = 0
    until: int = 0


def _gather(text: str, words: list[Word], place: int, who: Called) -> _Gathered:
    found, here = _Gathered(), place
    while here < min(len(words), place + LONGEST_NAME):
        word = words[here]
        gap = text[words[here - 1].end : word.begin] if here > place else ""
        if found.cores and _is_middle(text, words, here, who):
            here += 1
            continue
        if not word.keys or (here > place and (word.cut or not _goes_on(gap, words[here - 1]))):
            break
        half = _half_at(text, words, here, who)
        core = half or _core_of(word, who)
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


def _core_of(word: Word, who: Called) -> str:
    """The name of the person that a word is, "" where it is none: the surest, where it may be read in several ways."""
    cores = [key for key in word.keys if key in who.cores or key in who.glued]
    return min(cores, key=lambda core: (core in who.weak, -len(core), core), default="")


def _is_middle(text: str, words: list[Word], place: int, who: Called) -> bool:
    """Whether a word is an initial between two names of the person, of a name that nobody told us: “Ana M. García”."""
    word = words[place]
    if word.end - word.begin != 1 or not text[word.begin].isupper() or place + 1 >= len(words):
        return False
    before, after = text[words[place - 1].end : word.begin], text[word.end : words[place + 1].begin]
    return before == " " and after in {". ", " ", "."} and not words[place + 1].keys.isdisjoint(who.cores)


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


def run_at(text: str, words: list[Word], place: int, who: Called, last: int) -> Run | None:
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
        if all(TIGHT.fullmatch(gap) for gap in gaps):
            first = words[_with_particles(text, words, place, who.cores.get(name[0], ()), last)]
            return Run(first.begin + first.cut, here[-1].end, place + len(name), True)
    return None


def _with_particles(text: str, words: list[Word], place: int, chain: tuple[str, ...], last: int) -> int:
    """Where a name begins whose particles may stand before it, as “van der” before “Meer”. Not before word `last`."""
    for particle in reversed(chain):
        is_there = place > last and particle in words[place - 1].keys
        if not is_there or not TIGHT.fullmatch(text[words[place - 1].end : words[place].begin]):
            break
        place -= 1
    return place


def _half_at(text: str, words: list[Word], place: int, who: Called) -> str:
    """The word that this one and the next are together, as “Xiao Ming” for “Xiaoming”; "" where they are none."""
    if not who.halves or place + 1 >= len(words):
        return ""
    one, two = words[place], words[place + 1]
    if not one.is_capital or not TIGHT.fullmatch(text[one.end : two.begin]):
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
        return len(core) >= 4 and fold_of(text, words, place - 1) not in ARTICLES
    if not word.is_capital and word.is_cased:
        return False
    if _is_title(fold_of(text, words, place - 1)) and re.fullmatch(
        r"\.?\s{1,2}", text[words[place - 1].end : word.begin]
    ):
        return True
    if fold_of(text, words, place + 1) in _HONOURS and text[word.end : words[place + 1].begin] in {" ", "-"}:
        return True
    # A word like any other has no capital inside a sentence; a month may have one.
    is_inside = core not in DATES and bool(re.search(r"[a-zà-ÿ,;]\s$", before))
    if after.startswith(("'s", "’s")) and word.is_capital and (core not in ORDINARY or is_inside):
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
    others = _WITH_OTHERS.match(after)
    if others is not None and is_date:  # “between May and August 2025”
        return "(" in others[0] or "&" in others[0]
    return others is not None or (is_inside and bool(re.search(r"[&]\s?$", before)))


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


def _is_title(word: str) -> bool:
    """Whether a word says that a name follows, also with a joined particle before it."""
    return word in TITLES or any(word.removeprefix(front) in TITLES for front in JOINED if len(word) > len(front) + 2)
