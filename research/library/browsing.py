"""The library as readers browse it: words, facts to narrow by with their counts, orders, pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import QueryDict
from wagtail.models import Locale

from camtree.core.caching.generation import recall
from camtree.core.http.addresses import LONGEST_VALUE, filter_value
from camtree.core.words.locales import active_locale
from camtree.search import engine
from camtree.search.analysis.folding import fold
from camtree.search.engine import Wanted
from camtree.search.pasted import asked_in
from camtree.search.queries import asked_by_reader, broader_questions, ranked
from camtree.search.suggestions import did_you_mean
from camtree.vocabularies.queries import term_names
from research.library.citing.formats import MOST
from research.library.facts import FILTERS, Filter
from research.library.models import LibraryPage, ReportIndexPage, ReportPage
from research.library.queries import collections_shown, listed

PER_PAGE: Final = 12
KIND: Final = "report"
SORTS: Final = ("newest", "oldest", "title")
# Values of one fact that may be chosen together, that stand open, and from how many on there is a field to find one.
MOST_CHOSEN: Final = 20
OPEN_VALUES: Final = 6
MANY_VALUES: Final = 15


@dataclass(frozen=True)
class FacetValue:
    """One value a reader may filter by."""

    value: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A way to narrow the library."""

    parameter: str
    name: Any
    values: list[FacetValue]
    # What of a long list is shown: values whose names say this.
    looked_for: str = ""
    # Whether there are so many that a field to find one helps.
    is_long: bool = False

    @property
    def field(self) -> str:
        """The parameter that looks for a value."""
        return f"in-{self.parameter}"

    @property
    def chosen(self) -> list[FacetValue]:
        """The values that the address asks for, whatever their count."""
        return [value for value in self.values if value.is_chosen]

    @property
    def open(self) -> list[FacetValue]:
        """The values that stand open: chosen ones, and the most frequent. What answers a search stands below it."""
        return self.chosen if self.looked_for else self._offered[: max(OPEN_VALUES, len(self.chosen))]

    @property
    def folded(self) -> list[FacetValue]:
        """The values below these, or those whose names say what is looked for."""
        if not self.looked_for:
            return self._offered[len(self.open) :]
        wanted = fold(self.looked_for)
        return [value for value in self.values if wanted in fold(value.name)][:MANY_VALUES]

    @property
    def _offered(self) -> list[FacetValue]:
        others = [value for value in self.values if not value.is_chosen]
        return self.chosen + others[:MANY_VALUES]


@dataclass(frozen=True)
class Asked:
    """What an address of the library asks for."""

    text: str
    chosen: dict[str, tuple[str, ...]]
    sort: str
    locale: Locale

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.chosen)

    @property
    def in_short(self) -> str:
        """The words and values that are asked for, for the name of a file."""
        return " ".join([self.text, *(value for values in self.chosen.values() for value in values)])

    @property
    def wanted(self) -> Wanted:
        """The same as a question to the index."""
        facets = {row.facet: self.chosen[row.parameter] for row in FILTERS if row.parameter in self.chosen}
        return Wanted(asked_by_reader(self.text), (KIND,), facets=facets, locale=self.locale)


def asked_for(query: QueryDict, locale: Locale) -> Asked:
    """`q`, `sort` and the parameters of FILTERS, each of which may be given several times. What does not exist finds
    nothing."""
    text, sort = text_in(query), query.get("sort", "")
    return Asked(text, chosen_in(query), sort if sort in SORTS else "best" if text else "newest", locale)


def text_in(query: QueryDict) -> str:
    """The words that are asked for: the last, where they are given several times; of a pasted address, what it stands
    for."""
    return asked_in(query.get("q", "")).strip()[:200]


def chosen_in(query: QueryDict) -> dict[str, tuple[str, ...]]:
    """The values that a list is narrowed to, by parameter; capitals do not count."""
    chosen = {}
    for row in FILTERS:
        values = (filter_value(value) for value in query.getlist(row.parameter)[:MOST_CHOSEN])
        if kept := tuple(dict.fromkeys(value for value in values if value)):
            chosen[row.parameter] = kept
    return chosen


class Found(Sequence[Any]):
    """The reports of a question in their order, loaded a page at a time."""

    def __init__(self, wanted: Wanted, sort: str, total: int) -> None:
        self.wanted, self.sort, self.total = wanted, sort, total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: Any) -> Any:
        start, size = part.start or 0, (self.total if part.stop is None else part.stop) - (part.start or 0)
        if self.sort == "best":
            keys = ranked(self.wanted, start, size)
        else:
            keys = engine.page_of(self.wanted, self.sort, start, size)
        # Asked once more who may see them: an index that is behind shows nothing private.
        pages = {page.pk: page for page in listed(ReportPage.objects.live().public().filter(pk__in=keys))}
        return [pages[key] for key in keys if key in pages]


