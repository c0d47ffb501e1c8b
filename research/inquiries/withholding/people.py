"""What somebody can be called by, and what a place can: made once for a manuscript, asked for every text of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from research.inquiries.withholding.folding import (
    APOSTROPHES,
    IS_UNSPACED,
    UNSPACED,
    WORD,
    fold,
    fold_signs,
    in_latin,
    keys_of,
    stem,
)
from research.inquiries.withholding.lists import (
    BETWEEN,
    FORMS_OF_ADDRESS,
    LONG_FAMILIES,
    OFFICES,
    ORDINARY,
    ORDINARY_SIGNS,
    PARTICLES,
    PLACES,
    PLACES_SIGNS,
    SAINTS,
)
from research.inquiries.withholding.reading import read

_SIGNS: Final = re.compile(f"[{UNSPACED}]+")
_HAN: Final = re.compile("[\u4e00-\u9fff]+")
_PARTS: Final = re.compile(f"[{APOSTROPHES}]")
# Capitals inside, as in “PhD” and “BEd”, or nothing but capitals.
_DEGREE: Final = re.compile("[A-Z][a-z]?[A-Z][A-Za-z]{0,3}")
_HYPHENS: Final = frozenset("-\u2010\u2011\u2012\u2013")
_ARTICLE: Final = "ال"
# A town or district before the name of a Chinese school.
_TOWN: Final = re.compile("^.{1,6}?[省市区县镇乡](?=.{3,})")


@dataclass(frozen=True)
class Person:
    """Somebody whose name is withheld: names in all scripts, e-mail addresses, ORCID iDs.

    `also` are names that people choose for themselves, such as that of an account, “Science at Hilltop”: they count as
    a whole alone.
    """

    names: tuple[str, ...]
    also: tuple[str, ...] = field(default=(), kw_only=True)
    addresses: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where somebody works. Of `is_whole`, such as a university that others are cited from, no short form is meant."""

    name: str
    is_whole: bool = False


@dataclass(eq=False)
class Called:
    """A person as texts name them. All words are folded."""

    # Each word that names, with the particles that stand before it: “meer” with (“van”, “der”).
    cores: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # Whole names, in both orders, unless all of their words are words like any other.
    full: set[tuple[str, ...]] = field(default_factory=set)
    # Those that are words like any other, or too short to be sure of.
    weak: set[str] = field(default_factory=set)
    stems: dict[str, str] = field(default_factory=dict)
    particles: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    # First and family name in one, as in addresses and names of users.
    glued: set[str] = field(default_factory=set)
    handles: set[str] = field(default_factory=set)
    # In scripts without spaces: full names, family names, given names.
    full_signs: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    # A word that is also written in two: “xiao” and “ming”.
    halves: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(eq=False)
class Known:
    """A place as texts name it."""

    cores: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    weak: set[str] = field(default_factory=set)
    # “José” with “san”: without it, it names a person.
    saints: dict[str, str] = field(default_factory=dict)
    is_whole: bool = False
    acronym: str = ""
    whole_signs: set[str] = field(default_factory=set)
    short_signs: set[str] = field(default_factory=set)


def called(person: Person) -> Called:
    """All that a person can be called by."""
    known = Called()
    for name in person.names:
        name = read(name, in_html=False).text
        if IS_UNSPACED.search(name):
            _add_signs(known, [fold_signs(part) for part in _SIGNS.findall(name)])
            name = _SIGNS.sub(" ", name)
        _add_words(known, name)
    for name in person.also:
        _add_whole(known, read(name, in_html=False).text)
    for address in person.addresses:
        local = glue(address.partition("@")[0])
        if len(local) >= 5 and local not in OFFICES:
            known.handles.add(local)
            # “mathematics@” names nobody outside an address, “nila.p@” and “np2019kn@” do.
            is_own = any(sign.isdigit() for sign in local) and len(local) >= 7
            if is_own or any(core in local for core in known.cores if len(core) >= 4):
                known.glued.add(local)
    known.stems = {stem(core): core for core in known.cores if core not in known.weak and stem(core)}
    return known


def _add_whole(known: Called, name: str) -> None:
    if signs := fold_signs("".join(_SIGNS.findall(name))):
        known.full_signs.add(signs)
    words = [fold(word) for word in WORD.findall(name) if fold(word)]
    if len(words) > 1 and not ORDINARY.issuperset(words):
        known.full.add(tuple(words))
        known.glued.add("".join(words))
    elif len(words) == 1 and words[0] not in ORDINARY and len(words[0]) >= 5:
        known.handles.add(words[0])


def glue(text: str) -> str:
    """The letters and digits of a text in one, folded."""
    return "".join(key for word in WORD.findall(text) for key in [fold(word)])


