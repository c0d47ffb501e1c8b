"""A draft as its authors see it: each part with its heading, its prompt and how far it is."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from research.inquiries.actions.writing import section_names
from research.inquiries.choices import EthicsQuestion, Faces
from research.inquiries.manuscript import usual_length
from research.inquiries.models import Inquiry, InquiryPart
from research.inquiries.template_words import words_in
from research.library.choices import ABSTRACT_PARTS, Section


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
                words_from=usual_length(value["words_from"], inquiry.language),
                words_to=usual_length(value["words_to"], inquiry.language),
                is_required=value["is_required"],
            )
        )
    abstract = [
        Part(
            row=rows[name],
            heading=str(heading),
            prompt=abstract_prompts(inquiry.language)[name],
            words_from=usual_length(40, inquiry.language),
            words_to=usual_length(80, inquiry.language),
            is_abstract=True,
        )
        for name, heading in ABSTRACT_PARTS
    ]
    return [*sections, *abstract]


@dataclass(frozen=True)
class Remark:
    """Something the checklist says. What `stops` has to be mended before submission; the rest is advice.

    The anchor is the name of a part, or "facts", "ethics", "file-<number>".
    """

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
        has_list = (part.row.name == Section.REFERENCES and inquiry.references.exists()) or (
            part.row.name == Section.CASE_PUPILS and inquiry.case_pupils.exists()
        )
        if part.is_required and not part.is_begun and not has_list:
            text = _("“%(section)s” of the abstract is empty.") if part.is_abstract else _("“%(section)s” is empty.")
            remarks.append(Remark(text % name, part.row.name, stops=True))
        elif part.is_begun and part.words_from and part.row.words < part.words_from:
            text = _("“%(section)s” has %(words)s words; most have at least %(least)s.")
            remarks.append(Remark(text % {**name, "words": part.row.words, "least": part.words_from}, part.row.name))
        elif part.words_to and part.row.words > part.words_to:
            text = _("“%(section)s” has %(words)s words; most have no more than %(most)s.")
            remarks.append(Remark(text % {**name, "words": part.row.words, "most": part.words_to}, part.row.name))
    return [*remarks, *_about_people(inquiry)]


def _about_people(inquiry: Inquiry) -> list[Remark]:
    """What must be known of consent, and of every picture. Flags in the text are listed by `safety`."""
    remarks = []
    asked = {row.question for row in inquiry.ethics_answers.all()}
    if asked != set(EthicsQuestion.values):
        remarks.append(Remark(str(_("Answer the questions about ethics and consent.")), "ethics", stops=True))
    for file in inquiry.attachments.all():
        anchor, title = f"file-{file.number}", {"title": file.title}
        if file.is_picture and not file.faces:
            text = _("Say whether anybody can be recognised in the picture “%(title)s”.")
            remarks.append(Remark(text % title, anchor, stops=True))
        elif file.is_picture and file.faces == Faces.WITHOUT:
            text = _("Somebody can be recognised in “%(title)s” without written consent. Take the picture out.")
            remarks.append(Remark(text % title, anchor, stops=True))
        if file.is_picture and not file.alt.strip():
            text = _("Say what the picture “%(title)s” shows, for readers who cannot see it.")
            remarks.append(Remark(text % title, anchor, stops=True))
    return remarks
