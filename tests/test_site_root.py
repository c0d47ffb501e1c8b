"""`site/` is an import root. The interpreter has a module of that name, so it can never be a package."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_site_holds_camtree_and_nothing_else():
    held = {path.name for path in (ROOT / "site").iterdir()} - {"__pycache__"}
    assert held == {"camtree"}


def test_site_is_not_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_site_is_not_ignored():
    lines = (ROOT / ".gitignore").read_text().splitlines()
    assert lines
    assert not [line for line in lines if line.strip().strip("/") in {"site", "site/**", "site/*"}]


def test_site_is_an_import_root_of_the_editable_install():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["tool"]["hatch"]["build"]["dev-mode-dirs"] == [".", "site"]
