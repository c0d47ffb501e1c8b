"""What the marks of several peers come to, and how far apart two markings are. Nothing here asks the database."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from statistics import median
from typing import Final

from learning.courses.choices import MarkedBy
from learning.courses.models import Step
from learning.quizzes.scoring import in_places

type Points = Mapping[str, int | float]

# Two markings further apart than this part of all points are no result: a person reads the work.
FAR: Final = Fraction(1, 3)
# Signs for each criterion, below which a word to the author helps nobody.
LEAST_WORDS: Final = 20


@dataclass(frozen=True)
class PeerRules:
    """How peers mark an assignment: how many works each, by which criteria (most points by id, in their order)."""

    reviews: int
    has_example: bool
    most: dict[str, int]


def peer_rules(step: Step) -> PeerRules | None:
    """How peers mark what is handed in at a step; None where they do not."""
    facts = step.facts
    if facts.get("marked_by") != MarkedBy.PEERS:
        return None
    most = {str(key): int(points) for key, points in facts["criteria"]}
    return PeerRules(reviews=facts["reviews"], has_example=facts["has_example"], most=most)


def median_points(marks: Iterable[Points], most: Mapping[str, int]) -> dict[str, int | float]:
    """The median for each criterion, half points between two; what nobody was asked is left out."""
    rows = list(marks)
    found: dict[str, int | float] = {}
    for key in most:
        given = sorted(row[key] for row in rows if key in row)
        if given:
            middle = median(given)
            found[key] = int(middle) if middle == int(middle) else middle
    return found


def score_of(points: Points, most: Mapping[str, int]) -> Decimal | None:
    """The part of all points that was got, 0 to 1, of the criteria for which there are some; None for none."""
    asked = sum(most[key] for key in points if key in most)
    got = sum((Fraction(points[key]) for key in points if key in most), Fraction(0))
    return in_places(got / asked) if asked else None


def distance(first: Points, second: Points, most: Mapping[str, int]) -> Fraction:
    """How far apart two markings are: points between them, criterion by criterion, as a part of all; 0 to 1."""
    keys = [key for key in most if key in first and key in second]
    asked = sum(most[key] for key in keys)
    between = sum((abs(Fraction(first[key]) - Fraction(second[key])) for key in keys), Fraction(0))
    return between / asked if asked else Fraction(0)


def are_far_apart(marks: Iterable[Points], most: Mapping[str, int]) -> bool:
    """Whether any two of these markings are further apart than a result can bear."""
    return any(distance(first, second, most) > FAR for first, second in combinations(list(marks), 2))


def weight(words: str) -> int:
    """How much is said: signs without space around them. One sign of Chinese says as much as three letters."""
    return sum(3 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in " ".join(words.split()))
