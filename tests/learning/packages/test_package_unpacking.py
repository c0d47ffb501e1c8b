"""Taking packages apart: what is taken, and what is refused with its reason."""

import contextlib
import io
import json
import stat
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.packages.choices import PackageKind
from learning.packages.faults import PackageError
from learning.packages.storing import opened
from learning.packages.unpacking import MIB, Bounds, checked_name, unpack
from tests.factories.packages import NAMESPACES, h5p, manifest, scorm12, scorm2004, two_parts, zipped


def refused(file: Any, bounds: Bounds | None = None) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(PackageError) as error, opened(file, bounds):
        pass
    return str(error.value)


def entry(name: str, **facts: Any) -> io.BytesIO:
    """A SCORM package with one entry more, whose header is changed."""
    file = scorm12()
    with zipfile.ZipFile(file, "a") as archive:
        info = zipfile.ZipInfo("x.html")
        info.filename = name  # as it is: the class would tidy it
        for key, value in facts.items():
            setattr(info, key, value)
        archive.writestr(info, "x")
    file.seek(0)
    return file


# ---------------------------------------------------------------- what is taken


def test_scorm12_is_read() -> None:
    with opened(scorm12()) as found:
        assert (found.read.kind, found.read.title) == (PackageKind.SCORM12, "Listening to pairs")
        assert [part.as_dict() for part in found.read.parts] == [
            {
                "id": "I1",
                "title": "Part 1",
                "address": "index.html",
                "reports": True,
                "mastery": None,
                "launch_data": "",
            }
        ]
        assert sorted(found.files.names) == ["imsmanifest.xml", "index.html"]
        assert found.files.bytes == sum((found.files.folder / name).stat().st_size for name in found.files.names)


@pytest.mark.parametrize(
    ("version", "namespace", "kind"),
    [
        ("1.2", "1.2", PackageKind.SCORM12),
        ("2004 3rd Edition", "2004 4th Edition", PackageKind.SCORM2004),
        ("2004  4th  edition", "2004 4th Edition", PackageKind.SCORM2004),
        ("CAM 1.3", "2004 4th Edition", PackageKind.SCORM2004),
        ("", "1.2", PackageKind.SCORM12),
        ("", "2004 4th Edition", PackageKind.SCORM2004),
    ],
)
def test_version_is_known_by_its_words_or_its_namespace(version: str, namespace: str, kind: PackageKind) -> None:
    text = manifest("a.html", version=version, namespace=NAMESPACES[namespace])
    with opened(zipped({"imsmanifest.xml": text, "a.html": "a"})) as found:
        assert found.read.kind == kind


def test_parts_keep_order_query_mastery_and_data() -> None:
    item = {
        "mastery": "<adlcp:masteryscore>80</adlcp:masteryscore>",
        "data": "<adlcp:datafromlms>level=2</adlcp:datafromlms>",
    }
    text = manifest("sub/a%20b.html?x=1", "c.html#top", **item)
    with opened(zipped({"imsmanifest.xml": text, "sub/a b.html": "a", "c.html": "c"})) as found:
        assert [(part.address, part.mastery, part.launch_data) for part in found.read.parts] == [
            ("sub/a%20b.html?x=1", 0.8, "level=2"),
            ("c.html#top", 0.8, "level=2"),
        ]


def test_nested_items_are_laid_flat_and_bases_are_followed() -> None:
    text = (
        f"<manifest {NAMESPACES['1.2']}><metadata><schemaversion>1.2</schemaversion></metadata>"
        '<organizations default="B"><organization identifier="A"><title>Other</title></organization>'
        '<organization identifier="B"><title>Own</title>'
        '<item identifier="top"><title>Chapter</title>'
        '<item identifier="x" identifierref="R" parameters="?p=2"><title>X</title>'
        '</item></item><item identifier="y" identifierref="S" isvisible="false"><title>Y</title></item></organization>'
        '</organizations><resources xml:base="all/"><resource identifier="R" adlcp:scormtype="asset" href="r.html"/>'
        '<resource identifier="S" adlcp:scormtype="sco" xml:base="s/" href="s.html"/></resources></manifest>'
    )
    with opened(zipped({"imsmanifest.xml": text, "all/r.html": "r", "all/s/s.html": "s"})) as found:
        assert found.read.title == "Own"
        assert [(part.id, part.address, part.reports) for part in found.read.parts] == [("x", "all/r.html?p=2", False)]


