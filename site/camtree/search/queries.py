"""One search over everything a visitor may see.

The index rows are Wagtail's own. The query is ours: Wagtail's ranking on SQLite compares every hit with every other
one, and on PostgreSQL it filters by an expression that no default index serves. Here one statement finds the best
candidates by the index, and a second one keeps those that the visitor may see in their language.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Case, QuerySet, When
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from wagtail.models import Locale, Page
from wagtail.search.models import IndexEntry

from camtree.core.pages.models import BasePage, BasePageQuerySet
from camtree.core.words.locales import locales

# More candidates than anybody pages through; bounds the work for a word that stands everywhere.
CANDIDATES = 2000
LONGEST_QUERY = 200
MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
# Scripts written without spaces: the index holds whole runs, so parts of a run are looked for as plain text.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]")


def words_of(text: str) -> list[str]:
    """The words of a query, in lower case; at most twelve, without signs that mean something to a database."""
    return [word.casefold() for word in _WORD.findall(text[:LONGEST_QUERY])][:MOST_WORDS]


@lru_cache(maxsize=1)
def page_types() -> dict[str, type[BasePage]]:
    """Page types that search knows, by the word that stands in the address."""
    from django.apps import apps

    kinds = {
        "report": "research.ReportPage",
        "collection": "research.CollectionPage",
        "course": "learning.CoursePage",
        "lesson": "learning.LessonPage",
        "webinar": "webinars.WebinarPage",
        "lead": "leads.LeadProfilePage",
        "insight": "insights.InsightReportPage",
        "page": "home.StandardPage",
    }
    return {kind: apps.get_model(label) for kind, label in kinds.items()}


def matching_ids(text: str, models: list[type[BasePage]] | None = None) -> list[int]:
    """Primary keys of pages whose index entry holds every word of the query, the best first; one statement.

    Words match from their beginning. Says nothing yet about who may see the pages.
    """
    words = words_of(text)
    if not words:
        return []
    models = models or list(page_types().values())
    types = sorted(content_type.pk for content_type in ContentType.objects.get_for_models(*models).values())
    if _UNSPACED.search(text):
        return _ids_by_substring(text.strip(), types)
    marks = ", ".join(["%s"] * len(types))
    entries = connection.ops.quote_name(IndexEntry._meta.db_table)
    if connection.vendor == "postgresql":
        query = " & ".join(f"{word.replace(chr(39), '').replace('’', '')}:*" for word in words)
        sql = (
            f"SELECT object_id FROM {entries}, to_tsquery('simple', %s) AS q "
            f"WHERE (title || body) @@ q AND content_type_id IN ({marks}) "
            "ORDER BY ts_rank(title, q) * 4 + ts_rank(body, q) DESC, object_id LIMIT %s"
        )
    else:
        query = "{title body} : (" + " AND ".join(f'"{word}"*' for word in words) + ")"
        fts = connection.ops.quote_name(f"{IndexEntry._meta.db_table}_fts")
        sql = (
            f"SELECT e.object_id FROM {fts} JOIN {entries} AS e ON e.id = {fts}.rowid "
            f"WHERE {fts} MATCH %s AND e.content_type_id IN ({marks}) "
            f"ORDER BY bm25({fts}, 0.0, 1.0, 8.0), e.object_id LIMIT %s"  # columns: autocomplete, body, title
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [query, *types, CANDIDATES])
        return [int(row[0]) for row in cursor.fetchall()]


def _ids_by_substring(text: str, types: list[int]) -> list[int]:
    title, body = ("title_text", "body_text") if connection.vendor == "postgresql" else ("title", "body")
    entries = IndexEntry.objects.filter(content_type_id__in=types).extra(  # noqa: S610 - fixed column names
        where=[f"({title} LIKE %s OR {body} LIKE %s)"], params=[f"%{text}%", f"%{text}%"]
    )
    return [int(pk) for pk in entries.values_list("object_id", flat=True)[:CANDIDATES]]


def in_order(pages: QuerySet[Page], ids: list[int]) -> QuerySet[Page]:
    """The pages among `ids`, in the order of `ids`."""
    if not ids:
        return pages.none()
    place = Case(*(When(pk=pk, then=position) for position, pk in enumerate(ids)))
    return pages.filter(pk__in=ids).order_by(place)


@dataclass(frozen=True)
class Hit:
    """A page found, and the piece of it that shows why."""

    page: Page
    language: str
    title: SafeString
    excerpt: SafeString
    kind: str

    @property
    def kind_name(self) -> str:
        """What the page is, in the reader's language."""
        return str(capfirst(page_types()[self.kind]._meta.verbose_name))


