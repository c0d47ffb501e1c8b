"""The report templates a new site starts with, as they stand in `report_templates/<language>.toml`."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "report_templates"


def words_in(language: str) -> dict[str, Any]:
    """The file of a language: `abstract` prompts by field, and `template`."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def templates_in(language: str) -> list[dict[str, Any]]:
    """Values of each template in a language: the structure of the English file with the language's words."""
    words = words_in(language)["template"]
    templates = []
    for position, row in enumerate(words_in("en")["template"]):
        own = row if language == "en" else words[row["slug"]]
        sections = [
            _section(section, section if language == "en" else own["section"][section["key"]])
            for section in row["section"]
        ]
        templates.append(
            {
                "slug": row["slug"],
                "kind": row["kind"],
                "position": position,
                "title": own["title"],
                "description": own["description"],
                "sections": sections,
            }
        )
    return templates


def _section(structure: dict[str, Any], words: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    value = {
        "key": structure["key"],
        "heading_text": words.get("heading", ""),
        "prompt": words["prompt"],
        "questions": words["questions"],
        "example": words.get("example", ""),
        "words_from": structure.get("words_from"),
        "words_to": structure.get("words_to"),
        "is_required": structure["required"],
    }
    return "section", value
