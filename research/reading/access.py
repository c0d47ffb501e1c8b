"""The one way to what a reader keeps: the owner's, or whoever has the link."""

from typing import Any

from django.http import Http404

from research.reading.models import Digest, ListedWork, ReadingList, SavedSearch


def get_list_for(user: Any, pk: int) -> ReadingList:
    """A member's own list. Else 404."""
    return _found(ReadingList.objects.filter(pk=pk, member=user.pk))


def get_listed_work_for(user: Any, pk: int) -> ListedWork:
    """A work on a member's own list. Else 404."""
    rows = ListedWork.objects.filter(pk=pk, reading_list__member=user.pk)
    return _found(rows.select_related("reading_list"))


def get_search_for(user: Any, pk: int) -> SavedSearch:
    """A member's own search. Else 404."""
    return _found(SavedSearch.objects.filter(pk=pk, member=user.pk))


def get_shared_list(key: str) -> ReadingList:
    """A list that its owner shares by this link. Else 404."""
    return _found(ReadingList.objects.filter(key=key, member__is_active=True))


def get_digest(key: str) -> Digest:
    """The mails that this word stops. Else 404."""
    return _found(Digest.objects.filter(key=key).select_related("member"))


def _found(rows: Any) -> Any:
    row = rows.first()
    if row is None:
        raise Http404
    return row
