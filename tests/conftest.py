import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import translation

from camtree.core.caching import generation
from camtree.search.known_words import note_words
from tests import kept
from tests.chromium import NAMES, chromium_path

LEFT_OUT = "needs Chromium, which is not on this machine"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process for a few files, which are through before others would have started; else one more than there are
    cores, because those that drive a browser wait for it most of the time."""
    places = [Path(config.invocation_params.dir, place.partition("::")[0]) for place in config.args]
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("test_*.py"))]
    return 0 if len(files) <= 3 else (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    if chromium_path():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=LEFT_OUT))


def pytest_make_parametrize_id(val: Any, argname: str) -> str | None:
    """Whole files as parameters are told by their name: what is packed or locked anew each time differs by worker."""
    return argname if isinstance(val, bytes) and len(val) > 20 else None


def seconds_by_folder(told: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Seconds by the folder just below `tests`, most first, of the names of tests and how long each step took."""
    spent: dict[str, float] = defaultdict(float)
    for name, seconds in told:
        place = name.partition("::")[0].split("/")
        spent["/".join(place[:2] if len(place) > 2 else place[:1])] += seconds
    return sorted(spent.items(), key=lambda row: -row[1])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the time went, and what did not run, in words, where nobody overlooks it."""
    reports = [report for kind in ("passed", "failed", "error", "") for report in terminalreporter.stats.get(kind, [])]
    spent = seconds_by_folder((report.nodeid, report.duration) for report in reports if hasattr(report, "duration"))
    if spent:
        words = ", ".join(f"{folder} {seconds:.0f}" for folder, seconds in spent)
        terminalreporter.write_line(f"Seconds by folder, all workers together: {words}.")
    skipped = terminalreporter.stats.get("skipped", [])
    browser = [report for report in skipped if LEFT_OUT in str(report.longrepr)]
    others = len(skipped) - len(browser)
    if browser:
        terminalreporter.write_line(
            f"NOT RUN: {len(browser)} browser tests, because no Chromium was found "
            f"(looked for {', '.join(NAMES)}; CHROMIUM=/path/to/it names another).",
            yellow=True,
        )
    if others:
        terminalreporter.write_line(f"NOT RUN: {others} other tests; `-rs` shows why.", yellow=True)
    if not skipped:
        terminalreporter.write_line("Every test ran.")


# ---------------------------------------------------------------- the site that every test finds


@pytest.fixture(scope="session")
def shelf(django_test_environment: None, django_db_modify_db_settings: None) -> kept.Shelf:
    """Where the databases are kept that this worker's own is copied from (tests/kept.py)."""
    database = connection.settings_dict
    database["NAME"] = database["TEST"]["NAME"] or f"test_{database['NAME']}"
    return kept.shelf_of(connection, django_settings.KEPT_DIR)


@pytest.fixture(scope="session")
def django_db_setup(shelf: kept.Shelf, django_db_blocker: Any) -> Iterator[None]:
    """The test database as after `setup_site`."""
    with django_db_blocker.unblock():
        kept.set_up(shelf, [kept.SCHEMA, kept.SITE])
    yield
    with django_db_blocker.unblock():
        shelf.drop()


@pytest.fixture
def site_after_flush(transactional_db: None, shelf: kept.Shelf) -> None:
    """For tests with real transactions, which find an empty database: the site once more."""
    kept.set_up(shelf, [kept.SCHEMA, kept.SITE])


@pytest.fixture(autouse=True)
def _no_memory_between_tests() -> None:
    """No test reads what another left in the cache: generations, counted numbers, rate limits, site roots."""
    cache.clear()


@pytest.fixture(autouse=True)
def _committed_pages_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test is one transaction that never ends. What waits for the commit to forget pages, or to note words for the
    search, has its turn where production would commit: when the outermost block of the code under test ends, at once
    where there is none, never after a rollback. Tests with real transactions need nothing of this."""
    on_commit, leave = generation.on_commit, transaction.Atomic.__exit__

    def commit() -> None:
        if all(block._from_testcase for block in connection.atomic_blocks):  # type: ignore[attr-defined]
            waiting = connection.run_on_commit
            connection.run_on_commit = [hook for hook in waiting if not is_done_here(hook[1])]
            for hook in dict.fromkeys(hook[1] for hook in waiting if is_done_here(hook[1])):
                hook()

    def is_done_here(hook: Callable[[], object]) -> bool:
        return hook is generation.raise_generation or getattr(hook, "func", None) is note_words

    def on_commit_or_now(forget: Callable[[], None]) -> None:
        on_commit(forget)
        commit()

    def leave_and_commit(block: transaction.Atomic, *error: Any) -> None:
        leave(block, *error)
        commit()

    monkeypatch.setattr(generation, "on_commit", on_commit_or_now)
    monkeypatch.setattr(transaction.Atomic, "__exit__", leave_and_commit)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A request in another language leaves that language behind in this thread; the next test begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def count_queries() -> Callable[..., Any]:
    """Budget of a request: `with count_queries(at_most=12): client.get(…)`.

    Also fails where one shape of statement is sent more than three times: that is a loop over the database.
    """
    from tests.queries import budget

    @contextmanager
    def counting(at_most: int, same_shape: int = 3) -> Iterator[Any]:
        with budget(at_most, same_shape) as log:
            yield log

    return counting


@pytest.fixture
def nothing_kept(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page, no piece of a page, no card and no row of a picture comes from the cache: budgets hold without them."""
    from camtree.core.templatetags import kept_tags

    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = {**settings.CACHES, "template_fragments": dummy, "renditions": dummy}
    settings.PAGE_CACHE_SECONDS = 0
    monkeypatch.setattr(kept_tags, "SECONDS", 0)


@pytest.fixture
def files_on_disk(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files on this machine's disk, also where the suite runs on buckets: for tests that read what is sent.

    What a bucket answers instead is held by tests/camtree/media/test_serving.py.
    """
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "private": {
            "BACKEND": "camtree.media.storages.PrivateFileStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        },
    }
    from camtree.media.models import CamtreeDocument, CamtreeImage
    from learning.models import AssignmentWork
    from research.models import Attachment

    # These fields took their storage at the start.
    for model in (AssignmentWork, Attachment, CamtreeDocument, CamtreeImage):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storages["private"])
