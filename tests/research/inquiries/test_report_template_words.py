"""The words of the report templates: the same structure in every language, nothing empty, nobody recognisable."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from research.library.choices import ABSTRACT_PARTS, LESSON_STUDY_SECTIONS, ReportKind, Section

FOLDER = Path(settings.BASE_DIR) / "research/inquiries/report_templates"
WORDS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
ENGLISH = WORDS["en"]["template"]
TRANSLATIONS = {language: words["template"] for language, words in WORDS.items() if language != "en"}

FULL_SECTIONS = [section.value for section in Section if section not in LESSON_STUDY_SECTIONS]
SECTIONS = {
    "research-report": FULL_SECTIONS,
    "lesson-study": [section.value for section in Section],
    "dissertation": FULL_SECTIONS,
    "summary": ["context", "plan", "findings", "changes", "next_steps"],
}
# Six digits or more, however they are grouped: a telephone number, not the year of a book.
TELEPHONE = re.compile(r"\d(?:[\s().\-/]{0,2}\d){5,}")


def texts(words: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text below `words` with the way to it."""
    if isinstance(words, str):
        yield path, words
    elif isinstance(words, dict):
        for key, value in words.items():
            yield from texts(value, f"{path}.{key}")
    elif isinstance(words, list):
        for number, value in enumerate(words):
            yield from texts(value, f"{path}.{number}")


ALL_TEXTS = [found for language, words in WORDS.items() for found in texts(words, language)]
EXAMPLES = [(path, text) for path, text in ALL_TEXTS if path.endswith(".example")]


def shape(section: dict[str, Any]) -> dict[str, int]:
    """Which words a section has, and how many of each."""
    return {
        name: len(section[name]) if name == "questions" else 1
        for name in ("heading", "prompt", "questions", "example")
        if name in section
    }


def test_each_language_of_the_site_has_its_words() -> None:
    assert set(WORDS) == {code for code, _name in settings.LANGUAGES}


def test_templates_have_their_kinds_and_their_sections_in_order() -> None:
    assert {template["slug"]: template["kind"] for template in ENGLISH} == {
        "research-report": ReportKind.RESEARCH_REPORT.value,
        "lesson-study": ReportKind.LESSON_STUDY.value,
        "dissertation": ReportKind.RESEARCH_REPORT.value,
        "summary": ReportKind.SUMMARY.value,
    }
    assert {template["slug"]: [section["key"] for section in template["section"]] for template in ENGLISH} == SECTIONS
    assert {key for keys in SECTIONS.values() for key in keys} == set(Section.values)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_translation_has_the_same_templates_sections_and_number_of_questions(language: str) -> None:
    expected = {
        template["slug"]: {section["key"]: shape(section) for section in template["section"]} for template in ENGLISH
    }

    found = {
        slug: {key: shape(section) for key, section in template["section"].items()}
        for slug, template in TRANSLATIONS[language].items()
    }

    assert found == expected
    assert [(slug, list(sections)) for slug, sections in found.items()] == list(SECTIONS.items())


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_translation_holds_words_alone(language: str) -> None:
    for template in TRANSLATIONS[language].values():
        assert set(template) == {"title", "description", "section"}
        for section in template["section"].values():
            assert set(section) - {"heading"} == {"prompt", "questions", "example"}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_translation_repeats_no_english_text(language: str) -> None:
    english = {text for _path, text in texts(WORDS["en"], "en")}

    assert [path for path, text in texts(WORDS[language], language) if text in english] == []


@pytest.mark.parametrize("template", ENGLISH, ids=lambda template: template["slug"])
def test_lengths_of_sections_add_up_to_a_report(template: dict[str, Any]) -> None:
    measured = [section for section in template["section"] if section["key"] != "references"]
    shortest = sum(section["words_from"] for section in measured)
    longest = sum(section["words_to"] for section in measured)

    assert [section["key"] for section in measured if not 0 < section["words_from"] <= section["words_to"]] == []
    assert (shortest, longest) == ((400, 700) if template["slug"] == "summary" else (2000, 3000))


def test_references_have_no_length() -> None:
    references = [part for template in ENGLISH for part in template["section"] if part["key"] == "references"]

    assert len(references) == 3
    assert [part for part in references if {"words_from", "words_to"} & set(part)] == []


@pytest.mark.parametrize("template", ENGLISH, ids=lambda template: template["slug"])
def test_only_resources_and_references_may_stay_empty(template: dict[str, Any]) -> None:
    optional = {section["key"] for section in template["section"] if section["required"] is False}
    required = {section["key"] for section in template["section"] if section["required"] is True}

    assert optional == {"resources", "references"} & set(SECTIONS[template["slug"]])
    assert required == set(SECTIONS[template["slug"]]) - optional


@pytest.mark.parametrize("language", WORDS)
def test_each_part_of_the_abstract_has_a_prompt(language: str) -> None:
    assert list(WORDS[language]["abstract"]) == [name for name, _heading in ABSTRACT_PARTS]


def test_no_text_is_empty_or_padded() -> None:
    assert len(ALL_TEXTS) > 5 * 37 * 4  # five languages, 37 sections: a prompt, two questions, an example
    assert [path for path, text in ALL_TEXTS if not text or text != text.strip()] == []


def test_sections_ask_two_to_four_questions() -> None:
    counts = {len(section["questions"]) for template in ENGLISH for section in template["section"]}

    assert counts == {2, 3, 4}


def test_examples_name_nobody_one_could_write_to_or_call() -> None:
    assert TELEPHONE.search("ring +44 (0)20 7946 0018 after four")
    assert TELEPHONE.search("اتصلوا على ٠٢٠٧٩٤٦٠٠١٨")

    assert len(EXAMPLES) == 5 * 37
    assert [path for path, text in EXAMPLES if "@" in text or TELEPHONE.search(text)] == []
