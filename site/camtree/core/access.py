"""What every access function ends with."""

from django.http import Http404


def or_404[T](found: T | None) -> T:
    """What was found. Raises Http404 where nothing was: not there and not theirs look the same."""
    if found is None:
        raise Http404
    return found
