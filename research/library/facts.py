"""The facts of a report, and everywhere they are told: one table for page, paper, filters, API and demo.

A new fact is a field of `ReportPage` (of `ReportFacts` where drafts have it, too, which `FactsForm` asks), a row of
FACTS, and its name in each list below that is to tell it. What a list names is told there, in the order of the list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from camtree.core.templatetags.core_tags import number
from camtree.core.words.languages import country_name, join, language_name
from research.library.choices import ReportKind
from research.library.dates import PartialDate

# Names of the vocabularies' terms in the reader's language, by vocabulary and slug (camtree.vocabularies.queries).
TermNames = dict[str, dict[str, str]]
# A report and those names to the words that readers are told; "" where there is nothing to tell.
Words = Callable[[Any, TermNames], str]

TERMS = ("phases", "subjects", "approaches", "themes")


@dataclass(frozen=True)
class Way:
    """A value of a fact in words, and what the library is asked by to find what shares it."""

    words: str
    parameter: str
    value: str

    @property
    def query(self) -> str:
        return urlencode({self.parameter: self.value})


# A report and the names of terms to ways into the library.
Ways = Callable[[Any, TermNames], list[Way]]


@dataclass(frozen=True)
class Fact:
    """What is told of one fact, wherever it is told."""

    label: Any
    words: Words
    # Into the library, from a page: one for each value.
    ways: Ways = lambda _report, _names: []
    # Where it leads to: a field that is an address, "" for none.
    address: str = ""
    # A date, for machines beside the words: an attribute that is one, or as much of one as is known.
    day: str = ""
    # In letters of its own, whatever runs around it.
    is_code: bool = False


# Vocabularies to the parameters of the library that ask for their terms.
_PARAMETERS = {"phases": "phase", "subjects": "subject", "approaches": "approach", "themes": "theme"}


def ways_of_terms(vocabulary: str, report: Any, names: TermNames) -> list[Way]:
    """The terms of a report in one vocabulary."""
    known = names.get(vocabulary, {})
    terms = getattr(report, vocabulary).all()
    return [Way(known.get(term.slug, term.name), _PARAMETERS[vocabulary], term.slug) for term in terms]


def _terms(label: Any, vocabulary: str) -> Fact:
    def ways(report: Any, names: TermNames) -> list[Way]:
        return ways_of_terms(vocabulary, report, names)

    return Fact(label, lambda report, names: join([way.words for way in ways(report, names)]), ways)


def _place(report: Any, _names: TermNames) -> list[Way]:
    return [Way(report.whereabouts, "country", str(report.country).lower())] if report.country else []


def _language(report: Any, _names: TermNames) -> list[Way]:
    return [Way(language_name(report.original_language), "language", report.original_language.lower())]


def _year(report: Any, _names: TermNames) -> list[Way]:
    day = report.published_on
    return [Way(report.issued.words, "year", f"{day.year:04d}")] if day and report.issued else []


def _learners(report: Any, _names: TermNames) -> str:
    if not report.learners:
        return ""
    facts = {"n": number(report.learners), "from": number(report.age_from), "to": number(report.age_to)}
    if report.age_from and report.age_to and report.age_from != report.age_to:
        return gettext("%(n)s, aged %(from)s to %(to)s") % facts
    return gettext("%(n)s, aged %(age)s") % {**facts, "age": facts["from"]} if report.age_from else str(facts["n"])


def _research_lessons(report: Any, _names: TermNames) -> str:
    if report.kind != ReportKind.LESSON_STUDY:
        return ""
    pupils, lessons = report.case_pupils, str(number(report.cycles))
    words = ngettext("%(lessons)s, with %(n)s case pupil", "%(lessons)s, with %(n)s case pupils", pupils)
    return words % {"lessons": lessons, "n": number(pupils)} if pupils else lessons


def _cycles(report: Any, _names: TermNames) -> str:
    return "" if report.kind == ReportKind.LESSON_STUDY else str(number(report.cycles))


FACTS: dict[str, Fact] = {
    "place": Fact(_("Place"), lambda report, _names: report.whereabouts if report.country else "", _place),
    "phases": _terms(_("Phase"), "phases"),
    "subjects": _terms(_("Subject"), "subjects"),
    "approaches": _terms(_("Approach"), "approaches"),
    "themes": _terms(_("Themes"), "themes"),
    "learners": Fact(_("Learners"), _learners),
    "research_lessons": Fact(_("Research lessons"), _research_lessons),
    "cycles": Fact(_("Inquiry cycles"), _cycles),
    "conducted": Fact(_("School year"), lambda report, _names: report.conducted),
    "original_language": Fact(
        _("Written in"), lambda report, _names: language_name(report.original_language), _language
    ),
    "review_status": Fact(_("Review"), lambda report, _names: report.get_review_status_display()),
    "published_on": Fact(
        _("Published"),
        lambda report, _names: report.issued.words if report.issued else "",
        _year,
        day="issued",
    ),
    "identifier": Fact(_("Identifier"), lambda report, _names: report.identifier, is_code=True),
    "licence": Fact(_("Licence"), lambda report, _names: report.get_licence_display(), address="licence_address"),
}

# ---------------------------------------------------------------- where they are told

# Beside a report, in groups: what a reader can do with it, such as reading it in another language, stands between them.
ON_PAGE = {
    "inquiry": ("place", *TERMS, "learners", "research_lessons", "cycles", "conducted", "original_language"),
    "publication": ("published_on", "identifier"),
    "use": ("licence",),
}
ON_PAPER = ("published_on", "place", "original_language", "review_status", "licence")
# Fields that a draft has by the same name, copied to its page.
FROM_DRAFT = ("country", "place", "learners", "age_from", "age_to", "cycles", "licence")
# Fields in the API, in the order in which it tells them.
IN_API = (
    *("country", "place", *TERMS, "original_language", "learners", "age_from", "age_to", "cycles", "conducted"),
    *("licence", "review_status", "identifier", "published_on", "withdrawn_on"),
)
# Fields that the demo's reports tell at their head.
IN_DEMO = (
    *("kind", "country", "place", "learners", "age_from", "age_to", "cycles", "licence", "review_status"),
    *("identifier", "published_on", "conducted"),
)


@dataclass(frozen=True)
class Filter:
    """What readers of the library filter by: a parameter of the address, the facet of the search index that answers it
    (`camtree.search.documents.FACETS`), and a name."""

    parameter: str
    facet: str
    name: Any
    # The name of a value in the reader's language.
    value_name: Callable[[str, TermNames], str]


def _term_name(vocabulary: str) -> Callable[[str, TermNames], str]:
    return lambda slug, names: names[vocabulary].get(slug, slug)


FILTERS = (
    Filter("phase", "phases", _("Phase"), _term_name("phases")),
    Filter("subject", "subjects", _("Subject"), _term_name("subjects")),
    Filter("approach", "approaches", _("Approach"), _term_name("approaches")),
    Filter("theme", "themes", _("Theme"), _term_name("themes")),
    Filter("country", "country", _("Country"), lambda value, _names: country_name(value)),
    Filter("language", "original_language", _("Original language"), lambda value, _names: language_name(value)),
    Filter("kind", "variety", _("Type"), lambda value, _names: str(dict(ReportKind.choices).get(value, value))),
    Filter("year", "year", _("Year"), lambda value, _names: value),
)


@dataclass(frozen=True)
class Told:
    """One fact of one report in the reader's language."""

    name: str
    label: Any
    words: str
    ways: list[Way]
    address: str = ""
    day: PartialDate | None = None
    is_code: bool = False


def told(report: Any, names: TermNames, wanted: tuple[str, ...]) -> list[Told]:
    """The facts `wanted` of a report, in this order; those of which there is nothing to tell are left out."""
    rows = ((name, FACTS[name]) for name in wanted)
    return [
        Told(
            name,
            fact.label,
            words,
            fact.ways(report, names),
            getattr(report, fact.address) if fact.address else "",
            getattr(report, fact.day) if fact.day else None,
            fact.is_code,
        )
        for name, fact in rows
        if (words := fact.words(report, names))
    ]
