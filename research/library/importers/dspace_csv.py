"""DSpace's bulk-edit CSV: one record a line, a column for each field and language, `||` between values.

Source: DSpace documentation, "Batch Metadata Editing". Columns are named `dc.title`, `dc.title[en]` or `dc.title[]`.
"""

import csv
from collections.abc import Iterable, Iterator

from babel import Locale as BabelLocale
from babel.core import UnknownLocaleError

from research.library.dates import PartialDate
from research.library.importers.records import Record, Refusal

BETWEEN = "||"
# Old three-letter codes (ISO 639-2) that DSpace libraries still hold, and what the interface calls them.
THREE_LETTERS = {
    "eng": "en", "fin": "fi", "swe": "sv", "sme": "se", "spa": "es", "fre": "fr", "fra": "fr", "ara": "ar",
    "chi": "zh-hans", "zho": "zh-hans", "ger": "de", "deu": "de", "por": "pt", "rus": "ru", "kaz": "kk", "nor": "no",
    "dan": "da",
}  # fmt: skip


def records(lines: Iterable[str]) -> Iterator[Record | Refusal]:
    """Read a CSV line by line. A missing `id` or title column refuses the whole file."""
    reader = csv.reader(lines, strict=True)
    try:
        header = [name.strip().lstrip("\ufeff") for name in next(reader, [])]
    except csv.Error as error:
        yield Refusal(1, "", f"the first line cannot be read: {error}")
        return
    if "id" not in header or not any(_field(name) == "dc.title" for name in header):
        yield Refusal(1, "", "the first line names no columns id and dc.title, so this is no DSpace metadata file")
        return
    seen: set[str] = set()
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Refusal(reader.line_num, "", f"cannot be read: {error}")
            return  # after a broken quote nobody knows where the next record begins
        if not any(cells):
            continue
        if len(cells) != len(header):
            yield Refusal(reader.line_num, cells[0], f"has {len(cells)} cells where the first line has {len(header)}")
            continue
        row = dict(zip(header, cells, strict=True))
        identifier = row["id"].strip()
        if identifier in seen and identifier not in {"", "+"}:
            yield Refusal(reader.line_num, identifier, "the same id stands further up in this file")
            continue
        seen.add(identifier)
        try:
            yield _record(reader.line_num, identifier, row)
        except ValueError as error:
            yield Refusal(reader.line_num, identifier, f"{error}")


def _field(column: str) -> str:
    """Name of a column without its language: `dc.title[en]` is a `dc.title`."""
    return column.split("[", 1)[0]


def _values(row: dict[str, str], field: str) -> list[tuple[str, str]]:
    """Language (or "") and text of every value of a field."""
    found = []
    for column, cell in row.items():
        if _field(column) == field:
            language = column.partition("[")[2].rstrip("]")
            found += [(language, value.strip()) for value in cell.split(BETWEEN) if value.strip()]
    return found


def _texts(row: dict[str, str], *fields: str) -> list[str]:
    return [text for field in fields for _language, text in _values(row, field)]


def _language(row: dict[str, str], titles: list[tuple[str, str]]) -> str:
    named = _texts(row, "dc.language.iso", "dc.language") or [language for language, _text in titles if language]
    code = (named[0] if named else "en").lower().replace("_", "-")
    code = THREE_LETTERS.get(code, code)
    if code.startswith("zh"):
        return "zh-hans"
    try:
        BabelLocale.parse(code.split("-")[0])
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"{code!r} is no language code") from error
    return code.split("-")[0]


def _record(line: int, identifier: str, row: dict[str, str]) -> Record:
    if not identifier or identifier == "+":
        raise ValueError("has no id")
    titles = _values(row, "dc.title")
    if not titles:
        raise ValueError("has no title")
    language = _language(row, titles)
    title = next((text for code, text in titles if code.startswith(language)), titles[0][1])
    if len(title) > 255:
        raise ValueError(f"its title has {len(title)} characters, 255 at most")
    addresses = [text for text in _texts(row, "dc.identifier.uri", "dc.identifier") if text.startswith("http")]
    dates = _texts(row, "dc.date.issued", "dc.date")
    return Record(
        line=line,
        source=f"dspace:{identifier}",
        title=title,
        language=language,
        authors=_texts(row, "dc.contributor.author", "dc.creator"),
        abstract="\n\n".join(_texts(row, "dc.description.abstract")),
        issued=PartialDate.read(dates[0]) if dates else None,
        address=addresses[0] if addresses and len(addresses[0]) <= 500 else "",
        publisher="; ".join(_texts(row, "dc.publisher")),
        kind="; ".join(_texts(row, "dc.type")),
        other_titles=[text for _code, text in titles if text != title] + _texts(row, "dc.title.alternative"),
    )
