"""Pictures inside the text of a draft.

A figure of a draft is `<figure><img src="/drafts/files/<key>/" alt="…"><figcaption>…</figcaption></figure>`, always
between paragraphs and never inside one. Its address is one of ours, the same in every language, and opened only to
those who may read the draft. Nothing else may be a source of a picture.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape

from bs4 import BeautifulSoup, Tag

ADDRESS = re.compile(r"(?:https?://[^/\s]+)?/drafts/files/([\w-]{32})/(?:\?share=[\w-]*)?")
_FIGURE = re.compile(r"<figure>(.*?)</figure>", re.DOTALL)
_SOURCE = re.compile(r'src="/drafts/files/([\w-]{32})/"')
_ALT = re.compile(r'\balt="([^"]*)"')
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)


@dataclass(frozen=True)
class Figure:
    """A picture placed in a text: which file of the draft, and the words beside it."""

    key: str
    alt: str = ""
    caption: str = ""

    @property
    def html(self) -> str:
        return (
            f'<figure><img src="{address_of(self.key)}" alt="{escape(self.alt)}">'
            f"<figcaption>{self.caption_html}</figcaption></figure>"
        )

    @property
    def caption_html(self) -> str:
        """The caption, safe inside HTML."""
        return escape(self.caption, quote=False)


def address_of(key: str) -> str:
    """Where a file of a draft is fetched. Stands in texts, so it never changes."""
    return f"/drafts/files/{key}/"


def own_address(source: str) -> str | None:
    """The lasting form of an address of ours; None for any other."""
    match = ADDRESS.fullmatch(source.strip())
    return address_of(match[1]) if match else None


def settle_figures(html: str) -> str:
    """`html` with every picture in a figure of its own between the paragraphs; pictures without a source are gone."""
    soup = BeautifulSoup(html, "html.parser")
    for img in soup.find_all("img"):
        if not img.get("src"):
            img.decompose()
    for frame in soup.find_all("figure"):
        _open_frame(frame)
    for caption in soup.find_all("figcaption"):
        caption.name = "p"
    for img in reversed(soup.find_all("img")):
        _lift(soup, img)
    return str(soup)


def _open_frame(frame: Tag) -> None:
    """Leave the pictures, the first of which carries the caption; a frame without any becomes paragraphs."""
    caption, img = frame.find("figcaption"), frame.find("img")
    if isinstance(img, Tag) and isinstance(caption, Tag):
        img["title"] = " ".join(caption.get_text(" ").split())
        caption.extract()
    frame.unwrap()


def _lift(soup: BeautifulSoup, img: Tag) -> None:
    """Put a picture behind the paragraph, list or table in which it stands."""
    top = img
    while top.parent is not None and top.parent is not soup:
        top = top.parent
    match = ADDRESS.fullmatch(str(img["src"]))
    figure = Figure(match[1] if match else "", str(img.get("alt") or ""), str(img.get("title") or ""))
    made = BeautifulSoup(figure.html, "html.parser").figure
    assert made is not None  # noqa: S101 - we wrote it one line above
    if top is img:
        img.replace_with(made)
        return
    top.insert_after(made)
    img.extract()
    if top.name == "p" and not top.get_text(strip=True) and not top.find("img"):
        top.decompose()


def split_at_figures(html: str) -> list[str | Figure]:
    """The text in its order: pieces of HTML, and the figures between them."""
    pieces: list[str | Figure] = []
    for place, piece in enumerate(_FIGURE.split(html)):
        if place % 2 == 0:
            if piece.strip():
                pieces.append(piece.strip())
        elif (source := _SOURCE.search(piece)) is not None:
            alt, caption = _ALT.search(piece), _CAPTION.search(piece)
            pieces.append(
                Figure(source[1], unescape(alt[1]) if alt else "", unescape(caption[1]).strip() if caption else "")
            )
    return pieces


def keys_in(html: str) -> list[str]:
    """Keys of the files that a text shows."""
    return _SOURCE.findall(html)


def with_addresses(html: str, address: Callable[[str], str]) -> str:
    """`html` whose pictures are fetched from `address(key)`: for readers who come by a link of their own."""
    return _SOURCE.sub(lambda match: f'src="{escape(address(match[1]))}"', html)


def as_markdown_images(html: str) -> str:
    """`html` whose figures are single images with their caption as title, as Markdown writes them."""

    def image(match: re.Match[str]) -> str:
        (piece,) = split_at_figures(match[0]) or [""]
        if isinstance(piece, str):
            return ""
        return f'<p><img src="{address_of(piece.key)}" alt="{escape(piece.alt)}" title="{escape(piece.caption)}"></p>'

    return _FIGURE.sub(image, html)


def markdown_of(key: str, alt: str, caption: str) -> str:
    """What to type where no script runs, to place a picture."""
    inside = alt.replace("[", "(").replace("]", ")"), caption.replace('"', "’")
    return f'![{inside[0]}]({address_of(key)} "{inside[1]}")'
