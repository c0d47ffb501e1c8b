"""Whether the markup of a translated piece is that of its original: the words are free, the tags are not."""

from collections import Counter
from html.parser import HTMLParser

from django.utils.translation import gettext as _

# They close by themselves, and where a line ends is up to the language.
_FREE = frozenset({"br"})


class _Tags(HTMLParser):
    """Collects the tags of a piece, those that are never closed, and those that close nothing."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: Counter[str] = Counter()
        self.open: list[str] = []
        self.stray: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _FREE:
            self.found[self._name(tag, attrs)] += 1
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _FREE:
            self.found[self._name(tag, attrs)] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _FREE:
            return
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.stray.append(tag)

    @staticmethod
    def _name(tag: str, attrs: list[tuple[str, str | None]]) -> str:
        return " ".join([tag, *(f'{name}="{value}"' for name, value in attrs)])


def fault_of(source: str, translated: str) -> str:
    """What is wrong with the markup of a translated piece, in a sentence that names the tag; empty where it is good.

    Both are HTML as wagtail-localize keeps it: inline tags only, attributes left out, links by their `id`. Every link
    of the original stands in the translation once; other tags may be left out.
    """
    if "\x00" in translated or any("\ud800" <= letter <= "\udfff" for letter in translated):
        return _("It holds a character that is none.")
    before, after = _Tags(source), _Tags(translated)
    if after.stray:
        return _("</%(tag)s> closes nothing.") % {"tag": after.stray[0]}
    if after.open:
        return _("<%(tag)s> is never closed.") % {"tag": after.open[0]}
    added = after.found - before.found
    if added:
        return _("<%(tag)s> is not in the original.") % {"tag": next(iter(added))}
    gone = [tag for tag in (before.found - after.found) if tag.split()[0] == "a"]
    if gone:
        return _("The link <%(tag)s> of the original is missing.") % {"tag": gone[0]}
    return ""