def library_context(page: LibraryPage | ReportIndexPage, query: QueryDict) -> dict[str, Any]:
    """What the library shows for an address."""
    locale = active_locale()
    asked = asked_for(query, locale)
    wanted, is_broader, meant = asked.wanted, False, ""
    counts = _counts(wanted, is_possible=not asked.text or not wanted.question.is_empty)
    if asked.text and not counts.total and not wanted.question.is_empty:
        meant = did_you_mean(asked.text, locale)
        for broader in broader_questions(wanted.question):
            wider = Wanted(broader, wanted.kinds, facets=wanted.facets, locale=locale)
            if (found := _counts(wider)).total:
                wanted, counts, is_broader = wider, found, True
                break
    facets = _facets(counts, asked, query)
    return {
        "reports": Paginator(Found(wanted, asked.sort, counts.total), PER_PAGE).get_page(query.get("page")),
        "facets": facets,
        "is_looking": any(facet.looked_for for facet in facets),
        "chosen": asked.chosen,
        "query": asked.text,
        "sort": asked.sort,
        "is_filtered": asked.is_narrowed,
        "is_broader": is_broader,
        "most_taken": MOST,
        "meant": meant,
        "collections": [] if asked.is_narrowed or query.get("page") else collections_shown(locale)[:4],
    }


@dataclass(frozen=True)
class _Counts:
    total: int
    by_facet: dict[str, dict[str, int]]


def _counts(wanted: Wanted, *, is_possible: bool = True) -> _Counts:
    """How many reports there are, and how many with each value of each fact. Those of a fact that is narrowed by are
    counted as if it were not: they say what choosing another value as well would bring."""
    if not is_possible:
        return _Counts(0, {})

    def load() -> _Counts:
        counted = engine.counts_by_fact(wanted, tuple(row.facet for row in FILTERS))
        total = sum(counted["variety"].values())
        for facet in wanted.facets:
            counted[facet] = _values(wanted.without(facet), facet)
        return _Counts(total, counted)

    of = wanted.locale.pk if wanted.locale else 0
    return recall(f"library:{of}", load) if _is_everything(wanted) else load()


def counts_of_all(locale: Locale) -> dict[str, dict[str, int]]:
    """How many reports a reader of `locale` finds with each value of each fact."""
    return _counts(Wanted(kinds=(KIND,), locale=locale)).by_facet


def found_keys(asked: Asked, most: int) -> list[int]:
    """Keys of the first reports that an address of the library asks for, in its order, of those who may see them."""
    if asked.text and asked.wanted.question.is_empty:
        return []
    if asked.sort == "best":
        keys = ranked(asked.wanted, 0, most)
    else:
        keys = engine.page_of(asked.wanted, asked.sort, 0, most)
    # Asked once more who may see them: an index that is behind tells nothing private.
    public = set(ReportPage.objects.live().public().filter(pk__in=keys).order_by().values_list("pk", flat=True))
    return [key for key in keys if key in public]


def _is_everything(wanted: Wanted) -> bool:
    return wanted.question.is_empty and not wanted.facets


def _values(wanted: Wanted, facet: str) -> dict[str, int]:
    """How many reports have each value of one fact."""
    if _is_everything(wanted):
        return _counts(wanted).by_facet[facet]
    return engine.counts_by_fact(wanted, (facet,))[facet]


def _facets(counts: _Counts, asked: Asked, query: QueryDict) -> list[Facet]:
    names = term_names(asked.locale)
    return [_facet(row, counts.by_facet.get(row.facet, {}), asked, names, query) for row in FILTERS]


def _facet(row: Filter, counted: dict[str, int], asked: Asked, names: Any, query: QueryDict) -> Facet:
    # By what they are compared as, as they were typed: what nobody knows is shown so.
    chosen = {filter_value(value): value.strip()[:LONGEST_VALUE] for value in query.getlist(row.parameter)}
    chosen = {value: chosen[value] for value in asked.chosen.get(row.parameter, ())}
    values = [
        FacetValue(value, _value_name(row, value, names, chosen), counted.get(value, 0), value in chosen)
        for value in {*counted, *chosen}
        if value
    ]
    values.sort(key=lambda item: (-item.count, item.name))
    if row.parameter == "year":
        values.sort(key=lambda item: item.value, reverse=True)
    looked_for = query.get(f"in-{row.parameter}", "").strip()[:40]
    return Facet(row.parameter, row.name, values, looked_for, len(values) >= MANY_VALUES)


def _value_name(row: Filter, value: str, names: Any, typed: dict[str, str]) -> str:
    name = row.value_name(value, names)
    return typed.get(value, name) if name == value else name
