"""What the index holds of an object: its `search_fields`, as Wagtail knows them, and what its section adds.

A section says with `adds` what else a page of its type can be found by, such as the names of its country in all
languages, and the facts by which lists are narrowed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, TextField, prefetch_related_objects
from modelsearch import index
from wagtail.fields import StreamField
from wagtail.models import Page

from camtree.core.registries import Registry
from camtree.core.words.locales import locales


class Tier(Enum):
    """How much a place in a text weighs, the heaviest first; PostgreSQL's letter for it."""

    TITLE = "A"
    HEAD = "B"
    MAIN = "C"
    REST = "D"


# From which boost of a field on it belongs to a tier; what has none is the rest.
_BOOSTS: Final = ((3.0, Tier.TITLE), (2.0, Tier.HEAD), (1.2, Tier.MAIN))
# Letters of one object that are indexed; a long attachment is found by its beginning.
LONGEST_TEXT: Final = 400_000
FACETS: Final = (
    *("phases", "subjects", "approaches", "themes"),
    *("country", "original_language", "variety", "year"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, how much it weighs, and its language where that is not the object's own."""

    text: str
    tier: Tier
    language: str = ""
    # Whether it may be shown around a word that was found in it.
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of what a file says that the object holds, and where it is to be read or heard.

    `second` is when it is said in a recording, None in a document; `address` is where it leads, beginning with `?` on
    the page itself.
    """

    language: str
    second: int | None
    title: str
    address: str
    text: str


@dataclass
class Document:
    """All that is indexed of one object."""

    language: str
    pieces: list[Piece] = field(default_factory=list)
    # Values of each of FACETS.
    facets: dict[str, list[str]] = field(default_factory=dict)
    kind: str = ""
    day: date | None = None
    is_withdrawn: bool = False
    passages: list[Passage] = field(default_factory=list)
    # What else it is known by, which nobody types: what has to be indexed anew when that changes (index.marked).
    marks: list[str] = field(default_factory=list)

    def add(self, text: Any, tier: Tier, language: str = "", *, is_shown: bool = False) -> None:
        """Add a text, or what prints as one; nothing where it is empty. Sentences may be shown, names may not."""
        if callable(text):
            raise TypeError(f"{text!r} is no text.")
        if words := str(text or "").strip():
            self.pieces.append(Piece(words, tier, language, is_shown))


# What a section adds to the document of its page, by the page's class.
additions: Registry[type[Model], Callable[[Any, Document], None]] = Registry()
# Relations to load along with objects of a class before their documents are written.
relations: Registry[type[Model], tuple[str, ...]] = Registry()
# What to ask once for many objects of a class before their documents are written.
preparations: Registry[type[Model], Callable[[list[Any]], None]] = Registry()
# The word for a kind of page in the address of the search, by the page's class.
kinds: Registry[type[Model], str] = Registry()


def adds(
    model: type[Model], *loading: str, prepare: Callable[[list[Any]], None] | None = None
) -> Callable[[Callable[[Any, Document], None]], Callable[..., None]]:
    """Mark what adds to the documents of a model. `loading` names relations that it reads, to be loaded for many at
    once; `prepare` is given those many and may leave with them what else is to be read."""
    relations.add(model, loading)
    if prepare is not None:
        preparations.add(model, prepare)
    return additions.marks(model)


def documents_of(objects: list[Any]) -> dict[Any, Document]:
    """What is to be indexed of objects of one class, each of its own class in full, by their keys."""
    model = type(objects[0])
    # What was just saved alone has its children in memory, not all of them in the database yet.
    if len(objects) > 1 and (names := relations.get(model)):
        prefetch_related_objects(objects, *names)
    if (prepare := preparations.get(model)) is not None:
        prepare(objects)
    documents = {obj.pk: _document_of(obj) for obj in objects}
    if kinds.get(model):
        _add_titles_elsewhere(objects, documents)
    return documents


def _add_titles_elsewhere(pages: list[Any], documents: dict[Any, Document]) -> None:
    """A work is found by its titles in all its languages, whichever of them a reader is shown."""
    works = {page.translation_key for page in pages}
    rows = Page.objects.filter(translation_key__in=works, live=True, depth__gt=1).order_by("pk")
    titles: dict[Any, list[tuple[int, str, int]]] = {}
    for work, *facts in rows.values_list("translation_key", "pk", "title", "locale_id"):
        titles.setdefault(work, []).append((facts[0], facts[1], facts[2]))
    for page in pages:
        for pk, title, locale in titles.get(page.translation_key, ()):
            if pk != page.pk and title != page.title:
                documents[page.pk].add(title, Tier.HEAD, str(locales()[locale].language_code))


def _document_of(obj: Any) -> Document:
    document = Document(language=_language_of(obj), kind=kinds.get(type(obj)) or "")
    for entry in type(obj).get_search_fields():
        _read(obj, entry, document)
    if (add := additions.get(type(obj))) is not None:
        add(obj, document)
    return document


def _language_of(obj: Any) -> str:
    key = getattr(obj, "locale_id", None)
    if key is None:
        return str(settings.LANGUAGE_CODE)
    return str((locales().get(key) or obj.locale).language_code)


def _read(obj: Any, entry: Any, document: Document) -> None:
    if isinstance(entry, index.RelatedFields):
        related = entry.get_value(obj)
        rows = related.all() if hasattr(related, "all") else [related] if related is not None else []
        for row in rows:
            for inner in entry.fields:
                _read(row, inner, document)
        return
    if not isinstance(entry, index.SearchField | index.AutocompleteField):
        return
    tier = Tier.TITLE
    if isinstance(entry, index.SearchField) and entry.field_name != "title":
        tier = next((tier for least, tier in _BOOSTS if (entry.boost or 1) >= least), Tier.REST)
    elif isinstance(entry, index.AutocompleteField) and any(
        isinstance(other, index.SearchField) and other.field_name in (entry.field_name, "title")
        for other in type(obj).get_search_fields()
    ):
        return
    is_shown = _holds_sentences(type(obj), entry.field_name)
    for text in _texts(entry.get_value(obj)):
        document.add(text, tier, is_shown=is_shown)


def _holds_sentences(model: type[Model], name: str) -> bool:
    """Whether a field is one of texts, and not of names and codes."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return True
    return isinstance(field, TextField | StreamField)


def _texts(value: Any) -> Iterable[str]:
    """Plain words of whatever a field holds."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, Iterable):
        for item in value:
            yield from _texts(item)
    else:
        yield str(value)
