"""Blocks that only reports have: sections, case pupils, research lessons."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from camtree.core.blocks import prose_blocks
from research.library.choices import Section


class CasePupilBlock(blocks.StructBlock):
    """A pupil whose learning the group predicted and then watched. Always a pseudonym."""

    label = blocks.CharBlock(label=_("pseudonym"), help_text=_("For example “Pupil A”. Never a real name."))
    starting_point = blocks.TextBlock(label=_("starting point"), rows=2)
    prediction = blocks.TextBlock(label=_("what we predicted"), rows=2, required=False)
    observed = blocks.TextBlock(label=_("what we saw"), rows=2)

    class Meta:
        icon = "user"
        label = _("Case pupil")
        description = _("Where one pupil started, what the group predicted and what it saw.")
        template = "blocks/case_pupil_block.html"
        preview_value = {
            "label": "Pupil C",
            "starting_point": "Had not spoken in plenary this term.",
            "prediction": "Will write, will not speak.",
            "observed": "Gave one answer in lesson two and three in lesson three.",
        }


class ResearchLessonBlock(blocks.StructBlock):
    """One research lesson of a lesson study: planned, taught, watched and talked over."""

    number = blocks.IntegerBlock(label=_("number"), min_value=1, max_value=12)
    focus = blocks.CharBlock(label=_("focus"))
    planned = blocks.TextBlock(label=_("what we planned"), rows=3)
    observed = blocks.TextBlock(label=_("what we observed"), rows=3)
    discussed = blocks.TextBlock(label=_("what the discussion changed"), rows=3)

    class Meta:
        icon = "date"
        label = _("Research lesson")
        description = _("One research lesson: plan, observation and what the discussion changed.")
        template = "blocks/research_lesson_block.html"
        preview_value = {
            "number": 2,
            "focus": "Silence with a task",
            "planned": "Ten seconds of writing before anyone speaks.",
            "observed": "Eleven pupils wrote; five read aloud.",
            "discussed": "The slip of paper stays, the timer goes.",
        }


class SectionValue(blocks.StructValue):
    """A section knows the heading readers see, in the language of the page."""

    @property
    def heading(self) -> str:
        """Heading of the section: the author's own where there is one."""
        return str(self.get("heading_text") or Section(self["key"]).label)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The content, neighbours of one kind together: case pupils stand side by side, lessons in a sequence."""
        return [{"kind": kind, "blocks": list(run)} for kind, run in groupby(self["content"], lambda b: b.block_type)]

    @property
    def anchor(self) -> str:
        """Fragment that leads to the section, the same in every language."""
        return str(self["key"]).replace("_", "-")


class SectionBlock(blocks.StructBlock):
    """One part of a report. The key says which part it is, whatever its heading reads."""

    key = blocks.ChoiceBlock(choices=Section.choices, label=_("section"), search_index=False)
    heading_text = blocks.CharBlock(
        label=_("other heading"), required=False, help_text=_("Leave empty to use the usual heading.")
    )
    content = blocks.StreamBlock(
        [*prose_blocks(), ("case_pupil", CasePupilBlock()), ("research_lesson", ResearchLessonBlock())],
        label=_("content"),
        required=False,
    )

    class Meta:
        icon = "doc-full-inverse"
        label = _("Section")
        description = _("One part of the report, such as its context or its findings.")
        template = "blocks/section_block.html"
        value_class = SectionValue
        preview_value: dict[str, Any] = {
            "key": "findings",
            "heading_text": "",
            "content": [{"type": "text", "value": "<p>The second lesson taught us most, because it failed.</p>"}],
        }
