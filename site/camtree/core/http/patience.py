"""Nobody waits for ever in front of a page: a database that is silent is given up, and the page says so."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from camtree.core.postgresql.patience import patient_for


class PatienceMiddleware:
    """Outermost of those that ask the database. On SQLite, which is no server, it changes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with patient_for(settings.DATABASE_PATIENCE):
            return self.get_response(request)
