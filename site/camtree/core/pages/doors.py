"""Which private pages are closed to whoever asks, and what opens them: a password given, a sign-in, a group.

Who asks is known to a whole request, as its language is (`ReaderMiddleware`). Tasks ask for members: what a sign-in
opens is open to them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import Page, PageViewRestriction

from camtree.core.caching.generation import recall
from camtree.core.http.passwords import let_in_again
from camtree.core.pages.works import covered_paths

GetResponse = Callable[[HttpRequest], HttpResponse]
_KNOWN: Final = "_camtree_closed"
_reader: ContextVar[HttpRequest | None] = ContextVar("reader", default=None)
_past: ContextVar[bool] = ContextVar("past_doors", default=False)


class ReaderMiddleware:
    """Tells all that is asked while a request is answered who asks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _reader.set(request)
        try:
            return self.get_response(request)
        finally:
            _reader.reset(token)


def restricted_paths() -> list[tuple[int, str]]:
    """Every view restriction with the tree paths it covers, in all languages; remembered until one changes."""
    return recall("restricted", covered_paths)


def restrictions() -> dict[int, PageViewRestriction]:
    """Every view restriction with its groups; remembered until one changes."""

    def load() -> dict[int, PageViewRestriction]:
        return {row.pk: row for row in PageViewRestriction.objects.prefetch_related("groups")}

    return recall("restrictions", load) if restricted_paths() else {}


def closed_to(request: HttpRequest | None) -> dict[int, PageViewRestriction]:
    """The restrictions that do not let this visitor in, asked once a request; for None, those that a sign-in alone does
    not open."""
    found = restrictions()
    if not found:
        return {}
    if request is None:
        return {pk: row for pk, row in found.items() if row.restriction_type != PageViewRestriction.LOGIN}
    known: dict[int, PageViewRestriction] | None = getattr(request, _KNOWN, None)
    if known is None:
        let_in_again(request, found.values())
        own = _groups_of(request) if any(row.restriction_type == row.GROUPS for row in found.values()) else None
        known = {pk: row for pk, row in found.items() if not _lets_in(row, request, own)}
        setattr(request, _KNOWN, known)
    return known


def _groups_of(request: HttpRequest) -> set[int] | None:
    """The groups of whoever asks, in one query for all restrictions; None for whom every group lets in."""
    user = request.user
    return None if user.is_superuser else {group.pk for group in user.groups.all()}


def _lets_in(row: PageViewRestriction, request: HttpRequest, own: set[int] | None) -> bool:
    """Wagtail's rule, with groups that were read once."""
    if row.restriction_type != row.GROUPS:
        return bool(row.accept_request(request))
    return own is None or any(group.pk in own for group in row.groups.all())


def paths_closed_to(request: HttpRequest | None) -> list[str]:
    """The tree paths at and below which this visitor may read nothing."""
    closed = closed_to(request)
    return [path for pk, path in restricted_paths() if pk in closed]


def paths_closed_to_reader() -> list[str]:
    """The same for whoever asks just now."""
    return [] if _past.get() else paths_closed_to(_reader.get())


@contextmanager
def past_doors() -> Iterator[None]:
    """Whoever asks reads, within this block, what is closed to them: a marker the task that a learner worked at."""
    token = _past.set(True)
    try:
        yield
    finally:
        _past.reset(token)


def is_closed(path: str, closed: list[str]) -> bool:
    """Whether a page at this tree path stands at or below one of `closed`."""
    return any(path.startswith(one) for one in closed)


# ---------------------------------------------------------------- pages that are not named


@dataclass(frozen=True)
class Door:
    """What stands in a list instead of a page that is closed to the reader: what opens it, and where to ask."""

    kind: str
    address: str

    @property
    def is_for_members(self) -> bool:
        return self.kind == PageViewRestriction.LOGIN


def door_to(page: Page, request: HttpRequest, *, back: str) -> Door | None:
    """The door of a page that is closed to the reader: for a password or for signing in; None where only a group opens
    it, and for one that is open. The address tells nothing of the page; signing in leads `back`."""
    closed = closed_to(request)
    barring = [closed[pk] for pk, path in restricted_paths() if pk in closed and page.path.startswith(path)]
    if not barring or any(row.restriction_type == PageViewRestriction.GROUPS for row in barring):
        return None
    first = barring[0]
    if first.restriction_type == PageViewRestriction.LOGIN:
        return Door(first.restriction_type, f"{reverse('account_login')}?{urlencode({'next': back})}")
    address = reverse("wagtailcore_authenticate_with_password", args=[first.pk, page.pk])
    return Door(first.restriction_type, address)
