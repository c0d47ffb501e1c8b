"""Blocks of running text."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

# What running text may hold; headings and pictures are blocks of their own, so that they can be checked.
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link"]
# Inside a box, text is shorter.
SHORT_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class HeadingBlock(blocks.StructBlock):
    """A heading inside the text. The page title is level 1, so text starts at 2."""

    text = blocks.CharBlock(label=_("text"), max_length=160)
    level = blocks.ChoiceBlock(
        choices=[("2", _("Heading")), ("3", _("Sub-heading"))], default="2", label=_("level"), search_index=False
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Opens a part of the page; readers jump from heading to heading.")
        template = "blocks/heading_block.html"
        preview_value = {"text": "What we noticed in the second lesson", "level": "2"}


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "blocks/text_block.html"
        preview_value = "<p>We waited ten seconds after each question and counted who raised a hand.</p>"


class QuoteBlock(blocks.StructBlock):
    """Words of a pupil, teacher or author, set apart."""

    text = blocks.TextBlock(label=_("quote"), rows=3)
    attribution = blocks.CharBlock(
        label=_("who said it"), required=False, help_text=_("Pupils by pseudonym only, for example “Pupil B, age 10”.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody's words, with who said them.")
        template = "blocks/quote_block.html"
        preview_value = {"text": "I had the answer, I just needed the slip of paper first.", "attribution": "Pupil B"}


class CalloutBlock(blocks.StructBlock):
    """A short aside that must not be missed."""

    kind = blocks.ChoiceBlock(
        search_index=False,  # its labels are the editors’ words, not the text’s
        choices=[
            ("note", pgettext_lazy("callout", "Note")),
            ("try", pgettext_lazy("callout", "Try this")),
            ("caution", pgettext_lazy("callout", "Take care")),
        ],
        default="note",
        label=_("kind"),
    )
    title = blocks.CharBlock(label=_("title"), required=False)
    text = blocks.RichTextBlock(label=_("text"), features=SHORT_TEXT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        description = _("A note, a thing to try, or a caution, in a box.")
        template = "blocks/callout_block.html"
        preview_value = {
            "kind": "try",
            "title": "In your next lesson",
            "text": "<p>Hand out a slip of paper before the hardest question.</p>",
        }


class AccordionItemBlock(blocks.StructBlock):
    """One question that opens to its answer."""

    title = blocks.CharBlock(label=_("title"))
    text = blocks.RichTextBlock(label=_("text"), features=SHORT_TEXT_FEATURES)

    class Meta:
        icon = "plus"
        label = _("Item")


class AccordionBlock(blocks.StructBlock):
    """Titles that open to text; works without script."""

    items = blocks.ListBlock(AccordionItemBlock(), label=_("items"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Accordion")
        description = _("Questions that open to answers. For things only some readers need.")
        template = "blocks/accordion_block.html"
        preview_value = {
            "items": [{"title": "Do I need to be a researcher?", "text": "<p>No. You need a class and a question.</p>"}]
        }


class ButtonBlock(blocks.StructBlock):
    """One clear next step."""

    text = blocks.CharBlock(label=_("text"), max_length=60)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    url = blocks.URLBlock(label=_("address elsewhere"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Choose either a page or an address elsewhere, and only one of them.")]
            )
        return cleaned

    class Meta:
        icon = "link"
        label = _("Button")
        description = _("A link that looks like the one next thing to do.")
        template = "blocks/button_block.html"
        preview_value = {"text": "Open the course", "url": "https://camtree.example/"}
