"""The body of a lesson in parts: what is the same for everybody is kept as it was rendered, what one does is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from learning.blocks import StepBlock
from learning.models import LessonPage


@dataclass(frozen=True)
class LessonPart:
    """Blocks of a lesson that follow each other: one step, or several blocks that are the same for everybody.

    Blocks are read only where they are rendered: those of a kept part cost nothing.
    """

    lesson: LessonPage
    places: tuple[int, ...]
    is_step: bool

    @property
    def pk(self) -> str:
        """The name under which the part is kept."""
        return f"{self.lesson.pk}-{self.places[0]}"

    @property
    def blocks(self) -> Iterator[Any]:
        return (self.lesson.body[place] for place in self.places)


def parts_of(lesson: LessonPage) -> list[LessonPart]:
    """The parts of a lesson in their order."""
    kinds = lesson.body.stream_block.child_blocks
    are_steps = [isinstance(kinds.get(row["type"]), StepBlock) for row in lesson.body.raw_data]
    parts: list[LessonPart] = []
    for is_step, places in groupby(range(len(are_steps)), key=are_steps.__getitem__):
        if is_step:
            parts += [LessonPart(lesson, (place,), is_step) for place in places]
        else:
            parts.append(LessonPart(lesson, tuple(places), is_step))
    return parts