def test_mastery_of_scorm_2004_is_its_primary_objective() -> None:
    rule = (
        '<imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true">'
        "<imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>"
    )
    text = manifest("a.html", version="2004 4th Edition", rule=rule)
    with opened(zipped({"imsmanifest.xml": text, "a.html": "a"})) as found:
        assert found.read.parts[0].mastery == 0.6


def test_h5p_is_read() -> None:
    with opened(h5p()) as found:
        assert (found.read.kind, found.read.title, found.read.parts[0].address) == (
            PackageKind.H5P,
            "Wait and count",
            "content/content.json",
        )


def test_files_of_other_kinds_stay_outside_and_litter_is_forgotten() -> None:
    file = scorm12(**{"old.swf": "x", "run.exe": "x", "README": "x", "__MACOSX/._index.html": "x", ".htaccess": "x"})
    with opened(file) as found:
        assert sorted(found.files.names) == ["imsmanifest.xml", "index.html"]
        assert found.files.left_out == ["old.swf", "run.exe", "README"]
        assert not (found.files.folder / "old.swf").exists()


# ---------------------------------------------------------------- names and entries


@pytest.mark.parametrize(
    "name",
    [
        "../out.html",
        "a/../../out.html",
        "/etc/out.html",
        "C:/out.html",
        "c:out.html",
        "..\\out.html",
        "a\\b.html",
        "a//b.html",
        "./a.html",
        "a\x00.html",
        "a\nb.html",
    ],
)
def test_name_that_leads_outside_is_refused(name: str) -> None:
    assert refused(entry(name)).startswith("A file of the package would lie outside its folder: ")


@given(name=st.text(min_size=1, max_size=40) | st.from_regex(r"[./\\a:]{1,12}", fullmatch=True))
def test_name_that_is_taken_stays_inside(name: str) -> None:
    folder = Path("/packages/one")
    try:
        taken = checked_name(name, Bounds())
    except PackageError:
        return
    place = Path(*(folder / taken).parts)
    assert place.is_relative_to(folder)
    assert ".." not in place.parts
    assert place != folder


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("/".join("abcdefghijklmnopq") + ".html", "A file of the package lies too deep"),
        ("x" * 300 + ".html", "A file of the package lies too deep, or its name is too long"),
    ],
)
def test_name_too_deep_or_long_is_refused(name: str, sentence: str) -> None:
    assert refused(entry(name)).startswith(sentence)


@pytest.mark.parametrize("name", ["INDEX.html", "index.HTML"])
def test_names_that_differ_in_case_only_are_refused(name: str) -> None:
    assert refused(scorm12(**{name: "x"})) == f"Two files of the package have one name: {name}"


def test_name_composed_in_two_ways_is_one_name() -> None:
    file = scorm12(**{"caf\u00e9.html": "x", "cafe\u0301.html": "x"})
    assert refused(file).startswith("Two files of the package have one name: ")


def test_link_is_refused() -> None:
    file = entry("link.html", create_system=3, external_attr=(stat.S_IFLNK | 0o777) << 16)
    assert refused(file) == "The package holds a link in place of a file: link.html"


def test_locked_package_is_refused() -> None:
    content = bytearray(scorm12().getvalue())
    place = content.rfind(b"PK\x01\x02")
    content[place + 8] |= 1
    assert refused(io.BytesIO(bytes(content))) == "The package is locked with a password."


