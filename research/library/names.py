"""How the name of an author is written: one place for pages, citations, feeds and files.

A name that is known in parts has a family name and given names; it is written with either first. A name that is not
(of one word, of an organisation, of somebody whose family name nobody has told) is whole: it is cited as it stands.
"""

import re
import unicodedata
from typing import Any, Final, TypedDict

from django.utils.text import slugify

from camtree.core.words.slugs import slug_of
from camtree.search.analysis.folding import fold

# Chinese, Japanese and Korean names have no space between their parts, and the family name first.
_WITHOUT_SPACE: Final = re.compile(r"[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]+")
# Letters that are not Latin, and the languages whose readers look for a name in them first.
_SCRIPTS: Final = {
    "ar": re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"),
    "zh": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
}
LONGEST: Final = 160
LONGEST_PART: Final = 120


class NameParts(TypedDict):
    """Fields of whatever carries a name (research.library.models.names)."""

    name: str
    family_name: str
    given_name: str
    is_family_first: bool


def has_no_spaces(text: str) -> bool:
    """Whether a name is in a script that writes its parts together."""
    return _WITHOUT_SPACE.fullmatch(text.strip()) is not None


def written(family: str, given: str, *, is_family_first: bool) -> str:
    """A name as people read it, out of its parts."""
    parts = (family, given) if is_family_first else (given, family)
    return ("" if has_no_spaces(family) and has_no_spaces(given) else " ").join(part for part in parts if part)


def parts_of(*, name: str = "", family: str = "", given: str = "", is_family_first: bool = False) -> NameParts:
    """The fields of a name: from its two parts where both are known, else of a whole one."""
    name, family, given = (" ".join(text.split()) for text in (name, family, given))
    if family and given:
        is_first = is_family_first or (has_no_spaces(family) and has_no_spaces(given))
        name = written(family, given, is_family_first=is_first)
        return {"name": name, "family_name": family, "given_name": given, "is_family_first": is_first}
    return {"name": name or family or given, "family_name": "", "given_name": "", "is_family_first": False}


def read(text: str) -> NameParts:
    """A name as libraries write it: `Kuutti, Julius`. Without a comma, or with several, it is whole."""
    family, comma, given = text.partition(",")
    if comma and family.strip() and given.strip() and "," not in given:
        found = parts_of(family=family, given=given)
        if max(len(found["family_name"]), len(found["given_name"])) <= LONGEST_PART and len(found["name"]) <= LONGEST:
            return found
    return parts_of(name=text[:LONGEST])


def is_whole(person: Any) -> bool:
    """Whether nobody has told which part of a name is the family name."""
    return not (person.family_name and person.given_name)


def inverted(person: Any) -> str:
    """A name as catalogues sort it: `Kuutti, Julius`; a whole one as it stands."""
    return str(person.name) if is_whole(person) else f"{person.family_name}, {person.given_name}"


def is_in_script_of(name: str, language: str) -> bool:
    """Whether a name is in the script of a language that is not written in Latin letters."""
    script = _SCRIPTS.get(language.partition("-")[0])
    return script is not None and script.search(name) is not None


def is_native_to(person: Any, language: str) -> bool:
    """Whether somebody's name in their own script is in that of such a language."""
    return is_in_script_of(person.native_name, language)


def name_in(person: Any, language: str) -> str:
    """A name as a text in `language` calls somebody: in that language's script where it is known in it."""
    return str(person.native_name if is_native_to(person, language) else person.name)


def other_name(person: Any, language: str) -> str:
    """The name that stands beside `name_in`; "" where there is none."""
    other = person.name if is_native_to(person, language) else person.native_name
    return "" if other == name_in(person, language) else str(other)


def key_of(person: Any) -> str:
    """What the page of an author is found by: their ORCID iD where it is given, else their name without case,
    signs and spaces. Marks that a word can be read without, as in Arabic, do not count; vowels of Indic scripts and of
    Thai do. Two people with one name have one key until one of them gives an ORCID iD (docs/decisions/0022); a name of
    signs alone has none."""
    return str(person.orcid) or key_of_name(str(person.name))


def key_of_name(name: str) -> str:
    """The same for somebody of whom no ORCID iD is known."""
    composed = unicodedata.normalize("NFKC", name)
    return slug_of("".join(sign for sign in composed if sign.isascii() or fold(sign)), LONGEST)


def bare_key_of(person: Any) -> str:
    """The key without any mark, where the two differ: what the page was found by once, and what is left of its address
    where marks are lost."""
    bare = slugify(unicodedata.normalize("NFKC", str(person.name)).casefold(), allow_unicode=True)[:LONGEST]
    return "" if bare == key_of(person) or person.orcid else bare
