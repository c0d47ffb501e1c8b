"""Blocks that only lessons have."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


class ReflectionBlock(blocks.StructBlock):
    """A question the learner answers for themselves."""

    prompt = blocks.TextBlock(label=_("prompt"), rows=3)
    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=1, max_value=60, default=5)

    class Meta:
        icon = "edit"
        label = _("Reflection")
        description = _("A private question, with the time it deserves.")
        template = "blocks/reflection_block.html"
        preview_value = {"prompt": "Who spoke last in your last lesson, and what did you do about it?", "minutes": 5}


class DiscussionBlock(blocks.StructBlock):
    """A question to talk over with a colleague."""

    prompt = blocks.TextBlock(label=_("prompt"), rows=3)

    class Meta:
        icon = "comment"
        label = _("Discussion")
        description = _("A question to talk over with a colleague.")
        template = "blocks/discussion_block.html"
        preview_value = {"prompt": "Compare your two observation sheets: where do they differ, and why?"}


class ResourceBlock(blocks.StructBlock):
    """Something to use: a page of this site, a file, or an address elsewhere."""

    title = blocks.CharBlock(label=_("title"))
    text = blocks.TextBlock(label=_("what it is for"), rows=2, required=False)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    document = DocumentChooserBlock(label=_("document"), required=False)
    url = blocks.URLBlock(label=_("address elsewhere"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if sum(bool(cleaned[name]) for name in ("page", "document", "url")) > 1:
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Choose one of page, document and address, not several.")]
            )
        return cleaned

    class Meta:
        icon = "download"
        label = _("Resource")
        description = _("Something to read or use: a page, a file or an address elsewhere.")
        template = "blocks/resource_block.html"
        preview_value = {
            "title": "Observation sheet",
            "text": "One page, for one lesson.",
            "url": "https://camtree.example/",
        }
