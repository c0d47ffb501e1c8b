"""Blocks that point at people and pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class PersonBlock(blocks.StructBlock):
    """Somebody who made or teaches this."""

    name = blocks.CharBlock(label=_("name"))
    role = blocks.CharBlock(label=_("role"), required=False)
    text = blocks.TextBlock(label=_("about"), required=False, rows=2)
    image = ImageChooserBlock(label=_("photo"), required=False)

    class Meta:
        icon = "user"
        label = _("Person")


class PeopleBlock(blocks.StructBlock):
    """Several people side by side."""

    items = blocks.ListBlock(PersonBlock(), label=_("people"), min_num=1)

    class Meta:
        icon = "group"
        label = _("People")
        description = _("People with their role and a line about each.")
        template = "blocks/people_block.html"
        preview_value = {
            "items": [{"name": "Amina Sarsen", "role": "Curator", "text": "Teaches science in grade 5.", "image": None}]
        }


class PageListBlock(blocks.StructBlock):
    """Chosen pages as cards."""

    title = blocks.CharBlock(label=_("title"), required=False)
    pages = blocks.ListBlock(blocks.PageChooserBlock(), label=_("pages"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Pages")
        description = _("Chosen pages of this site as a list of cards.")
        template = "blocks/page_list_block.html"
        preview_value = {"title": "Read next", "pages": []}
