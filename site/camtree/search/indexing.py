"""Keeping the index right: an object enters it with the save that changes it, in the same transaction."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from wagtail.models import Locale, Page, PageViewRestriction, ReferenceIndex
from wagtail.signal_handlers import update_reference_index_on_save
from wagtail.signals import post_page_move
from wagtail.tasks import update_reference_index_task

from camtree.core.pages.works import below, paths_of_work
from camtree.search import index

# Sent with the `pages` that somebody else may see than before.
readers_changed = Signal()
# What a save may change without anything in the index: Wagtail's own notes on drafts and locks.
_UNSEEN: Final = frozenset(
    {
        *("latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes", "live_revision"),
        *("locked", "locked_at", "locked_by", "expired", "go_live_at", "expire_at", "numchild", "url_path"),
    }
)


def connect() -> None:
    """Listen to every model that is indexed, in place of Wagtail's own listeners, which do it in a task afterwards:
    whoever looks right after a publish would be shown a list without it, and that list would be kept."""
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_delete.disconnect(post_delete_signal_handler, sender=model)
        post_save.connect(index_saved, sender=model, dispatch_uid="search")
        post_delete.connect(forget_deleted, sender=model, dispatch_uid="search")
    post_page_move.connect(_tell_moved, dispatch_uid="search")
    for signal in (post_save, post_delete):
        signal.connect(_tell_restricted, sender=PageViewRestriction, dispatch_uid="search")
        signal.connect(_tell_everybody, sender=Locale, dispatch_uid="search")


def index_saved(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Index what was saved: as it lies in memory where all of it was saved, else as it lies in the database."""
    fields = kwargs.get("update_fields")
    if kwargs.get("raw") or (fields is not None and set(fields) <= _UNSEEN):
        return
    if fields is None and (not isinstance(instance, Page) or type(instance) is instance.specific_class):
        index.write([instance])
    else:
        index_keys(sender, [instance.pk])
    if isinstance(instance, Page):
        _index_other_languages(instance)


def _index_other_languages(page: Page) -> None:
    """The other languages of a work are found by the title of this one."""
    others = Page.objects.filter(translation_key=page.translation_key, live=True, depth__gt=1).exclude(pk=page.pk)
    if keys := list(others.values_list("pk", flat=True)):
        index_keys(Page, keys)


def index_keys(model: type[Any], keys: list[Any]) -> None:
    """Index the objects with these keys as they lie in the database, each as what it is in full."""
    classes = {model}
    if issubclass(model, Page):
        rows = model._default_manager.filter(pk__in=keys).select_related("content_type")
        classes = {row.specific_class for row in rows} - {None}
    for specific in classes:
        index.write(specific.get_indexed_objects().filter(pk__in=keys))


def forget_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    index.forget(instance)
    if isinstance(instance, Page):
        _index_other_languages(instance)


def _tell_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    tell_readers_below([instance.path])


def _tell_restricted(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        tell_readers_below(paths_of_work(page))


def _tell_everybody(sender: Any, instance: Locale, **kwargs: Any) -> None:
    if kwargs.get("created", True):
        tell_readers_below([""])


def tell_readers_below(paths: list[str]) -> None:
    """Put right who is shown the pages at and below these tree paths, and their other languages."""
    pages = Page.objects.filter(depth__gt=1) if "" in paths else Page.objects.filter(below(paths))
    index.tell_readers(pages.order_by("translation_key").values_list("translation_key", flat=True).distinct())
    readers_changed.send(Page, pages=pages)


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """What is saved meanwhile enters the index of the search and that of references once, at the end.

    Else it is done with each save, and most of what a command makes is saved several times. For commands that have
    their process to themselves: other threads' saves wait for the end as well.
    """
    index.builds_to_write()  # there before the first page is: so a new site's index is known to be whole
    # Keys only, in the order of the first save: what is indexed is what lies in the database in the end.
    saved: dict[tuple[type[Any], Any], None] = {}

    def note(sender: type[Any], instance: Any, **kwargs: Any) -> None:
        saved[sender, instance.pk] = None

    searched = [model for model in get_indexed_models() if post_save.disconnect(sender=model, dispatch_uid="search")]
    tracked = [
        model
        for model in ReferenceIndex.tracked_models
        if post_save.disconnect(update_reference_index_on_save, sender=model)
    ]
    for model in {*searched, *tracked}:
        post_save.connect(note, sender=model)
    try:
        yield
    finally:
        for model in {*searched, *tracked}:
            post_save.disconnect(note, sender=model)
        for model in searched:
            post_save.connect(index_saved, sender=model, dispatch_uid="search")
        for model in tracked:
            post_save.connect(update_reference_index_on_save, sender=model)
    keys: dict[type[Any], list[Any]] = defaultdict(list)
    for model, pk in saved:
        keys[model].append(pk)
    for model in searched:
        if keys[model]:
            index_keys(model, keys[model])
    for model in tracked:
        for pk in model._default_manager.filter(pk__in=keys[model]).values_list("pk", flat=True):
            update_reference_index_task.call(model._meta.app_label, model._meta.model_name, str(pk))
