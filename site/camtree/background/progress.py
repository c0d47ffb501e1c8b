"""Pages that show how far something is that goes on in the background: `background/progress.html` in all of them."""

from typing import Final

from django.http import HttpResponse

# Seconds between two looks.
PACE: Final = 3


def going_on(response: HttpResponse, is_going_on: bool) -> HttpResponse:
    """The page, which looks again by itself while there is more to come; also with script off."""
    if is_going_on:
        response["Refresh"] = str(PACE)
    return response