def _add_words(known: Called, name: str) -> None:
    words = [word for word in WORD.findall(name) if fold(word)]
    if len(words) > 1:
        words = [word for place, word in enumerate(words) if place or fold(word) not in FORMS_OF_ADDRESS]
    words = _without_degrees(words)
    joined = {match[0] for match in WORD.finditer(name) if name[match.start() - 1 : match.start()] in _HYPHENS}
    has_capitals = any(word[0].isupper() for word in words)
    only_particles = all(fold(word) in PARTICLES for word in words)
    chain: list[str] = []
    cores: list[str] = []
    for word in words:
        key = fold(word)
        if len(key) == 1 and key.isascii():
            known.initials.add(key)
            known.particles.add(key)
            chain.append(key)
            continue
        # Where names have capitals, “wa” is a particle and “(mentor)” no name.
        is_small = has_capitals and word not in joined and all(part[:1].islower() for part in _PARTS.split(word))
        if (key in PARTICLES or is_small or key.isdigit()) and not only_particles:
            chain.append(key)
            known.particles.add(key)
            continue
        cores.append(key)
        _add_core(known, word, tuple(chain))
        last = _PARTS.split(word)[-1]
        if last != word and len(fold(last)) >= 4:
            _add_core(known, last, ())
        if chain:
            known.particles.add("".join(chain))
            _add_core(known, "".join(chain) + key, ())
        chain = []
    if chain and cores:
        known.particles.update(chain)
    _add_glued(known, words, cores)
    if len(cores) > 1:
        known.glued.add("".join(fold(word) for word in words))
        if not ORDINARY.issuperset(cores):
            known.full.add(tuple(fold(word) for word in words))
            known.full |= {tuple(cores), tuple(reversed(cores)), (cores[-1], *cores[:-1])}
        letters = "".join(core[0] for core in cores)
        known.acronyms |= {letters, letters[0] + letters[-1], letters[:2]}


def _without_degrees(words: list[str]) -> list[str]:
    """A name without “PhD” and “Jr”, which are written behind it."""
    kept = [word for word in words if not _DEGREE.fullmatch(word) and fold(word) not in {"jr", "ii", "iii"}]
    return kept if len(kept) > 1 and not all(word.isupper() for word in words) else words


def _add_core(known: Called, word: str, chain: tuple[str, ...]) -> None:
    for key in keys_of(word):
        keys = {key}
        if key.startswith(_ARTICLE) and len(key) >= 5:
            keys.add(key.removeprefix(_ARTICLE))
        for core in keys:
            known.cores[core] = chain
            known.initials |= {core[0], fold(word[0])}
            is_servant = "عبد" in chain and len(chain) == 1
            if core in ORDINARY or len(core) <= 2 or core == "الله" or core == "له" or is_servant:
                known.weak.add(core)


def _add_glued(known: Called, words: list[str], cores: list[str]) -> None:
    if len(cores) < 2:
        known.handles |= {core for core in cores if core not in known.weak}
        return
    pairs = {a + b for a, b in [*pairwise(cores), (cores[0], cores[-1])]}
    pairs |= {b + a for a, b in [*pairwise(cores), (cores[0], cores[-1])]}
    pairs.add("".join(cores))
    known.glued |= {pair for pair in pairs if len(pair) >= 6}
    known.handles |= {pair for pair in pairs if len(pair) >= 5}
    for other in cores[1:]:
        known.handles |= {both for both in (cores[0][0] + other, other + cores[0][0]) if len(both) >= 5}
        known.handles |= {both for both in (cores[0] + other[0],) if len(both) >= 5}


def _add_signs(known: Called, parts: list[str]) -> None:
    """A name in a script without spaces. Family names come first there; one that stands apart is taken as such."""
    known.full_signs.add("".join(parts))
    if len(parts) > 1:
        family, given = parts[0], "".join(parts[1:])
        known.full_signs.add("".join([*parts[1:], parts[0]]))
    else:
        (name,) = parts
        is_split = re.fullmatch("[\u4e00-\u9fff\uac00-\ud7ff]{2,4}", name)
        long = name[:2] in LONG_FAMILIES or len(name) == 4
        cut = (2 if long and len(name) > 2 else 1) if is_split else 0
        family, given = name[:cut], name[cut:]
    if family:
        (known.families if len(family) < 3 else known.given).add(family)
    known.given.add(given)
    if _HAN.fullmatch(family + given):
        latin = [in_latin(family).lower(), in_latin(given).lower()]
        _add_words(known, " ".join(latin))
        syllables = re.findall("[A-Z][a-z]*", in_latin(given))
        if len(syllables) == 2:
            known.halves[syllables[0].lower(), syllables[1].lower()] = latin[1]


def known_place(place: Place, towns: Iterable[str] = ()) -> Known:
    """All that a place can be called by. `towns` are words that alone say less than a school: they are weak."""
    known = Known(is_whole=place.is_whole)
    name = read(place.name, in_html=False).text
    weak_towns = {key for town in towns for word in WORD.findall(town) for key in keys_of(word)}
    before = ""
    for word in WORD.findall(name):
        word = re.sub(f"[{APOSTROPHES}]s$", "", word, flags=re.IGNORECASE)
        for key in keys_of(word):
            base = key.removeprefix(_ARTICLE) if len(key) >= 5 else key
            if key in PLACES or base in PLACES or key in PARTICLES | BETWEEN or len(key) == 1:
                known.kinds.add(key)
                continue
            known.cores.add(base)  # an article before it is a joined particle
            if before in SAINTS:
                known.saints[base] = before
            if base in ORDINARY or key in ORDINARY or len(base) <= 2 or base.isdigit() or key in weak_towns:
                known.weak.add(base)
        before = fold(word)
    words = [fold(word) for word in WORD.findall(name)]
    known.acronym = "".join(word[0] for word in words if word and word not in BETWEEN)
    for part in _SIGNS.findall(name):
        _add_place_signs(known, fold_signs(part))
    return known


def _add_place_signs(known: Known, name: str) -> None:
    if len(name) < 3:
        return
    known.whole_signs |= {name, _TOWN.sub("", name)}
    for whole in list(known.whole_signs):
        kind = next((kind for kind in PLACES_SIGNS if whole.endswith(kind)), "")
        short = whole.removesuffix(kind)
        if kind and len(short) >= 2 and short not in ORDINARY_SIGNS:
            known.short_signs.add(short)
