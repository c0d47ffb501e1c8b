"""Two answers for whoever watches the server: the process is up (`/healthz`), and it can do its work (`/readyz`).

`/readyz` names the part that fails and nothing more: what went wrong is in the log, because the words of an exception
may hold addresses and passwords. It answers within seconds whatever the parts do: each is tried in a thread of its own,
and one that is still waiting for its part is not joined by another.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Lock, Thread
from typing import Any, Final
from uuid import uuid4

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from camtree.core.postgresql.patience import patient_for
from camtree.core.registries import Registry

logger = logging.getLogger(__name__)

# Seconds that all parts together have to answer.
PATIENCE: Final = 3.0


class NotReadyError(Exception):
    """A part of the server answered, but wrongly, or not in time."""


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if cursor.fetchone() != (1,):
            raise NotReadyError("The database does not answer SELECT 1 with 1.")


def check_migrations() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        waiting = ", ".join(str(migration) for migration, _ in plan[:5])
        raise NotReadyError(f"{len(plan)} migrations have not been run, first of all {waiting}.")


def check_cache() -> None:
    key, value = f"readyz-{uuid4().hex}", uuid4().hex
    cache.set(key, value, timeout=10)
    held = cache.get(key)
    cache.delete(key)
    if held != value:
        raise NotReadyError("The cache does not hold what was put into it.")


def check_storage() -> None:
    for alias in ("default", "private"):
        storage = storages[alias]
        value = uuid4().hex.encode()
        name = storage.save(f"readyz/{uuid4().hex}.txt", ContentFile(value))
        try:
            with storage.open(name) as stored:
                held = stored.read()
        finally:
            storage.delete(name)
        if held != value:
            raise NotReadyError(f"The storage {alias} does not hold what was put into it.")


CHECKS: Final[dict[str, Callable[[], None]]] = {
    "database": check_database,
    "migrations": check_migrations,
    "cache": check_cache,
    "storage": check_storage,
}
# What else an operator wants to see, by name; from apps above this one.
details: Final[Registry[str, Callable[[], Any]]] = Registry()
_running: dict[str, Future[None]] = {}
_lock = Lock()


def _run(check: Callable[[], None], future: Future[None]) -> None:
    try:
        # A little less than whoever asks: this thread ends, too, and its connection with it.
        with patient_for(PATIENCE - 0.5):
            check()
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(None)
    finally:
        connection.close()  # of this thread


def _begin(name: str) -> Future[None]:
    """The check of a part: the one that runs, where there is one."""
    with _lock:
        held = _running.get(name)
        if held is None or held.done():
            held = _running[name] = Future()
            # A thread that waits for ever must not keep the process from ending.
            Thread(target=_run, args=(CHECKS[name], held), name=f"readyz {name}", daemon=True).start()
        return held


def try_parts() -> dict[str, bool]:
    """Each part by its name, and whether it works. Takes PATIENCE seconds at most."""
    end = time.monotonic() + PATIENCE
    checks = {name: _begin(name) for name in CHECKS}
    wait(checks.values(), timeout=end - time.monotonic())
    parts = {}
    for name, check in checks.items():
        error = check.exception() if check.done() else NotReadyError(f"No answer within {PATIENCE:.0f} seconds.")
        if error is not None:
            logger.error("The readiness check of %s failed.", name, exc_info=error)
        parts[name] = error is None
    return parts


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Try every part that a page needs; 503 with the names of those that fail."""
    parts = try_parts()
    failed = [name for name, works in parts.items() if not works]
    return JsonResponse(
        {
            "status": "failed" if failed else "ok",
            "failed": failed,
            "parts": {name: "ok" if works else "failed" for name, works in parts.items()},
            **{name: told() for name, told in details.items() if parts["database"]},
        },
        status=503 if failed else 200,
    )


class HealthMiddleware:
    """Answers both before anything else has a say.

    Whoever watches comes by the machine's number and by http, and has to learn that the process is up even where the
    database is not: host names, redirects, sites and sessions must not stand in between.
    """

    VIEWS: Final = {"/healthz": healthz, "/readyz": readyz}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.VIEWS.get(request.path_info, self.get_response)(request)
