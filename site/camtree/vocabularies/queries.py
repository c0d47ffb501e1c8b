"""Names of the terms, as readers see them."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Locale

from camtree.core.caching.generation import recall
from camtree.vocabularies.models import VOCABULARIES


def term_names(locale: Locale) -> dict[str, dict[str, str]]:
    """Names of all vocabulary terms in a language, by vocabulary and slug; English where there is no translation.

    Remembered until something is published or a term changes: pages show many terms.
    """

    def load() -> dict[str, dict[str, str]]:
        names: dict[str, dict[str, str]] = {}
        for vocabulary, model in VOCABULARIES.items():
            rows = model.objects.filter(Q(locale__language_code="en") | Q(locale_id=locale.pk)).values_list(
                "slug", "name", "locale_id"
            )
            # The reader's language comes last and wins.
            names[vocabulary] = {slug: name for slug, name, _of in sorted(rows, key=lambda row: row[2] == locale.pk)}
        return names

    return recall(f"terms:{locale.pk}", load)


@dataclass(frozen=True)
class Term:
    """A term as readers see it."""

    slug: str
    name: str
    description: str


def terms_in(locale: Locale) -> dict[str, list[Term]]:
    """All terms by vocabulary, in the editors' order; names and descriptions in a language, English where there is no
    translation. Remembered as `term_names` is."""

    def load() -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = {}
        for vocabulary, model in VOCABULARIES.items():
            rows = model.objects.filter(Q(locale__language_code="en") | Q(locale_id=locale.pk))
            by_slug: dict[str, Term] = {}
            # The reader's language comes last and wins, the place of the English row stays.
            for row in sorted(rows, key=lambda row: row.locale_id == locale.pk):
                english = by_slug.get(row.slug)
                by_slug[row.slug] = Term(
                    row.slug, row.name, row.description or (english.description if english else "")
                )
            found[vocabulary] = list(by_slug.values())
        return found

    return recall(f"term-list:{locale.pk}", load)
