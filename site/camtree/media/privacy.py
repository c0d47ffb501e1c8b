"""Which collections are private: by a restriction of their own or of one above them."""

from typing import Any

from django.db.models import Q
from wagtail.models import Collection, CollectionViewRestriction

from camtree.core.caching.generation import recall
from camtree.media.storages import CLOSED


def any_collection_is_private() -> bool:
    """Remembered until a collection becomes private or public: most files are asked for where none is."""
    return recall("private-collections", lambda: CollectionViewRestriction.objects.exists())


def private_collections() -> set[int]:
    """The keys of all that are private, as this transaction has it."""
    inside = Q(pk__in=[])
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        inside |= Q(path__startswith=path)
    return set(Collection.objects.filter(inside).order_by().values_list("pk", flat=True))


def aside(collection: int | None, name: str) -> str:
    """The name under which a file of a collection is stored: where that is private, in the private storage."""
    is_closed = any_collection_is_private() and collection in private_collections()
    return f"{CLOSED}{name}" if is_closed else name


def is_private(file: Any) -> bool:
    """Whether a file is for some only, by its collection."""
    return any_collection_is_private() and file.collection_id in private_collections()
