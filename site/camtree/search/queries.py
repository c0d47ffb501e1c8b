"""One search over everything a visitor may see."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from camtree.core.pages.models import BasePage, BasePageQuerySet
from camtree.core.words.locales import locales
from camtree.search import engine
from camtree.search.analysis.questions import MOST_WORDS, Question, parts_of, question_of
from camtree.search.documents import Passage, kinds
from camtree.search.engine import Wanted
from camtree.search.excerpts import Said, excerpt, highlight, said
from camtree.search.passages import passages_with
from camtree.search.suggestions import did_you_mean
from camtree.search.synonyms import synonyms

# In a text where a word was found.
_MARKED: Final = "<mark>"


def page_types() -> dict[str, type[BasePage]]:
    """Page types that search knows, by the word that stands in the address."""
    return {kind: model for model, kind in kinds.items()}  # type: ignore[misc]


def asked_by_reader(text: str) -> Question:
    """What somebody asks who reads the language of this request."""
    return question_of(text, get_language() or "en", synonyms())


@dataclass(frozen=True)
class Hit:
    """A page found, and the piece of it that shows why."""

    page: Page
    language: str
    title: SafeString
    excerpt: SafeString
    kind: str
    is_withdrawn: bool = False
    # What a recording on the page says, or a document where the page itself says none of it.
    said: Said | None = None

    @property
    def kind_name(self) -> str:
        """What the page is, in the reader's language."""
        return str(capfirst(page_types()[self.kind]._meta.verbose_name))


@dataclass(frozen=True)
class Results:
    """One page of hits with what there is beyond it."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    # Whether nothing says everything that was asked, and these are works that say most of it.
    is_broader: bool = False
    meant: str = ""


def find(text: str, locale: Locale, kind: str = "", start: int = 0, size: int = 10) -> Results:
    """Search everything a visitor may see: hits `start` to `start + size`, and how many there are of each kind."""
    question = asked_by_reader(text)
    if question.is_empty:
        return Results()
    wanted = Wanted(question, tuple(page_types()), locale=locale)
    counts = engine.counts_by_kind(wanted)
    is_broader, meant = False, ""
    if not counts:
        meant = did_you_mean(text, locale)
        for broader in broader_questions(question):
            wanted = replace(wanted, question=broader)
            if counts := engine.counts_by_kind(wanted):
                is_broader = True
                break
    if kind:
        wanted = replace(wanted, kinds=(kind,))
    keys = ranked(wanted, start, size)
    total = counts.get(kind, 0) if kind else sum(counts.values())
    return Results(_hits(keys, wanted), total, counts, is_broader, meant)


def ranked(wanted: Wanted, start: int, size: int) -> list[int]:
    """Keys of the objects `start` to `start + size`, the best first; behind what was compared the newest come first."""
    matches = engine.best(wanted)
    keys = [match.object_id for match in matches[start : start + size]]
    if len(keys) < size and len(matches) >= engine.COMPARED:
        begin = max(0, start - len(matches))
        keys += engine.page_of(wanted, "newest", begin, size - len(keys), but=[match.entry for match in matches])
    return keys


def broader_questions(question: Question) -> Iterable[Question]:
    """The question without the years of school that stand together nowhere; with one of its words left out, whichever;
    with any of them."""
    loose = [phrase for phrase in question.phrases if phrase.is_loose]
    if not loose:
        return _with_some_missing(question)
    strict = tuple(phrase for phrase in question.phrases if not phrase.is_loose)
    words = tuple(replace(phrase, is_loose=False) for phrase in loose)
    apart = replace(question, groups=(*question.groups, *words), phrases=strict)
    return [replace(question, phrases=strict) if question.groups else apart, *_with_some_missing(apart)]


def _with_some_missing(question: Question) -> Iterable[Question]:
    parts = tuple(part for group in question.groups for part in parts_of(group))
    # Of very many, such as the pairs of a long run of Chinese, every so many: they are asked in each combination.
    groups = parts[:: -(-len(parts) // MOST_WORDS) or 1]
    question, number = replace(question, groups=groups), len(groups)
    return [replace(question, missing=missing) for missing in sorted({1, number - 1}) if 0 < missing < number]


def _hits(keys: list[int], wanted: Wanted) -> list[Hit]:
    """What to show of these pages. Asked once more who may see them: nothing private is shown by an index that is
    behind."""
    pages = {page.pk: page for page in BasePageQuerySet(Page).live().public().filter(pk__in=keys)}
    texts = engine.texts_of(keys, wanted.kinds)
    reader = wanted.locale.language_code if wanted.locale else ""
    told = passages_with([row.entry for row in texts.values()], wanted.question, reader)
    known = locales()
    hits = []
    for key in keys:
        if (page := pages.get(key)) is None or key not in texts:
            continue
        indexed = texts[key]
        language = known[page.locale_id].language_code
        title = highlight(page.title, language, wanted.question)
        shown = excerpt(page.search_description, indexed.text, language, wanted.question)
        hits.append(
            Hit(
                page=page,
                language=language,
                title=title,
                excerpt=shown,
                kind=indexed.kind,
                is_withdrawn=indexed.is_withdrawn,
                said=_said(told.get(indexed.entry, []), wanted, is_told=_MARKED in title or _MARKED in shown),
            )
        )
    return hits


def _said(passages: list[Passage], wanted: Wanted, *, is_told: bool) -> Said | None:
    """Of recordings always, for the minute is of use; of documents where the page itself says nothing of it."""
    return said((row for row in passages if row.second is not None or not is_told), wanted.question)
