"""References: what people paste (BibTeX, RIS, CSL-JSON, a DOI) read into one shape, and written in the manner of APA.

Nobody is asked over the net: a DOI alone stays an address until somebody adds the rest. The shape is that of CSL-JSON
(https://docs.citationstyles.org), reduced to what the six usual kinds of work need. The formatter is our own: the
styles that citeproc-py brings are not APA, and those of the CSL project may be passed on only under their own licence.
"""

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from camtree.core.words.json import JsonError, read_json
from camtree.core.words.signs import all_without_unstorable
from research.inquiries.manuscript import clean_html

LONGEST: Final = 200_000
DOI: Final = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}]{1,180}")
_DOI_LINE: Final = re.compile(r"\s*(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S{1,180})\s*", re.IGNORECASE)
_IDEOGRAPHS: Final = re.compile(r"[\u3400-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")

BIBTEX_KINDS: Final = {
    "article": "article-journal",
    "book": "book",
    "booklet": "book",
    "collection": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "chapter",
    "conference": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "online": "webpage",
    "misc": "webpage",
}
RIS_KINDS: Final = {
    "JOUR": "article-journal",
    "MGZN": "article-journal",
    "BOOK": "book",
    "EDBOOK": "book",
    "CHAP": "chapter",
    "CPAPER": "chapter",
    "CONF": "chapter",
    "THES": "thesis",
    "RPRT": "report",
    "ELEC": "webpage",
    "BLOG": "webpage",
}
KINDS: Final = frozenset({"article-journal", "book", "chapter", "thesis", "report", "webpage"})


@dataclass(frozen=True)
class Fault:
    """Something pasted that is no reference: where it stands, and why."""

    line: int
    reason: str


@dataclass
class Found:
    """What was read out of a paste, and what could not be."""

    works: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_references(text: str, most: int = 10_000) -> Found:
    """Every reference in a text of any of the known forms, and a fault with its line for what is none. What comes after
    `most` of both is not read."""
    found = Found()
    text = text.replace("\r\n", "\n").replace("\x00", "")
    if text.lstrip()[:1] in {"[", "{"}:
        _read_json(text, found)
        return found
    lines, place = text.split("\n"), 0
    while place < len(lines) and len(found.works) + len(found.faults) < most:
        line = lines[place]
        begun = place
        place += 1
        if line.lstrip().startswith("@"):
            place = _end_of_entry(lines, begun)
            _read_one(found, begun, _from_bibtex, "\n".join(lines[begun:place]))
        elif re.match(r"\s*TY {0,3}-", line):
            while place < len(lines) and not re.match(r"\s*(?:ER|TY) {0,3}-", lines[place]):
                place += 1
            if place < len(lines) and lines[place].lstrip().startswith("ER"):
                place += 1
            record = "\n".join(row.strip() for row in lines[begun:place])
            _read_one(found, begun, _from_ris, record)
        elif match := _DOI_LINE.fullmatch(line):
            found.works.append({"DOI": _plain_doi(match[1])})
        elif line.strip():
            while place < len(lines) and lines[place].strip() and not _begins(lines[place]):
                place += 1
            reason = _("This is neither BibTeX, RIS, CSL-JSON nor a DOI. Add it by hand.")
            found.faults.append(Fault(begun + 1, reason))
    return found


def _begins(line: str) -> bool:
    return bool(re.match(r"\s*(?:@|TY {0,3}-)", line) or _DOI_LINE.fullmatch(line))


def _end_of_entry(lines: list[str], begun: int) -> int:
    """The line behind an entry of BibTeX: where its brackets close, or the next one begins."""
    depth = 0
    for place in range(begun, len(lines)):
        if place > begun and lines[place].lstrip().startswith("@"):
            return place
        depth += lines[place].count("{") - lines[place].count("}")
        if depth <= 0 and "}" in lines[place]:
            return place + 1
    return len(lines)


def _read_one(found: Found, begun: int, read: Any, text: str) -> None:
    try:
        work = read(text)
    except _FaultyError as fault:
        found.faults.append(Fault(begun + 1, str(fault)))
    else:
        if work is not None:
            _keep(found, begun, work)


def _keep(found: Found, begun: int, work: dict[str, Any]) -> None:
    work = {name: value for name, value in work.items() if value not in ("", [], None)}
    if not work.get("title"):
        found.faults.append(Fault(begun + 1, _("The title is missing.")))
    else:
        found.works.append(work)


class _FaultyError(Exception):
    """Carries the reason in the reader's language."""


# ---------------------------------------------------------------- BibTeX


