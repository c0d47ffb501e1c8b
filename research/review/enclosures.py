"""What goes with a manuscript: files, references, case pupils, answers about consent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from research.inquiries.choices import AttachmentKind, EthicsQuestion, EthicsReply, FlagKind
from research.inquiries.figures import address_of
from research.inquiries.models import CasePupil
from research.library.choices import Licence
from research.review.models import Submission

Words = Callable[[str], str]


@dataclass(frozen=True)
class File:
    """A file of a manuscript: what to call it, and where it is fetched."""

    title: str
    kind: str
    name: str
    size: int
    licence: str
    address: str


@dataclass(frozen=True)
class Enclosures:
    """All that was submitted beside the text, in the words that its reader may see."""

    files: list[File]
    references: list[str]
    pupils: list[CasePupil]
    ethics: list[tuple[str, str, str]]

    @property
    def is_empty(self) -> bool:
        return not (self.files or self.references or self.pupils or self.ethics)


def enclosures_of(submission: Submission, *, words: Words = str, html: Words = str, query: str = "") -> Enclosures:
    """What was submitted beside the text. `words` and `html` take names out of it where names are hidden; `query` is
    what opens the files to this reader."""
    kept: dict[str, Any] = submission.manuscript
    return Enclosures(
        files=[
            File(
                title=words(file["title"]),
                kind=str(AttachmentKind(file["kind"]).label).partition(":")[0],
                name=file["name"],
                size=file["size"],
                licence=str(Licence(file["licence"]).label),
                address=address_of(file["key"]) + query,
            )
            for file in kept.get("files", [])
        ],
        references=[html(reference) for reference in kept.get("references", [])],
        pupils=[
            CasePupil(
                label=words(pupil["label"]),
                starting_point=words(pupil["starting_point"]),
                prediction=words(pupil["prediction"]),
                seen={lesson: words(text) for lesson, text in pupil["seen"].items()},
            )
            for pupil in kept.get("case_pupils", [])
        ],
        ethics=[
            (str(EthicsQuestion(question).label), str(EthicsReply(given["answer"]).label), words(given["why"]))
            for question, given in kept.get("ethics", {}).items()
            if question in EthicsQuestion.values
        ],
    )


def flags_on_record(submission: Submission) -> list[tuple[str, str, str]]:
    """What might tell who somebody is, what it is, and why its authors kept it. For editors alone."""
    return [
        (str(FlagKind(flag["kind"]).label), flag["found"], flag["reason"])
        for flag in submission.manuscript.get("flags", [])
        if flag["kind"] in FlagKind.values
    ]
