"""Long lines of templates, folded so that people can read them, and whole again before anything reads them.

A line that begins with white space goes on with the line before it: the break and the indentation never reach a reader,
as in the headers of mails. Before a tag or a mark of the template language nothing takes their place, before anything
else a single space does. So a template can be laid out freely, and what it makes is the same to the byte.

`manage.py format_templates` folds; `as_read` is what the loader and the message catalogues read. Only pages are folded:
in a text a line that begins with white space is a line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.template.base import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader

from camtree.core.words.isolating import isolating

WIDTH: Final = 120
STEP: Final = "  "

_MARK: Final = r"\{%.*?%\}|\{\{.*?\}\}"
_FOLD = re.compile(r"\n[ \t]+(?=([<{])?)")
# A tag of the template language, a tag of HTML with such tags in it, or a comment.
_TOKEN = re.compile(rf"{_MARK}|\{{#.*?#\}}|<!--.*?-->|</?[a-zA-Z!](?:{_MARK}|\"[^\"]*\"|[^>\"])*>")
_BLOCK = re.compile(r"\{%\s*(\w+)")
_OPENING_TAG = re.compile(r"<([a-zA-Z][\w-]*)")
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# Marks that stand between the two ends of a block.
_BETWEEN: Final = frozenset({"else", "elif", "empty", "plural"})


def as_read(source: str, name: str) -> str:
    """A template as it is read, by its file name: pages unfolded; a text, such as a mail, has the lines that it has."""
    return unfold(source) if name.endswith(".html") else source


def unfold(source: str) -> str:
    """The template of a page as it is read: every fold is gone."""
    return _FOLD.sub(lambda fold: "" if fold[1] else " ", source)


def fold(source: str) -> str:
    """The same template with its long lines folded in the one way there is: folding twice is folding once."""
    return "".join(_fold_line(line) for line in unfold(source).splitlines(keepends=True))


class Loader(FilesystemLoader):
    """Our templates, unfolded, and each value in them isolated where it runs against the page."""

    def get_contents(self, origin: Origin) -> str:
        name = str(origin.template_name)
        return isolating(as_read(super().get_contents(origin), name), name)


@dataclass(frozen=True)
class _Piece:
    """What stays on one line: how deep in the nesting of the line it begins, how it changes the depth, and whether a
    space stood before it."""

    text: str
    depth: int
    change: int
    is_spaced: bool = False

    @property
    def ends_something(self) -> bool:
        return self.text.startswith(("</", "{% end"))


def _fold_line(line: str) -> str:
    text = line.rstrip("\n")
    end = line[len(text) :]
    if len(text) <= WIDTH:
        return line
    head, *rest = _groups(list(_pieces(text)))
    lines = _laid_out([head], 0)
    # What goes on is indented, or it would be a line of its own.
    lines = [lines[0], *(line if line[0].isspace() else STEP + line for line in lines[1:])]
    return "\n".join(_laid_out(rest, 1, lines)) + end


def _laid_out(groups: Iterable[list[_Piece]], level: int, before: Sequence[str] = ()) -> list[str]:
    """Lines no longer than WIDTH where that can be: broken where the nesting is least, and inside only what is long."""
    lines = list(before)
    for group in groups:
        text, glue = _joined(group), " " * group[0].is_spaced
        if lines and len(lines[-1]) + len(glue) + len(text) <= WIDTH:
            lines[-1] += glue + text
        elif len(STEP * level) + len(text) <= WIDTH or len(group) == 1:
            lines.append(STEP * level + text)
        else:
            lines += _broken(group, level)
    return lines


def _groups(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Each thing with all that lies in it and its end; attributes stay with their tag."""
    group: list[_Piece] = []
    balance = 0
    for piece in pieces:
        if group and balance <= 0 and piece.depth <= group[0].depth + 1:
            yield group
            group, balance = [], 0
        group.append(piece)
        balance += piece.change
    if group:
        yield group


def _broken(group: list[_Piece], level: int) -> list[str]:
    """A group that is too long for a line: its head, below it what lies in it, and its end."""
    head, *rest = group
    # Attributes lie two deeper than their tag, what is in it one.
    while rest and rest[0].depth > head.depth + 1 and len(_joined([head, rest[0]])) + len(STEP * level) <= WIDTH:
        head = replace(head, text=_joined([head, rest.pop(0)]))
    lines, inside = [STEP * level + head.text], list[_Piece]()
    for piece in rest:
        # The end of what is broken, and marks such as else, stand below its beginning.
        if piece.depth <= head.depth and not piece.is_spaced:
            lines += _laid_out(_groups(inside), level + 1)
            lines, inside = [*lines, STEP * level + piece.text], []
        else:
            inside.append(piece)
    return [*lines, *(_laid_out(_groups(inside), level + 1))]


def _joined(pieces: list[_Piece]) -> str:
    first, *rest = pieces
    return first.text + "".join(" " * piece.is_spaced + piece.text for piece in rest)


def _pieces(text: str) -> Iterator[_Piece]:
    """The parts of a line between which it may be broken, with their depth."""
    start, shown, before, is_spaced = 0, 0, 0, False
    for at, depth, real, is_space in _breaks(text):
        yield _Piece(text[start:at], shown, real - before, is_spaced)
        start, shown, before, is_spaced = at + is_space, depth, real, is_space
    yield _Piece(text[start:], shown, 0, is_spaced)


def _breaks(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """Places where a line may be broken: the place, the depth that is shown for what begins there, the depth up to
    there, whether a space stands there."""
    depth, place = 0, 0
    blocks = _ended_blocks(text)
    for token in [*_TOKEN.finditer(text), None]:
        until = token.start() if token else len(text)
        for word in re.finditer(r"(?<! ) (?=[^ <{])", text[place:until]):
            if place + word.start() > 0:
                yield place + word.start(), depth, depth, True
        if token is None:
            return
        opens, closes, between = _effect(token[0], blocks)
        if until > 0 and not text[until - 1].isspace():
            yield until, depth - closes - between, depth, False
        depth -= closes
        if re.match(r"<[a-zA-Z]", token[0]):
            for attribute in re.finditer(r"(?<! ) (?=[\w-]+=)", _blanked(token[0])):
                yield until + attribute.start(), depth + 2, depth + opens, True
        depth += opens
        place = token.end()


def _blanked(tag: str) -> str:
    """A tag with what stands in quotes and in marks taken out, at the same length."""
    return re.sub(rf"{_MARK}|\"[^\"]*\"", lambda found: "x" * len(found[0]), tag)


def _effect(token: str, blocks: set[str]) -> tuple[int, int, int]:
    """What a token does to the depth: opens one, closes one, stands between two."""
    if token.startswith("{%"):
        name = _BLOCK.match(token)
        word = name[1] if name else ""
        if word in _BETWEEN:
            return 0, 0, 1
        if word.startswith("end"):
            return 0, int(word[3:] in blocks), 0
        return int(word in blocks), 0, 0
    if token.startswith("</"):
        return 0, 1, 0
    opening = _OPENING_TAG.match(token)
    is_element = opening is not None and opening[1].lower() not in _VOID and not token.endswith("/>")
    return int(is_element), 0, 0


def _ended_blocks(text: str) -> set[str]:
    return {word[3:] for word in re.findall(r"\{%\s*(end\w+)", text)}
