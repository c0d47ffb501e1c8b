"""What templates print is isolated where it runs against the language of the page, without being told to.

Our loader gives each `{{ value }}` between tags, and each value that stands in a `blocktranslate`, one filter more: on
pages it puts a `<bdi>` around text that runs the other way, in titles, choices and mails the signs that do the same.
Nothing is added within tags and attributes, in scripts and text areas, and inside a `<bdi>` or whatever has a direction
of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.text import smart_split

_MARK: Final = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})", re.DOTALL)
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_RAW: Final = frozenset({"script", "style", "textarea"})
_MAILS: Final = re.compile(r"(?:^|/)emails?/")
_TITLE, _BLOCK = "a block of the title", "a block"
_PLAIN: Final = frozenset({"title", "option", _TITLE})
_TAG_NAME: Final = re.compile(r"</?([a-zA-Z][\w-]*)")
_OPTIONS: Final = frozenset({"with", "and", "count", "context", "trimmed", "asvar"})


def isolating(source: str, name: str) -> str:
    """A template as it is compiled: `name` says what it is a template of."""
    if name.endswith(".txt"):
        # Other texts than mails are read by machines.
        return "".join(_filtered(list(_MARK.split(source)), None)) if _MAILS.search(name) else source
    return "".join(_filtered(list(_MARK.split(source)), _Html())) if name.endswith(".html") else source


@dataclass
class _Html:
    """Where in a page we are: in a tag, and within which elements."""

    tag: str = ""
    text: str = ""
    elements: list[tuple[str, bool]] = field(default_factory=list)

    def take(self, piece: str) -> None:
        """Read on, over text or over a mark of the template."""
        if piece.startswith("{"):
            self._take_mark(piece)
            return
        for sign in piece:
            if not self.tag:
                self.tag, self.text = ("<", "") if sign == "<" else ("", self.text + sign)
                continue
            self.tag += sign
            if sign == ">" and self.tag.count('"') % 2 == 0:
                self._end_tag()

    def _take_mark(self, mark: str) -> None:
        if self.tag:
            self.tag += "x"
        elif block := re.match(r"\{%\s*block\s+(\w+)", mark):
            # What fills the title of a page stands in another template than the title.
            self.elements.append((_TITLE if "title" in block[1] else _BLOCK, False))
        elif re.match(r"\{%\s*endblock\b", mark):
            places = [place for place, (held, _own) in enumerate(self.elements) if held in {_TITLE, _BLOCK}]
            del self.elements[places[-1] if places else len(self.elements) :]

    def _end_tag(self) -> None:
        found, self.tag = self.tag, ""
        name = _TAG_NAME.match(found)
        if name is None:
            return
        element = name[1].lower()
        if found.startswith("</"):
            places = [place for place, (held, _own) in enumerate(self.elements) if held == element]
            if places:
                del self.elements[places[-1] :]
        elif element not in _VOID and not found.endswith("/>"):
            has_direction = element == "bdi" or (element != "html" and re.search(r"\sdir=", found) is not None)
            self.elements.append((element, has_direction))

    @property
    def filter(self) -> str:
        """The filter for a value that stands here; empty where it needs none."""
        names = {name for name, _own in self.elements}
        is_attribute = re.search(r"=\"[^\"]*$", self.text) is not None
        if self.tag or is_attribute or names & _RAW or any(own for _name, own in self.elements):
            return ""
        return "isolated_in_text" if names & _PLAIN else "isolated"


def _filtered(pieces: list[str], html: _Html | None) -> Iterator[str]:
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        wanted = html.filter if html else "isolated_in_text"
        if (
            piece.startswith("{{")
            and wanted
            and "block.super" not in piece
            and not (html is None and _is_in_address(pieces, place))
        ):
            yield f"{{{{ {piece[2:-2].strip()}|{wanted} }}}}"
        elif re.match(r"\{%\s*blocktrans(late)?\b", piece):
            end = next(i for i in range(place, len(pieces)) if re.match(r"\{%\s*endblocktrans", pieces[i]))
            body = pieces[place + 1 : end]
            yield _translating(piece, body, wanted, is_mail=html is None) if wanted else piece
            yield from body
            place = end
            continue
        else:
            yield piece
        if html:
            html.take(piece)
        place += 1


def _is_in_address(pieces: list[str], place: int) -> bool:
    """Whether the value at this place of a mail is part of an address that several marks make: signs would break it."""
    if place + 1 < len(pieces) and pieces[place + 1].startswith(("/", "://")):
        return True
    while place > 0:
        text = pieces[place - 1]
        touching = re.split(r"\s", text)[-1]
        if "/" in touching:
            return True
        if touching != text or place < 2 or not pieces[place - 2].startswith("{{"):
            return False
        place -= 2
    return False


def _translating(opening: str, body: list[str], wanted: str, *, is_mail: bool) -> str:
    """The same `blocktranslate` with each of its values filtered."""
    bits = list(smart_split(opening[2:-2].strip()))
    if "asvar" in bits:
        return opening
    marks = {place: piece[2:-2].strip() for place, piece in enumerate(body) if piece.startswith("{{")}
    in_address = {name for place, name in marks.items() if is_mail and _is_in_address(body, place)}
    counted = bits[bits.index("count") + 1].partition("=")[0] if "count" in bits else ""
    given: list[str] = []
    option = ""
    for place, bit in enumerate(bits):
        option = bit if bit in _OPTIONS else option
        name, equals, value = bit.partition("=")
        if option in {"with", "and"} and equals:
            given.append(name)
            bits[place] = bit if name in in_address else f"{name}={value}|{wanted}"
    bare = dict.fromkeys(name for name in marks.values() if name not in {*given, counted, *in_address})
    more = [f"{name}={name}|{wanted}" for name in bare]
    if more and "with" in bits:
        place = bits.index("with") + 1
        bits[place:place] = more
    elif more:
        bits += ["with", *more]
    return "{% " + " ".join(bits) + " %}"
