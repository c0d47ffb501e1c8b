"""Who else has a page open: names only, for a minute and a half, and nothing of what they do there.

Kept in the cache alone. Where processes share none, people see each other only by chance, and nothing else differs.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.core.cache import cache
from django.utils.translation import ngettext

from camtree.core.templatetags.core_tags import in_words
from camtree.members.models import User

# Seconds. The page tells every thirty (static/camtree/js/here.js).
HERE_FOR: Final = 90


def also_here(place: str, member: Any, others: Iterable[User]) -> list[User]:
    """Note that `member` has a place open; those of `others` who have it open too, each once, by name."""
    cache.set(_key(place, member.pk), 1, HERE_FOR)
    people = {person.pk: person for person in others if person.pk != member.pk}
    found = cache.get_many([_key(place, pk) for pk in people])
    return sorted((person for pk, person in people.items() if _key(place, pk) in found), key=str)


def here_in_words(others: list[User]) -> str:
    """A sentence about them; empty for nobody."""
    if not others:
        return ""
    names = in_words([str(person) for person in others])
    return ngettext("%(names)s is here too.", "%(names)s are here too.", len(others)) % {"names": names}


def _key(place: str, pk: Any) -> str:
    return f"here {place} {pk}".replace(" ", ":")
