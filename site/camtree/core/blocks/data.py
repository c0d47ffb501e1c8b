"""Blocks of numbers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock


class TranslatableTableBlock(TableBlock):
    """Wagtail's table, whose cells and caption a translator can reach (wagtail-localize passes over the plain one)."""

    def get_translatable_segments(self, value: dict[str, Any] | None) -> list[Any]:
        """String segments of the caption and every cell with words; path `caption` or `<row>.<column>`."""
        from wagtail_localize.segments import StringSegmentValue

        if not value:
            return []
        segments = []
        if value.get("table_caption"):
            segments.append(StringSegmentValue("caption", value["table_caption"]))
        for r, row in enumerate(value.get("data", [])):
            for c, cell in enumerate(row):
                if cell and not str(cell).replace(".", "").replace("%", "").strip().isdigit():
                    segments.append(StringSegmentValue(f"{r}.{c}", str(cell)))
        return segments

    def restore_translated_segments(self, value: dict[str, Any], segments: list[Any]) -> dict[str, Any]:
        """The table with translated strings in their cells. Missing ones keep the source."""
        translated = {**value, "data": [list(row) for row in value.get("data", [])]}
        for segment in segments:
            text = segment.render_text()
            if segment.path == "caption":
                translated["table_caption"] = text
            else:
                row, column = (int(part) for part in segment.path.split("."))
                translated["data"][row][column] = text
        return translated

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("A small table. Say which row or column holds the headings and give it a caption.")
        template = "blocks/translatable_table_block.html"
        preview_value = {
            "data": [["", "Lesson 1", "Lesson 3"], ["Pupil A", "2", "5"], ["Pupil B", "0", "3"]],
            "first_row_is_table_header": True,
            "first_col_is_header": True,
            "table_header_choice": "both",
            "table_caption": "Answers given",
        }


class StatisticBlock(blocks.StructBlock):
    """One number and what it counts."""

    value = blocks.CharBlock(label=_("value"), max_length=40)
    label = blocks.CharBlock(label=_("what it counts"))

    class Meta:
        icon = "order"
        label = _("Number")


class StatisticsBlock(blocks.StructBlock):
    """A few numbers side by side."""

    items = blocks.ListBlock(StatisticBlock(), label=_("numbers"), min_num=1, max_num=6)

    class Meta:
        icon = "order"
        label = _("Numbers")
        description = _("Up to six numbers side by side, each with what it counts.")
        template = "blocks/statistics_block.html"
        preview_value = {"items": [{"value": "19 of 27", "label": "pupils answered in lesson 3"}]}