@dataclass(frozen=True)
class Results:
    """One page of hits with what there is beyond it."""

    hits: list[Hit]
    total: int
    counts: dict[str, int]


def find(text: str, locale: Locale, kind: str = "", start: int = 0, size: int = 10) -> Results:
    """Search everything a visitor may see: hits `start` to `start + size`, and how many there are of each kind."""
    ids = matching_ids(text)
    if not ids:
        return Results([], 0, {})
    types = page_types()
    kind_by_type = {ContentType.objects.get_for_model(model).pk: name for name, model in types.items()}
    visible = dict(BasePageQuerySet(Page).filter(pk__in=ids).shown_in(locale).values_list("pk", "content_type_id"))
    counts: dict[str, int] = {}
    for content_type in visible.values():
        counts[kind_by_type[content_type]] = counts.get(kind_by_type[content_type], 0) + 1
    kept = [pk for pk in ids if pk in visible and (not kind or kind_by_type[visible[pk]] == kind)]
    shown = kept[start : start + size]
    pages = {page.pk: page for page in Page.objects.filter(pk__in=shown)}
    texts = _index_texts(shown)
    words = words_of(text)
    known = locales()
    hits = [
        Hit(
            page=(page := pages[pk]),
            language=known[page.locale_id].language_code,
            title=highlight(page.title, words),
            excerpt=excerpt(page.search_description, texts.get(pk, ""), words),
            kind=kind_by_type[visible[pk]],
        )
        for pk in shown
    ]
    return Results(hits, len(kept), counts)


def _index_texts(ids: list[int]) -> dict[int, str]:
    """The indexed text of each page, for excerpts; one query."""
    column = "body_text" if connection.vendor == "postgresql" else "body"
    types = [content_type.pk for content_type in ContentType.objects.get_for_models(*page_types().values()).values()]
    rows = IndexEntry.objects.filter(content_type_id__in=types, object_id__in=[str(pk) for pk in ids])
    return {int(pk): text or "" for pk, text in rows.values_list("object_id", column)}


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(" + "|".join(re.escape(word) for word in words) + r")\w*", re.IGNORECASE)


def highlight(text: str, words: list[str]) -> SafeString:
    """The text as HTML with every match in a `mark` element."""
    if not words:
        return mark_safe(escape(text))
    pieces, last = [], 0
    pattern = (
        re.compile("(" + "|".join(map(re.escape, words)) + ")", re.I)
        if _UNSPACED.search("".join(words))
        else _pattern(words)
    )
    for match in pattern.finditer(text):
        pieces += [escape(text[last : match.start()]), "<mark>", escape(match.group()), "</mark>"]
        last = match.end()
    pieces.append(escape(text[last:]))
    return mark_safe("".join(pieces))


def excerpt(description: str, text: str, words: list[str], width: int = 220) -> SafeString:
    """The words around the first match in `text`; else the editors' description, else its beginning."""
    pattern = _pattern(words)
    match = pattern.search(text)
    if match is None or pattern.search(description):
        return highlight(description or text[:width], words)
    begin = max(0, match.start() - width // 2)
    begin = text.rfind(" ", 0, begin) + 1 if begin else 0
    end = min(len(text), begin + width)
    end = text.find(" ", end) if 0 <= text.find(" ", end) < end + 30 else end
    return mark_safe(
        ("…" if begin else "") + highlight(text[begin:end].strip(), words) + ("…" if end < len(text) else "")
    )
