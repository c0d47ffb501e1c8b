"""What the index does outside of requests."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from django.tasks import task
from wagtail.models import Collection, CollectionViewRestriction, Page

from camtree.background.queue import enqueue_once
from camtree.background.queues import HEAVY
from camtree.media.models import CamtreeDocument, CamtreeMedia, CaptionTrack
from camtree.media.privacy import any_collection_is_private
from camtree.media.queries import pages_with
from camtree.search.documents import FACETS
from camtree.search.files import files_are_unread, read_some
from camtree.search.indexing import index_keys
from camtree.search.models import Entry
from camtree.search.rebuilding import is_up_to_date, make_anew
from camtree.vocabularies.models import VOCABULARIES, VocabularyTerm

# Entries that one task makes anew, before others have their turn.
STEP = 500
# Files that one task reads: each takes up to half a minute.
FILES_STEP = 10


@task(queue_name=HEAVY)
def make_index_anew() -> None:
    """Unless somebody else did it meanwhile."""
    if not is_up_to_date():
        make_anew()


@task(queue_name=HEAVY)
def index_works_with(facet: str, value: str, after: int = 0) -> None:
    """Index anew what has this value of a facet, whose name was changed; in steps by the key of the entry."""
    if facet not in FACETS:
        return
    rows = Entry.objects.filter(pk__gt=after, **{f"{facet}__contains": value}).order_by("pk")
    step = list(rows.select_related("content_type")[:STEP])
    for content_type in {row.content_type for row in step}:
        if (model := content_type.model_class()) is not None:
            index_keys(model, [row.object_id for row in step if row.content_type == content_type])
    if len(step) == STEP:
        index_works_with.enqueue(facet=facet, value=value, after=step[-1].pk)


def connect_terms() -> None:
    """Listen to names of facts: works are found by them, in all languages."""
    for model in VOCABULARIES.values():
        pre_save.connect(_note_slug, sender=model, dispatch_uid="search-terms")
        for signal in (post_save, post_delete):
            signal.connect(_index_works_with_term, sender=model, dispatch_uid="search-terms")


def _note_slug(sender: type[VocabularyTerm], instance: Any, **kwargs: Any) -> None:
    """What works bear that have the term is its slug until now."""
    before = sender._default_manager.filter(pk=instance.pk).values_list("slug", flat=True).first()
    instance._slug_before = before or instance.slug


def _index_works_with_term(sender: type[VocabularyTerm], instance: VocabularyTerm, **kwargs: Any) -> None:
    vocabulary = next(name for name, model in VOCABULARIES.items() if model is sender)
    slug = instance._slug_before if kwargs.get("signal") is post_save else instance.slug
    if Entry.objects.filter(**{f"{vocabulary}__contains": slug}).exists():
        index_works_with.enqueue(facet=vocabulary, value=slug)


# ---------------------------------------------------------------- files that pages hold


@task(queue_name=HEAVY)
def read_files_of(page: int) -> None:
    """Read the files of a page, then index it with their words. What is more than a step is left to the next task."""
    row = Page.objects.filter(pk=page).specific().first()
    if row is None:
        return
    if read_some(row, FILES_STEP):
        read_files_of.enqueue(page=page)
    else:
        index_keys(Page, [page])


@task(queue_name=HEAVY)
def index_pages_with(file: int, *, is_recording: bool) -> None:
    """Index anew the pages that hold a document or a recording, which was changed."""
    row = (CamtreeMedia if is_recording else CamtreeDocument).objects.filter(pk=file).first()
    if row is not None and (keys := list(pages_with(row).values_list("pk", flat=True))):
        index_keys(Page, keys)


@task(queue_name=HEAVY)
def index_pages_with_files_of(collection: str) -> None:
    """Index anew the pages that hold a file of a collection, given by its path, or of one below it, which became
    private or public."""
    for model in (CamtreeDocument, CamtreeMedia):
        for key in model.objects.filter(collection__path__startswith=collection).values_list("pk", flat=True):
            index_pages_with.call(file=key, is_recording=model is CamtreeMedia)


def connect_files() -> None:
    """Listen to files: pages are found by what stands and is said in them."""
    files_are_unread.connect(_read_files, dispatch_uid="search-files")
    for model in (CamtreeDocument, CamtreeMedia):
        post_save.connect(_index_pages_with_file, sender=model, dispatch_uid="search-files")
    for signal in (post_save, post_delete):
        signal.connect(_index_pages_with_track, sender=CaptionTrack, dispatch_uid="search-files")
        signal.connect(_index_pages_with_private, sender=CollectionViewRestriction, dispatch_uid="search-files")
    post_save.connect(_index_pages_with_moved, sender=Collection, dispatch_uid="search-files")


def _read_files(sender: type[Model], keys: list[int], **kwargs: Any) -> None:
    for key in keys:
        enqueue_once(read_files_of, page=key)


def _index_pages_with_file(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if not kwargs.get("created") and pages_with(instance).exists():
        index_pages_with.enqueue(file=instance.pk, is_recording=sender is CamtreeMedia)


def _index_pages_with_track(sender: type[Model], instance: CaptionTrack, **kwargs: Any) -> None:
    if pages_with(CamtreeMedia(pk=instance.media_id)).exists():
        index_pages_with.enqueue(file=instance.media_id, is_recording=True)


def _index_pages_with_private(sender: type[Model], instance: CollectionViewRestriction, **kwargs: Any) -> None:
    index_pages_with_files_of.enqueue(collection=instance.collection.path)


def _index_pages_with_moved(sender: type[Model], instance: Collection, **kwargs: Any) -> None:
    if not kwargs.get("created") and any_collection_is_private():
        index_pages_with_files_of.enqueue(collection=instance.path)
