"""How a report opens in the admin."""

from typing import Any

from research.library.choices import LESSON_STUDY_SECTIONS, Section


def starting_sections() -> list[dict[str, Any]]:
    """The sections a new report opens with; those of lesson study are added by the editor who needs them."""
    return [
        {"type": "section", "value": {"key": section.value, "heading_text": "", "content": []}}
        for section in Section
        if section not in LESSON_STUDY_SECTIONS
    ]
