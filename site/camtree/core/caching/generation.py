"""The number that changes whenever something is published, and what is remembered for as long as it stands.

Kept copies carry the generation they were made in, so that raising it forgets them all at once, in every process. A
request asks for it once: whatever it shows belongs to one generation.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any

from django.core.cache import cache
from django.db import models
from django.db.transaction import on_commit
from django.http import HttpRequest, HttpResponse
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move, published, unpublished

GetResponse = Callable[[HttpRequest], HttpResponse]
GENERATION = "generation"
# Facts that one process remembers; when there are more, the older half goes.
MOST_FACTS = 2000

# The generation of the request that is answered, once it has asked for it; None outside of requests.
_of_request: ContextVar[list[int] | None] = ContextVar("generation", default=None)
# A generation, and its facts by their name: until when they hold, and what they are.
_memory: tuple[int, dict[str, tuple[float, Any]]] = (0, {})


def generation() -> int:
    """Number of the present generation. Never one that was there before, even where the cache has lost it."""
    held = _of_request.get()
    if held:
        return held[0]
    number = int(cache.get_or_set(GENERATION, time.time_ns, None) or 0)
    if held is not None:
        held.append(number)
    return number


def recall[Fact](name: str, load: Callable[[], Fact], seconds: int = 600) -> Fact:
    """What `load` says of the site, remembered by this process until something is published, or so many seconds.

    Everybody is given the same object: change nothing in it, and let nothing of one person come into it. The name
    holds all that it depends on; language and host, too. None is asked for again.
    """
    global _memory
    now = generation()
    of, facts = _memory
    if of != now:
        _memory = (now, facts := {})
    held = facts.get(name)
    if held is not None and held[0] > time.monotonic():
        return held[1]
    fact = load()
    if fact is None:
        return fact
    if len(facts) >= MOST_FACTS:
        for old in list(islice(facts, MOST_FACTS // 2)):
            facts.pop(old, None)
    facts[name] = (time.monotonic() + seconds, fact)
    return fact


@contextmanager
def asking_once() -> Iterator[None]:
    """What is done in this block belongs to one generation, which is asked for once: a request, a batch of rows."""
    held = _of_request.get()
    token = _of_request.set([] if held is None else held)
    try:
        yield
    finally:
        _of_request.reset(token)


def forget_all_pages() -> None:
    """Make every kept copy and remembered fact stale, once the transaction that changed something is committed."""
    on_commit(raise_generation)


def raise_generation() -> None:
    """Begin a new generation now."""
    cache.set(GENERATION, time.time_ns(), None)
    held = _of_request.get()
    if held:
        held.clear()


def _forget(**kwargs: Any) -> None:
    forget_all_pages()


def forget_when_saved(*senders: type[models.Model]) -> None:
    """Say that pages show rows of these models. Called by the apps that own them."""
    for sender in senders:
        for signal in (models.signals.post_save, models.signals.post_delete):
            signal.connect(_forget, sender=sender, dispatch_uid=f"generation-{sender._meta.label}")


def connect() -> None:
    """Listen for everything that changes what the public sees."""
    # The last two are of rows that are no pages, such as quizzes.
    for signal in (page_published, page_unpublished, post_page_move, published, unpublished):
        signal.connect(_forget, dispatch_uid="generation")
    models.signals.post_delete.connect(_forget_page_of_any_type, dispatch_uid="generation-deleted")
    forget_when_saved(Site, Locale, PageViewRestriction)


def _forget_page_of_any_type(sender: type[models.Model], **kwargs: Any) -> None:
    if issubclass(sender, Page):
        forget_all_pages()


class GenerationMiddleware:
    """Lets each request ask for the generation once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asking_once():
            return self.get_response(request)
