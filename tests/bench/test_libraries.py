import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench import libraries
from tests.bench.libraries import Shelf, digest, kept_folder, on_sqlite

MADE = {"pages": 5, "seconds": 1.0}

type Told = list[tuple[str, ...]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What was run for which database; nothing is made."""
    rows: Told = []

    def run(shelf: Shelf, name: str, *words: str) -> str:
        rows.append((name, *words))
        return json.dumps(MADE)

    monkeypatch.setattr(Shelf, "_run", run)
    return rows


@pytest.fixture
def shelf(tmp_path: Path, told: Told) -> Shelf:
    def copy(source: str, name: str) -> None:
        told.append(("copy", source, name))

    return Shelf("PostgreSQL", tmp_path, tmp_path / "log", lambda name: {"NAME": name}, copy)


def test_a_library_grows_out_of_the_largest_that_is_smaller(shelf: Shelf, told: Told) -> None:
    for size in (10, 100, 1000):
        library = shelf.library(size, [10, 100, 1000])
    assert (library.size, library.environment, library.made) == (1000, {"NAME": "library_1000"}, MADE)
    assert told == [
        ("copy", "", "demo"),
        ("demo", "manage.py", "prepare", "--demo"),
        ("copy", "demo", "library_10"),
        ("library_10", "-m", "tests.bench.make_library", "10"),
        ("copy", "library_10", "library_100"),
        ("library_100", "-m", "tests.bench.make_library", "100"),
        ("copy", "library_100", "library_1000"),
        ("library_1000", "-m", "tests.bench.make_library", "1000"),
    ]


def test_what_is_there_is_not_made_again(shelf: Shelf, told: Told) -> None:
    shelf.library(10, [10])
    shelf.judged()
    told.clear()
    assert (shelf.library(10, [10]).made, shelf.judged().environment) == (MADE, {"NAME": "judged"})
    assert told == []


def test_one_that_was_cut_goes_on(shelf: Shelf, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.demo()
    told.clear()
    run: Callable[..., str] = Shelf._run

    def cut(shelf: Shelf, name: str, *words: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(Shelf, "_run", cut)
    with pytest.raises(KeyboardInterrupt):
        shelf.library(10, [10])
    monkeypatch.setattr(Shelf, "_run", run)
    shelf.library(10, [10])
    assert told == [("copy", "demo", "library_10"), ("library_10", "-m", "tests.bench.make_library", "10")]


def test_on_sqlite_a_copy_takes_the_files_along(tmp_path: Path) -> None:
    shelf = on_sqlite(tmp_path, tmp_path / "log", "redis://127.0.0.1:1/0")
    shelf.copy("", "demo")
    (tmp_path / "sqlite-demo" / "camtree.sqlite3").write_text("demo")
    shelf.copy("demo", "library_10")
    environment = shelf.environment("library_10")
    assert Path(environment["DATABASE_URL"].removeprefix("sqlite:///")).read_text() == "demo"
    assert environment["CAMTREE_VAR_DIR"] == str(tmp_path / "sqlite-library_10")


def test_what_other_files_made_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "KEPT", tmp_path)
    (tmp_path / "of-other-files").mkdir()
    (tmp_path / digest()).mkdir()
    assert kept_folder() == tmp_path / digest()
    assert [folder.name for folder in tmp_path.iterdir()] == [digest()]
