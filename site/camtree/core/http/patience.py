"""Nobody waits for ever in front of a page: a database that is silent is given up, and the page says so."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from camtree.core.postgresql.patience import patient_for

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# How many times as long a database that answers is waited for where somebody works.
FOR_WORK: Final = 5


class PatienceMiddleware:
    """Outermost of those that ask the database. On SQLite, which is no server, it changes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Who writes, and who works in the admin, may wait for a row that somebody else holds, or for a large tree.
        is_work = request.method not in SAFE or request.path.startswith("/admin/")
        with patient_for(settings.DATABASE_PATIENCE, settings.DATABASE_PATIENCE * FOR_WORK if is_work else 0):
            return self.get_response(request)
