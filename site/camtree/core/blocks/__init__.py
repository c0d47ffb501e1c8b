"""Content blocks that every section shares, by family."""

from wagtail.blocks import Block

from camtree.core.blocks.data import StatisticsBlock, TranslatableTableBlock
from camtree.core.blocks.media import (
    AudioBlock,
    CaptionedImageBlock,
    DocumentBlock,
    EmbedBlock,
    FigureBlock,
    VideoBlock,
)
from camtree.core.blocks.people import PageListBlock, PeopleBlock
from camtree.core.blocks.text import AccordionBlock, ButtonBlock, CalloutBlock, HeadingBlock, QuoteBlock, TextBlock

__all__ = ["content_blocks", "prose_blocks"]


def prose_blocks() -> list[tuple[str, Block]]:
    """Blocks for writing inside a section that has its own heading, such as a part of a report."""
    return [
        ("text", TextBlock()),
        ("figure", FigureBlock()),
        ("image", CaptionedImageBlock()),
        ("quote", QuoteBlock()),
        ("table", TranslatableTableBlock()),
        ("statistics", StatisticsBlock()),
        ("callout", CalloutBlock()),
        ("document", DocumentBlock()),
    ]


def content_blocks() -> list[tuple[str, Block]]:
    """Every shared block, in the order in which editors are offered them."""
    return [
        ("heading", HeadingBlock()),
        *prose_blocks(),
        ("accordion", AccordionBlock()),
        ("video", VideoBlock()),
        ("audio", AudioBlock()),
        ("embed", EmbedBlock()),
        ("button", ButtonBlock()),
        ("people", PeopleBlock()),
        ("page_list", PageListBlock()),
    ]
