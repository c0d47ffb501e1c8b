"""Fill the database of the environment: `python -m tests.bench.make_library 10000`, or `judged`. Its last line is what
that took, as JSON."""

import json
import resource
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402 - wants the settings

from demo.generated.actions import generate_reports  # noqa: E402
from demo.generated.indexers import as_many_as_help  # noqa: E402
from tests.bench.relevance.library import add_judged_works  # noqa: E402
from tests.bench.relevance.scoring import index_for_wagtails_own  # noqa: E402


def main(words: str) -> None:
    begun, told = time.perf_counter(), {}
    if words == "judged":
        add_judged_works()
    else:
        made = generate_reports(number=int(words), beside=as_many_as_help())
        told = {
            "works": made.works,
            "pages": made.pages,
            "seconds": time.perf_counter() - begun,
            "search": made.seconds["search"],
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    # On SQLite it compares every hit with every other one: nobody waits for that among many.
    if words == "judged" or connection.vendor == "postgresql":
        index_for_wagtails_own()
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
