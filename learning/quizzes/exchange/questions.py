"""What both formats share: what a file gives, texts in their formats, and shares of a mark."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final

import nh3
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# Far more than a course ever needs, far less than what would keep a server busy.
MOST_BYTES: Final = 3_000_000
MOST_QUESTIONS: Final = 2_000
LONGEST_TITLE: Final = 120
# Blanks in a sentence where the answer belongs.
BLANK: Final = "_____"

_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(p|div|li|h[1-6]|tr|pre)>|<br ?/?>", re.IGNORECASE)
_TAGS = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "code", "sub", "sup"}
_HIDDEN = {"script", "style", "template", "iframe", "object"}


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # slow to load, and only who brings questions in needs it

    return MarkdownIt("commonmark", {"html": False})


class QuestionError(Exception):
    """A question that cannot come in. The message says why, to the person who sent the file."""


@dataclass(frozen=True)
class ImportedQuestion:
    """A question as it stood in a file: kind and raw value of its block, and where it was found."""

    kind: str
    title: str
    value: dict[str, Any]
    line: int
    category: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """What did not come in: the line where it begins (1 is the first), its first words, and why."""

    line: int
    excerpt: str
    reason: str


@dataclass
class Reading:
    """What a file gave."""

    questions: list[ImportedQuestion] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass
class Exported:
    """A file for another system, and the titles of the questions that its format cannot say."""

    text: str
    left_out: list[str] = field(default_factory=list)


def rich(text: str, form: str) -> str:
    """A text in one of the formats `html`, `markdown`, `moodle`, `plain` as the harmless HTML of a question."""
    text = text.strip()
    if form == "markdown":
        html = _markdown().render(text)
    elif form == "html":
        html = text if "<p" in text.lower() else f"<p>{text}</p>"
    else:
        parts = re.split(r"\n\s*\n", escape(text, quote=False))
        html = "".join(f"<p>{part}</p>" for part in parts).replace("\n", "<br/>")
    cleaned = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, clean_content_tags=_HIDDEN, link_rel=None)
    cleaned = cleaned.strip()
    return cleaned if as_words(cleaned, "html") else ""


def as_words(text: str, form: str) -> str:
    """The same as words alone, for answers and feedback."""
    if form == "markdown":
        text, form = _markdown().render(text.strip()), "html"
    if form == "html":
        text = nh3.clean(text, tags=_TAGS | {"div", "pre", "tr"}, attributes={}, clean_content_tags=_HIDDEN)
        text = unescape(_TAG.sub("", _BLOCK_END.sub("\n", text)))
    lines = (" ".join(line.split()) for line in text.strip().splitlines())
    return "\n".join(line for line in lines if line)


def one_line(text: str, form: str) -> str:
    """Words that stand in one line, such as an option."""
    return " ".join(as_words(text, form).split())


def titled(title: str, prompt: str) -> str:
    """The title of a question; without one, its first words."""
    title = " ".join(title.split()) or one_line(prompt, "html") or _("Question")
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def decimal(text: str) -> Decimal:
    """A number as a person writes it. Raises QuestionError."""
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise QuestionError(_("“%(text)s” is not a number.") % {"text": text.strip()[:40]}) from None
    if not number.is_finite() or abs(number) > Decimal("1e15"):
        raise QuestionError(_("“%(text)s” is not a number.") % {"text": text.strip()[:40]})
    return number


def percents(shares: Iterable[Decimal]) -> list[int]:
    """Shares of the mark as whole per cents. Thirds make 34, 33 and 33, so that all right answers together are 100."""
    shares = list(shares)
    if any(abs(share) > 100 for share in shares):
        raise QuestionError(_("A share of the mark is between -100 and 100 per cent."))
    found = [int(share.to_integral_value()) for share in shares]
    right = [place for place, share in enumerate(shares) if share > 0]
    exact = sum((shares[place] for place in right), Decimal(0))
    missing = 100 - sum(found[place] for place in right)
    if abs(exact - 100) < 1 and abs(missing) <= len(right):
        for place in right[: abs(missing)]:
            found[place] += 1 if missing > 0 else -1
    return found
