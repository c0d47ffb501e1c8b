"""What README.md and docs/ name is there: files, links, `make` targets, addresses. And they name no machine."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import resolve

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
ENDINGS = ("py", "md", "toml", "txt", "html", "css", "js", "sh", "webp")
# Folders of the repository: what begins with one of them is a path in it, even without an ending.
FOLDERS = sorted(path.name for path in ROOT.iterdir() if path.is_dir() and path.name != "var")
# Kinds of file that a section may have; where they stand differs from section to section.
SHAPES = {"models.py", "blocks.py", "queries.py", "actions.py", "forms.py", "views.py", "urls.py", "tasks.py"} | {
    "choices.py", "fields.py", "wagtail_hooks.py", "feeds.py", "calendars.py", "contexts.py", "access.py",
    "personal_data.py",
}  # fmt: skip

every_text = pytest.mark.parametrize("text", TEXTS, ids=lambda text: str(text.relative_to(ROOT)))


def words_in_code(text: Path) -> Iterator[str]:
    """Each word that stands between backticks or in a block of code."""
    content = text.read_text()
    for found in CODE.findall(content) + re.findall(r"^```\w*\n(.*?)^```", content, re.MULTILINE | re.DOTALL):
        yield from found.split()


def is_path(word: str) -> bool:
    if any(sign in word for sign in "<>*{}…=:%") or word.startswith(("/", "-", ".venv", "http")):
        return False
    if "/" in word:
        return word.split("/")[0] in FOLDERS or word.startswith(".ci/")
    return word.rsplit(".", 1)[-1] in ENDINGS and "." in word and word not in SHAPES


@every_text
def test_every_file_that_is_named_exists(text: Path) -> None:
    # A bare name may be that of a template, a page of docs/ or a file of a section.
    places = [ROOT, ROOT / "docs", ROOT / "templates", text.parent, ROOT / "home", ROOT / "site"]
    missing = {
        word for word in words_in_code(text) if is_path(word) and not any((place / word).exists() for place in places)
    }
    assert missing == set()


@every_text
def test_every_link_leads_to_a_file(text: Path) -> None:
    links = ["".join(found) for found in LINK.findall(text.read_text())]
    missing = [link for link in links if "://" not in link and not (text.parent / link.partition("#")[0]).exists()]
    assert missing == []


@every_text
def test_every_make_target_exists(text: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z][a-z-]*)", text.read_text(), re.MULTILINE))
    assert named - targets == set()


@every_text
def test_no_text_names_a_machine(text: Path) -> None:
    # The place of an example, which any server may have.
    content = text.read_text().replace("/srv/camtree/", "")
    assert re.findall(r"(?<![\w.])(?:/home|/root|/Users|/work|/tmp|/mnt|/opt|/srv|[A-Z]:\\)[/\\]\S*", content) == []


@every_text
def test_every_test_that_is_named_exists(text: Path) -> None:
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    named = {word for word in words_in_code(text) if re.fullmatch(r"test_[a-z_]*[a-z]", word)}
    assert {name for name in named if f"def {name}(" not in tests} == set()


def test_the_guide_to_tests_names_some() -> None:
    assert len([word for word in words_in_code(ROOT / "docs" / "testing.md") if word.startswith("test_")]) > 10


def addresses() -> list[str]:
    """Those of where-things-go.md, with words in the place of what varies."""
    text = (ROOT / "docs" / "where-things-go.md").read_text()
    section = text.partition("## Addresses that others rely on")[2]
    found = [word for word in CODE.findall(section) if word.startswith("/")]
    return [
        re.sub(r"<\w+>", "some-words", address.replace("<l>", "en").replace("…", "")).partition("?")[0]
        for address in found
    ]


# Addresses that stand for what is below them: they answer nothing by themselves.
BELOW = {"/en/account/": "/en/account/login/", "/api/v2/": "/api/v2/pages/"}
# Addresses of pages go to one view, whatever they say: they begin with a page that `setup_site` makes.
SECTIONS = {"", "research", "learning", "webinars", "leads", "insights", "privacy", "accessibility"}


@pytest.mark.parametrize("address", addresses())
def test_every_address_is_routed(address: str) -> None:
    match = resolve(BELOW.get(address, address))
    if match.url_name == "wagtail_serve":
        assert address.strip("/").partition("/")[2].partition("/")[0] in SECTIONS


def test_the_addresses_are_found() -> None:
    assert len(addresses()) > 20


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "screenshots").glob("*")), ids=lambda path: path.name)
def test_every_screenshot_is_small_and_shown(picture: Path) -> None:
    assert picture.suffix == ".webp"
    assert picture.stat().st_size <= 60_000
    guides = "".join(guide.read_text() for guide in (ROOT / "docs" / "guides").glob("*.md"))
    assert (
        f"docs/screenshots/{picture.name}" in (ROOT / "README.md").read_text()
        or f"../screenshots/{picture.name}" in guides
    )
