"""Facts of pages as they are found: by their names in all languages of the site, and as values that lists narrow by."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Choices
from django.utils.translation import override

from camtree.core.words.languages import babel_locale
from camtree.core.words.locales import locales
from camtree.search.documents import Document, Tier
from camtree.vocabularies.queries import term_names


def add_terms(document: Document, vocabulary: str, terms: Iterable[Any]) -> None:
    """Terms of a vocabulary: values of its facet, and their names in every language."""
    slugs = [term.slug for term in terms]
    document.facets[vocabulary] = sorted(slugs)
    for locale in locales().values():
        names = term_names(locale)[vocabulary]
        for slug in slugs:
            document.add(names.get(slug, ""), Tier.HEAD, locale.language_code)


def add_country(document: Document, code: str) -> None:
    """A country by its code (ISO 3166-1 alpha-2): a value, and its names."""
    if code:
        document.facets["country"] = [code.lower()]
        for language, name in country_names(code):
            document.add(name, Tier.HEAD, language)


def add_choice(document: Document, facet: str, choice: type[Choices], value: str) -> None:
    """One of a few values that a field chooses from: a value, and its label in every language."""
    if value:
        document.facets[facet] = [value]
        add_label(document, choice, value)


def add_label(document: Document, choice: type[Choices], value: str) -> None:
    """The label of a value, which pages print in the reader's language, in every language."""
    for language, label in _labels(choice, value):
        document.add(label, Tier.HEAD, language)


@cache
def _labels(choice: type[Choices], value: str) -> list[tuple[str, str]]:
    labels = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            labels.append((language, str(dict(choice.choices).get(value, ""))))
    return labels


@cache
def country_names(code: str) -> list[tuple[str, str]]:
    """Languages of the site, each with its name of a country."""
    pairs = [
        (language, babel_locale(language).territories.get(code.upper(), "")) for language, _name in settings.LANGUAGES
    ]
    return [(language, str(name)) for language, name in pairs if name]


@cache
def spoken_names(code: str) -> list[tuple[str, str]]:
    """Languages of the site, each with its name of a language."""
    tag = babel_locale(code)
    return [(language, tag.get_display_name(babel_locale(language)) or "") for language, _name in settings.LANGUAGES]


def add_language(document: Document, code: str) -> None:
    """The language something was written in: a value, and its names."""
    if code:
        document.facets["original_language"] = [code.lower()]
        for language, name in spoken_names(code):
            document.add(name, Tier.HEAD, language)
