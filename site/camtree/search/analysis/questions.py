"""What somebody typed, as a question to the index: words, phrases in quotation marks, -words that must not be there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from camtree.search.analysis.folding import fold
from camtree.search.analysis.stems import STEMMED, stemmings_of
from camtree.search.analysis.tokens import LONGEST_TOKEN, bases, main_token
from camtree.search.analysis.variants import is_stop_word, variants
from camtree.search.analysis.words import Word, is_run, pairs, words_in

LONGEST_QUESTION: Final = 200
MOST_WORDS: Final = 12
_PHRASE = re.compile(r'(?P<not>(?:(?<=\s)|^)-)?["“”„«»「」『』＂]([^"“”„«»「」『』＂]*)["“”„«»「」『』＂]')
_EXCLUDED = re.compile(r"(?:(?<=\s)|^)[-\u2212](?=[^\s-])(\S+)")
# Between two words, "maths/science"; not in an identifier.
_OR = re.compile(r"(?<=[^\W\d_]{3})/(?=[^\W\d_]{3})")
# What stands before the number of a year of school, folded.
YEARS: Final = frozenset(
    ["year", "grade", "class", "form", "curso", "grado", "ano", "annee", "classe", "الصف", "صف", "klasse"]
)
# How many words may mean one thing together: "key stage 2".
_LONGEST_VARIANT: Final = 6

# Tokens that all have to be there: one way to say a word.
type Alternative = tuple[str, ...]
# What means the same as a word or several, by language: stems joined by spaces to the words that mean the same.
type Synonyms = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Group:
    """A word that was asked for: any of its alternatives will do."""

    written: str
    alternatives: tuple[Alternative, ...]
    # Of a phrase: nobody put it in quotation marks, so that its words may stand apart where it is nowhere found.
    is_loose: bool = False

    @property
    def tokens(self) -> frozenset[str]:
        return frozenset(token for alternative in self.alternatives for token in alternative)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Every group has to be there, every phrase, and none of what is excluded.

    Of a phrase, each alternative is tokens that follow one another.
    """

    groups: tuple[Group, ...] = ()
    phrases: tuple[Group, ...] = ()
    excluded: tuple[Group, ...] = ()
    # How many of the groups need not be there: of three with one missing, any two have to.
    missing: int = 0
    # Whether only titles, names and identifiers are looked at.
    is_in_titles: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.phrases

    @property
    def tokens(self) -> frozenset[str]:
        """Every token that a match may show, for marking it in a text."""
        return frozenset(token for group in (*self.groups, *self.phrases) for token in group.tokens)


def question_of(text: str, reader: str, more: Synonyms | None = None) -> Question:
    """What `text` asks, typed by a reader of the language `reader`; `more` words that mean the same.

    At most LONGEST_QUESTION letters and MOST_WORDS words of it are taken. Words that say nothing are left out where
    others remain.
    """
    text = text[:LONGEST_QUESTION].replace("\x00", " ")
    phrases: list[Group] = []
    excluded: list[Group] = []
    for match in _PHRASE.finditer(text):
        if (group := _phrase(match.group(2))) is not None:
            (excluded if match.group("not") else phrases).append(group)
    text = _PHRASE.sub(" ", text)
    for match in _EXCLUDED.finditer(text):
        # Of what is excluded nothing else goes than what was typed.
        excluded += [_group(word, None) for word in words_in(match.group(1))][:1]
    words = list(words_in(_OR.sub(" ", _EXCLUDED.sub(" ", text))))[:MOST_WORDS]
    telling = [word for word in words if not _says_nothing(word, reader)] or words
    if phrases and all(_says_nothing(word, reader) for word in words):
        telling = []
    telling, years = _years_in(telling)
    phrases += years
    groups = tuple(_groups(telling, more or {}))
    return Question(groups, tuple(phrases[:MOST_WORDS]), tuple(excluded[:MOST_WORDS]))


def is_too_much(text: str) -> bool:
    """Whether there are more words than are taken."""
    return sum(1 for _word in words_in(text)) > MOST_WORDS


def _says_nothing(word: Word, reader: str) -> bool:
    return len(word.parts) == 1 and any(is_stop_word(word.parts[0], language) for language in {reader, "en"})


def _years_in(words: list[Word]) -> tuple[list[Word], list[Group]]:
    """The words without years of school, such as "year 4", and these: apart from each other the two say nothing."""
    left: list[Word] = []
    years: list[Group] = []
    at = 0
    while at < len(words):
        number = words[at + 1].whole if at + 1 < len(words) else ""
        if words[at].whole in YEARS and number.isdecimal() and len(number) < 3:
            stems = dict.fromkeys(main_token(words[at].whole, language) for language in (*STEMMED, ""))
            ways = [(number,), *_same([words[at + 1]], {})]
            sequences = tuple((stem, *way) for stem in stems for way in ways if len(way) == 1)
            years.append(Group(f"{words[at].written} {number}", sequences, is_loose=True))
            at += 2
        else:
            left.append(words[at])
            at += 1
    return left, years


