"""What a cue says, with its marks as WebVTT writes them."""

import re
from html.entities import html5
from typing import Final

from camtree.media.captions.checks import LANGUAGE_TAG, REFERENCE, START_TAG, TIMESTAMP, WITH_ANNOTATION
from camtree.media.captions.webvtt import milliseconds

# A mark of some kind, WebVTT's own or another's; "I <3 this" has none.
_MARK: Final = re.compile(r"<(/?[A-Za-z][^<>]*|[0-9][0-9:.,]*)>")
# What some programs put before a text: where it stands on the picture.
_PLACE: Final = re.compile(r"\{\\[a-z]+[0-9]*(?:\([^)]*\))?\}")


def clean_text(text: str, start: int, end: int) -> tuple[str, list[str]]:
    """The text of a cue between two times (milliseconds), and the marks that were taken out of it.

    Signs that begin nothing are written as references, marks that were left open are closed.
    """
    text, gone = _PLACE.sub("", text), _PLACE.findall(text)
    text = text.replace("-->", "--&gt;")
    out: list[str] = []
    opened: list[str] = []
    latest, at = start, 0
    for match in _MARK.finditer(text):
        out.append(_escaped(text[at : match.start()]))
        at, inside = match.end(), match.group(1)
        if inside[0].isdigit():
            moment = milliseconds(inside) if TIMESTAMP.fullmatch(inside) else None
            if moment is not None and latest < moment < end:
                out.append(match.group())
                latest = moment
            else:
                gone.append(match.group())
        elif inside[0] == "/":
            name = inside[1:].strip()
            if name not in opened:
                gone += [] if _is_closed_by_itself(name) else [match.group()]
                continue
            while (inner := opened.pop()) != name:
                out.append(f"</{inner}>")
            out.append(f"</{name}>")
        elif (mark := _mark(inside, opened)) is not None:
            out.append(mark)
            opened.append(re.split(r"[.\s>]", mark[1:], maxsplit=1)[0])
        else:
            gone.append(match.group())
    out.append(_escaped(text[at:]))
    out += [f"</{name}>" for name in reversed(opened)]
    return "".join(out).strip(), gone


def _mark(inside: str, opened: list[str]) -> str | None:
    """A mark that WebVTT knows, clean; None for any other."""
    match = START_TAG.fullmatch(inside) or START_TAG.fullmatch(inside.lower())
    if match is None:
        return None
    name, classes, annotation = match.group(1), match.group(2) or "", " ".join((match.group(3) or "").split())
    if name == "lang" and not LANGUAGE_TAG.fullmatch(annotation):
        return None
    if name in WITH_ANNOTATION:
        return f"<{name}{classes} {_escaped(annotation)}>" if annotation else None
    if name == "rt" and (not opened or opened[-1] != "ruby"):
        return None
    return f"<{name}{classes}>"


def _is_closed_by_itself(name: str) -> bool:
    return name == "rt"  # where its ruby ended


def _escaped(text: str) -> str:
    def reference(match: re.Match[str]) -> str:
        name = match.group(1) or ""
        return match.group() if name.startswith("#") or name in html5 else f"&amp;{name}"

    return REFERENCE.sub(reference, text).replace("<", "&lt;").replace("&amp;nbsp;", "&nbsp;")
