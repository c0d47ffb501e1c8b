"""What a saved search asks for, in one form and in words."""

from collections.abc import Iterable

from django.http import QueryDict

from camtree.core.words.isolation import isolated_in_text
from camtree.core.words.languages import join
from camtree.core.words.locales import active_locale
from camtree.vocabularies.queries import term_names
from research.library.facts import FILTERS

# What the library's address asks for; the rest, such as the page of a list, is no part of a question.
PARAMETERS = ("q", *(row.parameter for row in FILTERS), "sort")
LONGEST = 1000


def in_one_form(query: QueryDict) -> str:
    """The query string of a question, the same for all that ask the same: known parameters in one order, each value
    once. Empty for one that asks for nothing."""
    kept = QueryDict(mutable=True)
    for name in PARAMETERS:
        values = {" ".join(value.split())[:200] for value in query.getlist(name)}
        if found := sorted(value for value in values if value):
            kept.setlist(name, found[:1] if name in ("q", "sort") else found)
    if set(kept) <= {"sort"}:
        return ""
    return kept.urlencode()


def in_words(query: QueryDict) -> str:
    """What a question looks for, in the reader's language: the words in quotes, then each fact."""
    names = term_names(active_locale())
    parts: list[str] = [f"“{text}”"] if (text := query.get("q", "")) else []
    for row in FILTERS:
        parts += _values(row.value_name(value, names) or value for value in query.getlist(row.parameter))
    return join([isolated_in_text(part) for part in parts])


def _values(names: Iterable[str]) -> list[str]:
    return [str(name) for name in names]
