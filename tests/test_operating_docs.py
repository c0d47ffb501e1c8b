"""`docs/operating.md` lists every environment variable with its type and default, and no other."""

import re
from pathlib import Path

import pytest

from tests.settings_process import run_with

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| `(?P<name>[A-Z][A-Z0-9_]+)` \| (?P<kind>[a-z]+) \| (?P<default>.*?) \| (?P<meaning>.+?) \|$")

# Read by the Makefile and its programs, not by the settings.
OUTSIDE = {"CHROMIUM", "DJANGO_SETTINGS_MODULE", "JOBS", "PAGES", "SIZES", "PEER", "PEER_PYTHON", "PYTHON", "TESTS"}


def documented() -> dict[str, tuple[str, str]]:
    rows = filter(None, map(ROW.match, (ROOT / "docs" / "operating.md").read_text().splitlines()))
    found = [(row["name"], (row["kind"], row["default"])) for row in rows]
    assert len(found) == len(dict(found)), "a variable stands in the list twice"
    return dict(found)


@pytest.fixture(scope="module")
def registered(tmp_path_factory) -> dict[str, dict[str, set[str]]]:
    """Name → kinds and defaults, over every profile and the server of `make demo`."""
    code = "import demo.serving\nfrom camtree import env\nfor item in env.registry.values(): print(item)"
    needed = {"SECRET_KEY": "k3y-0f-l3tt3rs-and-d1g1ts-that-nobody-w1ll-ever-guess-4711", "ALLOWED_HOSTS": "a.example"}
    variables: dict[str, dict[str, set[str]]] = {}
    for profile in ("dev", "test", "production"):
        result = run_with(profile, code, CAMTREE_VAR_DIR=str(tmp_path_factory.mktemp("var")), **needed)
        assert result.returncode == 0, result.stderr
        for line in result.stdout.splitlines():
            name, kind, default = line.split("\t")
            held = variables.setdefault(name, {"kinds": set(), "defaults": set()})
            held["kinds"].add(kind)
            held["defaults"].add(default)
    return variables


def test_every_variable_is_documented_and_no_other(registered):
    assert set(documented()) - OUTSIDE == set(registered)


def test_every_type_is_the_true_one(registered):
    assert {name: documented()[name][0] for name in registered} == {
        name: ", ".join(held["kinds"]) for name, held in registered.items()
    }


def test_every_default_is_the_true_one(registered):
    wrong = {
        name: (documented()[name][1], default)
        for name, held in registered.items()
        for default in held["defaults"]
        if default and f"`{default}`" not in documented()[name][1]
    }
    assert wrong == {}