def _from_bibtex(text: str) -> dict[str, Any] | None:
    # Slow to load, and few bring references in. `parse_string` looks through all that is installed for each entry.
    from pybtex.database.input.bibtex import Parser
    from pybtex.exceptions import PybtexError

    if re.match(r"\s*@(?:comment|preamble|string)\b", text, re.IGNORECASE):
        return None
    try:
        entries = list(Parser().parse_string(text).entries.values())
    except (PybtexError, RecursionError):
        raise _FaultyError(_("This BibTeX entry is not complete: a bracket, a comma or a value is missing.")) from None
    if not entries:
        raise _FaultyError(_("This BibTeX entry is not complete: a bracket, a comma or a value is missing."))
    entry = entries[0]
    said = {name.lower(): _without_latex(value) for name, value in entry.fields.items()}
    year = said.get("year") or said.get("date", "")
    return {
        "type": BIBTEX_KINDS.get(entry.type.lower(), "book" if said.get("publisher") else "webpage"),
        "title": said.get("title", ""),
        "author": [_person_of_bibtex(person) for person in entry.persons.get("author", [])],
        "editor": [_person_of_bibtex(person) for person in entry.persons.get("editor", [])],
        "issued": _year(year),
        "container-title": said.get("journal") or said.get("journaltitle") or said.get("booktitle", ""),
        "volume": said.get("volume", ""),
        "issue": said.get("number", "") or said.get("issue", ""),
        "page": said.get("pages", "").replace("--", "-"),
        "publisher": said.get("publisher") or said.get("school") or said.get("institution", ""),
        "DOI": _plain_doi(said.get("doi", "")),
        "URL": said.get("url", ""),
    }


def _without_latex(value: str) -> str:
    from pybtex.exceptions import PybtexError  # as above
    from pybtex.richtext import Text

    try:
        return " ".join(str(Text.from_latex(value)).split())
    except (PybtexError, RecursionError):
        return " ".join(value.replace("{", "").replace("}", "").split())


def _person_of_bibtex(person: Any) -> dict[str, str]:
    family = _without_latex(" ".join([*person.prelast_names, *person.last_names]))
    given = _without_latex(" ".join([*person.first_names, *person.middle_names]))
    return {"family": family, "given": given} if given else {"literal": family}


# ---------------------------------------------------------------- RIS and CSL-JSON


def _from_ris(text: str) -> dict[str, Any]:
    import rispy  # as above

    if not re.search(r"^ER {0,3}-", text, re.MULTILINE):
        text += "\nER  - "
    try:
        records = rispy.loads(re.sub(r"^([A-Z][A-Z0-9]) *- ?", r"\1  - ", text, flags=re.MULTILINE))
    except (rispy.parser.ParseError, ValueError, KeyError, IndexError, TypeError):
        records = []
    if not records:
        raise _FaultyError(_("This RIS record is not complete: it begins with TY and ends with ER."))
    said = records[0]
    pages = "-".join(page for page in (said.get("start_page", ""), said.get("end_page", "")) if page)
    address = said.get("urls") or said.get("url") or ""
    return {
        "type": RIS_KINDS.get(said.get("type_of_reference", ""), "book" if said.get("publisher") else "webpage"),
        "title": said.get("title") or said.get("primary_title", ""),
        "author": [_person_of_text(name) for name in said.get("authors", []) or said.get("first_authors", [])],
        "editor": [_person_of_text(name) for name in said.get("secondary_authors", [])],
        "issued": _year(said.get("year") or said.get("publication_year") or said.get("date", "")),
        "container-title": said.get("journal_name") or said.get("secondary_title") or said.get("alternate_title3", ""),
        "volume": said.get("volume", ""),
        "issue": said.get("number", ""),
        "page": pages,
        "publisher": said.get("publisher", ""),
        "DOI": _plain_doi(said.get("doi", "")),
        "URL": address[0] if isinstance(address, list) else address,
    }


def _person_of_text(name: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in str(name).partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": family}


def _read_json(text: str, found: Found) -> None:
    try:
        works = read_json(text, any_signs=True)
    except JsonError as error:
        found.faults.append(Fault(error.line, _("This is not complete CSL-JSON from this line on.")))
        return
    works = all_without_unstorable(works)
    for number, work in enumerate(works if isinstance(works, list) else [works], start=1):
        if isinstance(work, dict):
            _keep(found, number - 1, _from_csl(work))
        else:
            found.faults.append(Fault(number, _("This is no work in CSL-JSON.")))


def _from_csl(work: dict[str, Any]) -> dict[str, Any]:
    def words(name: str) -> str:
        value = work.get(name)
        return " ".join(str(value).split())[:1000] if isinstance(value, str | int | float) else ""

    def people(name: str) -> list[dict[str, str]]:
        rows = work.get(name)
        parts = ("family", "given", "literal")
        named = [
            {part: str(row[part]) for part in parts if isinstance(row.get(part), str) and row[part]}
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, dict)
        ]
        return [row for row in named if row]

    issued = work.get("issued")
    dates = issued.get("date-parts") if isinstance(issued, dict) else None
    try:
        year = str(dates[0][0]) if dates else str(issued or "")
    except (IndexError, TypeError, KeyError):
        year = ""
    kind = "chapter" if words("type") == "paper-conference" else words("type")
    return {
        "type": kind if kind in KINDS else ("article-journal" if "article" in kind else "webpage"),
        **{name: words(name) for name in ("title", "container-title", "volume", "issue", "page", "publisher", "URL")},
        "author": people("author"),
        "editor": people("editor"),
        "issued": _year(year),
        "DOI": _plain_doi(words("DOI")),
    }


