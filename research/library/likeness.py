"""More like a report: what shares its facts, and words of its title."""

from collections.abc import Mapping
from typing import Final

from wagtail.models import Locale, Page

from camtree.core.pages.queries import chosen_ids
from camtree.search import engine
from camtree.search.analysis.folding import fold
from camtree.search.analysis.questions import Group, Question, question_of
from camtree.search.engine import Shown, Wanted
from camtree.search.lexemes import facet_token
from research.library.browsing import KIND
from research.library.facts import TERMS
from research.library.models import ReportPage

MOST: Final = 4
# Newest works that are compared.
_COMPARED: Final = 100
# What sharing a value of each fact says, and sharing a word of the title.
_WEIGHT: Final[Mapping[str, int]] = {"approaches": 3, "themes": 3, "subjects": 2, "phases": 1}
_WORD: Final = 2
# Words of the title that are looked for.
_WORDS: Final = 4
_TELLING: Final = ("approaches", "themes", "subjects")


def more_like(report: ReportPage, locale: Locale) -> list[ReportPage]:
    """Up to MOST works that are like a report, the likest first, each as a reader of `locale` is shown it; none that
    its page names as related. Two queries."""
    facts = {name: {term.slug for term in getattr(report, name).all()} for name in TERMS}
    words = question_of(report.title, report.language)
    wanted = [Wanted(question, (KIND,), locale=locale) for question in _questions(facts, words)]
    others = {
        row.object_id: row
        for row in engine.newest(wanted, _COMPARED)
        if row.translation_key != report.translation_key and not row.is_withdrawn
    }
    ranked = sorted(others.values(), key=lambda row: (-_likeness(row, facts, words), -row.newest, -row.object_id))
    related = chosen_ids(report.related_pages)
    keys = [row.object_id for row in ranked[: MOST + len(related)]]
    if not keys:
        return []
    # Asked once more who may see them: an index that is behind shows nothing private.
    rows = ReportPage.objects.live().public().filter(pk__in=keys).select_related("locale").defer_streamfields()
    if related:
        rows = rows.exclude(translation_key__in=Page.objects.filter(pk__in=related).values("translation_key"))
    pages = {page.pk: page for page in rows}
    return [pages[key] for key in keys if key in pages][:MOST]


def _questions(facts: Mapping[str, set[str]], words: Question) -> list[Question]:
    """What shares two of approach, subject and theme, or the one there is; and what has at least half of the longest
    words of the title in its own. A phase alone says too little: it only tells which is liker."""
    groups = tuple(
        Group(name, tuple((facet_token(name, slug),) for slug in sorted(facts[name])))
        for name in _TELLING
        if facts[name]
    )
    by_facts = [Question(groups, missing=max(0, len(groups) - 2))] if groups else []
    # The longest words are the rarest, as a rule, and of many words there are too many halves.
    long = tuple(sorted(words.groups, key=lambda group: -len(group.written))[:_WORDS])
    by_words = [Question(long, missing=len(long) // 2, is_in_titles=True)] if long else []
    return by_facts + by_words


def _likeness(row: Shown, facts: Mapping[str, set[str]], words: Question) -> int:
    shared = sum(_WEIGHT[name] * len(slugs & set(row.facts[name])) for name, slugs in facts.items())
    return shared + _WORD * sum(fold(group.written) in row.sort_title for group in words.groups)
