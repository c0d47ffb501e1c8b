"""The body of a lesson in parts, which are kept as they were rendered for all to whom they look the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from learning.courses.blocks import StepBlock
from learning.courses.models import LessonPage


@dataclass(frozen=True)
class LessonPart:
    """Blocks of a lesson that follow each other: one step, or several blocks that are the same for everybody.

    Blocks are read only where they are rendered: those of a kept part cost nothing. `look` names those to whom the part
    looks the same; None where it shows what somebody did.
    """

    lesson: LessonPage
    places: tuple[int, ...]
    is_step: bool
    look: str | None = ""

    @property
    def pk(self) -> str:
        """The name under which the part is kept."""
        return f"{self.lesson.pk}-{self.places[0]}"

    @property
    def blocks(self) -> Iterator[Any]:
        return (self.lesson.body[place] for place in self.places)


def never_kept(key: str, kind: str) -> None:
    """How steps look where there is no course around them."""


def parts_of(lesson: LessonPage, look_of: Callable[[str, str], str | None] = never_kept) -> list[LessonPart]:
    """The parts of a lesson in their order. `look_of` says how a step looks, by its key and the kind of its block."""
    rows = lesson.body.raw_data
    kinds = lesson.body.stream_block.child_blocks
    are_steps = [isinstance(kinds.get(row["type"]), StepBlock) for row in rows]
    parts: list[LessonPart] = []
    for is_step, places in groupby(range(len(are_steps)), key=are_steps.__getitem__):
        if is_step:
            for place in places:
                look = look_of(rows[place]["id"], rows[place]["type"])
                parts.append(LessonPart(lesson, (place,), is_step, look))
        else:
            parts.append(LessonPart(lesson, tuple(places), is_step))
    return parts