def _year(text: str) -> str:
    match = re.search(r"\b(1[5-9]|20)\d\d\b", str(text))
    return match[0] if match else ""


def _plain_doi(text: str) -> str:
    match = DOI.search(text)
    return match[0].rstrip(".,;)").lower() if match else ""


# ---------------------------------------------------------------- in words


def in_words(work: dict[str, Any]) -> str:
    """A work in the manner of APA, as clean HTML, in the active language."""
    address = f"https://doi.org/{work['DOI']}" if work.get("DOI") else work.get("URL", "")
    if not work.get("title"):
        return clean_html(f'<a href="{escape(address)}">{escape(address)}</a>')
    kind, title = work.get("type", "webpage"), escape(work["title"].rstrip("."))
    who, year = escape(_names(work.get("author", []))), work.get("issued") or pgettext("reference", "n.d.")
    source, publisher = escape(work.get("container-title", "")), escape(work.get("publisher", ""))
    by_editors = not who and kind == "book" and work.get("editor")
    if by_editors:
        who = f"{escape(_names(work['editor']))} {_editor_mark(work['editor'])}"
    own = title if kind in {"article-journal", "chapter"} else f"<em>{title}</em>"
    sentences = [f"{who.rstrip('.')}. ({year})" if who and not who.endswith((".", ")")) else f"{who} ({year})", own]
    if not who:
        sentences = [own, f"({year})"]
    if kind == "article-journal":
        sentences.append(_in_journal(source, work))
    elif kind == "chapter":
        sentences += [_in_book(source, work), publisher]
    elif kind == "thesis":
        sentences[sentences.index(own)] = (
            f"{own} [{', '.join(w for w in (pgettext('reference', 'thesis'), publisher) if w)}]"
        )
    else:
        sentences += [source if kind == "webpage" else "", publisher]
    said = ". ".join(sentence.strip() for sentence in sentences if sentence.strip())
    said = said if said.endswith((".", "?", "!")) else f"{said}."
    link = f' <a href="{escape(address)}">{escape(address)}</a>' if address else ""
    return clean_html(said + link)


def _names(people: list[dict[str, str]]) -> str:
    """`Family, G. H., Other, A., & Last, Z.`; names in other scripts are not cut to initials."""
    names = [_name(person) for person in people]
    if len(names) > 20:
        return f"{', '.join(names[:19])}, … {names[-1]}"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _name(person: dict[str, str]) -> str:
    family, given = person.get("family", ""), person.get("given", "")
    if not family:
        return person.get("literal") or given
    if _IDEOGRAPHS.search(family + given):
        return family + given
    if not given or not _LATIN.match(given):
        return f"{family}, {given}" if given else family
    return f"{family}, {_initials(given)}"


def _initials(given: str) -> str:
    return " ".join(
        "-".join(f"{part[0].upper()}." for part in name.split("-") if part) for name in given.replace(".", " ").split()
    )


def _in_journal(source: str, work: dict[str, Any]) -> str:
    volume, issue, page = (escape(str(work.get(name, ""))) for name in ("volume", "issue", "page"))
    number = (f"<em>{volume}</em>" if volume else "") + (f"({issue})" if issue else "")
    return ", ".join(part for part in (f"<em>{source}</em>" if source else "", number, page.replace("-", "–")) if part)


def _in_book(source: str, work: dict[str, Any]) -> str:
    if not source:
        return ""
    editors = work.get("editor", [])
    names = " & ".join(escape(_name_in_speaking_order(person)) for person in editors)
    by = f"{names} {_editor_mark(editors)}, " if names else ""
    pages = f" ({pgettext('reference', 'pp.')} {escape(work['page']).replace('-', '–')})" if work.get("page") else ""
    return f"{pgettext('reference', 'In')} {by}<em>{source}</em>{pages}"


def _name_in_speaking_order(person: dict[str, str]) -> str:
    family, given = person.get("family", ""), person.get("given", "")
    return f"{_initials(given)} {family}" if family and _LATIN.match(given) else _name(person)


def _editor_mark(editors: list[Any]) -> str:
    return pgettext("reference", "(Eds.)") if len(editors) > 1 else pgettext("reference", "(Ed.)")