def _groups(words: list[Word], more: Synonyms) -> Iterator[Group]:
    """A group for each word, one for several that mean something together."""
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_VARIANT, len(words) - at), 1, -1):
            together = words[at : at + length]
            if same := _same(together, more):
                own = [tuple(main_token(word.whole, language) for word in together) for language in STEMMED]
                yield Group(" ".join(word.written for word in together), tuple(dict.fromkeys([*own, *same])))
                at += length
                break
        else:
            yield _group(words[at], more)
            at += 1


def _group(word: Word, more: Synonyms | None) -> Group:
    """What to ask for one word: itself, its stem in each language and, but for None, what means the same."""
    found: list[Alternative]
    if is_run(word.parts[0]):
        run = word.parts[0]
        found = [tuple(pairs(run))]
        if len(run) > 3 and len(run) % 2 == 0:
            # Most words of Chinese have two signs: each of them anywhere is an answer, too.
            found.append(tuple(run[at : at + 2] for at in range(0, len(run), 2)))
    else:
        found = []
        languages = stemmings_of(word.whole) or ("",)
        for language in languages:
            found += [(main_token(base, language),) for base in bases(word, language)]
            found += [(base[:LONGEST_TOKEN],) for base in bases(word, language)]
        if len(word.parts) > 1 and not word.is_elided:
            found += [tuple(main_token(part, language) for part in word.parts) for language in languages]
    if more is not None:
        found += _same([word], more)
    return Group(word.written, tuple(dict.fromkeys(found)))


def parts_of(group: Group) -> list[Group]:
    """The pairs of a run as groups of their own, which may be missing one by one; else the group itself."""
    run = group.alternatives[0]
    if len(run) < 3 or not all(is_run(token) for token in run):
        return [group]
    return [Group(pair, ((pair,),)) for pair in run]


def _phrase(text: str) -> Group | None:
    """The words of a phrase one after the other, in each language; None where there are none."""
    words = list(words_in(text))[:MOST_WORDS]
    sequences = [
        tuple(
            token
            for word in words
            for token in (
                pairs(word.parts[0])
                if is_run(word.parts[0])
                else [main_token(bases(word, language)[0], language)]
                if len(word.parts) == 1 or word.is_elided
                else [main_token(part, language) for part in word.parts]
            )
        )
        for language in (*STEMMED, "")
    ]
    return Group(text.strip(), tuple(dict.fromkeys(sequences))) if words else None


# ---------------------------------------------------------------- words that mean the same


def _same(words: list[Word], more: Synonyms) -> list[Alternative]:
    found: list[Alternative] = []
    for language, known in _built_in().items():
        key = " ".join(key_of(word.whole, language) for word in words)
        for meant in (*known.get(key, ()), *more.get(language, {}).get(key, ())):
            found.append(_tokens_of_variant(meant, language))
    return [tokens for tokens in found if tokens]


def key_of(folded: str, language: str) -> str:
    """By what a word is looked up among those that mean the same: any of its forms."""
    return main_token(folded, language)


def by_key(groups: Iterable[Iterable[str]], language: str) -> dict[str, tuple[str, ...]]:
    """Words that mean the same, by each of them: `[["maths", "mathematics"]]` to what each of the two also means."""
    same: dict[str, tuple[str, ...]] = {}
    for group in groups:
        group = tuple(group)
        for words in group:
            key = " ".join(key_of(word.whole, language) for word in words_in(words))
            if key:
                others = (other for other in group if other != words and any(words_in(other)))
                same[key] = tuple(dict.fromkeys([*same.get(key, ()), *others]))
    return same


@cache
def _built_in() -> dict[str, dict[str, tuple[str, ...]]]:
    return {language: by_key(known.same, language) for language, known in variants().items()}


@cache
def _tokens_of_variant(words: str, language: str) -> Alternative:
    tokens: list[str] = []
    for word in words_in(words):
        if is_run(word.parts[0]):
            tokens += pairs(word.parts[0])
        elif len(word.parts) > 1:
            tokens.append(fold(word.whole))
        else:
            tokens.append(main_token(word.whole, language))
    return tuple(tokens)


# ---------------------------------------------------------------- what is still being typed

# At the end of a token: whatever begins so.
PREFIX: Final = "*"


def prefixes_of(text: str) -> Question:
    """What is asked while somebody types: words of titles and names that begin so, all of them."""
    groups = []
    for word in list(words_in(text[:LONGEST_QUESTION].replace("\x00", " ")))[:MOST_WORDS]:
        if is_run(word.parts[0]):
            run = word.parts[0]
            groups.append(Group(word.written, (tuple(pairs(run)) if len(run) > 1 else (run,),)))
        else:
            # What a word was folded to stands beside its stem, so the beginning of either will do.
            whole = {word.whole[:LONGEST_TOKEN], *(f"{language}:{word.whole}" for language in stemmings_of(word.whole))}
            alternatives: list[Alternative] = [(token + PREFIX,) for token in sorted(whole)]
            if len(word.parts) > 1:
                alternatives.append(tuple(part + PREFIX for part in word.parts))
            groups.append(Group(word.written, tuple(alternatives)))
    return Question(tuple(groups), is_in_titles=True)
