"""The house: no file of ours imports in a circle, rooms are few at the top of a section, names say something."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SECTIONS = ("home", "insights", "leads", "learning", "research", "webinars")
FOLDERS = {"camtree": ROOT / "site/camtree", "demo": ROOT / "demo", **{name: ROOT / name for name in SECTIONS}}
# Names that say nothing, and those that read oddly to somebody from the field.
NO_NAMES = {"utils", "helpers", "common", "misc", "services"} | {
    *("asking", "draws", "learners", "gone", "later", "terms", "decided_once", "deeds"),
}


def test_no_file_imports_in_a_circle() -> None:
    graph = grimp.build_graph(*FOLDERS, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    # Raises CycleError, which names the circle.
    order = list(TopologicalSorter(imports).static_order())
    assert len(order) > 500


def test_few_modules_stand_at_the_top_of_what_is_large() -> None:
    tops = {
        place: sorted(path.name for path in (ROOT / place).glob("*.py") if path.name != "__init__.py")
        for place in ("learning", "research", "site/camtree/core")
    }
    assert {place: len(files) for place, files in tops.items() if len(files) > 12} == {}
    assert {place for place, files in tops.items() if not files} == set()


def test_names_of_modules_say_something() -> None:
    names = {path.stem for folder in FOLDERS.values() for path in folder.rglob("*.py")}
    assert "scoring" in names
    assert names & NO_NAMES == set()


def test_templates_and_tests_lie_under_the_names_of_rooms() -> None:
    for section in ("learning", "research"):
        rooms = {path.parent.name for path in (ROOT / section).glob("*/__init__.py")} - {
            *("management", "migrations", "templatetags"),
        }
        assert len(rooms) > 3
        templates = {path.name for path in (ROOT / "templates" / section).iterdir()}
        assert templates <= rooms
        tests = {path.name for path in (ROOT / "tests" / section).iterdir() if path.is_dir()} - {"__pycache__"}
        assert tests <= rooms


# Files that ask a page for its address in its own language, and may.
KNOW_OWN_ADDRESSES = {"addresses.py", "serving.py", "navigation_tags.py", "withdrawals.py"}


def test_links_to_pages_ask_for_the_readers_address() -> None:
    """Wagtail's own address of a page leads readers out of their language (decision 23)."""
    own = re.compile(
        r"\{% (?:full)?(?:page|slug)url |\b(?:page|report|lesson|course|webinar|lead|module)\.(?:full_)?url\b"
    )
    templates = {
        str(path): path.read_text() for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"}
    }
    assert sum(text.count("{% address_of ") for text in templates.values()) > 40
    assert [path for path, text in templates.items() if own.search(text)] == []
    asks = re.compile(
        r"\.(?:get_url|get_full_url|get_url_parts)\(|\b(?:page|report|lesson|course|webinar|lead)\.(?:full_)?url\b"
    )
    code = {path: path.read_text() for folder in FOLDERS.values() for path in folder.rglob("*.py")}
    assert {path.name for path, text in code.items() if asks.search(text)} == KNOW_OWN_ADDRESSES
