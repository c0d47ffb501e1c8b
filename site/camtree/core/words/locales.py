"""The site's languages as rows, looked up once. There are five of them and every page asks for one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Locale

from camtree.core.caching.generation import recall

# The language of the account of whoever asks; none outside of requests and for visitors.
_preferred: ContextVar[str] = ContextVar("preferred", default="")


@contextmanager
def preferring(language: str) -> Iterator[None]:
    """Where something is not there in the language that is read, it is shown in this one."""
    token = _preferred.set(language)
    try:
        yield
    finally:
        _preferred.reset(token)


def locales() -> dict[int, Locale]:
    """All locales by primary key."""

    def load() -> dict[int, Locale]:
        return {locale.pk: locale for locale in Locale.objects.all()}

    return recall("locales", load)


def active_locale() -> Locale:
    """Locale of the language of this request; English where that language has no row."""
    by_code = {locale.language_code: locale for locale in locales().values()}
    return by_code.get(get_language() or "") or by_code.get(settings.LANGUAGE_CODE) or Locale.get_default()


def preferred_locale() -> Locale | None:
    """Locale of the language that the account of this request prefers; None for visitors."""
    wanted = _preferred.get()
    return next((row for row in locales().values() if row.language_code == wanted), None) if wanted else None
