"""Entering many things into the indexes of Wagtail at once."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import update_reference_index_on_save
from wagtail.tasks import update_reference_index_task


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """What is saved meanwhile enters the index of the search and that of references once, at the end.

    Wagtail does it with each save, and most of what a command makes is saved several times. For commands that have
    their process to themselves: other threads' saves wait for the end as well.
    """
    # Keys only, in the order of the first save: what is indexed is what lies in the database in the end.
    saved: dict[tuple[type[Any], Any], None] = {}

    def note(sender: type[Any], instance: Any, **kwargs: Any) -> None:
        saved[sender, instance.pk] = None

    searched = [model for model in get_indexed_models() if post_save.disconnect(post_save_signal_handler, sender=model)]
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
            post_save.connect(post_save_signal_handler, sender=model)
        for model in tracked:
            post_save.connect(update_reference_index_on_save, sender=model)
    keys: dict[type[Any], list[Any]] = defaultdict(list)
    for model, pk in saved:
        keys[model].append(pk)
    for model in searched:
        _search(model, keys[model])
    for model in tracked:
        for pk in model._default_manager.filter(pk__in=keys[model]).values_list("pk", flat=True):
            update_reference_index_task.call(model._meta.app_label, model._meta.model_name, str(pk))


def _search(model: type[Any], keys: list[Any]) -> None:
    """Enter the objects with these keys into the index of the search, each as what it is in full."""
    classes = {model}
    if issubclass(model, Page):
        rows = model._default_manager.filter(pk__in=keys).select_related("content_type")
        classes = {row.specific_class for row in rows}
    for specific in classes:
        objects = list(specific.get_indexed_objects().filter(pk__in=keys))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(specific, objects)
