"""What a quiz is put together of: chosen questions, and draws from pools."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from camtree.core.templatetags.core_tags import number


class DrawBlock(blocks.StructBlock):
    """So many questions of a pool, drawn for each attempt."""

    pool = SnippetChooserBlock("learning.QuestionPool", label=_("pool"))
    number = blocks.IntegerBlock(label=_("how many questions"), min_value=1, max_value=100, default=5)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        there = len(cleaned["pool"].questions.live().values_list("translation_key").distinct().order_by())
        if cleaned["number"] > there:
            sentence = ngettext(
                "This pool has %(number)s published question.", "This pool has %(number)s published questions.", there
            )
            raise blocks.StructBlockValidationError(
                block_errors={"number": ValidationError(sentence % {"number": number(there)})},
            )
        return cleaned

    class Meta:
        icon = "resubmit"
        label = _("Draw from a pool")


def quiz_blocks() -> list[tuple[str, blocks.Block]]:
    """What a quiz may hold."""
    return [
        ("question", SnippetChooserBlock("learning.Question", label=_("Question"), icon="help")),
        ("draw", DrawBlock()),
    ]
