"""What changed between two texts, for people to read."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from research.inquiries.manuscript import plain_text

# A paragraph longer than this, in words, is compared as a whole: comparing word by word grows with its square.
LONGEST_PARAGRAPH = 1500


def changes_between(old: str, new: str) -> SafeString:
    """Two pieces of clean HTML compared by paragraph and word: new words in `<ins>`, words gone in `<del>`.

    Paragraphs that did not change are left out; "" where nothing changed.
    """
    before, after = _paragraphs(old), _paragraphs(new)
    shown = list(_changed(before, after))
    return format_html_join("\n", "<p>{}</p>", ((line,) for line in shown))


def _paragraphs(html: str) -> list[str]:
    return [line.strip() for line in plain_text(html).split("\n") if line.strip()]


def _changed(before: list[str], after: list[str]) -> Iterator[SafeString]:
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        gone, come = before[a:b], after[c:d]
        pairs = min(len(gone), len(come))
        for old, new in zip(gone[:pairs], come[:pairs], strict=True):
            yield _by_word(old, new)
        for old in gone[pairs:]:
            yield _marked("del", old)
        for new in come[pairs:]:
            yield _marked("ins", new)


def _by_word(old: str, new: str) -> SafeString:
    # Chinese has no spaces: there every character is compared.
    a, b = (line.split() if " " in line else list(line) for line in (old, new))
    if max(len(a), len(b)) > LONGEST_PARAGRAPH:
        return mark_safe(_marked("del", old) + " " + _marked("ins", new))
    space = " " if " " in old or " " in new else ""
    pieces = []
    for what, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(escape(space.join(a[i:j])))
            continue
        if i < j:
            pieces.append(_marked("del", space.join(a[i:j])))
        if k < m:
            pieces.append(_marked("ins", space.join(b[k:m])))
    return mark_safe(space.join(pieces))


def _marked(tag: str, text: str) -> SafeString:
    return mark_safe(f"<{tag}>{escape(text)}</{tag}>")
