"""The message catalogues of the interface, read and written without gettext's programs.

A machine that runs CamTREE needs Python alone. Babel finds the texts in the code, Django turns templates into something
Babel can read, polib reads, writes and compiles the `.po` files.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import polib
from babel.messages.extract import extract_javascript, extract_python
from babel.messages.plurals import get_plural
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from camtree.core.folding import as_read

# The functions that mark a text in Python and in templates, and where their arguments stand: context, text, plural.
KEYWORDS: Final[dict[str, tuple[int | None, int, int | None]]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
FUNCTIONS: Final = dict.fromkeys(KEYWORDS)
LEFT_OUT: Final = frozenset({"migrations", "tests", "vendor", "node_modules"})
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[a-z]|(?<!\{)\{(\w*)\}(?!\})")


@dataclass
class Text:
    """One text of the interface, as the code names it."""

    context: str | None
    singular: str
    plural: str | None = None
    places: list[tuple[str, str]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.singular


@dataclass(frozen=True)
class Fault:
    """Why one text of one catalogue cannot go out."""

    language: str
    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.language}: {self.reason}: {self.text!r}"


def languages() -> list[str]:
    """The languages that need a catalogue: all but the one in which the texts are written."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def catalogue_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "LC_MESSAGES" / "django.po"


def source_files() -> Iterator[Path]:
    """Every file of the project that may hold a text: our apps' code, all templates, our own scripts."""
    root = Path(settings.BASE_DIR)
    sections = ("demo", "home", "insights", "leads", "learning", "research", "webinars")
    for folder, pattern in (
        *((name, "**/*.py") for name in (*sections, "site/camtree")),
        ("templates", "**/*.html"),
        ("templates", "**/*.txt"),
        ("site/camtree/static/camtree/js", "**/*.js"),
    ):
        for path in sorted((root / folder).glob(pattern)):
            if LEFT_OUT.isdisjoint(path.relative_to(root).parts):
                yield path


def found_in(path: Path) -> Iterator[tuple[int, str, Any, list[str]]]:
    """What one file marks, as Babel gives it: line, function, arguments, comments for translators."""
    if path.suffix == ".js":
        yield from extract_javascript(BytesIO(path.read_bytes()), FUNCTIONS, ["Translators:"], {})  # type: ignore[misc]
        return
    content = path.read_text()
    if path.suffix != ".py":
        content = templatize(as_read(content, path.name), origin=str(path))
    yield from extract_python(BytesIO(content.encode()), FUNCTIONS, ["Translators:"], {"encoding": "utf-8"})  # type: ignore[misc]


def extract() -> dict[tuple[str | None, str], Text]:
    """Every text of the interface."""
    texts: dict[tuple[str | None, str], Text] = {}
    root = Path(settings.BASE_DIR)
    for path in source_files():
        for line, function, given, comments in found_in(path):
            arguments = given if isinstance(given, tuple) else (given,)
            context_at, singular_at, plural_at = KEYWORDS[function]
            if len(arguments) <= singular_at or not arguments[singular_at]:
                continue
            text = Text(
                context=None if context_at is None else arguments[context_at],
                singular=str(arguments[singular_at]),
                plural=None if plural_at is None else arguments[plural_at],
            )
            text = texts.setdefault(text.key, text)
            text.places.append((path.relative_to(root).as_posix(), str(line)))
            text.comments.extend(comment for comment in comments if comment not in text.comments)
            if "%(" in text.singular:
                text.flags.add("python-format")
    return texts


def new_catalogue(language: str) -> polib.POFile:
    locale = to_locale(language)
    plural = get_plural(locale)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Project-Id-Version": "CamTREE",
        "PO-Revision-Date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M+0000"),
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural.plural_forms,
    }
    return catalogue


def update(language: str) -> tuple[int, int]:
    """Bring the catalogue in line with the code; texts that are gone are dropped.

    Returns how many texts are new and how many were dropped.
    """
    path = catalogue_path(language)
    old = polib.pofile(str(path)) if path.exists() else new_catalogue(language)
    known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    plural_count = get_plural(to_locale(language)).num_plurals

    fresh = new_catalogue(language)
    fresh.metadata = old.metadata
    texts = extract()
    for key, text in sorted(texts.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        entry = known.get(key) or polib.POEntry(msgctxt=text.context, msgid=text.singular)
        entry.occurrences = [(place, "") for place in dict.fromkeys(place for place, _ in text.places)]
        entry.comment = "\n".join(text.comments)
        entry.flags = sorted(text.flags | ({"fuzzy"} if entry.fuzzy else set()))
        if text.plural and not entry.msgid_plural:
            entry.msgid_plural = text.plural
            entry.msgstr_plural = dict.fromkeys(range(plural_count), "")
            entry.msgstr = ""
        fresh.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    return len(texts.keys() - known.keys()), len(known.keys() - texts.keys())


def faults_of(language: str, texts: dict[tuple[str | None, str], Text]) -> Iterator[Fault]:
    """What keeps the catalogue of `language` from being complete."""
    path = catalogue_path(language)
    entries = {}
    if path.exists():
        entries = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    for key, text in texts.items():
        entry = entries.get(key)
        if entry is None:
            yield Fault(language, text.singular, "is not in the catalogue (make messages)")
        elif entry.fuzzy:
            yield Fault(language, text.singular, "is marked fuzzy")
        elif not entry.translated() or (text.plural and not entry.msgid_plural):
            yield Fault(language, text.singular, "is not translated")
        else:
            yield from placeholder_faults(language, entry)
    for _, gone in entries.keys() - texts.keys():
        yield Fault(language, gone, "is no longer in the code (make messages)")


def placeholder_faults(language: str, entry: polib.POEntry) -> Iterator[Fault]:
    """A placeholder that is lost or misspelt in a translation makes the page fail, or hides a name."""
    allowed = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    for translation in translations:
        strange = placeholders(translation) - allowed
        # Only one of several plural forms may leave a number out ("one", "two" as words).
        lost = set() if entry.msgid_plural else allowed - placeholders(translation)
        for name in sorted(strange | lost):
            yield Fault(language, entry.msgid, f"has the placeholder {name} wrong")


def placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def compile_all() -> int:
    """Write the `.mo` file beside each `.po` file that is newer; returns how many were written."""
    written = 0
    for language in languages():
        source = catalogue_path(language)
        target = source.with_suffix(".mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        polib.pofile(str(source)).save_as_mofile(str(target))
        written += 1
    return written
