"""Chance in quizzes: which questions an attempt has and in which order things stand, all of it from one seed.

The same seed, pools and versions give the same attempt, so that what a learner was shown can be played again.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, assert_never
from uuid import UUID

from learning.quizzes.choices import GapKind
from learning.quizzes.questions import Asked, Choice, Cloze, Matching, Numeric, Open, Ordering, Short, TrueFalse


def drawn(
    items: Sequence[Mapping[str, Any]],
    *,
    seed: int,
    shuffle: bool,
    keys: Mapping[int, UUID],
    pools: Mapping[int, Sequence[UUID]],
) -> list[UUID]:
    """The questions of one attempt, each once, by translation key.

    `items` is the raw data of a quiz; `keys` gives the translation key of each question that may be asked by the
    number of its row, `pools` those that may be drawn by the number of their pool.
    """
    chance = Random(f"{seed} questions")  # noqa: S311 - to be repeated, not to be unguessable
    fixed = {row["value"] for row in items if row["type"] == "question"}
    found: list[UUID] = []
    # What is chosen by hand is not drawn as well, wherever it stands.
    taken = {keys[pk] for pk in fixed if pk in keys}
    for row in items:
        if row["type"] == "question":
            key = keys.get(row["value"])
            if key is not None and key not in found:
                found.append(key)
        elif row["type"] == "draw":
            left = [key for key in pools.get(row["value"]["pool"], ()) if key not in taken]
            chosen = chance.sample(left, min(len(left), int(row["value"]["number"])))
            taken |= set(chosen)
            found += chosen
    if shuffle:
        chance.shuffle(found)
    return found


def order_of(question: Asked, *, seed: int, key: UUID) -> dict[str, list[str]]:
    """The order in which the parts of a question are shown, as ids, by what they are."""
    chance = Random(f"{seed} {key}")  # noqa: S311 - to be repeated, not to be unguessable
    match question:
        case Choice():
            ids = [option.id for option in question.options]
            return {"options": _shuffled(ids, chance) if question.shuffle else ids}
        case Matching():
            # Right sides with the same words are offered once.
            by_text = {text: key for key, text in reversed(question.rights.items())}
            rights = [key for key, text in question.rights.items() if by_text[text] == key]
            return {"left": [pair.id for pair in question.pairs], "right": _shuffled(rights, chance)}
        case Ordering():
            return {"items": _mixed([item.id for item in question.items], chance)}
        case Cloze():
            gaps = [gap for gap in question.gaps if gap.kind == GapKind.CHOICE]
            return {gap.id: _shuffled([option.id for option in gap.options], chance) for gap in gaps}
        case TrueFalse() | Numeric() | Short() | Open():
            return {}
        case _:
            assert_never(question)


def _shuffled(ids: list[str], chance: Random) -> list[str]:
    return chance.sample(ids, len(ids))


def _mixed(ids: list[str], chance: Random) -> list[str]:
    """Shuffled, but never by chance what is to be found out."""
    mixed = _shuffled(ids, chance)
    return mixed if mixed != ids or len(ids) < 2 else [*ids[1:], ids[0]]
