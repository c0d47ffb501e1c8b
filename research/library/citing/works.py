"""What a citation tells of a report."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from camtree.core.http.addresses import absolute_url
from camtree.core.pages.card_facts import load_card_facts
from camtree.core.templatetags.core_tags import html_lang, local_date
from camtree.core.words.languages import country_name, language_name
from camtree.core.words.locales import locales
from camtree.vocabularies.queries import term_names
from research.library.dates import PartialDate
from research.library.dois import dois_of
from research.library.facts import TERMS
from research.library.models import ReportAuthor, ReportPage

PUBLISHER = "CamTREE"


@dataclass(frozen=True)
class Original:
    """The work that a report is a translation of."""

    title: str
    language: str


@dataclass(frozen=True)
class Cited:
    """A report as citations tell it; the words of our own are in the language of its page, `words_in`."""

    key: str
    title: str
    authors: list[ReportAuthor]
    issued: PartialDate | None
    kind: str
    identifier: str
    doi: str
    address: str
    language: str
    abstract: str
    keywords: list[str]
    original: Original | None
    notes: list[str]
    words_in: str = settings.LANGUAGE_CODE
    country: str = ""
    # Words by vocabulary: `keywords` are all of them.
    terms: dict[str, list[str]] = field(default_factory=dict)

    @property
    def native_names(self) -> str:
        """The names of authors in their own script, for formats that have a place for words alone."""
        told = [f"{author.name} ({author.native_name})" for author in self.authors if author.native_name]
        with translation.override(self.words_in):
            return _("Names in their own script: %(names)s") % {"names": "; ".join(told)} if told else ""


def is_translated(report: ReportPage) -> bool:
    """Whether a report is read in another language than it was written in."""
    return report.language != report.original_language


def live_originals(*reports: ReportPage) -> Any:
    """The live pages of the works of these reports in the languages that they were written in. Nothing is told of an
    original that nobody may read."""
    return Page.objects.filter(
        translation_key__in=[report.translation_key for report in reports],
        locale__language_code__in={report.original_language for report in reports},
        live=True,
        alias_of=None,
    )


def originals_of(reports: Iterable[ReportPage]) -> dict[UUID, Original]:
    """The originals of those reports, by work, that are translated. No query where none is."""
    translated = [report for report in reports if is_translated(report)]
    if not translated:
        return {}
    pages = live_originals(*translated).values_list("translation_key", "locale__language_code", "title")
    titles = {(work, language): title for work, language, title in pages}
    asked = {report.translation_key: report.original_language for report in translated}
    return {work: Original(titles[key], key[1]) for key in asked.items() if key in titles for work in [key[0]]}


def words_about(original: Original) -> str:
    """What is said of the original behind the citation of a translation."""
    facts = {"language": language_name(original.language), "title": original.title}
    return _("Original work in %(language)s: %(title)s") % facts


def marked_title(report: ReportPage) -> str:
    """The title, which says so where the report is withdrawn."""
    return _("[Withdrawn] %(title)s") % {"title": report.title} if report.withdrawn_on else str(report.title)


def cited(
    reports: Iterable[ReportPage], request: HttpRequest | None = None, *, reader: Locale | None = None
) -> list[Cited]:
    """What citations tell of reports, in their order: authors, terms, DOIs and originals in a query each.

    A work is cited in the language of its page, whoever asks; for tables the words of our own are those of `reader`.
    Of the terms no more is loaded than their names: these reports cannot be saved any more.
    """
    reports = list(reports)
    load_card_facts(reports, ("authors", *TERMS))
    dois = dois_of(report.translation_key for report in reports)
    originals = originals_of(reports)
    known = locales()
    found = []
    for report in reports:
        locale = reader or known[report.locale_id]
        address, doi = absolute_url(report, request), dois.get(report.translation_key, "")
        with translation.override(locale.language_code):
            found.append(_cited(report, address, doi, originals.get(report.translation_key), locale))
    return found


def cited_alone(report: ReportPage, *, address: str, doi: str, original: Original | None) -> Cited:
    """The same of one report whose authors and terms are loaded, and whose DOI and original are known."""
    locale = locales()[report.locale_id]
    with translation.override(locale.language_code):
        return _cited(report, address, doi, original, locale)


def _cited(report: ReportPage, address: str, doi: str, original: Original | None, locale: Locale) -> Cited:
    notes = [words_about(original)] if original else []
    terms = _terms(report, term_names(locale))
    if report.withdrawn_on:
        notes.append(_("This report was withdrawn on %(day)s.") % {"day": local_date(report.withdrawn_on)})
    return Cited(
        key=f"{report.identifier or slugify(report.slug) or f'camtree-{report.pk}'}-{report.language}",
        title=marked_title(report),
        authors=list(report.authors.all()),
        issued=report.issued,
        kind=report.get_kind_display(),
        identifier=report.identifier,
        doi=doi,
        address=address,
        # A report that was filed where there was no place for its language is no translation.
        language=html_lang(report.language if original else report.original_language),
        abstract="\n\n".join(text for _heading, text in report.abstract) or str(report.introduction),
        keywords=list(dict.fromkeys(word for words in terms.values() for word in words)),
        original=original,
        notes=notes,
        words_in=locale.language_code,
        country=country_name(str(report.country or "")),
        terms=terms,
    )


def _terms(report: ReportPage, names: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    return {
        vocabulary: [names.get(vocabulary, {}).get(term.slug, term.name) for term in getattr(report, vocabulary).all()]
        for vocabulary in TERMS
    }
