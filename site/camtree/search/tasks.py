"""What the index does outside of requests."""

from typing import Any

from django.db.models.signals import post_save
from django.tasks import task

from camtree.background.queues import HEAVY
from camtree.search.documents import FACETS
from camtree.search.indexing import index_keys
from camtree.search.models import Entry
from camtree.search.rebuilding import is_up_to_date, make_anew
from camtree.vocabularies.models import VOCABULARIES, VocabularyTerm

# Entries that one task makes anew, before others have their turn.
STEP = 500


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
        post_save.connect(_index_works_with_term, sender=model, dispatch_uid="search-terms")


def _index_works_with_term(sender: type[VocabularyTerm], instance: VocabularyTerm, **kwargs: Any) -> None:
    vocabulary = next(name for name, model in VOCABULARIES.items() if model is sender)
    if Entry.objects.filter(**{f"{vocabulary}__contains": instance.slug}).exists():
        index_works_with.enqueue(facet=vocabulary, value=instance.slug)
