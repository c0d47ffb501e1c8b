"""A draft as its authors see it: each part with its heading, its prompt and how far it is."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from research.actions.writing import section_names
from research.choices import ABSTRACT_PARTS, Section
from research.manuscript import plain_text
from research.models import Inquiry, InquiryPart
from research.template_words import words_in


@dataclass(frozen=True)
class Part:
    """One part of a draft beside what the template says about it."""

    row: InquiryPart
    heading: str
    prompt: str = ""
    questions: tuple[str, ...] = ()
    example: str = ""
    words_from: int = 0
    words_to: int = 0
    is_required: bool = True
    is_abstract: bool = False

    @property
    def is_begun(self) -> bool:
        return bool(self.row.text)


@cache
def abstract_prompts(language: str) -> dict[str, str]:
    """What belongs into each part of the abstract, in the language of a draft."""
    prompts: dict[str, str] = words_in(language)["abstract"]
    return prompts


def parts_of(inquiry: Inquiry) -> list[Part]:
    """Every part of a draft in its order: the sections of its template, then the abstract, which is written last."""
    rows = {row.name: row for row in inquiry.parts.all()}
    sections = []
    for section, name in zip(inquiry.guide.sections, section_names(inquiry.guide), strict=True):
        value: Any = section.value
        sections.append(
            Part(
                row=rows[name],
                heading=value.heading,
                prompt=value["prompt"],
                questions=tuple(value["questions"]),
                example=value["example"],
                words_from=value["words_from"] or 0,
                words_to=value["words_to"] or 0,
                is_required=value["is_required"],
            )
        )
    abstract = [
        Part(
            row=rows[name],
            heading=str(heading),
            prompt=abstract_prompts(inquiry.language)[name],
            words_from=40,
            words_to=80,
            is_abstract=True,
        )
        for name, heading in ABSTRACT_PARTS
    ]
    return [*sections, *abstract]


# What may lead to a person: addresses, telephone numbers, dates of birth.
TRACES = [
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<![\w.])\+?\d[\d ()/-]{7,}\d(?![\w.])"),
    re.compile(r"\b(?:born|né|née|nacid[oa])\b[^.]{0,30}\d{4}", re.IGNORECASE),
]


def traces_of_people(text: str) -> list[str]:
    """E-mail addresses, telephone numbers and dates of birth in a text, each once, as they stand there."""
    found = [match.group().strip() for pattern in TRACES for match in pattern.finditer(text)]
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Remark:
    """Something the checklist says. What `stops` has to be mended before submission; the rest is advice."""

    text: str
    anchor: str = ""
    stops: bool = False


def checklist(inquiry: Inquiry, parts: list[Part]) -> list[Remark]:
    """What is missing, what is long or short, and what may tell who a pupil is."""
    remarks = []
    if not inquiry.title.strip():
        remarks.append(Remark(str(_("The report has no title yet.")), "facts", stops=True))
    if not inquiry.country:
        remarks.append(Remark(str(_("Say in which country you teach: readers look for it.")), "facts", stops=True))
    for part in parts:
        name = {"section": part.heading}
        has_list = part.row.name == Section.REFERENCES and inquiry.references.exists()
        if part.is_required and not part.is_begun and not has_list:
            text = _("“%(section)s” of the abstract is empty.") if part.is_abstract else _("“%(section)s” is empty.")
            remarks.append(Remark(text % name, part.row.name, stops=True))
        elif part.is_begun and part.words_from and part.row.words < part.words_from:
            text = _("“%(section)s” has %(words)s words; most have at least %(least)s.")
            remarks.append(Remark(text % {**name, "words": part.row.words, "least": part.words_from}, part.row.name))
        elif part.words_to and part.row.words > part.words_to:
            text = _("“%(section)s” has %(words)s words; most have no more than %(most)s.")
            remarks.append(Remark(text % {**name, "words": part.row.words, "most": part.words_to}, part.row.name))
        for found in traces_of_people(plain_text(part.row.text)):
            text = _("“%(section)s” holds “%(found)s”. It could tell who somebody is: take it out, or be sure.")
            remarks.append(Remark(text % {**name, "found": found}, part.row.name))
    return remarks