def test_unusual_packing_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("imsmanifest.xml", manifest("index.html"))
    file.seek(0)
    assert refused(file) == "The package is packed in a way that ZIP files for the web are not."


# ---------------------------------------------------------------- bombs


def test_too_many_files_are_refused() -> None:
    file = scorm12(**{f"f{number}.html": "x" for number in range(9)})
    assert refused(file, Bounds(files=10)) == "The package holds more than 10 files."


def test_list_of_names_is_not_read_where_it_is_too_long() -> None:
    file = scorm12(**{f"f{number}.html": "x" for number in range(30)})
    assert refused(file, Bounds(files=10)) == "The package holds more than 10 files."


def test_too_many_bytes_are_refused_while_reading() -> None:
    sentence = "The package is too large when it is unpacked: 1 MiB are the most, 1 for a file."
    noise = bytes(range(256)) * 3000
    assert refused(scorm12(**{"a.txt": noise, "b.txt": noise}), Bounds(bytes=MIB, file_bytes=MIB)) == sentence
    assert refused(scorm12(**{"a.txt": noise * 2}), Bounds(bytes=9 * MIB, file_bytes=MIB)).endswith("1 for a file.")


def test_bomb_is_refused_by_what_it_becomes() -> None:
    file = scorm12(**{"bomb.txt": b"\0" * (6 * MIB)})
    assert refused(file) == "A file of the package unpacks to far more than it is: bomb.txt"


def test_header_that_lies_about_its_size_writes_no_more_than_it_says(tmp_path: Path) -> None:
    content = bytearray(scorm12(**{"big.txt": b"ab" * 50_000}).getvalue())
    place = content.rfind(b"big.txt") - 46
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    with pytest.raises(PackageError) as error:
        unpack(io.BytesIO(bytes(content)), tmp_path)
    assert str(error.value) == "The file is damaged, or is no ZIP file as packages are."
    assert sum(place.stat().st_size for place in tmp_path.rglob("big.txt")) <= 10


def test_entries_that_share_their_bytes_are_refused() -> None:
    # As in a bomb of overlapping files: the second entry of the list points at the data of the first.
    content = bytearray(scorm12(**{"one.txt": b"a" * 5000, "two.txt": b"a" * 5000}).getvalue())
    first, second = (content.rfind(name) - 46 for name in (b"one.txt", b"two.txt"))
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    assert refused(io.BytesIO(bytes(content))) == "The file is damaged, or is no ZIP file as packages are."


@given(place=st.integers(min_value=0), value=st.integers(min_value=0, max_value=255))
def test_damaged_file_is_taken_or_refused_and_nothing_else(place: int, value: int) -> None:
    content = bytearray(scorm12().getvalue())
    content[place % len(content)] = value
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(PackageError):
        unpack(io.BytesIO(bytes(content)), Path(folder))


