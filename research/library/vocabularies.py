"""The words by which the library is ordered, each with how many reports it leads to."""

from dataclasses import dataclass

from django.utils.text import capfirst
from wagtail.models import Locale

from camtree.vocabularies.models import VOCABULARIES
from camtree.vocabularies.queries import terms_in
from research.library.browsing import counts_of_all
from research.library.facts import FILTERS, TERMS, Way


@dataclass(frozen=True)
class CountedTerm:
    """A term, what it means, and how many reports have it."""

    way: Way
    description: str
    count: int


@dataclass(frozen=True)
class Vocabulary:
    """All terms of one kind."""

    name: str
    heading: str
    terms: list[CountedTerm]


def vocabularies(locale: Locale) -> list[Vocabulary]:
    """All terms of all vocabularies for readers of `locale`."""
    counts, terms = counts_of_all(locale), terms_in(locale)
    parameters = {row.facet: row.parameter for row in FILTERS}
    return [
        Vocabulary(
            name,
            str(capfirst(VOCABULARIES[name]._meta.verbose_name_plural)),
            [
                CountedTerm(
                    Way(term.name, parameters[name], term.slug),
                    term.description,
                    counts.get(name, {}).get(term.slug, 0),
                )
                for term in terms[name]
            ],
        )
        for name in TERMS
    ]
