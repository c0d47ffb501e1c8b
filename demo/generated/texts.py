"""The text of an invented work in a language: title, introduction, abstract and body."""

from random import Random
from typing import Any

from demo.generated.words import Language
from demo.generated.works import Work, uuid_of
from research.library.choices import ABSTRACT_PARTS, Section

SECTIONS = (Section.CONTEXT, Section.PLAN, Section.FINDINGS, Section.CHANGES, Section.EVALUATION)
SENTENCES = 6


def texts_of(work: Work, language: Language) -> dict[str, Any]:
    """Values of the fields that each language has its own of; the body as its stream of blocks."""
    writer = _Writer(work, language)
    return {
        "title": writer.title(),
        "introduction": writer.paragraph(2),
        **{name: writer.paragraph(2) for name, _heading in ABSTRACT_PARTS},
        "body": [writer.section(key) for key in SECTIONS],
    }


class _Writer:
    def __init__(self, work: Work, language: Language) -> None:
        self.rng: Random = work.rng(language.code)
        self.language = language
        self.phrases = [language.phrases[number] for number in work.phrases]
        self.names = [language.name(rank) for rank in work.names]

    def title(self) -> str:
        first, second, *_others = self.phrases
        return _capital(self.rng.choice(self.language.titles).format(a=first, b=second))

    def sentence(self) -> str:
        first, second = self.rng.sample(self.phrases, 2)
        pattern = self.rng.choice(self.language.sentences)
        return _capital(pattern.format(a=first, b=second, w=self.rng.choice(self.names)))

    def paragraph(self, sentences: int) -> str:
        return self.language.space.join(self.sentence() for _place in range(sentences))

    def section(self, key: str) -> dict[str, Any]:
        content = [self._block("text", f"<p>{self.paragraph(SENTENCES)}</p>")]
        if key == Section.FINDINGS:
            content.append(self._block("quote", {"text": self.sentence(), "attribution": ""}))
        return self._block("section", {"key": key, "heading_text": "", "content": content})

    def _block(self, kind: str, value: Any) -> dict[str, Any]:
        return {"type": kind, "value": value, "id": str(uuid_of(self.rng))}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
