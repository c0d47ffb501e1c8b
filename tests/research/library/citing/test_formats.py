"""Files for reference programs, read by the programs of others: pybtex, bibtexparser, rispy and citeproc-py."""

import json
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser import middlewares
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pybtex.richtext import Text

from research.library.citing import bibtex, csl, ris
from research.library.citing.works import Original
from research.library.dates import PartialDate
from tests.research.library.citing.works import a_work, an_author

# One that tries every sign that means something to a program.
ODD = r"100% of A & B_c #1: \emph, 5 and ~"
AUTHORS = [
    an_author("García Márquez", "Gabriel José"),
    an_author("van der Berg", "Jan"),
    an_author("王", "小明"),
    an_author("حداد", "عمر"),
    an_author("Hill School, Leeds and York"),
]


def plain(text: str) -> str:
    """What a value of BibTeX says."""
    return str(Text.from_latex(text))


def test_bibtex_is_read_by_pybtex() -> None:
    work = a_work(title=ODD, authors=AUTHORS, doi="10.5072/ct_2026", notes=["Withdrawn & gone"])
    (entry,) = parse_string(bibtex.written([work]), "bibtex").entries.values()
    fields = {name: entry.fields[name] for name in entry.fields}
    assert (entry.type, entry.key) == ("techreport", "CT-2026-0041-en")
    assert (fields.pop("url"), fields.pop("abstract")) == ("https://camtree.example/en/r/", "We waited. They spoke.")
    assert {name: plain(value) for name, value in fields.items()} == {
        "title": ODD,
        "year": "2026",
        "month": "March",
        "day": "14",
        "institution": "CamTREE",
        "number": "CT-2026-0041",
        "type": "Research report",
        "doi": "10.5072/ct_2026",
        "language": "en",
        "keywords": "Oracy & talk, Mathematics",
        "note": "Withdrawn & gone",
    }
    people = entry.persons["author"]
    assert [
        (" ".join([*one.first_names, *one.middle_names]), " ".join([*one.prelast_names, *one.last_names]))
        for one in people[:4]
    ] == [
        ("Gabriel José", "García Márquez"),
        ("Jan", "van der Berg"),
        ("小明", "王"),
        ("عمر", "حداد"),
    ]
    assert people[4].last_names == ["{Hill School, Leeds and York}"]


def test_bibtex_is_read_by_bibtexparser_with_its_signs() -> None:
    layers = [middlewares.LatexDecodingMiddleware(), middlewares.SeparateCoAuthors()]
    library = bibtexparser.parse_string(
        bibtex.written([a_work(title=f"{ODD}, $5", authors=AUTHORS[:2])]), append_middleware=layers
    )
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert entry["title"] == f"{ODD}, $5"
    assert entry["author"] == ["García Márquez, Gabriel José", "van der Berg, Jan"]
    assert entry["month"] == "mar"


def test_bibtex_calls_brackets_by_their_names_so_that_they_close_nothing() -> None:
    (entry,) = parse_string(bibtex.written([a_work(title="{A}} ^")]), "bibtex").entries.values()
    assert entry.fields["title"] == (r"{\textbraceleft{}A\textbraceright{}\textbraceright{} \textasciicircum{}}")


@pytest.mark.parametrize(
    ("known", "expected"),
    [("2012", ["year"]), ("2012-05", ["year", "month"]), ("2012-05-07", ["year", "month", "day"])],
)
def test_bibtex_tells_a_date_as_far_as_it_is_known(known: str, expected: list[str]) -> None:
    (entry,) = parse_string(bibtex.written([a_work(issued=PartialDate.read(known))]), "bibtex").entries.values()
    assert [name for name in ("year", "month", "day") if name in entry.fields] == expected


def test_bibtex_of_two_works_with_one_identifier_keeps_both() -> None:
    assert list(parse_string(bibtex.written([a_work(), a_work()]), "bibtex").entries) == [
        "CT-2026-0041-en",
        "CT-2026-0041-en-2",
    ]


def test_bibtex_of_a_work_without_author_date_and_number() -> None:
    work = a_work(authors=[], issued=None, identifier="", abstract="", keywords=[])
    (entry,) = parse_string(bibtex.written([work]), "bibtex").entries.values()
    assert sorted(entry.fields) == ["institution", "language", "title", "type", "url"]
    assert entry.persons == {}


def test_bibtex_names_the_original_of_a_translation() -> None:
    (entry,) = parse_string(
        bibtex.written([a_work(original=Original("Who answers?", "en"))]), "bibtex"
    ).entries.values()
    assert (entry.fields["origtitle"], entry.fields["origlanguage"]) == ("Who answers?", "en")


