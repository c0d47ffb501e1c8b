"""Text of a draft: what its HTML may hold, how long it is, and how it looks where no script runs."""

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

import nh3

from research.inquiries.figures import as_markdown_images, own_address, settle_figures

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# Characters of HTML in one part. Ten thousand words with their marks stay far below it.
LONGEST = 400_000

TAGS = {
    *("p", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "strong", "em", "sub", "sup", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption", "figure", "img", "figcaption"),
}
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    # The title becomes the caption: so Markdown gives one.
    "img": {"src", "alt", "title"},
}


def _only_our_pictures(tag: str, attribute: str, value: str) -> str | None:
    return own_address(value) if (tag, attribute) == ("img", "src") else value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "doi"},
    attribute_filter=_only_our_pictures,
    link_rel="noopener",
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math"},
)
_SAME = [("<b>", "<strong>"), ("</b>", "</strong>"), ("<i>", "<em>"), ("</i>", "</em>")]
_TAG = re.compile(r"<[^>]+>")
_BLOCK_END = re.compile(r"</(p|h3|h4|li|td|th|blockquote|caption|figcaption)>|<br ?/?>")
_EMPTY = re.compile(r"^(<p>(\s|&nbsp;|<br ?/?>)*</p>\s*)*$")
# What stands above or below the line, as it is typed without script.
_RAISED = re.compile(r"&lt;(sup|sub)&gt;(.+?)&lt;/\1&gt;")
# A word is a run of letters or digits; Chinese has no spaces, there each character counts.
_WORD = re.compile(r"[㐀-鿿豈-﫿]|[^\W_㐀-鿿豈-﫿]+(?:[’'\-][^\W_]+)*")


def clean_html(html: str) -> str:
    """`html` reduced to what a report may hold. Headings of a page become headings of a section."""
    for old, new in _SAME:
        html = html.replace(old, new)
    html = re.sub(r"<(/?)h[12](?=[ >])", r"<\1h3", html)
    html = re.sub(r"<(/?)h[56](?=[ >])", r"<\1h4", html)
    cleaned = _cleaner.clean(html).strip()
    if "<img" in cleaned or "<fig" in cleaned:
        cleaned = _cleaner.clean(settle_figures(cleaned)).strip()
    return "" if _EMPTY.match(cleaned) else cleaned


def plain_text(html: str) -> str:
    """The words of `html`, one line for each paragraph, cell or item."""
    return unescape(_TAG.sub("", _BLOCK_END.sub("\n", html))).strip()


def count_words(html: str) -> int:
    """Words in `html`; a Chinese character counts as one."""
    return len(_WORD.findall(plain_text(html)))


# Lengths are thought of in English words. What is said in a hundred of them takes this many signs that are counted.
_SIGNS_FOR_100_WORDS = {"zh-hans": 170}


def usual_length(words: int | None, language: str) -> int:
    """A length of the templates as it is counted in a language, to the nearest ten; 0 for none."""
    factor = _SIGNS_FOR_100_WORDS.get(language, 100)
    return (words or 0) if factor == 100 else round((words or 0) * factor / 1000) * 10


def as_markdown(html: str) -> str:
    """`html` as plain text with Markdown marks, for a text area without script."""
    from markdownify import markdownify  # as below

    # Markdown has no marks of its own for them: they stand as in HTML, and `from_markdown` takes them so.
    text = markdownify(
        as_markdown_images(html), heading_style="ATX", bullets="-", sup_symbol="<sup>", sub_symbol="<sub>"
    )
    return str(text).strip()


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # slow to load, and most who read the site never write

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def from_markdown(text: str) -> str:
    """Clean HTML of what somebody typed into a text area without script. Marks that are not understood stay letters."""
    return clean_html(_RAISED.sub(r"<\1>\2</\1>", _markdown().render(text)))
