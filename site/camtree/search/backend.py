"""Our index as a search backend of Wagtail: the admin, its choosers, the API and `update_index` use it unchanged."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language
from modelsearch.backends.base import (
    BaseIndex,
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    FilterFieldError,
)
from modelsearch.index import get_indexed_models
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

from camtree.search import engine, index
from camtree.search.analysis.questions import Group, Question, prefixes_of, question_of
from camtree.search.synonyms import synonyms
from camtree.search.version import analysis


class Index(BaseIndex):
    """Entries of all objects; while a whole making is under way, those of that making."""

    def __init__(self, backend: Any, build: int | None = None) -> None:
        super().__init__(backend)
        self.build = build

    def add_items(self, model: type[Any], items: Iterable[Any]) -> None:
        # Of a page saved or listed as a plain page, what it is in full is indexed under its own class.
        index.write((item for item in items if type(item) is model), [self.build] if self.build else None)

    def delete_item(self, item: Any) -> None:
        index.forget(item)


class Rebuilder:
    """Makes the index anew beside the one that is asked."""

    def __init__(self, index_: Index) -> None:
        self.index = index_

    def start(self) -> Index:
        self.index.build = index.begin_build(analysis())
        return self.index

    def finish(self) -> None:
        index.finish_build(self.index.build or 0)


class Compiler(BaseSearchQueryCompiler):
    """What is asked, as one question to the index and conditions on the rows."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True

    def question(self) -> Question | None:
        """None where everything is asked for."""
        return _question(self.query)

    def wanted(self) -> engine.Wanted | None:
        """None where every row is wanted."""
        question = self.question()
        if question is None:
            return None
        models = [model for model in get_indexed_models() if issubclass(model, self.queryset.model)]
        types = ContentType.objects.get_for_models(*models).values()
        return engine.Wanted(question, content_types=tuple(sorted(row.pk for row in types)), also=self.also(question))

    def also(self, question: Question) -> Question | None:
        """What else is asked."""
        return None


class AutocompleteCompiler(Compiler):
    """The same for what is still being typed: everything that it finds as it stands, and words of titles and names that
    begin so."""

    def also(self, question: Question) -> Question | None:
        text = _text_of(self.query)
        # Quotation marks and a hyphen before a word say that somebody knows the word.
        knows = bool(question.excluded) or any(not phrase.is_loose for phrase in question.phrases)
        return None if text is None or knows else prefixes_of(text)


def _question(query: Any) -> Question | None:
    """Wagtail's tree of a query; boosts are ours to give, and what is fuzzy is asked as it stands."""
    if isinstance(query, MatchAll):
        return None
    if isinstance(query, Boost):
        return _question(query.subquery)
    if isinstance(query, Phrase):
        return question_of(f'"{query.query_string}"', get_language() or "en", synonyms())
    if isinstance(query, And):
        parts = [part for subquery in query.subqueries if (part := _question(subquery)) is not None]
        return Question(
            tuple(group for part in parts for group in part.groups),
            tuple(group for part in parts for group in part.phrases),
            tuple(group for part in parts for group in part.excluded),
        )
    if isinstance(query, Or):
        return _any([part for subquery in query.subqueries if (part := _question(subquery)) is not None])
    if isinstance(query, Not):
        inner = _question(query.subquery)
        return Question(excluded=inner.groups) if inner else Question()
    question = question_of(_text_of(query) or "", get_language() or "en", synonyms())
    if isinstance(query, PlainText | Fuzzy) and query.operator == "or":
        return _any([Question((group,)) for group in question.groups])
    return question


def _any(questions: list[Question]) -> Question:
    """Any of these: one group of all their words."""
    alternatives = tuple(
        alternative for question in questions for group in question.groups for alternative in group.alternatives
    )
    return Question((Group("", alternatives),)) if alternatives else Question()


def _text_of(query: Any) -> str | None:
    return None if isinstance(query, MatchAll) else str(getattr(query, "query_string", ""))


class Results(BaseSearchResults):
    """Rows that were found, the best first, or as their query set orders them."""

    supports_facet = True

    def facet(self, field_name: str) -> dict[Any, int]:
        """How many of all that was found have each value of a field, the most frequent first.

        Raises FilterFieldError for a field that the model does not say one may filter by.
        """
        if self.query_compiler._get_filterable_field(field_name) is None:
            name = self.query_compiler.queryset.model.__name__
            raise FilterFieldError(f"{name}.search_fields has no FilterField of {field_name}.", field_name=field_name)
        rows = self._chosen()[1].order_by().values_list(field_name).annotate(number=Count("pk"))
        counts = dict(sorted(rows, key=lambda row: -row[1]))
        # A row has one value: the number of all is counted with them.
        self._count_cache = sum(counts.values())
        return counts

    def _chosen(self) -> tuple[engine.Wanted | None, Any]:
        wanted = self.query_compiler.wanted()
        rows = self.query_compiler.queryset
        if wanted is None:
            return None, rows
        if wanted.is_empty:
            return wanted, rows.none()
        chosen = engine.selection(wanted)
        return wanted, rows.filter(pk__in=RawSQL(f"SELECT e.object_id {chosen.sql}", chosen.parameters))  # noqa: S611

    def _do_count(self) -> int:
        return int(self._chosen()[1].order_by().count())

    def _do_search(self) -> list[Any]:
        wanted, rows = self._chosen()
        if wanted is None or wanted.is_empty:
            return list(rows[self.start : self.stop])
        if not self.query_compiler.order_by_relevance:
            ordered = rows if rows.query.order_by else rows.order_by("-pk")
            return self._scored(list(ordered[self.start : self.stop]), {})
        matches = engine.best(wanted)
        scores = {match.object_id: match.score for match in matches}
        allowed = set(rows.order_by().filter(pk__in=scores).values_list("pk", flat=True))
        first = [pk for pk in scores if pk in allowed]
        keys = first[self.start : self.stop]
        if self.stop is None or self.stop > len(first):
            # Behind what was compared comes the rest, the newest first.
            rest = rows.exclude(pk__in=allowed).order_by("-pk").values_list("pk", flat=True)
            begin = max(0, self.start - len(first))
            keys += list(rest[begin : None if self.stop is None else self.stop - len(first)])
        found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
        return self._scored([found[pk] for pk in keys if pk in found], scores)

    def _scored(self, rows: list[Any], scores: dict[int, float]) -> list[Any]:
        if self._score_field:
            for row in rows:
                setattr(row, self._score_field, scores.get(row.pk))
        return rows


class SearchBackend(BaseSearchBackend):
    """Named in WAGTAILSEARCH_BACKENDS."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index
    results_class = Results
    rebuilder_class = Rebuilder
