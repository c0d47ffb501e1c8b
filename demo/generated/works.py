"""What there is to tell of an invented work: the same for the same seed and number, whatever was made before."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from demo.generated.words import NAMES, SHARES, Language, draw, languages
from research.library.choices import Licence, ReportKind, ReviewStatus

# Which works are not like the others: the divisor of their number, and what it leaves.
TRANSLATED, HIDDEN, CLOSED, WITHDRAWN = (5, 2), (89, 7), (97, 13), (151, 29)
# Past years alone, so that no new report gets an identifier after one of these.
FIRST_DAY, DAYS = date(2010, 1, 4), 15 * 365
PHRASES, OWN_PHRASES, OWN_NAMES = 48, 6, 10
KINDS = {ReportKind.RESEARCH_REPORT: 6, ReportKind.LESSON_STUDY: 3, ReportKind.SUMMARY: 1}
REVIEWS = {ReviewStatus.PEER_REVIEWED: 3, ReviewStatus.EDITOR_CHECKED: 5, ReviewStatus.NOT_REVIEWED: 2}
LICENCES = {Licence.CC_BY: 7, Licence.CC_BY_SA: 1, Licence.CC_BY_NC: 1, Licence.CC0: 1}


@dataclass(frozen=True)
class Work:
    """One work in whatever languages. `phrases` and `names` are what it is about, by their numbers; `terms` are those
    of each vocabulary, by their place in it."""

    seed: int
    number: int
    key: UUID
    language: Language
    phrases: list[int]
    names: list[int]
    authors: list[tuple[str, str]]
    author_keys: list[UUID]
    terms: dict[str, list[int]]
    facts: dict[str, Any]

    def is_among(self, kind: tuple[int, int]) -> bool:
        """Whether it is one of TRANSLATED, HIDDEN, CLOSED or WITHDRAWN."""
        divisor, left = kind
        return self.number % divisor == left

    @property
    def mark(self) -> str:
        """What tells it, in all its languages, from works that somebody wrote."""
        return mark_of(self.seed, self.number)

    def rng(self, code: str) -> Random:
        """Chance for its text in a language."""
        return Random(f"{self.mark}:{code}")


def mark_of(seed: int, number: int | str) -> str:
    return f"generated:{seed}:{number}"


def uuid_of(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def work_of(seed: int, number: int, sizes: dict[str, int]) -> Work:
    """Invent a work; `sizes` are how many terms each vocabulary has."""
    rng = Random(f"{seed}:{number}")
    language = languages()[_weighted(rng, SHARES)]
    authors = [language.person(rng) for _place in range(rng.choice((1, 1, 2, 2, 3)))]
    return Work(
        seed,
        number,
        key=uuid_of(rng),
        language=language,
        phrases=draw(rng, PHRASES, OWN_PHRASES),
        names=draw(rng, NAMES, OWN_NAMES),
        authors=authors,
        author_keys=[uuid_of(rng) for _author in authors],
        terms={name: draw(rng, size, min(size, rng.choice((1, 1, 2)))) for name, size in sizes.items()},
        facts=_facts(rng, language, number),
    )


def _facts(rng: Random, language: Language, number: int) -> dict[str, Any]:
    """Values of the fields that every language of the work has alike."""
    country = list(language.places)[draw(rng, len(language.places), 1)[0]]
    day = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    youngest = rng.randrange(4, 17)
    return {
        "kind": _weighted(rng, KINDS),
        "country": country,
        "place": rng.choice(language.places[country]),
        "learners": rng.randrange(6, 121),
        "age_from": youngest,
        "age_to": youngest + rng.randrange(3),
        "cycles": rng.randrange(1, 6),
        "licence": _weighted(rng, LICENCES),
        "review_status": _weighted(rng, REVIEWS),
        "original_language": language.code,
        "conducted": f"{day.year - 1}-{day.year % 100:02}",
        "published_on": day,
        "identifier": f"CT-{day.year}-{100_000 + number}",
    }


def _weighted(rng: Random, weights: dict[Any, int]) -> Any:
    return rng.choices(list(weights), weights=list(weights.values()))[0]
