"""Codes that stand on paper and that anybody may check at `/verify/<code>/`. Sections answer for their own codes."""

import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from camtree.core.registries import Registry

# Capital letters and digits that nobody takes for one another: no 0 and O, 1 and I, 2 and Z, 5 and S, 8 and B.
ALPHABET: Final = "ACDEFGHJKLMNPQRTUVWXY34679"
# Twelve of 26 signs are 56 bits: at thirty guesses a minute nobody finds one.
LENGTH: Final = 12


@dataclass(frozen=True)
class Answer:
    """What a section says about a code: a template that includes well in the page of the check, and its context."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


Checker = Callable[[str], Answer | None]
_checkers: Registry[str, Checker] = Registry()


def register_checker(section: str, checker: Checker) -> None:
    """Let a section answer for codes of its own; the same name again replaces it. None says: not one of mine."""
    _checkers.add(section, checker)


def answer_to(code: str) -> Answer | None:
    """What there is to say about a code that `read_code` made; None where nobody knows it."""
    if not code:
        return None
    return next((answer for checker in _checkers if (answer := checker(code)) is not None), None)


def new_code() -> str:
    """A code that cannot be guessed. Whoever keeps it makes sure that it is the only one."""
    return "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))


def grouped(code: str) -> str:
    """As people read it: `ACDE-FGHJ-KLMN`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """The code in what somebody typed, whatever its case, blanks, dashes and width of letters; "" where there is none.

    Digits of other scripts are read as well.
    """
    signs = unicodedata.normalize("NFKC", typed[:100]).upper()
    digits = (str(unicodedata.digit(sign, sign)) for sign in signs)
    code = "".join(sign for sign in digits if sign.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
