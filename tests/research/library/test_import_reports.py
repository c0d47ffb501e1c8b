"""Records of other libraries come in row by row; what is refused is told with its line and reason."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from research.library.dates import PartialDate
from research.library.importers.dspace_csv import records
from research.library.importers.records import Record, Refusal
from research.models import CollectionPage, ReportPage

HEADER = (
    "id,collection,dc.title[en],dc.title[fi],dc.date.issued,dc.language.iso,dc.contributor.author,dc.identifier.uri"
)
GOOD = '1,c/11,Fractions outdoors,,2021-05-17,en,"Aas, Ingrid||Lie, Tor",https://library.example/1||urn:isbn:1'


def read(*lines: str) -> list[Record | Refusal]:
    return list(records([line + "\n" for line in (HEADER, *lines)]))


def test_a_record_is_read_whole() -> None:
    assert read(GOOD) == [
        Record(
            line=2,
            source="dspace:1",
            title="Fractions outdoors",
            language="en",
            authors=["Aas, Ingrid", "Lie, Tor"],
            issued=PartialDate(date(2021, 5, 17)),
            address="https://library.example/1",
        )
    ]


def test_the_title_is_the_one_in_the_language_of_the_record() -> None:
    record = read("2,c,Walking,Kävely,2020,fin,,")[0]
    assert isinstance(record, Record)
    assert (record.title, record.language, record.other_titles) == ("Kävely", "fi", ["Walking"])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("3,c,,,2020,en,,", "has no title"),
        (",c,A title,,2020,en,,", "has no id"),
        ("3,c,A title,,May 2020,en,,", "'May 2020' is no date such as 2021, 2021-05 or 2021-05-17"),
        ("3,c,A title,,2021-02-30,en,,", "'2021-02-30' is no day of the calendar"),
        ("3,c,A title,,2020,xx-none,,", "'xx-none' is no language code"),
        ("3,c,A title,2020,en", "has 5 cells where the first line has 8"),
        (f"3,c,{'x' * 256},,2020,en,,", "its title has 256 characters, 255 at most"),
    ],
)
def test_a_faulty_line_is_refused_with_its_reason_and_costs_no_other(line: str, reason: str) -> None:
    refusal, good = read(line, GOOD)
    assert isinstance(refusal, Refusal)
    assert (refusal.line, refusal.reason) == (2, reason)
    assert isinstance(good, Record)


def test_the_same_id_twice_is_refused() -> None:
    assert [type(item).__name__ for item in read(GOOD, GOOD)] == ["Record", "Refusal"]


def test_an_open_quote_ends_the_reading_with_a_refusal() -> None:
    *_good, last = read(GOOD, '4,c,"An open quote')
    assert isinstance(last, Refusal)
    assert last.reason.startswith("cannot be read")


def test_a_file_of_another_kind_is_refused_whole() -> None:
    assert [item.reason for item in records(["a,b\n", "1,2\n"]) if isinstance(item, Refusal)] == [
        "the first line names no columns id and dc.title, so this is no DSpace metadata file"
    ]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "records.csv"
    path.write_text("\n".join([HEADER, GOOD, "2,c,,,2020,en,,", "3,c,,Kävely,2019,fi,Opetusvirasto,"]) + "\n", "utf-8")
    return path


def run(path: Path) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(
        "import_reports", str(path), "--format", "dspace-csv", "--collection", "Scratch", stdout=out, stderr=err
    )
    return out.getvalue().strip(), err.getvalue().strip()


@pytest.mark.django_db
def test_good_records_are_published_into_a_scratch_collection(sheet: Path) -> None:
    assert run(sheet) == ("2 added, 0 here already, 1 refused.", "Refused line 3, 2: has no title.")
    collection = CollectionPage.objects.get(title="Scratch")
    assert [item.report.title for item in collection.items.all()] == ["Fractions outdoors", "Kävely"]
    report = ReportPage.objects.get(imported_from="dspace:1")
    assert report.live
    assert [(author.name, author.family_name, author.given_name) for author in report.authors.all()] == [
        ("Ingrid Aas", "Aas", "Ingrid"),
        ("Tor Lie", "Lie", "Tor"),
    ]
    assert (report.review_status, report.original_language, report.source_address) == (
        "not_reviewed",
        "en",
        "https://library.example/1",
    )
    assert str(report.issued) == "2021-05-17"
    other = ReportPage.objects.get(imported_from="dspace:3")
    assert (other.authors.get().inverted_name, str(other.issued)) == ("Opetusvirasto", "2019")


@pytest.mark.django_db
def test_a_second_run_adds_nothing(sheet: Path) -> None:
    run(sheet)
    assert run(sheet)[0] == "0 added, 2 here already, 1 refused."
    assert ReportPage.objects.count() == 2


@pytest.mark.django_db
def test_a_file_in_another_encoding_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes((HEADER + "\n1,c,Kävely,,,fi,,\n").encode("latin-1"))
    with pytest.raises(CommandError, match="is not written in UTF-8"):
        run(path)


@pytest.mark.django_db
def test_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        run(tmp_path / "nowhere.csv")