@pytest.mark.parametrize("content", [b"", b"PK", b"<html></html>", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_package_is_refused(content: bytes) -> None:
    is_empty_archive = content.startswith(b"PK\x05\x06")
    assert refused(io.BytesIO(content)) == (
        "This is no package: neither imsmanifest.xml (SCORM) nor h5p.json (H5P) lies at its top."
        if is_empty_archive
        else "The file is damaged, or is no ZIP file as packages are."
    )


# ---------------------------------------------------------------- manifests


def with_manifest(text: str) -> io.BytesIO:
    return zipped({"imsmanifest.xml": text, "index.html": "x"})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no xml", "The manifest is not XML that can be read: "),
        ("<html/>", "imsmanifest.xml is not the manifest of a package."),
        (
            '<!DOCTYPE manifest [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + manifest("index.html", title="&x;")[38:],
            "The manifest declares a document type, which packages do not need.",
        ),
        (
            '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><manifest>&b;</manifest>',
            "The manifest declares a document type, which packages do not need.",
        ),
        (
            manifest("index.html", version="2004 1st Edition"),
            "The package says that its version is “2004 1st Edition”. ",
        ),
        (manifest("index.html", version="", namespace='xmlns:adlcp="x"'), "The package says that its version is “?”. "),
        (manifest(), "The manifest names nothing to open."),
        (manifest("start.html"), "The file to open is not in the package: start.html"),
        (manifest("Index.html"), "The file to open is not in the package: Index.html"),
        (manifest("../index.html/../../x.html"), "The file to open is not in the package: "),
        (manifest("https://example.org/sco.html"), "A part of the package lies on another server: Part 1"),
        (manifest("//example.org/sco.html"), "A part of the package lies on another server: Part 1"),
        (manifest("javascript:alert(1)"), "A part of the package lies on another server: Part 1"),
        (manifest(""), "A part of the package has no file to open: Part 1"),
        (
            manifest("index.html").replace('identifier="R1"', 'identifier="R2"'),
            "The manifest names a part that it does not describe: R1",
        ),
        (
            manifest("index.html", "index.html").replace('identifier="I2"', 'identifier="I1"'),
            "Two parts of the manifest have one name.",
        ),
        (manifest(*["index.html"] * 201), "The package has more than 200 parts."),
        (
            manifest("index.html").replace("<organization ", "<x ").replace("</organization>", "</x>"),
            "The manifest names nothing to open.",
        ),
        ("<manifest>" + " ".join(map(str, range(700_000))), "The manifest of the package is too large."),
    ],
    ids=range(19),
)
def test_manifest_is_refused_with_its_reason(text: str, sentence: str) -> None:
    assert refused(with_manifest(text)).startswith(sentence)


def test_package_without_manifest_is_refused() -> None:
    sentence = "This is no package: neither imsmanifest.xml (SCORM) nor h5p.json (H5P) lies at its top."
    assert refused(zipped({"index.html": "x"})) == sentence
    assert refused(zipped({"course/imsmanifest.xml": manifest("index.html"), "course/index.html": "x"})) == sentence


def test_launch_file_of_a_kind_that_is_not_served_is_missing() -> None:
    file = zipped({"imsmanifest.xml": manifest("start.swf"), "start.swf": "x"})
    assert refused(file) == "The file to open is not in the package: start.swf"


# ---------------------------------------------------------------- H5P


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"content/content.json": None}, "The package has no content: content/content.json is missing."),
        ({"content/content.json": "{"}, "A description in the package cannot be read: content/content.json"),
        ({"h5p.json": "[]"}, "A description in the package cannot be read: h5p.json"),
        ({"h5p.json": "[" * 100_000}, "A description in the package cannot be read: h5p.json"),
        ({"h5p.json": "{}"}, "The package does not say what kind of material it is."),
        (
            {"h5p.json": json.dumps({"mainLibrary": "X", "preloadedDependencies": [{"machineName": "X"}]})},
            "The package names a library without its version.",
        ),
        (
            {"H5P.CamtreeClick-1.0/library.json": None},
            "The package comes without a library that it needs: H5P.CamtreeClick-1.0. Export it with its libraries.",
        ),
        (
            {
                "H5P.CamtreeClick-1.0/library.json": json.dumps(
                    {"preloadedDependencies": [{"machineName": "H5P.Deep", "majorVersion": 2, "minorVersion": 1}]}
                )
            },
            "The package comes without a library that it needs: H5P.Deep-2.1. Export it with its libraries.",
        ),
    ],
    ids=range(8),
)
def test_h5p_is_refused_with_its_reason(changes: dict[str, Any], sentence: str) -> None:
    assert refused(h5p(**changes)) == sentence


def test_several_parts_are_found() -> None:
    with opened(two_parts()) as found:
        assert [part.address for part in found.read.parts] == ["a.html", "b.html?n=2"]


def test_folder_is_gone_afterwards() -> None:
    with opened(scorm2004()) as found:
        folder = found.files.folder
        assert folder.exists()
    assert not folder.exists()
