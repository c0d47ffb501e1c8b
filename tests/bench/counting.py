"""Queries of each page, counted in a process of its own with warm caches. Reads the looks as JSON, prints JSON."""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402 - wants the settings
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from tests.queries import shapes  # noqa: E402

if __name__ == "__main__":
    found = {}
    for look in json.load(sys.stdin):
        client = Client(headers={"host": "127.0.0.1"})
        if look["session"]:
            client.cookies["sessionid"] = look["session"]
        client.get(look["address"])
        with CaptureQueriesContext(connection) as log:
            client.get(look["address"])
        found[look["name"]] = sum(shapes(log).values())
    print(json.dumps(found))
