"""The words that writing and reviewing start with: report templates, the rubric, letters of editors."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "report_templates"
REVIEW_FOLDER = Path(__file__).parent / "review_words"


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


def review_words_in(language: str) -> dict[str, Any]:
    """The rubric and the decision letters in a language, as they stand in `review_words/<language>.toml`."""
    return tomllib.loads((REVIEW_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def rubric_in_words(language: str) -> dict[str, Any]:
    """Values of the rubric a new site starts with."""
    rubric = review_words_in(language)["rubric"]
    questions = [
        ("question", {**{name: row[name] for name in ("question", "guidance", "scale")}, "wants_words": True})
        for row in rubric["question"]
    ]
    return {"title": rubric["title"], "introduction": rubric["introduction"], "questions": questions}
