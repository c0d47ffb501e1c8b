"""The process of the benchmark that knows our models. Each line of its standard input is a deed and its words as JSON;
the answer to each is one line of JSON. `tests.bench.product` speaks to it."""

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - wants the settings
from django.core.cache import caches  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import translation  # noqa: E402

from camtree.core.caching.generation import forget_all_pages  # noqa: E402
from tests.bench.people import people  # noqa: E402
from tests.bench.quiz import count, learners  # noqa: E402
from tests.bench.reports import add_reports, count_reports  # noqa: E402
from tests.bench.search_deeds import DEEDS as SEARCH_DEEDS  # noqa: E402
from tests.bench.upload_places import upload_places  # noqa: E402
from tests.drill.places import drill_held, drill_places  # noqa: E402
from tests.queries import shapes  # noqa: E402


def forget() -> None:
    """What publishing says, so that processes forget what they remember; and the shared cache is emptied."""
    forget_all_pages()
    for name in settings.CACHES:
        caches[name].clear()


def queries(looks: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    """How many queries each look asks, the first time and again. A look is an address and the cookie of a session, ""
    for a visitor."""
    return [_queries(address, session) for address, session in looks]


def _queries(address: str, session: str) -> tuple[int, int]:
    client = Client(headers={"host": "127.0.0.1"})
    if session:
        client.cookies["sessionid"] = session
    client.get(address)  # what a process learns once in its life
    forget()
    counted = []
    for _time in ("first", "again"):
        with CaptureQueriesContext(connection) as log:
            assert client.get(address).status_code == 200, address
        counted.append(shapes(log).total())
    return counted[0], counted[1]


DEEDS: dict[str, Callable[..., Any]] = {
    "people": people,
    "learners": learners,
    "forget": forget,
    "queries": queries,
    "add_reports": add_reports,
    "count_reports": count_reports,
    **SEARCH_DEEDS,
    "count_attempts": count,
    "upload_places": upload_places,
    "drill_places": drill_places,
    "drill_held": drill_held,
}


def main() -> None:
    answers, sys.stdout = sys.stdout, sys.stderr  # nothing else comes between the answers
    for line in sys.stdin:
        deed, words = json.loads(line)
        with translation.override("en"):
            answer = DEEDS[deed](**words)
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