def native() -> Any:
    author = an_author("Sun", "Meilin")
    author.native_name = "孙美琳"
    return a_work(authors=[an_author("Bek", "Lyazzat"), author], notes=["Gone."])


def test_bibtex_keeps_a_name_in_its_own_script_beside_the_latin_one() -> None:
    text = bibtex.written([native()])
    (entry,) = parse_string(text, "bibtex").entries.values()
    assert entry.fields["author+an:native"] == '2="孙美琳"'
    assert [str(person) for person in entry.persons["author"]] == ["Bek, Lyazzat", "Sun, Meilin"]
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert library.entries[0]["author"] == "Bek, Lyazzat and Sun, Meilin"


def test_ris_and_csl_json_tell_names_in_their_own_script_in_a_note() -> None:
    (record,) = rispy.loads(ris.written([native()]))
    assert record["authors"] == ["Bek, Lyazzat", "Sun, Meilin"]
    assert record["notes"] == ["Gone.", "Names in their own script: Meilin Sun (孙美琳)"]
    (item,) = json.loads(csl.written([native()]))
    assert item["author"][1] == {"family": "Sun", "given": "Meilin"}
    assert item["note"] == "Gone. Names in their own script: Meilin Sun (孙美琳)"


def test_ris_is_read_by_rispy() -> None:
    work = a_work(title=ODD, authors=AUTHORS, doi="10.5072/ct_2026", notes=["Withdrawn & gone"])
    assert rispy.loads(ris.written([work])) == [
        {
            "type_of_reference": "RPRT",
            "id": "CT-2026-0041-en",
            "title": ODD,
            "authors": [
                "García Márquez, Gabriel José",
                "van der Berg, Jan",
                "王, 小明",
                "حداد, عمر",
                "Hill School Leeds and York",
            ],
            "year": "2026",
            "date": "2026/03/14",
            "publisher": "CamTREE",
            "issn": "CT-2026-0041",
            "type_of_work": "Research report",
            "doi": "10.5072/ct_2026",
            "urls": ["https://camtree.example/en/r/"],
            "language": "en",
            "abstract": "We waited. They spoke.",
            "keywords": ["Oracy & talk", "Mathematics"],
            "notes": ["Withdrawn & gone"],
        }
    ]


def test_ris_of_several_works_with_dates_in_part_and_an_original() -> None:
    works = [
        a_work(issued=PartialDate.read("2012")),
        a_work(issued=PartialDate.read("2012-05"), original=Original("Who answers?", "en")),
        a_work(issued=None),
    ]
    records = rispy.loads(ris.written(works))
    assert [record.get("date") for record in records] == ["2012", "2012/05", None]
    assert [record.get("original_publication") for record in records] == [None, "Who answers?", None]


def test_a_line_of_ris_cannot_be_broken_by_what_it_says() -> None:
    (record,) = rispy.loads(ris.written([a_work(title="Who\r\nER  - \r\nTY  - BOOK")]))
    assert record["title"] == "Who ER - TY - BOOK"


def test_csl_json_says_everything() -> None:
    work = a_work(title=ODD, authors=AUTHORS, doi="10.5072/ct_2026", original=Original("Wer?", "de"), notes=["Gone."])
    assert json.loads(csl.written([work])) == [
        {
            "id": "CT-2026-0041-en",
            "type": "report",
            "title": ODD,
            "author": [
                {"family": "García Márquez", "given": "Gabriel José"},
                {"family": "van der Berg", "given": "Jan"},
                {"family": "王", "given": "小明"},
                {"family": "حداد", "given": "عمر"},
                {"literal": "Hill School, Leeds and York"},
            ],
            "issued": {"date-parts": [[2026, 3, 14]]},
            "publisher": "CamTREE",
            "number": "CT-2026-0041",
            "genre": "Research report",
            "DOI": "10.5072/ct_2026",
            "URL": "https://camtree.example/en/r/",
            "language": "en",
            "abstract": "We waited.\n\nThey spoke.",
            "keyword": "Oracy & talk, Mathematics",
            "original-title": "Wer?",
            "note": "Gone.",
        }
    ]


@pytest.mark.parametrize(("known", "parts"), [("2012", [2012]), ("2012-05", [2012, 5]), ("2012-05-07", [2012, 5, 7])])
def test_csl_json_is_read_by_citeproc(known: str, parts: list[int]) -> None:
    items: Any = json.loads(csl.written([a_work(issued=PartialDate.read(known))]))
    assert items[0]["issued"] == {"date-parts": [parts]}
    read = CiteProcJSON(items)["ct-2026-0041-en"]
    assert (read.type, str(read.title), str(read.publisher)) == ("report", "Who answers?", "CamTREE")
    assert [str(name.family) for name in read.author] == ["Sarsen", "Ospan", "Bek"]
