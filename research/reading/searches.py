"""What a saved search asks for, in one form and in words."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.encoding import uri_to_iri

from camtree.core.words.isolation import isolated_in_text
from camtree.core.words.languages import join
from camtree.core.words.locales import active_locale
from camtree.vocabularies.queries import term_names
from research.library.browsing import SORTS, chosen_in, text_in
from research.library.facts import FILTERS

# Letters of a question that is kept, and bytes: an index of PostgreSQL takes no more.
LONGEST, MOST_BYTES = 1000, 2000


def in_one_form(query: QueryDict) -> str:
    """The query string of a question, the same for all that ask the library the same: known parameters in one order,
    each value once, letters of all scripts as they are. Empty for one that asks for nothing."""
    kept = QueryDict(mutable=True)
    if text := " ".join(text_in(query).split()):
        kept["q"] = text
    for name, values in chosen_in(query).items():
        kept.setlist(name, sorted(values))
    if not kept:
        return ""
    if (sort := query.get("sort")) in SORTS:
        kept["sort"] = sort
    return uri_to_iri(kept.urlencode())


def is_too_long(query: str) -> bool:
    """Whether a question is too long to be kept."""
    return len(query) > LONGEST or len(query.encode()) > MOST_BYTES


def in_words(query: QueryDict) -> str:
    """What a question looks for, in the reader's language: the words in quotes, then each fact."""
    names = term_names(active_locale())
    parts: list[str] = [f"“{text}”"] if (text := query.get("q", "")) else []
    for row in FILTERS:
        parts += _values(row.value_name(value, names) or value for value in query.getlist(row.parameter))
    return join([isolated_in_text(part) for part in parts])


def _values(names: Iterable[str]) -> list[str]:
    return [str(name) for name in names]
