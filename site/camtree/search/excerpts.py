"""Showing why something was found: its words marked, in a piece of the text around them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from camtree.search.analysis.folding import fold
from camtree.search.analysis.questions import Question
from camtree.search.analysis.tokens import bases, main_token
from camtree.search.analysis.words import Word, is_run, words_in
from camtree.search.documents import Passage

WIDTH = 220
# Letters of a text in which the first match is looked for.
LOOKED_AT = 20_000


def matches(text: str, language: str, question: Question) -> Iterator[tuple[int, int]]:
    """Where words of the question stand in a text of this language: begin and end of each."""
    tokens = question.tokens
    if not tokens:
        return
    runs = sorted({token for token in tokens if is_run(token)}, key=len, reverse=True)
    for word in words_in(text):
        if is_run(word.parts[0]):
            yield from _in_run(text, word, runs)
        elif any(form in tokens for form in _forms(word, language)):
            yield word.start, word.end


def _forms(word: Word, language: str) -> Iterator[str]:
    for base in bases(word, language):
        yield main_token(base, language)
        yield base
    if len(word.parts) > 1 and not word.is_elided:
        for part in word.parts:
            yield main_token(part, language)
            yield part


def _in_run(text: str, word: Word, runs: list[str]) -> Iterator[tuple[int, int]]:
    """Pairs of the question in a run, those that overlap as one. Letters of such scripts fold one to one."""
    written, last = text[word.start : word.end], (0, 0)
    for place in range(len(written)):
        for pair in runs:
            if written.startswith(pair, place):
                begin, end = word.start + place, word.start + place + len(pair)
                if last[1] >= begin and last != (0, 0):
                    last = (last[0], max(end, last[1]))
                else:
                    if last != (0, 0):
                        yield last
                    last = (begin, end)
                break
    if last != (0, 0):
        yield last


def highlight(text: str, language: str, question: Question) -> SafeString:
    """The text as HTML with every match in a `mark` element."""
    pieces, last = [], 0
    for begin, end in matches(text, language, question):
        pieces += [escape(text[last:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        last = end
    pieces.append(escape(text[last:]))
    return mark_safe("".join(pieces))


def excerpt(description: str, text: str, language: str, question: Question) -> SafeString:
    """The words around the first match in `text`; where the description says it, or nothing does, the description,
    else the beginning of the text."""
    found = next(matches(text[:LOOKED_AT], language, question), None)
    if found is None or next(matches(description, language, question), None) is not None:
        begun = _until_a_word_ends(text, WIDTH)
        more = f"{begun.rstrip(' .…')}…" if len(begun) < len(text) else begun
        return highlight(description or more, language, question)
    begin = max(0, found[0] - WIDTH // 2)
    if begin:
        # From where a sentence or, failing that, a word begins; scripts without spaces may be cut anywhere.
        space = max(text.find(" ", begin, found[0]), -1)
        begin = space + 1 if space >= 0 else begin
    cut = text[begin:]
    shown = _until_a_word_ends(cut, WIDTH)
    if len(shown) < len(cut):
        shown = shown.rstrip(" .…") + "…"
    return mark_safe(("…" if begin else "") + highlight(shown.strip(), language, question))


@dataclass(frozen=True)
class Said:
    """A passage of a file with the words that were found in it marked."""

    passage: Passage
    text: SafeString


def said(passages: Iterable[Passage], question: Question) -> Said | None:
    """The passage that says most words of the question, the first of several; None where none says any."""
    begins = [
        {_begin(token.rsplit(":", 1)[-1]) for token in group.tokens} for group in (*question.groups, *question.phrases)
    ]
    # Taking words from texts is dear: first how many of them can be there at all, by their beginnings.
    likely: list[tuple[int, Passage]] = []
    for passage in passages:
        folded = fold(passage.text)
        if words := sum(any(begin in folded for begin in group) for group in begins):
            likely.append((words, passage))
    likely.sort(key=lambda row: -row[0])
    for _words, passage in likely:
        if next(matches(passage.text, passage.language, question), None) is not None:
            return Said(passage, highlight(passage.text, passage.language, question))
    return None


def _begin(stem: str) -> str:
    """What of a stem all forms of its word have in common."""
    return stem[: max(2, min(5, len(stem) - 2))]


def _until_a_word_ends(text: str, width: int) -> str:
    """The beginning of a text, `width` letters or some more, to the end of a word."""
    if len(text) <= width:
        return text
    space = text.find(" ", width)
    return text[:space] if 0 <= space < width + 30 else text[:width]
