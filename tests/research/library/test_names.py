from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from research.library.names import bare_key_of, inverted, key_of, parts_of, read, written
from research.models import ReportAuthor


@pytest.mark.parametrize(
    ("family", "given", "is_first", "name"),
    [
        ("Perera", "Nila", False, "Nila Perera"),
        ("Wang", "Xiaoming", True, "Wang Xiaoming"),
        ("王", "小明", True, "王小明"),
        ("김", "민수", True, "김민수"),
        ("García Márquez", "Gabriel José", False, "Gabriel José García Márquez"),
        ("Opetusvirasto", "", False, "Opetusvirasto"),
    ],
)
def test_a_name_is_written_in_its_order(family: str, given: str, is_first: bool, name: str) -> None:
    assert written(family, given, is_family_first=is_first) == name


def test_names_without_spaces_have_the_family_name_first_without_being_told() -> None:
    assert parts_of(family="王", given="小明") == {
        "name": "王小明",
        "family_name": "王",
        "given_name": "小明",
        "is_family_first": True,
    }


@pytest.mark.parametrize(
    ("text", "name", "sorted_as"),
    [
        ("Kuutti, Julius", "Julius Kuutti", "Kuutti, Julius"),
        ("van der Berg, Jan", "Jan van der Berg", "van der Berg, Jan"),
        ("García Márquez, Gabriel José", "Gabriel José García Márquez", "García Márquez, Gabriel José"),
        ("王, 小明", "王小明", "王, 小明"),
        ("Kuutti,Julius", "Julius Kuutti", "Kuutti, Julius"),
        ("Opetusvirasto", "Opetusvirasto", "Opetusvirasto"),
        ("Hill School, Leeds, York", "Hill School, Leeds, York", "Hill School, Leeds, York"),
        ("Kuutti,", "Kuutti,", "Kuutti,"),
        ("", "", ""),
    ],
)
def test_names_are_read_as_libraries_write_them(text: str, name: str, sorted_as: str) -> None:
    person = SimpleNamespace(**read(text))
    assert (person.name, inverted(person)) == (name, sorted_as)


@pytest.mark.parametrize("text", ["x" * 300, f"{'x' * 150}, Ann", f"{'x' * 100}, {'y' * 100}"])
def test_a_name_that_is_too_long_is_cut_and_stays_whole(text: str) -> None:
    found = read(text)
    assert found == {"name": text[:160], "family_name": "", "given_name": "", "is_family_first": False}


@pytest.mark.parametrize(
    ("name", "orcid", "key"),
    [
        ("Nila Perera", "", "nila-perera"),
        ("NILA  perera", "", "nila-perera"),
        ("José García", "", "josé-garcía"),
        ("王小明", "", "王小明"),
        ("Nila Perera", "0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("कमल शर्मा", "", "कमल-शर्मा"),
        ("कमला शर्मा", "", "कमला-शर्मा"),
        ("रवि", "", "रवि"),
        ("กานต์", "", "กานต์"),
        ("தமிழ்", "", "தமிழ்"),
        ("රු\u200dවන්", "", "රුවන්"),
        ("မြင့်", "", "မြင့်"),
        # Marks and stretches that a name is often written without.
        ("مُحَمَّد", "", "محمد"),
        ("محـمد", "", "محمد"),
        ("葛\U000e0100城", "", "葛城"),
        ("—", "", ""),
        ("ß" * 160, "", "s" * 160),
    ],
)
def test_an_author_is_found_by_orcid_or_by_name(name: str, orcid: str, key: str) -> None:
    assert key_of(SimpleNamespace(name=name, orcid=orcid)) == key


@pytest.mark.parametrize(
    ("name", "orcid", "bare"),
    [
        ("कमला शर्मा", "", "कमल-शरम"),
        ("กานต์", "", "กานต"),
        ("محـمد", "", "محـمد"),
        ("Nila Perera", "", ""),
        ("José García", "", ""),
        ("कमला शर्मा", "0000-0002-1825-0097", ""),
    ],
)
def test_where_a_key_has_marks_it_is_known_without_them_too(name: str, orcid: str, bare: str) -> None:
    assert bare_key_of(SimpleNamespace(name=name, orcid=orcid)) == bare


def cleaned(**facts: Any) -> ReportAuthor:
    author = ReportAuthor(**facts)
    author.clean()
    return author


def test_the_form_writes_the_name_out_of_its_parts() -> None:
    author = cleaned(name="Somebody else", family_name=" Perera ", given_name="Nila")
    assert (author.name, author.inverted_name) == ("Nila Perera", "Perera, Nila")


def test_one_part_alone_is_a_whole_name() -> None:
    author = cleaned(family_name="Opetusvirasto")
    assert (author.name, author.family_name, author.given_name) == ("Opetusvirasto", "", "")


def test_a_name_is_needed_and_has_its_bounds() -> None:
    with pytest.raises(ValidationError, match="Give a name, or a family name"):
        cleaned(affiliation="Hill School")
    with pytest.raises(ValidationError, match="Together these names have more than 160"):
        cleaned(family_name="x" * 100, given_name="y" * 100)
