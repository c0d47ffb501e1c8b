"""Names in scripts that put no spaces between words, where a name is looked for sign by sign."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from research.inquiries.withholding.lists import ORDINARY_SIGNS, PLACES_SIGNS, TITLES_SIGNS
from research.inquiries.withholding.people import Called, Known


@dataclass(frozen=True)
class Patterns:
    """What to look for in scripts without spaces."""

    sure: re.Pattern[str]
    likely: re.Pattern[str]


_NOTHING: Final = "(?!)"
_BETWEEN: Final = "[ ·・]?"
_NOT_BEFORE: Final = "(?:(?<![\u4e00-\u9fff])|(?<=[据由和与及如的]))"


def _apart(name: str) -> str:
    return _BETWEEN.join(re.escape(sign) for sign in name)


def _either(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


def patterns_of(people: list[Called]) -> Patterns | None:
    full = {_apart(name) for who in people for name in who.full_signs if len(name) > 1}
    given = {name for who in people for name in who.given if name}
    families = {name for who in people for name in who.families}
    if not full and not given and not families:
        return None
    long = {_apart(name) for name in given if len(name) > 1 and name not in ORDINARY_SIGNS}
    titles = _either(re.escape(title) for title in TITLES_SIGNS)
    sure = [_either(full | long)] if full | long else []
    if given:
        sure.append(f"(?:{_either(re.escape(name) for name in given)})(?={_BETWEEN}(?:{titles}))")
    if families:
        family = _either(re.escape(name) for name in families)
        sure += [
            f"(?:{family})(?={_BETWEEN}(?:{titles}))",
            f"{_NOT_BEFORE}(?:{family})(?=等?人?\\s?[(（]\\s?[12]\\d{{3}}|等[人（(，,])",
            f"(?<=[(（;；,，])(?:{family})(?=等?\\s?[,，]\\s?[12]\\d{{3}})",
        ]
    likely = [re.escape(name) for name in given if len(name) > 1 and name in ORDINARY_SIGNS]
    likely += [f"(?:老|小|阿){re.escape(name)}" for name in families if len(name) == 1 and "\u4e00" <= name <= "\u9fff"]
    return Patterns(re.compile("|".join(sure) or _NOTHING), re.compile(_either(likely) or _NOTHING))


def patterns_of_places(places: list[Known]) -> Patterns | None:
    whole = {_apart(name) for place in places for name in place.whole_signs}
    if not whole:
        return None
    short = {name for place in places if not place.is_whole for name in place.short_signs}
    kinds = _either(re.escape(kind) for kind in PLACES_SIGNS)
    sure = [_either(whole | {re.escape(name) for name in short if len(name) > 2})]
    if short:
        sure.append(f"(?:{_either(re.escape(name) for name in short)})(?:{kinds})")
    likely = [re.escape(name) for name in short if len(name) <= 2]
    return Patterns(re.compile("|".join(sure)), re.compile(_either(likely) or _NOTHING))
