"""Writing the index: entries of objects, and whole makings of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone
from wagtail.models import Page

from camtree.core.caching.generation import asking_once
from camtree.search.documents import FACETS, Document, Tier, documents_of, kinds
from camtree.search.files import add_files, files_are_unread, held_by
from camtree.search.known_words import forget_words, known_words, note_words, words_of_entries
from camtree.search.lexemes import COLUMNS, WORDS_TABLE, as_columns, as_tsvector, sort_key
from camtree.search.models import NO_DAY_FIRST, NO_DAY_LAST, Build, Entry
from camtree.search.passages import delete_passages, write_passages
from camtree.search.version import analysis
from camtree.search.visibility import readers_of

BATCH: Final = 200
# Works that one write locks.
_FEW: Final = 10
# Letters of a text that are kept for excerpts.
_SHOWN: Final = 60_000
_WRITTEN: Final = (
    *("kind", "language", "readers", "translation_key", "is_withdrawn", *FACETS),
    *("newest", "oldest", "sort_title", "text", "words", "known", "indexed_at"),
)


def builds_to_write() -> list[int]:
    """The builds that what changes goes into: the one that is asked, and one that is being made beside it."""
    newest = Build.objects.filter(finished_at__isnull=False).aggregate(Max("pk"))["pk__max"]
    making = Build.objects.filter(finished_at=None, **({"pk__gt": newest} if newest else {}))
    found = [*([newest] if newest else []), *making.values_list("pk", flat=True)]
    return found or [_first_build()]


def _first_build() -> int:
    """The index of a new site grows with it. One that has pages has to be told to make it (`is_up_to_date`)."""
    is_new = not Page.objects.filter(depth__gt=2).exists()
    return Build.objects.create(finished_at=timezone.now(), analysis=analysis() if is_new else "").pk


def write(objects: Iterable[Any], builds: Sequence[int] | None = None) -> None:
    """Put objects of one class into the index, or put them right there."""
    for batch in _batches(objects):
        _write(batch, builds or builds_to_write())


def _batches(objects: Iterable[Any]) -> Iterable[list[Any]]:
    batch: list[Any] = []
    for obj in objects:
        batch.append(obj)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@transaction.atomic
def _write(objects: list[Any], builds: Sequence[int]) -> None:
    model = type(objects[0])
    content_type = ContentType.objects.get_for_model(model)
    if issubclass(model, Page):
        _one_at_a_time({obj.translation_key for obj in objects})
    with asking_once():
        documents = documents_of(objects)
    held = held_by(objects) if kinds.get(model) else {}
    for pk, files in held.items():
        add_files(documents[pk], files)
    known = {pk: known_words(document) for pk, document in documents.items()}
    before = words_of_entries(content_type, list(documents))
    entries = [
        entry
        for build in builds
        for entry in (_entry(obj, documents[obj.pk], known[obj.pk], content_type, build) for obj in objects)
    ]
    Entry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["object_id", "content_type", "build"],
        update_fields=_WRITTEN,
        batch_size=BATCH,
    )
    rows = Entry.objects.filter(content_type=content_type, object_id__in=documents, build_id__in=builds)
    keys = dict(rows.values_list("pk", "object_id"))
    if connection.vendor == "sqlite":
        _write_words(documents, known, keys)
    write_passages({key: documents[pk].passages for key, pk in keys.items()})
    now = {word: written for words in known.values() for word, written in words.items()}
    # Afterwards: rows that many works share would have publishers wait for one another, in any order.
    transaction.on_commit(partial(note_words, now, content_type, list(documents)))
    forget_words(before - now.keys())
    if issubclass(model, Page):
        tell_readers({obj.translation_key for obj in objects})
    if unread := [pk for pk, files in held.items() if files.unread()]:
        files_are_unread.send(model, keys=unread)


def _one_at_a_time(works: Collection[UUID]) -> None:
    """Who changes a language of a work waits for who changes another: each would see the other's page as it was, and
    readers would be shown both, or none. A command that writes many has the index to itself."""
    if connection.vendor == "postgresql" and len(works) <= _FEW:
        with connection.cursor() as cursor:
            for work in sorted(works):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"search:{work}"])


def _entry(obj: Any, document: Document, known: Mapping[str, str], content_type: ContentType, build: int) -> Entry:
    number = int(document.day.strftime("%Y%m%d")) if document.day and document.day > date.min else 0
    shown = " ".join(piece.text for piece in document.pieces if piece.is_shown and piece.tier is not Tier.TITLE)
    return Entry(
        build_id=build,
        content_type=content_type,
        object_id=obj.pk,
        kind=document.kind,
        language=document.language,
        translation_key=getattr(obj, "translation_key", None) if isinstance(obj, Page) else None,
        is_withdrawn=document.is_withdrawn,
        newest=number or NO_DAY_FIRST,
        oldest=number or NO_DAY_LAST,
        sort_title=sort_key(str(getattr(obj, "title", obj))),
        text=shown[:_SHOWN].replace("\x00", ""),
        words=as_tsvector(document, known) if connection.vendor == "postgresql" else "",
        known=" ".join(known),
        indexed_at=timezone.now(),
        **{name: " ".join(document.facets.get(name, ())) for name in FACETS},
    )


def _write_words(documents: dict[int, Document], known: dict[int, dict[str, str]], keys: Mapping[int, int]) -> None:
    marks = ", ".join(["%s"] * (len(COLUMNS) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {WORDS_TABLE} WHERE rowid = %s", [(key,) for key in keys])
        cursor.executemany(
            f"INSERT INTO {WORDS_TABLE} (rowid, {', '.join(COLUMNS)}) VALUES ({marks})",
            [(key, *as_columns(documents[pk], known[pk])) for key, pk in keys.items()],
        )


def tell_readers(keys: Iterable[UUID]) -> None:
    """Put right which pages of these works the readers of each language are shown."""
    keys = list(keys)
    for begin in range(0, len(keys), BATCH):
        part = keys[begin : begin + BATCH]
        right = readers_of(part)
        wrong: dict[int, list[int]] = defaultdict(list)
        for pk, object_id, readers in Entry.objects.filter(translation_key__in=part).values_list(
            "pk", "object_id", "readers"
        ):
            if readers != right.get(object_id, 0):
                wrong[right.get(object_id, 0)].append(pk)
        for readers, pks in wrong.items():
            Entry.objects.filter(pk__in=pks).update(readers=readers)


@transaction.atomic
def forget(obj: Model) -> None:
    """Take an object out of the index."""
    content_type = ContentType.objects.get_for_model(type(obj))
    before = words_of_entries(content_type, [obj.pk])
    _delete(Entry.objects.filter(content_type=content_type, object_id=obj.pk))
    if isinstance(obj, Page):
        tell_readers([obj.translation_key])
    forget_words(before)


def _delete(entries: Any) -> None:
    delete_passages(entries)
    if connection.vendor == "sqlite":
        keys = list(entries.values_list("pk", flat=True))
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {WORDS_TABLE} WHERE rowid = %s", [(key,) for key in keys])
    entries._raw_delete(entries.db)


# ---------------------------------------------------------------- the whole of it


def collect_words() -> None:
    """For a process that writes very many entries: PostgreSQL collects their words, and sorts many into its index at
    once. A search reads what is collected word by word, so that this is no way to write on a busy site."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET gin_pending_list_limit = '512MB'; SET maintenance_work_mem = '512MB'")


@contextmanager
def written_in_bulk() -> Iterator[None]:
    """Collect words in this block, and sort in all that were, by whatever process."""
    collect_words()
    yield
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('search_entry_words'::regclass)")
            cursor.execute("RESET gin_pending_list_limit; RESET maintenance_work_mem")


def begin_build(analysis: str = "") -> int:
    """Begin to make the index anew, beside the one that is asked. Remains of makings that were cut go."""
    for cut in Build.objects.filter(finished_at=None):
        drop_build(cut.pk)
    return Build.objects.create(analysis=analysis).pk


def finish_build(build: int) -> None:
    """From now on the new index is asked; the old one goes."""
    Build.objects.filter(pk=build).update(finished_at=timezone.now())
    for old in Build.objects.exclude(pk=build).filter(pk__lt=build):
        drop_build(old.pk)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Entry._meta.db_table}")


def drop_build(build: int) -> None:
    """Delete a build with its entries."""
    with transaction.atomic():
        _delete(Entry.objects.filter(build_id=build))
        Build.objects.filter(pk=build).delete()
